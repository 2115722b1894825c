import { functionWordVotes } from "./function-words.ts";

/** What is looked at, in characters, and how much of that a second language must have. */
const sample = 1_500;
const share = 0.2;
/** A stretch of fewer letters says too little. */
const fewestLetters = 12;
/** Votes that a stretch must have, and how far ahead of the next language. */
const fewestVotes = 1.2;
const ahead = 1.5;

/** Languages that share so many small words that a text in one seems to hold the other. */
const alike: string[][] = [
  ["da", "no", "sv"],
  ["id", "ms"],
  ["es", "pt", "ca", "it", "ro"],
  ["cs", "pl", "hr"],
  ["nl", "de"],
];
const scripts: [language: string, letters: RegExp][] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["ko", /\p{Script=Hangul}/u],
  ["zh", /\p{Script=Han}/u],
  ["ru", /\p{Script=Cyrillic}/u],
  ["ar", /\p{Script=Arabic}/u],
  ["he", /\p{Script=Hebrew}/u],
  ["el", /\p{Script=Greek}/u],
  ["th", /\p{Script=Thai}/u],
  ["hi", /\p{Script=Devanagari}/u],
];

/**
 * The languages that good parts of a text are in, the main one first; only that where there is no other. Cheap and
 * careful: it goes by small words, sentence by sentence, and by scripts.
 * @param main what the whole was found to be in
 */
export function languagesIn(text: string, main: string): string[] {
  if (main === "und") return [];
  if (isPlainly(text.slice(0, sample), main)) return [main];
  const letters = new Map<string, number>();
  let all = 0;
  for (const stretch of text.slice(0, sample).split(/[.!?。！？\n]+/)) {
    const size = stretch.match(/\p{L}/gu)?.length ?? 0;
    if (size < fewestLetters) {
      // A sentence of so many signs is a long one in Chinese.
      if (!/[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}]/u.test(stretch) || size < 4)
        continue;
    }
    const language = languageOf(stretch, main);
    if (language === null) continue;
    all += size;
    letters.set(language, (letters.get(language) ?? 0) + size);
  }
  const others = [...letters]
    .filter(([language, size]) => language !== main && size >= all * share)
    .sort(([, a], [, b]) => b - a)
    .map(([language]) => language)
    .filter((language) => !alike.some((group) => group.includes(language) && group.includes(main)));
  return [main, ...others.slice(0, 3)];
}

/** A quick look that settles most texts: no other script, and hardly a small word of another language. */
function isPlainly(text: string, main: string): boolean {
  if (/[\u0370-\u1fff\u2c00-\ud7af]/.test(text)) return false;
  const votes = functionWordVotes(text.toLowerCase().match(/[a-z\u00c0-\u024f]+/g) ?? [], 300);
  const own = votes.get(main) ?? 0;
  for (const [language, vote] of votes) {
    if (language !== main && vote > own * share && vote > 2 * fewestVotes) return false;
  }
  return own > 0;
}

function languageOf(stretch: string, main: string): string | null {
  const foreign = stretch.match(/[^\p{Script=Latin}\P{L}]/gu)?.length ?? 0;
  const latin = stretch.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (foreign * 2 > latin) {
    const [language = null] = scripts.find(([, letters]) => letters.test(stretch)) ?? [];
    // A script of several languages: the main one, where that is written in it.
    if (language === "ru" && ["uk", "bg", "sr", "be", "mk", "kk"].includes(main)) return main;
    if (language === "ar" && ["fa", "ur"].includes(main)) return main;
    if (language === "hi" && ["mr", "ne"].includes(main)) return main;
    return language === "zh" && main === "ja" ? "ja" : language;
  }
  const votes = [...functionWordVotes(stretch.toLowerCase().match(/\p{L}+/gu) ?? [])].sort(([, a], [, b]) => b - a);
  const [first, second] = votes;
  if (!first || first[1] < fewestVotes || first[1] < ahead * (second?.[1] ?? 0)) return null;
  return first[0];
}
