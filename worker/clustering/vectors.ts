import { addRow, emptyRows, normalizeRow, type Rows } from "./dense.ts";
import { sampleIndexes, seededRandom } from "./random.ts";
import { learnVocabulary, type SparseRows, sparseRow, sparseRows, type Vocabulary } from "./sparse.ts";
import { rightVectors, type Svd, truncatedSvd } from "./svd.ts";

/** Texts that the directions are learnt from; the rest are placed along them. Bounds memory. */
const learntFrom = 12_000;
/** How closely texts are looked at; work grows with their characters, so above so many of them less closely. */
interface Effort {
  longestStretch: number;
  features: number;
  rank: number;
  rounds: number;
}
const thoroughUpTo = 200_000;
const thorough: Effort = { longestStretch: 5, features: 40_000, rank: 200, rounds: 3 };
const quick: Effort = { longestStretch: 4, features: 16_000, rank: 72, rounds: 1 };
/** A vector shorter than this holds no word that is known. */
const blankLength = 1e-6;

/**
 * Latent semantic analysis (Deerwester et al. 1990): TF-IDF of words and stretches of characters, reduced by a truncated
 * SVD, each text a vector of length 1. The last coordinate stands for "no words at all", so that blank texts meet.
 */
export async function textVectors(texts: string[], seed: number, pause: () => Promise<void>): Promise<Rows> {
  const random = seededRandom(seed);
  const effort = texts.reduce((sum, text) => sum + text.length, 0) <= thoroughUpTo ? thorough : quick;
  const sample = sampleIndexes(texts.length, learntFrom, random).map((index) => texts[index] ?? "");
  const vocabulary = await learnVocabulary(
    sample,
    { shortest: 3, longest: effort.longestStretch, pairs: true },
    { word: 1.6, pair: 0.8, stretch: 0.5 },
    effort.features,
    pause,
  );
  const matrix = await sparseRows(sample, vocabulary, pause);
  const rank = Math.max(1, Math.min(effort.rank, Math.ceil(sample.length / 4)));
  const svd = await truncatedSvd(matrix, rank, effort.rounds, random, pause);
  const rows =
    sample.length === texts.length ? placeLearnt(svd) : await placeAll(texts, vocabulary, matrix, svd, pause);
  for (let row = 0; row < rows.count; row++) {
    if (normalizeRow(rows, row) >= blankLength) continue;
    rows.values.fill(0, row * rows.width, (row + 1) * rows.width);
    rows.values[(row + 1) * rows.width - 1] = 1;
  }
  return rows;
}

/** The learnt texts themselves: left vectors times singular values. */
function placeLearnt(svd: Svd): Rows {
  const { left, singularValues } = svd;
  const rows = emptyRows(left.count, left.width + 1);
  for (let row = 0; row < left.count; row++) {
    for (let direction = 0; direction < left.width; direction++) {
      rows.values[row * rows.width + direction] =
        (left.values[row * left.width + direction] as number) * (singularValues[direction] ?? 0);
    }
  }
  return rows;
}

async function placeAll(
  texts: string[],
  vocabulary: Vocabulary,
  matrix: SparseRows,
  svd: Svd,
  pause: () => Promise<void>,
): Promise<Rows> {
  const right = await rightVectors(matrix, svd, pause);
  const rows = emptyRows(texts.length, right.width + 1);
  for (const [index, text] of texts.entries()) {
    const { columns, values } = sparseRow(text, vocabulary);
    for (const [place, column] of columns.entries()) addRow(rows, index, right, column, values[place] ?? 0);
    if (index % 256 === 255) await pause();
  }
  return rows;
}
