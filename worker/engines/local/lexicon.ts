import { foldWord, type Token, unspacedScript, withoutElision } from "./tokens.ts";

/**
 * Words that stand for something. `words` is one line of entries: `refund` is that word, `refund*` every word that
 * begins so, `*buchung` every word that ends so, `lost_card` those words in this order with at most two others
 * between them; an entry with `_` at its end is that word and nothing longer. Entries in scripts without spaces are found anywhere in the text.
 */
export interface LexiconEntry<T> {
  means: T;
  words: string;
}

export interface Hit<T> {
  means: T;
  /** Offsets in the message. */
  start: number;
  end: number;
  /** Words the entry holds: longer entries say more. */
  length: number;
}

interface Pattern<T> {
  means: T;
  rest: string[];
}

export interface Lexicon<T> {
  exact: Map<string, Pattern<T>[]>;
  prefixes: Map<string, Pattern<T>[]>;
  suffixes: Map<string, Pattern<T>[]>;
  unspaced: Map<string, T[]>;
  prefixLengths: number[];
  suffixLengths: number[];
  longestUnspaced: number;
  found: Map<string, Pattern<T>[]>;
}

const gapAllowed = 2;
const rememberedAtMost = 30_000;

export function buildLexicon<T>(entries: LexiconEntry<T>[]): Lexicon<T> {
  const lexicon: Lexicon<T> = {
    exact: new Map(),
    prefixes: new Map(),
    suffixes: new Map(),
    unspaced: new Map(),
    prefixLengths: [],
    suffixLengths: [],
    longestUnspaced: 0,
    found: new Map(),
  };
  for (const { means, words } of entries) {
    for (const entry of words.split(/\s+/).filter((word) => word !== "")) addEntry(lexicon, entry, means);
  }
  lexicon.prefixLengths = lengthsOf(lexicon.prefixes);
  lexicon.suffixLengths = lengthsOf(lexicon.suffixes);
  return lexicon;
}

function addEntry<T>(lexicon: Lexicon<T>, entry: string, means: T): void {
  if (unspacedScript.test(entry)) {
    push(lexicon.unspaced, foldWord(entry), means);
    lexicon.longestUnspaced = Math.max(lexicon.longestUnspaced, entry.length);
    return;
  }
  const [first = "", ...rest] = entry
    .split("_")
    .filter((part) => part !== "")
    .map((part) => foldWord(withoutElision(part)))
    .map((part) => (entry.endsWith("_") ? part : withOpenEnd(part)));
  const pattern = { means, rest };
  if (first.endsWith("*")) push(lexicon.prefixes, first.slice(0, -1), pattern);
  else if (first.startsWith("*")) push(lexicon.suffixes, first.slice(1), pattern);
  else push(lexicon.exact, first, pattern);
}

/** Scripts whose words carry pronouns and particles at their end: an entry stands for everything that begins so. */
const openEnded = /^[\p{Script=Arabic}\p{Script=Hangul}\p{Script=Devanagari}\p{M}]{3,}$/u;

function withOpenEnd(part: string): string {
  return openEnded.test(part) ? `${part}*` : part;
}

function push<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function lengthsOf(lists: Map<string, unknown>): number[] {
  return [...new Set([...lists.keys()].map((key) => key.length))].sort((a, b) => a - b);
}

/** Everything of the lexicon that stands in one sentence. `text` is the sentence, beginning at `offset`. */
export function findHits<T>(lexicon: Lexicon<T>, tokens: Token[], text: string, offset: number): Hit<T>[] {
  const hits: Hit<T>[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) continue;
    for (const pattern of patternsAt(lexicon, token.word)) {
      const end = pattern.rest.length === 0 ? token.end : endOfRest(tokens, index + 1, pattern.rest);
      if (end !== null) hits.push({ means: pattern.means, start: token.start, end, length: pattern.rest.length + 1 });
    }
  }
  if (lexicon.unspaced.size > 0 && unspacedScript.test(text)) hits.push(...findUnspaced(lexicon, text, offset));
  return hits.length > 1 ? longestOnly(hits) : hits;
}

/** "Account balance" is a balance, not an account: a hit inside a longer one of another meaning is left out. */
function longestOnly<T>(hits: Hit<T>[]): Hit<T>[] {
  const longer = hits.filter((hit) => hit.length > 1);
  if (longer.length === 0) return hits;
  return hits.filter(
    (hit) =>
      !longer.some(
        (other) =>
          other.length > hit.length && other.means !== hit.means && other.start <= hit.start && hit.end <= other.end,
      ),
  );
}

function patternsAt<T>(lexicon: Lexicon<T>, word: string): Pattern<T>[] {
  const known = lexicon.found.get(word);
  if (known) return known;
  const patterns = [...(lexicon.exact.get(word) ?? [])];
  for (const length of lexicon.prefixLengths) {
    if (length > word.length) break;
    patterns.push(...(lexicon.prefixes.get(word.slice(0, length)) ?? []));
  }
  for (const length of lexicon.suffixLengths) {
    if (length > word.length) break;
    patterns.push(...(lexicon.suffixes.get(word.slice(-length)) ?? []));
  }
  if (lexicon.found.size >= rememberedAtMost) lexicon.found.clear();
  lexicon.found.set(word, patterns);
  return patterns;
}

/** Where the rest of a phrase ends, or null where it does not follow. */
function endOfRest(tokens: Token[], from: number, rest: string[]): number | null {
  let at = from;
  let end = 0;
  for (const wanted of rest) {
    let found: Token | null = null;
    for (let gap = 0; gap <= gapAllowed && !found; gap++) {
      const token = tokens[at + gap];
      if (!token) return null;
      if (matches(token.word, wanted)) {
        found = token;
        at += gap + 1;
      }
    }
    if (!found) return null;
    end = found.end;
  }
  return end;
}

function matches(word: string, wanted: string): boolean {
  return wanted.endsWith("*") ? word.startsWith(wanted.slice(0, -1)) : word === wanted;
}

function findUnspaced<T>(lexicon: Lexicon<T>, text: string, offset: number): Hit<T>[] {
  const hits: Hit<T>[] = [];
  for (let start = 0; start < text.length; start++) {
    // The longest entry wins at its place, so that a word inside a longer one is not counted as well.
    for (let length = Math.min(lexicon.longestUnspaced, text.length - start); length > 0; length--) {
      const meanings = lexicon.unspaced.get(text.slice(start, start + length));
      if (!meanings) continue;
      for (const means of meanings) {
        hits.push({ means, start: offset + start, end: offset + start + length, length: Math.max(1, length >> 1) });
      }
      start += length - 1;
      break;
    }
  }
  return hits;
}
