import { dotAt, type Rows } from "./dense.ts";

/** So many rows at most: their cosines with each other take 8 bytes a pair. */
const mostRows = 1_500;

/**
 * The cosines of rows of length 1 with each other, each computed once: the number of clusters is tried again and again on
 * the same rows. They are the very numbers that comparing two rows gives, so nothing comes out differently.
 */
export class Cosines {
  readonly rows: Rows;
  readonly #known: (Float64Array | undefined)[];

  private constructor(rows: Rows) {
    this.rows = rows;
    this.#known = new Array<Float64Array | undefined>(rows.count);
  }

  /** Undefined where there are too many rows to keep them all. */
  static of(rows: Rows): Cosines | undefined {
    return rows.count <= mostRows ? new Cosines(rows) : undefined;
  }

  /** Of one row with all. */
  with(row: number): Float64Array {
    const known = this.#known[row];
    if (known) return known;
    const { values, width, count } = this.rows;
    const own = new Float64Array(count);
    for (let other = 0; other < count; other++) {
      own[other] = this.#known[other]?.[row] ?? dotAt(values, other * width, values, row * width, width);
    }
    this.#known[row] = own;
    return own;
  }
}
