import { eachFeature, type FeatureChoice, featureBuckets } from "./features.ts";

/** Rows of few values: row r has columns[starts[r] .. starts[r + 1]]. */
export interface SparseRows {
  count: number;
  width: number;
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

/** Which buckets are used as columns, and how rare each is. */
export interface Vocabulary {
  choice: FeatureChoice;
  /** Column of a bucket, -1 where it is not used. */
  columnOf: Int32Array;
  /** Inverse document frequency of a column, weight of its kind included. */
  weights: Float32Array;
}

/** Texts looked at between two pauses: about a millisecond's work. */
export const textsAtOnce = 16;

const kinds = { word: 0, pair: 1, stretch: 2 } as const;

export interface KindWeights {
  word: number;
  pair: number;
  stretch: number;
}

/** Learns the vocabulary: features of at least two texts, of less than half of them, the most frequent ones up to a limit. */
export async function learnVocabulary(
  texts: string[],
  choice: FeatureChoice,
  kindWeights: KindWeights,
  mostColumns: number,
  pause: () => Promise<void>,
): Promise<Vocabulary> {
  const frequencies = new Int32Array(featureBuckets);
  const lastSeen = new Int32Array(featureBuckets).fill(-1);
  const kindOf = new Uint8Array(featureBuckets);
  for (const [index, text] of texts.entries()) {
    eachFeature(text, choice, (bucket, kind) => {
      if (lastSeen[bucket] === index) return;
      lastSeen[bucket] = index;
      frequencies[bucket] = (frequencies[bucket] ?? 0) + 1;
      kindOf[bucket] = kinds[kind];
    });
    if (index % textsAtOnce === textsAtOnce - 1) await pause();
  }
  const least = texts.length < 20 ? 1 : texts.length < 5_000 ? 2 : 3;
  const floor = Math.max(least, frequencyFloor(frequencies, least, mostColumns));
  const columnOf = new Int32Array(featureBuckets).fill(-1);
  const weights: number[] = [];
  const perKind = [kindWeights.word, kindWeights.pair, kindWeights.stretch];
  for (let bucket = 0; bucket < featureBuckets; bucket++) {
    const frequency = frequencies[bucket] ?? 0;
    if (frequency < floor) continue;
    columnOf[bucket] = weights.length;
    weights.push((Math.log((1 + texts.length) / (1 + frequency)) + 1) * (perKind[kindOf[bucket] ?? 0] ?? 1));
  }
  return { choice, columnOf, weights: Float32Array.from(weights) };
}

/** The least document frequency at which not more than `most` features are left. */
function frequencyFloor(frequencies: Int32Array, least: number, most: number): number {
  const histogram = new Int32Array(1_024);
  for (const frequency of frequencies) {
    if (frequency >= least) histogram[Math.min(frequency, 1_023)] = (histogram[Math.min(frequency, 1_023)] ?? 0) + 1;
  }
  let kept = 0;
  for (let frequency = 1_023; frequency >= least; frequency--) {
    kept += histogram[frequency] ?? 0;
    if (kept > most) return frequency + 1;
  }
  return least;
}

/** One text as columns with TF-IDF weights (1 + log tf), of length 1 together. */
export function sparseRow(text: string, vocabulary: Vocabulary): { columns: number[]; values: number[] } {
  const counts = new Map<number, number>();
  eachFeature(text, vocabulary.choice, (bucket) => {
    const column = vocabulary.columnOf[bucket] ?? -1;
    if (column >= 0) counts.set(column, (counts.get(column) ?? 0) + 1);
  });
  const columns = [...counts.keys()];
  const values = columns.map((column) => (1 + Math.log(counts.get(column) ?? 1)) * (vocabulary.weights[column] ?? 0));
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
  return { columns, values: values.map((value) => value / length) };
}

export async function sparseRows(
  texts: string[],
  vocabulary: Vocabulary,
  pause: () => Promise<void>,
): Promise<SparseRows> {
  const starts = new Int32Array(texts.length + 1);
  let columns = new Int32Array(texts.length * 64 + 64);
  let values = new Float32Array(columns.length);
  let filled = 0;
  for (const [index, text] of texts.entries()) {
    const row = sparseRow(text, vocabulary);
    if (filled + row.columns.length > columns.length) {
      const room = Math.max(columns.length * 1.5, filled + row.columns.length) | 0;
      columns = grow(columns, new Int32Array(room));
      values = grow(values, new Float32Array(room));
    }
    columns.set(row.columns, filled);
    values.set(row.values, filled);
    filled += row.columns.length;
    starts[index + 1] = filled;
    if (index % textsAtOnce === textsAtOnce - 1) await pause();
  }
  return { count: texts.length, width: vocabulary.weights.length, starts, columns, values };
}

function grow<T extends Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
