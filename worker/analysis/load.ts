import type { Script } from "../models/tokens.ts";
import type { Load } from "./estimate.ts";

/** Languages that are not written in Latin letters, by how tokenizers treat them; everything else counts as Latin. */
const scriptOfLanguage: Record<string, Script> = {
  zh: "cjk",
  ja: "cjk",
  ko: "cjk",
  ar: "other",
  am: "other",
  be: "other",
  bg: "other",
  bn: "other",
  el: "other",
  fa: "other",
  gu: "other",
  he: "other",
  hi: "other",
  hy: "other",
  ka: "other",
  kn: "other",
  ml: "other",
  mr: "other",
  my: "other",
  or: "other",
  pa: "other",
  ru: "other",
  sr: "other",
  ta: "other",
  te: "other",
  th: "other",
  uk: "other",
  ur: "other",
};

/**
 * What there is to read, its tokens shared out among the writings as the contents are among the languages.
 * @param languages contents by language (ISO 639-1), of the whole dataset
 */
export function loadOf(contents: number, tokens: number, images: number, languages: Record<string, number>): Load {
  const all = Object.values(languages).reduce((sum, count) => sum + count, 0);
  const counted: Partial<Record<Script, number>> = {};
  for (const [language, count] of Object.entries(languages)) {
    const script = scriptOfLanguage[language] ?? "latin";
    counted[script] = (counted[script] ?? 0) + (tokens * count) / all;
  }
  if (all === 0) counted.latin = tokens;
  for (const script of ["latin", "cjk", "other"] as const) {
    if (counted[script] !== undefined) counted[script] = Math.round(counted[script]);
  }
  return { contents, counted, images };
}
