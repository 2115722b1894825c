/*
 * Cuts the bytes of a file into units, each holding whole conversations: a line of JSONL, an element of a JSON list,
 * the rows of one conversation of a table. Bytes go in as they are read; nothing is held but the unfinished unit.
 */

/** A stretch of a file that may not be cut. */
export type Units = AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
export type Chunks = AsyncIterable<Uint8Array>;

const code = { newline: 10, return: 13, quote: 34, backslash: 92, comma: 44 };
const brackets = { open: new Set([91, 123]), close: new Set([93, 125]) };
const blank = new Set([9, 10, 13, 32]);

/** Lines, each with its line feed. */
export async function* lines(chunks: Chunks): Units {
  const rest = new Gather();
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(code.newline); at !== -1; at = chunk.indexOf(code.newline, from)) {
      rest.add(chunk.subarray(from, at + 1));
      yield rest.take();
      from = at + 1;
    }
    rest.add(chunk.subarray(from));
  }
  if (rest.size > 0) yield rest.take();
}

/** Rows of a table, each with its line end; a line break inside quotes ends none. */
export async function* rows(chunks: Chunks): Units {
  const rest = new Gather();
  let quoted = false;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      // A doubled quote inside quotes turns twice and so changes nothing.
      if (byte === code.quote) quoted = !quoted;
      if (byte !== code.newline || quoted) continue;
      rest.add(chunk.subarray(from, at + 1));
      yield rest.take();
      from = at + 1;
    }
    rest.add(chunk.subarray(from));
  }
  if (rest.size > 0) yield rest.take();
}

/** The elements of the list that a JSON file is, without the commas between them. */
export async function* elements(chunks: Chunks): Units {
  const element = new Gather();
  let depth = 0;
  let inString = false;
  let escaped = false;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === code.backslash) escaped = true;
        else if (byte === code.quote) inString = false;
        continue;
      }
      if (byte === code.quote) inString = true;
      else if (brackets.open.has(byte)) {
        depth++;
        if (depth === 1) from = at + 1;
      } else if (brackets.close.has(byte)) depth--;
      const ends = (depth === 1 && byte === code.comma) || (depth === 0 && brackets.close.has(byte));
      if (!ends) continue;
      element.add(chunk.subarray(from, at));
      const whole = element.take();
      if (whole.some((one) => !blank.has(one))) yield whole;
      from = at + 1;
      if (depth === 0) return;
    }
    if (depth > 0) element.add(chunk.subarray(from));
  }
  throw new Error("the JSON list does not end");
}

/** Puts neighbouring rows together that hold the same conversation. */
export async function* together(units: Units, keyOf: (row: Uint8Array) => string): Units {
  const group = new Gather();
  let last: string | null = null;
  for await (const row of units) {
    const key = keyOf(row);
    if (last !== null && key !== last) yield group.take();
    group.add(row);
    last = key;
  }
  if (group.size > 0) yield group.take();
}

/** Collects stretches of bytes and joins them once. */
export class Gather {
  size = 0;
  #parts: Uint8Array[] = [];

  add(part: Uint8Array): void {
    if (part.length === 0) return;
    // Copied, since the reader uses its buffer again.
    this.#parts.push(part.slice());
    this.size += part.length;
  }

  take(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    this.size = 0;
    return whole;
  }
}
