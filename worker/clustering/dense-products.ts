import { emptyRows, type Rows } from "./dense.ts";
import { addDotProducts } from "./dot-products.ts";
import type { Matrix } from "./svd.ts";

/** Rows worked on between two pauses. */
const rowsAtOnce = 32;

/** Rows of many values as an SVD takes them. A transposed copy is kept. */
export function denseMatrix(rows: Rows): Matrix {
  const turned = transposed(rows);
  return {
    count: rows.count,
    width: rows.width,
    times: (dense, pause) => products(rows, transposed(dense), pause),
    timesTransposed: (dense, pause) => products(turned, transposed(dense), pause),
  };
}

/** Each row of `a` times each row of `b`. */
export async function products(a: Rows, b: Rows, pause: () => Promise<void>): Promise<Rows> {
  const found = emptyRows(a.count, b.count);
  const block = new Float64Array(rowsAtOnce * b.count);
  const all = { values: b.values, start: 0, stride: b.width, count: b.count };
  for (let first = 0; first < a.count; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, a.count - first);
    block.fill(0);
    addDotProducts({ values: a.values, start: first * a.width, stride: a.width, count }, all, a.width, block);
    found.values.set(block.subarray(0, count * b.count), first * b.count);
    await pause();
  }
  return found;
}

export function transposed(rows: Rows): Rows {
  const turned = emptyRows(rows.width, rows.count);
  for (let row = 0; row < rows.count; row++) {
    const start = row * rows.width;
    for (let column = 0; column < rows.width; column++) {
      turned.values[column * rows.count + row] = rows.values[start + column] as number;
    }
  }
  return turned;
}
