import type { FacetValue } from "../../contract/findings.ts";

/** Longest label, in characters. */
export const longestLabel = 80;

/** Characters that show nothing where they stand, and the marks by which others are joined. */
const unseen = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * The form by which two labels count as the same word: case, punctuation, white space and what nobody sees folded,
 * nothing else. A rule merges only what is equal here; whether "Refund status" and "Where is my money" are one is for a
 * model to say.
 */
export function foldLabel(label: string): string {
  const folded = label
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s_]+/gu, " ")
    .replace(unseen, "")
    .trim();
  return folded === "" ? label.trim() : folded;
}

/** A label as it may be stored: one line, trimmed, at most 80 characters, never cut inside a grapheme; null if nothing is left. */
export function cleanLabel(said: unknown): string | null {
  if (typeof said !== "string") return null;
  const line = said
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replace(/^["'“”‘’`]+|["'“”‘’`.]+$/gu, "")
    .trim();
  if (line === "") return null;
  return line.length <= longestLabel ? line : cutAtGrapheme(line, longestLabel).trim();
}

/** At most `length` UTF-16 units of `text`, cut between graphemes. */
export function cutAtGrapheme(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = 0;
  for (const { segment, index } of new Intl.Segmenter().segment(text.slice(0, length + 32))) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** A facet's value as a word that can be counted and filtered by; null where there is nothing to count. */
export function countable(value: FacetValue | undefined): string | null {
  if (value === undefined || value === null || Array.isArray(value)) return null;
  return String(value);
}
