/** One word as it stands in a message. */
export interface Token {
  /** Folded: lower case, Latin, Greek and Cyrillic without accents. */
  word: string;
  /** As written. */
  surface: string;
  /** UTF-16 offsets in the message. */
  start: number;
  end: number;
}

/** Scripts written without spaces: their words come from the platform's segmenter. */
export const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;
const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** A word longer than this in a spaced script is an address, a hash or base64, and no word. */
const longestWord = 32;

const folded = new Map<string, string>();
const foldedAtMost = 50_000;

/** Lower case without accents, `ß` as `ss`; remembered, since the same words come again and again. */
export function foldWord(surface: string): string {
  const known = folded.get(surface);
  if (known !== undefined) return known;
  const word = surface
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u064b-\u065f]/g, "")
    .normalize("NFC")
    .replace(/^ال(?=\p{Script=Arabic}{3})/u, "")
    .replaceAll("ß", "ss")
    .replaceAll("ı", "i")
    .replaceAll("’", "'");
  if (folded.size >= foldedAtMost) folded.clear();
  folded.set(surface, word);
  return word;
}

/** "l'hôtel" → "hôtel": articles and pronouns that French and Italian run into the next word. */
export function withoutElision(surface: string): string {
  return surface.replace(/^(?:[dljnscmt]|qu|jusqu|dell|all|nell|sull|dall|un|quell)['’](?=\p{L}{2})/iu, "");
}

/** The words of a stretch of text, offsets counted from `offset`. */
export function tokenize(text: string, offset = 0): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(wordPattern)) {
    const surface = match[0];
    const start = offset + match.index;
    if (unspacedScript.test(surface)) {
      for (const part of segmenter.segment(surface)) {
        if (!part.isWordLike) continue;
        const from = start + part.index;
        tokens.push({
          word: foldWord(part.segment),
          surface: part.segment,
          start: from,
          end: from + part.segment.length,
        });
      }
    } else if (surface.length <= longestWord) {
      const full = withoutElision(surface);
      const end = start + surface.length;
      tokens.push({ word: foldWord(full), surface: full, start: end - full.length, end });
    }
  }
  return tokens;
}

/** Does the word consist of letters, so that it may stand in a label? Ids, prices and codes do not. */
export function isWordy(word: string): boolean {
  return !/\p{N}/u.test(word) && /\p{L}/u.test(word);
}
