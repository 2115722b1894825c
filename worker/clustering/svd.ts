import { emptyRows, type Rows } from "./dense.ts";
import { addDotProducts, type RowBlock } from "./dot-products.ts";
import { eigen } from "./eigen.ts";
import { gaussian } from "./random.ts";

/** Directions beyond those asked for: they make the last ones asked for exact enough. */
const oversampling = 16;
/** Directions this near to the right ones do: whichever they are, together they span the same, and they stay orthonormal. */
const nearlyDiagonal = 1e-6;

/** A matrix, sparse or dense, as far as an SVD has to know it. */
export interface Matrix {
  count: number;
  width: number;
  /** Matrix × dense. */
  times(dense: Rows, pause: () => Promise<void>): Promise<Rows>;
  /** Transposed matrix × dense. */
  timesTransposed(dense: Rows, pause: () => Promise<void>): Promise<Rows>;
}

export interface Svd {
  /** Left singular vectors as columns: one row a row of the matrix. */
  left: Rows;
  /** Largest first. */
  singularValues: Float64Array;
}

/** Truncated SVD by randomised subspace iteration (Halko, Martinsson, Tropp 2011, algorithm 4.4). */
export async function truncatedSvd(
  matrix: Matrix,
  rank: number,
  rounds: number,
  random: () => number,
  pause: () => Promise<void>,
): Promise<Svd> {
  const width = Math.min(rank + oversampling, matrix.count, matrix.width);
  let images = await matrix.times(gaussianRows(matrix.width, width, random), pause);
  // In between once is enough to keep directions apart; only what is used in the end has to be exact.
  await orthonormalize(images, rounds === 0 ? 2 : 1, pause);
  for (let round = 1; round <= rounds; round++) {
    images = await matrix.times(await matrix.timesTransposed(images, pause), pause);
    await orthonormalize(images, round === rounds ? 2 : 1, pause);
  }
  const turned = await matrix.times(await matrix.timesTransposed(images, pause), pause);
  const { values, vectors } = await eigen(await product(images, turned, pause), width, pause, nearlyDiagonal);
  const left = emptyRows(images.count, Math.min(rank, width));
  await alongDirections(images, Float32Array.from(vectors), () => width, left, pause);
  return {
    left,
    singularValues: values.slice(0, rank).map((value) => Math.sqrt(Math.max(0, value))),
  };
}

function gaussianRows(count: number, width: number, random: () => number): Rows {
  const rows = emptyRows(count, width);
  const normal = gaussian(random);
  for (let index = 0; index < rows.values.length; index++) rows.values[index] = normal();
  return rows;
}

/** Right singular vectors as columns, one row a column of the matrix: what further rows are placed by. */
export async function rightVectors(matrix: Matrix, svd: Svd, pause: () => Promise<void>): Promise<Rows> {
  const right = await matrix.timesTransposed(svd.left, pause);
  for (let index = 0; index < right.values.length; index++) {
    const value = svd.singularValues[index % right.width] ?? 0;
    right.values[index] = value > 1e-9 ? (right.values[index] as number) / value : 0;
  }
  return right;
}

/** Rows worked on between two pauses. */
const rowsAtOnce = 128;
/** Directions that are looked at to the same depth. */
const directionsAtOnce = 24;

/** Makes the columns orthonormal, in place: by Cholesky of the Gram matrix, twice where it has to be exact in 32 bits. */
async function orthonormalize(rows: Rows, passes: number, pause: () => Promise<void>): Promise<void> {
  const { width } = rows;
  for (let pass = 0; pass < passes; pass++) {
    const inverse = Float32Array.from(inverseCholesky(await product(rows, rows, pause), width));
    await alongDirections(rows, inverse, (direction) => direction + 1, rows, pause);
  }
}

/**
 * Each row as its products with `to.width` directions, into `to`, which may be the rows themselves.
 * @param depthOf so many values of a direction count, the rest are nothing; grows with the direction
 */
async function alongDirections(
  rows: Rows,
  directions: Float32Array,
  depthOf: (direction: number) => number,
  to: Rows,
  pause: () => Promise<void>,
): Promise<void> {
  const found = new Float64Array(rowsAtOnce * directionsAtOnce);
  const turned = new Float32Array(rowsAtOnce * to.width);
  for (let first = 0; first < rows.count; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows.count - first);
    const some: RowBlock = { values: rows.values, start: first * rows.width, stride: rows.width, count };
    for (let direction = 0; direction < to.width; direction += directionsAtOnce) {
      const across = Math.min(directionsAtOnce, to.width - direction);
      const start = direction * rows.width;
      found.fill(0);
      const depth = depthOf(direction + across - 1);
      addDotProducts(some, { values: directions, start, stride: rows.width, count: across }, depth, found);
      for (let row = 0; row < count; row++) {
        turned.set(found.subarray(row * across, (row + 1) * across), row * to.width + direction);
      }
    }
    to.values.set(turned.subarray(0, count * to.width), first * to.width);
    await pause();
  }
}

/** Transposed a × b where that is symmetric, width × width. */
async function product(a: Rows, b: Rows, pause: () => Promise<void>): Promise<Float64Array> {
  const { width } = a;
  const sums = new Float64Array(width * width);
  const left = new Float32Array(width * rowsAtOnce);
  const right = a === b ? left : new Float32Array(width * rowsAtOnce);
  const found = new Float64Array(directionsAtOnce * width);
  for (let first = 0; first < a.count; first += rowsAtOnce) {
    const depth = Math.min(rowsAtOnce, a.count - first);
    transposeBlock(a, first, depth, left);
    if (a !== b) transposeBlock(b, first, depth, right);
    for (let i = 0; i < width; i += directionsAtOnce) {
      const down = Math.min(directionsAtOnce, width - i);
      // Above the diagonal it is the same once more.
      const across = i + down;
      found.fill(0);
      addDotProducts(
        { values: left, start: i * rowsAtOnce, stride: rowsAtOnce, count: down },
        { values: right, start: 0, stride: rowsAtOnce, count: across },
        depth,
        found,
      );
      for (let row = 0; row < down; row++) {
        const to = (i + row) * width;
        for (let j = 0; j <= i + row; j++) {
          sums[to + j] = (sums[to + j] as number) + (found[row * across + j] as number);
        }
      }
    }
    await pause();
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) sums[j * width + i] = sums[i * width + j] as number;
  }
  return sums;
}

/** Some rows as columns, `rowsAtOnce` values from one of their columns to the next. */
function transposeBlock(rows: Rows, first: number, count: number, to: Float32Array): void {
  for (let row = 0; row < count; row++) {
    const start = (first + row) * rows.width;
    for (let column = 0; column < rows.width; column++) {
      to[column * rowsAtOnce + row] = rows.values[start + column] as number;
    }
  }
}

/** The inverse of the lower Cholesky factor; directions of nothing become rows of nothing. */
function inverseCholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  const inverse = new Float64Array(size * size);
  let largest = 0;
  for (let index = 0; index < size; index++) largest = Math.max(largest, matrix[index * size + index] as number);
  for (let row = 0; row < size; row++) {
    const own = row * size;
    for (let column = 0; column < row; column++) {
      const other = column * size;
      let sum = matrix[own + column] as number;
      for (let at = 0; at < column; at++) sum -= (factor[own + at] as number) * (factor[other + at] as number);
      const pivot = factor[other + column] as number;
      factor[own + column] = pivot > 0 ? sum / pivot : 0;
    }
    let square = matrix[own + row] as number;
    for (let at = 0; at < row; at++) square -= (factor[own + at] as number) ** 2;
    if (square <= largest * 1e-10) continue;
    const pivot = Math.sqrt(square);
    factor[own + row] = pivot;
    // The inverse, row by row: the unit row less what earlier rows of the inverse account for.
    for (let earlier = 0; earlier < row; earlier++) {
      const share = (factor[own + earlier] as number) / pivot;
      const other = earlier * size;
      for (let at = 0; at <= earlier; at++) {
        inverse[own + at] = (inverse[own + at] as number) - share * (inverse[other + at] as number);
      }
    }
    inverse[own + row] = 1 / pivot;
  }
  return inverse;
}
