import { addRow, emptyRows, type Rows } from "./dense.ts";
import type { SparseRows } from "./sparse.ts";
import type { Matrix } from "./svd.ts";

/** Rows worked on between two pauses. */
const rowsAtOnce = 32;

/** Sparse rows as an SVD takes them. */
export function sparseMatrix(rows: SparseRows): Matrix {
  return {
    count: rows.count,
    width: rows.width,
    times: (dense, pause) => times(rows, dense, pause),
    timesTransposed: (dense, pause) => timesTransposed(rows, dense, pause),
  };
}

/** matrix × dense. */
export async function times(matrix: SparseRows, dense: Rows, pause: () => Promise<void>): Promise<Rows> {
  const product = emptyRows(matrix.count, dense.width);
  const sum = new Float64Array(dense.width);
  for (let row = 0; row < matrix.count; row++) {
    sumRows(matrix, row, dense, sum);
    product.values.set(sum, row * dense.width);
    if (row % rowsAtOnce === rowsAtOnce - 1) await pause();
  }
  return product;
}

/** One row × dense. Four values of the row at a time: the sum is then fetched and stored a quarter as often. */
function sumRows({ starts, columns, values }: SparseRows, row: number, dense: Rows, sum: Float64Array): void {
  const { width, values: from } = dense;
  const end = starts[row + 1] as number;
  let at = starts[row] as number;
  sum.fill(0);
  for (; at + 3 < end; at += 4) {
    const a = (columns[at] as number) * width;
    const b = (columns[at + 1] as number) * width;
    const c = (columns[at + 2] as number) * width;
    const d = (columns[at + 3] as number) * width;
    const p = values[at] as number;
    const q = values[at + 1] as number;
    const r = values[at + 2] as number;
    const s = values[at + 3] as number;
    for (let index = 0; index < width; index++) {
      const pair = p * (from[a + index] as number) + q * (from[b + index] as number);
      const other = r * (from[c + index] as number) + s * (from[d + index] as number);
      sum[index] = (sum[index] as number) + pair + other;
    }
  }
  for (; at < end; at++) {
    const start = (columns[at] as number) * width;
    const weight = values[at] as number;
    for (let index = 0; index < width; index++) {
      sum[index] = (sum[index] as number) + weight * (from[start + index] as number);
    }
  }
}

/** Up to so many values a transposed copy is made: it takes 8 bytes for each. */
const mostTransposed = 500_000;

/** Transposed matrix × dense. */
export async function timesTransposed(matrix: SparseRows, dense: Rows, pause: () => Promise<void>): Promise<Rows> {
  if ((matrix.starts[matrix.count] as number) <= mostTransposed) return times(transposed(matrix), dense, pause);
  const product = emptyRows(matrix.width, dense.width);
  for (let row = 0; row < matrix.count; row++) {
    for (let at = matrix.starts[row] as number; at < (matrix.starts[row + 1] as number); at++) {
      addRow(product, matrix.columns[at] as number, dense, row, matrix.values[at] as number);
    }
    if (row % rowsAtOnce === rowsAtOnce - 1) await pause();
  }
  return product;
}

/** Rows as columns: what is added to one row of a product is then side by side. */
function transposed(matrix: SparseRows): SparseRows {
  const { count, width } = matrix;
  const filled = matrix.starts[count] as number;
  const starts = new Int32Array(width + 1);
  for (let at = 0; at < filled; at++) {
    const next = (matrix.columns[at] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let column = 0; column < width; column++) {
    starts[column + 1] = (starts[column + 1] as number) + (starts[column] as number);
  }
  const free = starts.slice();
  const columns = new Int32Array(filled);
  const values = new Float32Array(filled);
  for (let row = 0; row < count; row++) {
    for (let at = matrix.starts[row] as number; at < (matrix.starts[row + 1] as number); at++) {
      const column = matrix.columns[at] as number;
      const place = free[column] as number;
      free[column] = place + 1;
      columns[place] = row;
      values[place] = matrix.values[at] as number;
    }
  }
  return { count: width, width: count, starts, columns, values };
}
