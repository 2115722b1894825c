/** Longest label, value or name that a prompt shows, in UTF-16 units. */
export const longestWord = 80;
/** Longest description, member or summary that a prompt shows on one line. */
export const longestSentence = 400;

/** Everything that begins a new line somewhere. */
const lineBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
/** Unseen characters of plane 14 (tags, variation selectors): words can be hidden in them, and nobody would see them. */
const unseen = /[\u{E0000}-\u{E0FFF}]/gu;
/** What steers terminals and the like, lines and tabs apart. */
const control = /(?![\t\n])\p{Cc}/gu;

/**
 * Text as data: no `<`, `>` or `&` of its own is left, so it can neither open nor close a block. What a model copies out
 * of it may come back escaped; analysis/reading/quote.ts reads both. Lone halves of characters, which some providers refuse, are
 * replaced.
 */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(unseen, "")
    .replace(lineBreak, "\n")
    .replace(control, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

/** Escaped, its lines after the first set in, so that none of them can pass for a line of ours. */
export function escapeLines(text: string): string {
  return escapeMarkup(text).replaceAll("\n", "\n  ");
}

/** Escaped, every line set in. */
export function setIn(text: string): string {
  return `  ${escapeLines(text)}`;
}

/** Escaped, on one line, at most `longest` long before escaping, never cut inside a character. */
export function oneLine(text: string, longest: number): string {
  const line = text
    .toWellFormed()
    .replace(unseen, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  const whole = line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
  return escapeMarkup(whole);
}

/** A role as it stands in `[role]`: a word or two, without anything that could close the bracket. */
export function roleWord(role: string): string {
  const words = role
    .toWellFormed()
    .replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, " ")
    .trim();
  return (
    words
      .slice(0, 40)
      .replace(/[\uD800-\uDBFF]$/, "")
      .trim() || "unknown"
  );
}

/** A block of data on lines of its own: `<tag name="value">` … `</tag>`. */
export function block(tag: string, attributes: Record<string, string>, lines: string[]): string {
  const said = Object.entries(attributes).map(([name, value]) => ` ${name}="${attribute(value)}"`);
  return [`<${tag}${said.join("")}>`, ...lines, `</${tag}>`].join("\n");
}

function attribute(value: string): string {
  return oneLine(value, longestWord).replaceAll('"', "&quot;");
}
