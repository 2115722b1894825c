import { emptyRows, normalizeRow, type Rows } from "./dense.ts";

/** Vectors of length 1 as whole numbers: close enough to tell what stands apart, a quarter of the memory. */
export interface CoarseRows {
  count: number;
  width: number;
  values: Int8Array;
}

const scale = 127;
/** Values copied between two pauses. */
const valuesAtOnce = 1 << 17;
/** With fewer rows there is nothing to tell the usual distance from. */
const fewestRows = 20;
/** Tukey's fence: so many times the middle half's width beyond it (Tukey 1977, Exploratory Data Analysis). */
const fenceWidths = 1.5;
/** Nothing as near as this to the middle stands apart, however close together all others are: a cosine. */
const nearEnough = 0.4;

export async function coarseCopy({ count, width, values }: Rows, pause: () => Promise<void>): Promise<CoarseRows> {
  const coarse = new Int8Array(values.length);
  // By hand: `Int8Array.from` with a function takes a second for what takes this a hundredth.
  for (let index = 0; index < values.length; index++) {
    coarse[index] = Math.round((values[index] as number) * scale);
    if (index % valuesAtOnce === valuesAtOnce - 1) await pause();
  }
  return { count, width, values: coarse };
}

/**
 * Rows that stand far from the middle of their own cluster, the farthest first. Told by the vectors as they were before
 * they were drawn to their neighbours: afterwards nothing stands apart.
 */
export async function outlierRows(
  coarse: CoarseRows,
  assignments: Int32Array,
  k: number,
  pause: () => Promise<void>,
): Promise<number[]> {
  const { count, width } = coarse;
  if (count < fewestRows) return [];
  const middles = middlesOf(coarse, assignments, k);
  const distances = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    const middle = (assignments[index] ?? 0) * width;
    let product = 0;
    let square = 0;
    for (let column = 0; column < width; column++) {
      const value = coarse.values[index * width + column] as number;
      product += value * (middles.values[middle + column] as number);
      square += value * value;
    }
    distances[index] = square === 0 ? 0 : 1 - product / Math.sqrt(square);
    if (index % 1_024 === 1_023) await pause();
  }
  const sorted = distances.toSorted();
  const quartile = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const fence = quartile(0.75) + fenceWidths * (quartile(0.75) - quartile(0.25));
  const bound = Math.max(fence, 1 - nearEnough);
  const found: number[] = [];
  for (let index = 0; index < count; index++) if ((distances[index] ?? 0) > bound) found.push(index);
  return found.sort((a, b) => (distances[b] ?? 0) - (distances[a] ?? 0) || a - b);
}

function middlesOf({ count, width, values }: CoarseRows, assignments: Int32Array, k: number): Rows {
  const middles = emptyRows(k, width);
  for (let row = 0; row < count; row++) {
    const start = (assignments[row] ?? 0) * width;
    for (let column = 0; column < width; column++) {
      const sum = middles.values[start + column] as number;
      middles.values[start + column] = sum + (values[row * width + column] as number);
    }
  }
  for (let cluster = 0; cluster < k; cluster++) normalizeRow(middles, cluster);
  return middles;
}
