import { dotAt, emptyRows, markBlanks, normalizeRow, type Rows } from "./dense.ts";
import { denseMatrix, products, transposed } from "./dense-products.ts";
import { sampleIndexes, seededRandom } from "./random.ts";
import { rightVectors, truncatedSvd } from "./svd.ts";

/** Vectors that a model gave, kept elsewhere: too large to be held all at once. */
export interface EmbeddedTexts {
  count: number;
  /** Values of some, of which only the direction counts; null where there is none. */
  read(indexes: number[]): Promise<(Int8Array | null)[]>;
}

/** Vectors that the directions are learnt from; the rest are placed along them. Fewer where they are long: they are held twice. */
const learntFrom = 2_000;
const mostValuesLearnt = 2_000_000;
const readAtOnce = 500;
/** Directions that are kept of the hundreds or thousands that a model gives: later ones say next to nothing of groups. */
const fullRank = 100;
/** Of many contents fewer, so that all of them fit into memory. */
const manyContents = 20_000;
const rankOfMany = 64;
const rounds = 2;

/**
 * A model's vectors as clustering takes them: from their common middle (all of a model's vectors point much the same way,
 * which hides what parts them), along the directions in which they differ most (principal components), of length 1. The
 * last coordinate stands for "no vector", so that those without one meet.
 */
export async function embeddedVectors(texts: EmbeddedTexts, seed: number, pause: () => Promise<void>): Promise<Rows> {
  const random = seededRandom(seed);
  const sample = await sampleRows(texts, random);
  if (sample === null) return unplaced(texts.count);
  const middle = middleOf(sample);
  moveBy(sample, middle);
  const directions = await directionsOf(sample, texts.count > manyContents ? rankOfMany : fullRank, random, pause);
  const rows = emptyRows(texts.count, directions.count + 1);
  for (let first = 0; first < texts.count; first += readAtOnce) {
    const indexes = Array.from({ length: Math.min(readAtOnce, texts.count - first) }, (_, index) => first + index);
    const some = rowsOf(await texts.read(indexes), directions.width);
    moveBy(some.rows, middle);
    const placed = await products(some.rows, directions, pause);
    for (const [place, at] of some.places.entries()) {
      const from = place * placed.width;
      rows.values.set(placed.values.subarray(from, from + placed.width), (first + at) * rows.width);
    }
  }
  markBlanks(rows);
  return rows;
}

/** The directions as rows. */
async function directionsOf(
  sample: Rows,
  rank: number,
  random: () => number,
  pause: () => Promise<void>,
): Promise<Rows> {
  const matrix = denseMatrix(sample);
  const svd = await truncatedSvd(matrix, Math.min(rank, sample.count, sample.width), rounds, random, pause);
  return transposed(await rightVectors(matrix, svd, pause));
}

/** @returns null where no text has a vector */
async function sampleRows(texts: EmbeddedTexts, random: () => number): Promise<Rows | null> {
  const found = await texts.read(sampleIndexes(texts.count, learntFrom, random));
  const width = commonWidth(found);
  if (width === null) return null;
  const step = Math.ceil((found.length * width) / mostValuesLearnt);
  const { rows } = rowsOf(
    found.filter((_, index) => index % step === 0),
    width,
  );
  return rows.count > 0 ? rows : rowsOf(found, width).rows;
}

/** The width that most have; null where there is none at all. */
function commonWidth(found: (Int8Array | null)[]): number | null {
  const counts = new Map<number, number>();
  for (const vector of found) if (vector !== null) counts.set(vector.length, (counts.get(vector.length) ?? 0) + 1);
  const [most] = [...counts].sort(([a, inA], [b, inB]) => inB - inA || a - b);
  return most?.[0] ?? null;
}

/**
 * Vectors as rows of length 1; one of another width is none.
 * @returns also where each row stood among those that were read
 */
function rowsOf(found: (Int8Array | null)[], width: number): { rows: Rows; places: number[] } {
  const places: number[] = [];
  for (const [place, vector] of found.entries()) if (vector?.length === width) places.push(place);
  const rows = emptyRows(places.length, width);
  for (const [row, place] of places.entries()) {
    rows.values.set(found[place] ?? [], row * width);
    normalizeRow(rows, row);
  }
  return { rows, places };
}

function middleOf(rows: Rows): Float32Array {
  const sum = new Float64Array(rows.width);
  for (let index = 0; index < rows.values.length; index++) {
    sum[index % rows.width] = (sum[index % rows.width] as number) + (rows.values[index] as number);
  }
  const middle = Float32Array.from(sum, (value) => value / Math.max(1, rows.count));
  // All of one direction: its middle is all there is, and nothing would be left without it.
  return alike(rows, middle) ? new Float32Array(rows.width) : middle;
}

const nearlyOne = 0.9999;

function alike(rows: Rows, middle: Float32Array): boolean {
  return Math.sqrt(dotAt(middle, 0, middle, 0, rows.width)) >= nearlyOne;
}

function moveBy(rows: Rows, middle: Float32Array): void {
  for (let index = 0; index < rows.values.length; index++) {
    rows.values[index] = (rows.values[index] as number) - (middle[index % rows.width] as number);
  }
}

function unplaced(count: number): Rows {
  const rows = emptyRows(count, 1);
  markBlanks(rows);
  return rows;
}
