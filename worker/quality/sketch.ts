/**
 * A sketch of what a content says: few bytes by which near duplicates are told without reading the texts again.
 *
 * One-permutation MinHash (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012) over runs of five letters, empty bins
 * filled from their neighbours (Shrivastava, Li: Densifying One Permutation Hashing, ICML 2014), eight bits of each bin
 * kept (Li, König: b-Bit Minwise Hashing, WWW 2010). The share of equal bytes of two sketches estimates the Jaccard
 * similarity of their runs; its standard error is at most 0.045. In front stand eight bytes that are equal only where the
 * texts are.
 */
export const bins = 128;
const exactBytes = 8;
export const sketchBytes = exactBytes + bins;

/** Letters of a run. */
const run = 5;
/** 31 to the power of `run`: what a letter that leaves the rolling hash weighed. */
const leaving = Math.imul(Math.imul(Math.imul(Math.imul(31, 31), 31), 31), 31);
const none = 0xffffffff;

/** Chance that two bytes of different texts are equal. */
const byChance = 1 / 256;

/** @param texts of one content, in their order */
export function sketchOf(texts: readonly string[]): Uint8Array {
  const least = new Uint32Array(bins).fill(none);
  let exactLow = 0x9e3779b9;
  let exactHigh = 0x85ebca6b;
  let rolling = 0;
  let length = 0;
  // A ring of the last letters; a space stands for everything between two words.
  const ring = new Int32Array(run);
  const take = (code: number): void => {
    const place = length % run;
    rolling = (Math.imul(rolling, 31) + code - Math.imul(leaving, length >= run ? (ring[place] ?? 0) : 0)) | 0;
    ring[place] = code;
    length += 1;
    if (length < run) return;
    const hash = mix(rolling);
    const bin = hash >>> 25;
    const value = Math.imul(hash, 0x9e3779b1) >>> 0;
    if (value < (least[bin] ?? 0)) least[bin] = value;
  };
  for (const text of texts) {
    for (let place = 0; place < text.length; place++) {
      const code = text.charCodeAt(place);
      exactLow = Math.imul(exactLow ^ code, 0x01000193);
      exactHigh = Math.imul(exactHigh + code, 0x85ebca77) ^ (exactHigh >>> 15);
    }
    exactLow = Math.imul(exactLow ^ 0x1e, 0x01000193);
    let between = true;
    const lower = text.toLowerCase();
    for (let place = 0; place < lower.length; place++) {
      const code = lower.charCodeAt(place);
      if (isLetter(code)) {
        if (between && length > 0) take(32);
        between = false;
        take(code);
      } else between = true;
    }
  }
  // So that a text shorter than a run has one.
  for (let missing = run - length; length > 0 && missing > 0; missing--) take(32);
  return pack(least, exactLow, exactHigh, length > 0);
}

/** Letters and digits of any script, roughly: what is not ASCII counts but for punctuation and spaces. */
function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  if (code <= 0xbf) return false;
  if (code >= 0x2000 && code <= 0x206f) return false;
  return !((code >= 0x3000 && code <= 0x303f) || (code >= 0xff00 && code <= 0xff0f));
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function pack(least: Uint32Array, exactLow: number, exactHigh: number, any: boolean): Uint8Array {
  const sketch = new Uint8Array(sketchBytes);
  const view = new DataView(sketch.buffer);
  view.setInt32(0, mix(exactLow));
  view.setInt32(4, mix(exactHigh));
  if (!any) return sketch;
  for (let bin = 0; bin < bins; bin++) {
    let from = bin;
    let steps = 0;
    while (least[from] === none) {
      from = (from + 1) % bins;
      steps += 1;
    }
    sketch[exactBytes + bin] = mix(((least[from] ?? 0) + Math.imul(steps, 0x27d4eb2f)) | 0) & 0xff;
  }
  return sketch;
}

/** Estimated similarity of two sketches inside one long array, 0 to 1. */
export function similarityAt(sketches: Uint8Array, a: number, b: number): number {
  const [startA, startB] = [a * sketchBytes + exactBytes, b * sketchBytes + exactBytes];
  let equal = 0;
  for (let bin = 0; bin < bins; bin++) if (sketches[startA + bin] === sketches[startB + bin]) equal += 1;
  return Math.max(0, (equal / bins - byChance) / (1 - byChance));
}

export function sameTextAt(sketches: Uint8Array, a: number, b: number): boolean {
  for (let byte = 0; byte < exactBytes; byte++) {
    if (sketches[a * sketchBytes + byte] !== sketches[b * sketchBytes + byte]) return false;
  }
  return true;
}

export function sketchToText(sketch: Uint8Array): string {
  let binary = "";
  for (const byte of sketch) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Writes a sketch as `sketchToText` gave it into a long array. @returns false where it is none */
export function sketchFromText(text: string, into: Uint8Array, place: number): boolean {
  const binary = atob(text);
  if (binary.length !== sketchBytes) return false;
  for (let byte = 0; byte < sketchBytes; byte++) into[place * sketchBytes + byte] = binary.charCodeAt(byte);
  return true;
}
