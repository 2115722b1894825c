/** What a text is that nobody wrote as language. */
export const unnaturalKinds = ["code", "encoded", "random", "repeated", "symbols", "table"] as const;
export type UnnaturalKind = (typeof unnaturalKinds)[number];

/** What is looked at, in characters. */
const sample = 1_200;
/** Fewer letters and signs than this say too little either way. */
const fewest = 12;

/**
 * Whether a text is something else than natural language, and what; null where it reads like language, or is too short
 * to say. A rule of thumb that errs towards language.
 */
export function unnatural(text: string): UnnaturalKind | null {
  const seen = text.slice(0, sample);
  const { signs, letters, dense, digits, code } = count(seen);
  if (signs < fewest) return null;
  const tokens = seen.split(/\s+/).filter((token) => token !== "");
  if (isRepeated(seen, signs, tokens)) return "repeated";
  // Scripts without spaces between words are told from noise by being what they are.
  if (dense > signs * 0.25) return null;
  if (signs > tokens.length * 9 && isEncoded(tokens, signs)) return "encoded";
  if (isCode(seen, code / signs)) return "code";
  if (digits > signs * 0.5) return tokens.length >= 4 ? "table" : null;
  if (letters < signs * 0.4) return "symbols";
  if (isRandom(seen)) return "random";
  return null;
}

interface Counted {
  /** Everything but white space. */
  signs: number;
  letters: number;
  /** Letters of scripts that put no spaces between words. */
  dense: number;
  digits: number;
  /** Signs that programs are written with. */
  code: number;
}

const codeSigns = new Set([...'{}[]<>=;|\\"_()$#&*'].map((sign) => sign.charCodeAt(0)));

/** One pass over the characters: a pattern for each of these took ten times as long. */
function count(text: string): Counted {
  const counted: Counted = { signs: 0, letters: 0, dense: 0, digits: 0, code: 0 };
  for (let place = 0; place < text.length; place++) {
    const sign = text.charCodeAt(place);
    if (sign <= 32 || sign === 0xa0 || sign === 0x3000) continue;
    counted.signs += 1;
    if (sign < 128) {
      const small = sign | 32;
      if (small >= 97 && small <= 122) counted.letters += 1;
      else if (sign >= 48 && sign <= 57) counted.digits += 1;
      else if (codeSigns.has(sign)) counted.code += 1;
    } else if (
      (sign >= 0x0e00 && sign <= 0x0eff) ||
      (sign >= 0x1000 && sign <= 0x109f) ||
      (sign >= 0x1780 && sign <= 0x17ff)
    ) {
      counted.letters += 1;
      counted.dense += 1;
    } else if ((sign >= 0x3040 && sign <= 0x9fff) || (sign >= 0xac00 && sign <= 0xd7af)) {
      counted.letters += 1;
      counted.dense += 1;
    } else if (/[\p{L}\p{M}]/u.test(text.charAt(place))) counted.letters += 1;
  }
  return counted;
}

/** One sign or a few words over and over. */
function isRepeated(text: string, signs: number, tokens: string[]): boolean {
  // The space between two words is one sign more.
  if (signs >= 20 && hasAtMost(text.toLowerCase(), 4)) return true;
  return tokens.length >= 20 && hasAtMost(lowered(tokens), tokens.length * 0.12);
}

/** Whether there are at most so many different things; looks no further than it must. */
function hasAtMost(things: Iterable<string>, most: number): boolean {
  const different = new Set<string>();
  for (const thing of things) if (different.add(thing).size > most) return false;
  return true;
}

function* lowered(tokens: string[]): Generator<string> {
  for (const token of tokens) yield token.toLowerCase();
}

/** Base64, hexadecimal, hashes, tokens: long words of mixed signs that make up most of the text. */
function isEncoded(tokens: string[], length: number): boolean {
  let encoded = 0;
  for (const token of tokens) {
    const word = token.replace(/^["'(<[{]+|["')>\]},.;:]+$/g, "");
    if (word.length < 16 || /^https?:/i.test(word) || word.includes("@")) continue;
    const hexadecimal = /^(?:0x)?[0-9a-f-]{16,}$/i.test(word) && /\d/.test(word) && /[a-f]/i.test(word);
    const mixed = /^[A-Za-z0-9+/_=.-]{20,}$/.test(word) && changes(word) > word.length * 0.2;
    if (hexadecimal || mixed) encoded += token.length;
  }
  return encoded > length * 0.6;
}

/** How often small letters, capitals, digits and signs take turns. */
function changes(word: string): number {
  let count = 0;
  let last = "";
  for (const sign of word) {
    const kind = /[a-z]/.test(sign) ? "a" : /[A-Z]/.test(sign) ? "A" : /\d/.test(sign) ? "0" : ".";
    if (last !== "" && kind !== last) count += 1;
    last = kind;
  }
  return count;
}

const codeLines =
  /^\s*(?:(?:import|from|export|const|let|var|function|def|class|return|public|private|static|void|package|using|namespace|SELECT|INSERT|UPDATE|DELETE|CREATE|#include|<\?\w|<\/?\w+[^>]*>|\w+\s*=\s*\S|at \S+\(|[}\])];?|\/\/|\/\*|\w+\(.*\);?|"[^"]+":)|.*[;{]$)/;

/** Programs, markup, JSON, traces: their signs are dense, and most lines have their form. */
function isCode(text: string, dense: number): boolean {
  if (dense < 0.06) return false;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const formed = lines.filter((line) => codeLines.test(line)).length / lines.length;
  return dense > 0.18 ? formed > 0.3 || dense > 0.25 : formed > 0.6;
}

/** A vowel in any script that has them as letters of their own. */
const vowel = /[aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýÿıąęăđěůűőāēīōūаеёиоуыэюяіїєαεηιουωάέήίόύώ]/i;
const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop"];
/** Keys beside one another, either way. */
const besides = new Set<string>();
for (const row of rows) {
  for (let place = 1; place < row.length; place++) {
    besides.add(row.slice(place - 1, place + 1));
    besides.add(`${row.charAt(place)}${row.charAt(place - 1)}`);
  }
}

/** Mashing goes on from the beginning. */
const randomSample = 200;
const randomWords = 12;

/** Keys hit at random: words without vowels, or along one row of the keyboard. */
function isRandom(text: string): boolean {
  const words = (text.slice(0, randomSample).match(/\p{L}{4,}/gu) ?? []).slice(0, randomWords);
  if (
    words.length === 0 ||
    !words.every((word) => /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(word))
  ) {
    return false;
  }
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  if (letters < 8) return false;
  // What may still be odd; words that read like language end the search early.
  let odd = letters;
  for (const word of words) {
    if (!isMashed(word)) odd -= word.length;
    if (odd <= letters * 0.6) return false;
  }
  return true;
}

function isMashed(word: string): boolean {
  const lower = word.toLowerCase();
  // An abbreviation has no vowels either.
  if (word.length <= 5 && word === word.toUpperCase()) return false;
  const vowels = [...lower].filter((letter) => vowel.test(letter)).length;
  if (vowels / lower.length < 0.15 && lower.length >= 5) return true;
  // Long words of some languages are put together of many.
  if (lower.length <= 12 && /[^aeiouyáéíóúäöüåøæаеёиоуыэюяіїєαεηιουω]{6,}/i.test(lower)) return true;
  if (lower.length < 6) return false;
  let along = 0;
  for (let place = 1; place < lower.length; place++) if (besides.has(lower.slice(place - 1, place + 1))) along += 1;
  return along / (lower.length - 1) > 0.7;
}
