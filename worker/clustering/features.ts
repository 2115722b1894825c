/**
 * Texts as counts of hashed features: words, pairs of words and stretches of 3 to 5 characters inside a word. Hashing needs no
 * table of strings, so 100,000 texts fit; stretches of characters carry scripts that have no spaces and forgive endings.
 */
export interface FeatureChoice {
  /** Character stretches from this to that length. */
  shortest: number;
  longest: number;
  pairs: boolean;
}

/** Numbers of feature buckets; a power of two. */
export const featureBuckets = 1 << 20;

/** Read of each text, in UTF-16 units: what a content is about is said early. */
const charactersRead = 4_000;
/** Each kind of feature has its own region of hash space. */
const wordSalt = 0x811c9dc5;
const pairSalt = 0x2f0b4c47;
const stretchSalt = 0x5bd1e995;

const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?/gu;

/** How a bucket counts: words more than the many stretches of characters they are made of. */
export type AddFeature = (bucket: number, kind: "word" | "pair" | "stretch") => void;

export function eachFeature(text: string, choice: FeatureChoice, add: AddFeature): void {
  const lower = text.slice(0, charactersRead).toLowerCase();
  let previous = 0;
  for (const match of lower.matchAll(wordPattern)) {
    const word = match[0];
    const hash = hashOf(word, 0, word.length, wordSalt);
    add(bucketOf(hash), "word");
    if (choice.pairs && previous !== 0) add(bucketOf(Math.imul(previous ^ pairSalt, 0x01000193) ^ hash), "pair");
    previous = hash;
    // Ends are marked, so that "rent" at a word's beginning differs from "rent" inside "current".
    const marked = ` ${word} `;
    for (let length = choice.shortest; length <= choice.longest; length++) {
      for (let start = 0; start + length <= marked.length; start++) {
        add(bucketOf(hashOf(marked, start, start + length, stretchSalt)), "stretch");
      }
    }
  }
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string, start: number, end: number, salt: number): number {
  let hash = salt;
  for (let index = start; index < end; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}

function bucketOf(hash: number): number {
  // The upper bits of FNV are better mixed than the lower ones.
  return ((hash >>> 12) ^ hash) & (featureBuckets - 1);
}
