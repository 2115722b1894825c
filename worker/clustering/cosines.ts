import type { Rows } from "./dense.ts";
import { addDotProducts, type RowBlock } from "./dot-products.ts";

/** So many rows at most: their cosines with each other take 8 bytes a pair. */
export const mostRowsKnown = 1_500;
/** Rows whose cosines are computed together: one after another would take twice as long. */
const rowsAtOnce = 16;

/**
 * The cosines of rows of length 1 with each other, each computed once: the number of clusters is tried again and again on
 * the same rows. They are the very numbers that comparing two rows gives, so nothing comes out differently.
 */
export class Cosines {
  readonly rows: Rows;
  readonly #known: (Float64Array | undefined)[];

  constructor(rows: Rows) {
    this.rows = rows;
    this.#known = new Array<Float64Array | undefined>(rows.count);
  }

  /** Undefined where there are too many rows to keep them all. */
  static of(rows: Rows): Cosines | undefined {
    return rows.count <= mostRowsKnown ? new Cosines(rows) : undefined;
  }

  /** Of one row with all. */
  with(row: number): Float64Array {
    return this.#known[row] ?? this.#compute(row);
  }

  /** The row's and those of its neighbours in number, which will be asked for too. */
  #compute(row: number): Float64Array {
    const { count } = this.rows;
    const first = row - (row % rowsAtOnce);
    const block = this.#block(first);
    const own = Array.from({ length: block.count }, () => new Float64Array(count));
    for (let other = 0; other < count; other += rowsAtOnce) {
      const others = this.#block(other);
      // Turned round they may be known: then it is the block of the others that holds them.
      const known = this.#known.slice(other, other + others.count);
      const found = new Float64Array(known[0] ? 0 : block.count * others.count);
      if (!known[0]) addDotProducts(block, others, this.rows.width, found);
      for (const [place, cosines] of own.entries()) {
        for (let step = 0; step < others.count; step++) {
          cosines[other + step] = known[step]?.[first + place] ?? (found[place * others.count + step] as number);
        }
      }
    }
    for (const [place, cosines] of own.entries()) this.#known[first + place] = cosines;
    return own[row - first] as Float64Array;
  }

  #block(first: number): RowBlock {
    const { values, width, count } = this.rows;
    return { values, start: first * width, stride: width, count: Math.min(rowsAtOnce, count - first) };
  }
}
