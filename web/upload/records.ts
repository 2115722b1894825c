/** How a file falls into records that must not be cut. */
export type Shape = "lines" | "csv" | "array";

const lineFeed = 10;
const quote = 34;
const comma = 44;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/**
 * Cuts bytes into records as they come. UTF-8 keeps every byte it looks for (line feed, quote, brackets) out of
 * longer characters, so that no decoding is needed.
 *
 * - `lines`: one record a line, with its line feed.
 * - `csv`: one record a row; a line feed inside quotes belongs to the row (RFC 4180).
 * - `array`: one record an element of the outermost JSON array, without the commas between.
 */
export class RecordCutter {
  readonly #shape: Shape;
  #rest = new Uint8Array(0);
  /** Where in `#rest` looking goes on. */
  #seen = 0;
  #quoted = false;
  #escaped = false;
  #depth = 0;

  constructor(shape: Shape) {
    this.#shape = shape;
  }

  /** Takes in the next bytes and returns the records they complete. */
  push(chunk: Uint8Array): Uint8Array[] {
    const all = new Uint8Array(this.#rest.length + chunk.length);
    all.set(this.#rest);
    all.set(chunk, this.#rest.length);
    const records: Uint8Array[] = [];
    let start = 0;
    for (let at = this.#seen; at < all.length; at++) {
      const byte = all[at];
      if (this.#shape === "array") {
        const step = this.#readJson(byte);
        if (step === "outside") start = at + 1;
        else if (step === "end") {
          records.push(all.subarray(start, at));
          start = at + 1;
        }
      } else {
        if (this.#shape === "csv" && byte === quote) this.#quoted = !this.#quoted;
        if (byte === lineFeed && !this.#quoted) {
          records.push(all.subarray(start, at + 1));
          start = at + 1;
        }
      }
    }
    this.#rest = all.slice(start);
    this.#seen = this.#rest.length;
    return records.filter((record) => this.#shape !== "array" || !isBlank(record));
  }

  /** What is left at the end of the file: a last line without a line feed. Of an array nothing is. */
  end(): Uint8Array[] {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return rest.length === 0 || (this.#shape === "array" && isBlank(rest)) ? [] : [rest];
  }

  #readJson(byte: number | undefined): "inside" | "outside" | "end" {
    if (this.#quoted) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === backslash) this.#escaped = true;
      else if (byte === quote) this.#quoted = false;
      return "inside";
    }
    if (byte === quote) this.#quoted = true;
    else if (byte === openBracket || byte === openBrace) {
      this.#depth += 1;
      if (this.#depth === 1) return "outside";
    } else if (byte === closeBracket || byte === closeBrace) {
      this.#depth -= 1;
      if (this.#depth === 0) return "end";
    } else if (byte === comma && this.#depth === 1) return "end";
    return this.#depth === 0 ? "outside" : "inside";
  }
}

export function isBlank(record: Uint8Array): boolean {
  return record.every((byte) => byte === 32 || (byte >= 9 && byte <= 13));
}

/** Splits one CSV row (RFC 4180) into its cells. */
export function csvCells(row: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  const text = row.replace(/\r?\n$/, "");
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === separator) {
      cells.push(cell);
      cell = "";
    } else cell += character;
  }
  return [...cells, cell];
}
