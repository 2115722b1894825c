import { countLetters, mayHoldOtherScripts } from "../quality/count-letters.ts";

/** What is looked at, in characters. */
const sample = 4_000;

/**
 * How much there is to read in a text, 0 to 1: nothing at all is 0, a word or two little, code and noise little however
 * long. A rule of thumb for sorting and for warnings, not a judgement of the people in it.
 */
export function rateQuality(text: string, language: string): number {
  const seen = text.slice(0, sample);
  const signs = seen.replaceAll(/\s/g, "");
  if (signs.length === 0) return 0;
  const letters = countLetters(seen);
  const dense = mayHoldOtherScripts(seen) ? (seen.match(unspaced)?.length ?? 0) : 0;
  const words = seen.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
  const amount = Math.max(words.length, dense / 2);
  if (amount === 0) return 0.05;
  const enough = Math.min(1, 0.25 + amount / 16);
  return Math.round(enough * naturalness(words, signs, dense > letters / 2, language) * 100) / 100;
}

/** Scripts that put no space between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu;

/** Signs that programs are written with. */
const code = /[{}[\]<>=;|\\"*_]/g;

/** 1 for prose, near 0 for base64, hexadecimal, tables and one word said over and over. */
function naturalness(words: string[], signs: string, dense: boolean, language: string): number {
  let score = Math.min(1, countLetters(signs) / signs.length / 0.6);
  if ((signs.match(code)?.length ?? 0) / signs.length > 0.1) score *= 0.5;
  if (!dense) {
    const long = words.filter((word) => word.length > 30).reduce((sum, word) => sum + word.length, 0);
    const all = words.reduce((sum, word) => sum + word.length, 0);
    score *= 1 - long / all;
  }
  if (words.length > 20 && new Set(words).size / words.length < 0.1) score *= 0.3;
  if (language === "und") score *= 0.5;
  return score;
}
