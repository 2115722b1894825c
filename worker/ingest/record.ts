/** What a format hands on: one record as it stood in the file, or why it could not be read. */
export type RawRecord =
  | { at: string; value: unknown; format?: FormatName | undefined }
  | { at: string; reason: string };

export interface FormatName {
  /** What reports and `?format=` call it: "chatgpt-export". */
  key: string;
  /** What people call it: "ChatGPT export". */
  title: string;
}

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first of these members that is there and not null. Only own members count: `constructor` is a name somebody will send. */
export function firstOf(record: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    if (!Object.hasOwn(record, name)) continue;
    const value = record[name];
    if (value !== null && value !== undefined && value !== "") return value;
  }
  return undefined;
}

/**
 * Text as it may be stored and shown: without NUL and control characters (tab and line ends stay, and the C1 line end
 * U+0085), without halves of characters.
 */
export function cleanText(text: string): string {
  const clean = control.test(text) ? text.replaceAll(controls, "") : text;
  return clean.isWellFormed() ? clean : clean.toWellFormed();
}

const control = /[^\P{Cc}\t\n\r\u0085]/u;
const controls = /[^\P{Cc}\t\n\r\u0085]/gu;

const segmenter = new Intl.Segmenter();

/** At most `length` characters, never through a character that is seen as one. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const cluster = segmenter.segment(text.slice(0, length + 64)).containing(length);
  const end = cluster?.index ?? length;
  // One cluster may be longer than the whole cut: a letter under a heap of accents.
  return end > 0 ? text.slice(0, end) : text.slice(0, length).toWellFormed();
}

/** A piece of the file as it may stand in a reason: one line, short, no control characters. */
export function quoted(text: string, length = 40): string {
  const line = cleanText(text).replaceAll(/\s+/g, " ").trim();
  return JSON.stringify(line.length > length ? `${cutText(line, length)}…` : line);
}
