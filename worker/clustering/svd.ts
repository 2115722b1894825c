import { addRow, dotAt, emptyRows, type Rows } from "./dense.ts";
import { gaussian } from "./random.ts";
import type { SparseRows } from "./sparse.ts";

/** Directions beyond those asked for: they make the last ones asked for exact enough. */
const oversampling = 16;

export interface Svd {
  /** Left singular vectors as columns: one row a row of the matrix. */
  left: Rows;
  /** Largest first. */
  singularValues: Float64Array;
}

/** Truncated SVD of a sparse matrix by randomised subspace iteration (Halko, Martinsson, Tropp 2011, algorithm 4.4). */
export async function truncatedSvd(
  matrix: SparseRows,
  rank: number,
  rounds: number,
  random: () => number,
  pause: () => Promise<void>,
): Promise<Svd> {
  const width = Math.min(rank + oversampling, matrix.count, matrix.width);
  const normal = gaussian(random);
  const start = emptyRows(matrix.width, width);
  for (let index = 0; index < start.values.length; index++) start.values[index] = normal();
  let images = await times(matrix, start, pause);
  await orthonormalize(images, pause);
  for (let round = 0; round < rounds; round++) {
    images = await times(matrix, await timesTransposed(matrix, images, pause), pause);
    await orthonormalize(images, pause);
  }
  const turned = await times(matrix, await timesTransposed(matrix, images, pause), pause);
  const { values, vectors } = await eigen(await product(images, turned, pause), width, pause);
  return {
    left: rotate(images, vectors, Math.min(rank, width)),
    singularValues: values.slice(0, rank).map((value) => Math.sqrt(Math.max(0, value))),
  };
}

/** Right singular vectors as columns, one row a column of the matrix: what further rows are placed by. */
export async function rightVectors(matrix: SparseRows, svd: Svd, pause: () => Promise<void>): Promise<Rows> {
  const right = await timesTransposed(matrix, svd.left, pause);
  for (let index = 0; index < right.values.length; index++) {
    const value = svd.singularValues[index % right.width] ?? 0;
    right.values[index] = value > 1e-9 ? (right.values[index] as number) / value : 0;
  }
  return right;
}

/** matrix × dense. */
async function times(matrix: SparseRows, dense: Rows, pause: () => Promise<void>): Promise<Rows> {
  const product = emptyRows(matrix.count, dense.width);
  for (let row = 0; row < matrix.count; row++) {
    for (let at = matrix.starts[row] ?? 0; at < (matrix.starts[row + 1] ?? 0); at++) {
      addRow(product, row, dense, matrix.columns[at] as number, matrix.values[at] as number);
    }
    if (row % 256 === 255) await pause();
  }
  return product;
}

/** Transposed matrix × dense. */
async function timesTransposed(matrix: SparseRows, dense: Rows, pause: () => Promise<void>): Promise<Rows> {
  const product = emptyRows(matrix.width, dense.width);
  for (let row = 0; row < matrix.count; row++) {
    for (let at = matrix.starts[row] ?? 0; at < (matrix.starts[row + 1] ?? 0); at++) {
      addRow(product, matrix.columns[at] as number, dense, row, matrix.values[at] as number);
    }
    if (row % 256 === 255) await pause();
  }
  return product;
}

/** Makes the columns orthonormal, in place: Cholesky of the Gram matrix, twice, since once is not exact enough in 32 bits. */
async function orthonormalize(rows: Rows, pause: () => Promise<void>): Promise<void> {
  const { width } = rows;
  for (let time = 0; time < 2; time++) {
    const inverse = Float32Array.from(inverseCholesky(await product(rows, rows, pause), width));
    const copy = new Float32Array(width);
    for (let row = 0; row < rows.count; row++) {
      const start = row * width;
      copy.set(rows.values.subarray(start, start + width));
      for (let column = 0; column < width; column++) {
        rows.values[start + column] = dotAt(copy, 0, inverse, column * width, column + 1);
      }
      if (row % 256 === 255) await pause();
    }
    await pause();
  }
}

/** Transposed a × b where that is symmetric, width × width. */
async function product(a: Rows, b: Rows, pause: () => Promise<void>): Promise<Float64Array> {
  const { width } = a;
  const left = a.values;
  const right = b.values;
  const sums = new Float64Array(width * width);
  for (let row = 0; row < a.count; row++) {
    const start = row * width;
    if (row % 256 === 255) await pause();
    for (let i = 0; i < width; i++) {
      const value = left[start + i] as number;
      const to = i * width;
      let j = 0;
      for (; j + 3 <= i; j += 4) {
        sums[to + j] = (sums[to + j] as number) + value * (right[start + j] as number);
        sums[to + j + 1] = (sums[to + j + 1] as number) + value * (right[start + j + 1] as number);
        sums[to + j + 2] = (sums[to + j + 2] as number) + value * (right[start + j + 2] as number);
        sums[to + j + 3] = (sums[to + j + 3] as number) + value * (right[start + j + 3] as number);
      }
      for (; j <= i; j++) sums[to + j] = (sums[to + j] as number) + value * (right[start + j] as number);
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) sums[j * width + i] = sums[i * width + j] as number;
  }
  return sums;
}

/** The inverse of the lower Cholesky factor; directions of nothing become rows of nothing. */
function inverseCholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  const at = (row: number, column: number): number => factor[row * size + column] as number;
  let largest = 0;
  for (let index = 0; index < size; index++) largest = Math.max(largest, matrix[index * size + index] as number);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] as number;
      for (let index = 0; index < column; index++) sum -= at(row, index) * at(column, index);
      if (row === column) factor[row * size + row] = sum > largest * 1e-10 ? Math.sqrt(sum) : 0;
      else factor[row * size + column] = at(column, column) > 0 ? sum / at(column, column) : 0;
    }
  }
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      if (at(row, row) === 0) continue;
      let sum = row === column ? 1 : 0;
      for (let index = column; index < row; index++) sum -= at(row, index) * (inverse[index * size + column] as number);
      inverse[row * size + column] = sum / at(row, row);
    }
  }
  return inverse;
}

const mostSweeps = 12;

/** Eigenvalues (largest first) and eigenvectors (as rows) of a symmetric matrix by cyclic Jacobi rotations. */
export async function eigen(
  matrix: Float64Array,
  size: number,
  pause: () => Promise<void>,
): Promise<{ values: Float64Array; vectors: Float64Array }> {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(size * size);
  for (let index = 0; index < size; index++) v[index * size + index] = 1;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let row = 0; row < size; row++) {
      diagonal += (a[row * size + row] as number) ** 2;
      for (let column = 0; column < row; column++) off += (a[row * size + column] as number) ** 2;
    }
    if (off <= diagonal * 1e-14) break;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) turn(a, v, size, p, q);
      if (p % 8 === 7) await pause();
    }
  }
  const order = Array.from({ length: size }, (_, index) => index).sort(
    (x, y) => (a[y * size + y] as number) - (a[x * size + x] as number),
  );
  const vectors = new Float64Array(size * size);
  for (const [place, index] of order.entries()) vectors.set(v.subarray(index * size, (index + 1) * size), place * size);
  return { values: Float64Array.from(order, (index) => a[index * size + index] as number), vectors };
}

/** One Jacobi rotation that makes a[p, q] nothing; `v` holds eigenvectors as rows. */
function turn(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const pq = a[p * size + q] as number;
  const pp = a[p * size + p] as number;
  const qq = a[q * size + q] as number;
  if (Math.abs(pq) < 1e-15 * Math.sqrt(Math.abs(pp * qq)) || pq === 0) return;
  const theta = (qq - pp) / (2 * pq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let index = 0; index < size; index++) {
    const ip = a[index * size + p] as number;
    const iq = a[index * size + q] as number;
    a[index * size + p] = c * ip - s * iq;
    a[index * size + q] = s * ip + c * iq;
  }
  for (let index = 0; index < size; index++) {
    const pi = a[p * size + index] as number;
    const qi = a[q * size + index] as number;
    a[p * size + index] = c * pi - s * qi;
    a[q * size + index] = s * pi + c * qi;
    const vp = v[p * size + index] as number;
    const vq = v[q * size + index] as number;
    v[p * size + index] = c * vp - s * vq;
    v[q * size + index] = s * vp + c * vq;
  }
}

/** rows × eigenvectors (given as rows). */
function rotate(rows: Rows, eigenvectors: Float64Array, kept: number): Rows {
  const rotated = emptyRows(rows.count, kept);
  const directions = Float32Array.from(eigenvectors);
  for (let row = 0; row < rows.count; row++) {
    for (let direction = 0; direction < kept; direction++) {
      rotated.values[row * kept + direction] = dotAt(
        rows.values,
        row * rows.width,
        directions,
        direction * rows.width,
        rows.width,
      );
    }
  }
  return rotated;
}
