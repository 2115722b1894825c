import { addRow, emptyRows, markBlanks, type Rows } from "./dense.ts";
import { sampleIndexes, seededRandom } from "./random.ts";
import { learnVocabulary, sparseRow, sparseRows, textsAtOnce, type Vocabulary } from "./sparse.ts";
import { sparseMatrix } from "./sparse-products.ts";
import { type Matrix, rightVectors, type Svd, truncatedSvd } from "./svd.ts";

/** Texts that the directions are learnt from; the rest are placed along them. Bounds memory. */
export const learntFrom = 12_000;
/** Texts that are asked for at once. */
const readAtOnce = 1_000;
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
/** Texts that need not be held all at once. */
export interface Texts {
  count: number;
  read(indexes: number[]): Promise<string[]>;
}

export function heldTexts(texts: readonly string[]): Texts {
  return { count: texts.length, read: async (indexes) => indexes.map((index) => texts[index] ?? "") };
}

/**
 * Latent semantic analysis (Deerwester et al. 1990): TF-IDF of words and stretches of characters, reduced by a truncated
 * SVD, each text a vector of length 1. The last coordinate stands for "no words at all", so that blank texts meet.
 */
export async function textVectors(texts: Texts, seed: number, pause: () => Promise<void>): Promise<Rows> {
  if (texts.count === 0) return emptyRows(0, 1);
  const random = seededRandom(seed);
  const rows =
    texts.count <= learntFrom
      ? placeLearnt((await learn(texts, random, pause)).svd)
      : await placeAll(texts, await learnDirections(texts, random, pause), pause);
  markBlanks(rows);
  return rows;
}

interface Learnt {
  vocabulary: Vocabulary;
  matrix: Matrix;
  svd: Svd;
}

async function learn(texts: Texts, random: () => number, pause: () => Promise<void>): Promise<Learnt> {
  const sample = await readAll(texts, sampleIndexes(texts.count, learntFrom, random));
  const characters = sample.reduce((sum, text) => sum + text.length, 0) * (texts.count / sample.length);
  const effort = characters <= thoroughUpTo ? thorough : quick;
  const vocabulary = await learnVocabulary(
    sample,
    { shortest: 3, longest: effort.longestStretch, pairs: true },
    { word: 1.6, pair: 0.8, stretch: 0.5 },
    effort.features,
    pause,
  );
  const matrix = sparseMatrix(await sparseRows(sample, vocabulary, pause));
  const rank = Math.max(1, Math.min(effort.rank, Math.ceil(sample.length / 4)));
  return { vocabulary, matrix, svd: await truncatedSvd(matrix, rank, effort.rounds, random, pause) };
}

async function readAll(texts: Texts, indexes: number[]): Promise<string[]> {
  const all: string[] = [];
  for (let start = 0; start < indexes.length; start += readAtOnce) {
    all.push(...(await texts.read(indexes.slice(start, start + readAtOnce))));
  }
  return all;
}

/** What further texts are placed by. */
interface Directions {
  vocabulary: Vocabulary;
  /** Where each column of the vocabulary points. */
  right: Rows;
}

/** In a function of its own: with 100,000 texts to place there is no room for what the directions were learnt from. */
async function learnDirections(texts: Texts, random: () => number, pause: () => Promise<void>): Promise<Directions> {
  const { vocabulary, matrix, svd } = await learn(texts, random, pause);
  return { vocabulary, right: await rightVectors(matrix, svd, pause) };
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

async function placeAll(texts: Texts, { vocabulary, right }: Directions, pause: () => Promise<void>): Promise<Rows> {
  const rows = emptyRows(texts.count, right.width + 1);
  for (let first = 0; first < texts.count; first += readAtOnce) {
    const indexes = Array.from({ length: Math.min(readAtOnce, texts.count - first) }, (_, index) => first + index);
    for (const [place, text] of (await texts.read(indexes)).entries()) {
      const { columns, values } = sparseRow(text, vocabulary);
      for (const [at, column] of columns.entries()) addRow(rows, first + place, right, column, values[at] ?? 0);
      if (place % textsAtOnce === textsAtOnce - 1) await pause();
    }
  }
  return rows;
}
