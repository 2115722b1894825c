import { bins, sameTextAt, similarityAt, sketchBytes } from "./sketch.ts";

/** How one content repeats an earlier one. */
export interface Twin {
  /** Place of the content, and of the earlier one that stays. */
  place: number;
  of: number;
  exact: boolean;
  /** Estimated share of their runs of letters that both have, 0 to 1. */
  similarity: number;
}

/** From this estimated similarity on two contents count as near duplicates. */
export const nearFrom = 0.72;
/** In a short text one word is a good part of what it says: "weather in Rome", "weather in Oslo". */
const nearFromInShort = 0.78;
const shortTokens = 40;
const nearFromInShortest = 0.86;
const shortestTokens = 16;

function nearFromFor(tokens: number): number {
  if (tokens < shortestTokens) return nearFromInShortest;
  return tokens < shortTokens ? nearFromInShort : nearFrom;
}

const exactBytes = sketchBytes - bins;
/**
 * Locality-sensitive hashing: two contents of similarity s meet in one of 21 bands of six bins with the probability
 * 1 - (1 - s^6)^21: 0.96 at the threshold, over 0.999 from 0.82 on, 0.28 at 0.5.
 */
const bandBins = 6;
const bands = Math.floor(bins / bandBins);
/** Earlier contents that one is compared with at most, so that 100,000 alike take no longer than 100,000 apart. */
const mostCompared = 64;
const hopsPerBand = 12;

/**
 * Finds what repeats an earlier content. The first of its kind stays, and each twin is like that very one, so that a
 * chain of small changes does not end in something else. Time grows with the number of contents alone.
 * @param sketches one behind another, in the order of the contents
 * @param tokensOf length of a content
 */
export function findDuplicates(sketches: Uint8Array, count: number, tokensOf: (place: number) => number): Twin[] {
  const slots = tableSize(count);
  const heads = Array.from({ length: bands }, () => new Int32Array(slots).fill(-1));
  const next = Array.from({ length: bands }, () => new Int32Array(count).fill(-1));
  const seen = new Int32Array(count).fill(-1);
  const keys = new Int32Array(bands);
  const twins: Twin[] = [];
  for (let place = 0; place < count; place++) {
    for (let band = 0; band < bands; band++) keys[band] = bandKey(sketches, place, band) & (slots - 1);
    const twin = nothingSaid(sketches, place) ? null : closest(place);
    if (twin) {
      twins.push(twin);
      continue;
    }
    for (let band = 0; band < bands; band++) {
      const [head, chain, key] = [heads[band], next[band], keys[band] ?? 0];
      if (!head || !chain) continue;
      chain[place] = head[key] ?? -1;
      head[key] = place;
    }
  }
  return twins;

  function closest(place: number): Twin | null {
    let best: Twin | null = null;
    let compared = 0;
    const from = nearFromFor(tokensOf(place));
    for (let band = 0; band < bands && compared < mostCompared; band++) {
      let other = heads[band]?.[keys[band] ?? 0] ?? -1;
      for (let hop = 0; other !== -1 && hop < hopsPerBand && compared < mostCompared; hop++) {
        if (seen[other] !== place) {
          seen[other] = place;
          compared += 1;
          const exact = sameTextAt(sketches, place, other);
          const similarity = exact ? 1 : similarityAt(sketches, place, other);
          if (exact) return { place, of: other, exact, similarity };
          if (similarity >= from && similarity > (best?.similarity ?? 0)) {
            best = { place, of: other, exact, similarity };
          }
        }
        other = next[band]?.[other] ?? -1;
      }
    }
    return best;
  }
}

/** A content without a letter has no runs, and so nothing in common with another. */
function nothingSaid(sketches: Uint8Array, place: number): boolean {
  const start = place * sketchBytes + exactBytes;
  for (let bin = 0; bin < bins; bin++) if (sketches[start + bin] !== 0) return false;
  return true;
}

function bandKey(sketches: Uint8Array, place: number, band: number): number {
  const start = place * sketchBytes + exactBytes + band * bandBins;
  let hash = band;
  for (let bin = 0; bin < bandBins; bin++) hash = Math.imul(hash ^ (sketches[start + bin] ?? 0), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function tableSize(count: number): number {
  let size = 1024;
  while (size < count * 2) size *= 2;
  return size;
}
