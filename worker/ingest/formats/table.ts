import { type Fields, quoted, type RawRecord } from "../record.ts";
import type { Warnings } from "../warnings.ts";
import { isMetric } from "./csv-columns.ts";
import { Grouping } from "./csv-grouping.ts";
import type { Layout } from "./csv-layout.ts";
import { parseJson } from "./json-text.ts";
import { parsePythonLiteral } from "./python-literal.ts";
import { splitTranscript } from "./transcript.ts";

/** A row with its number, counted as spreadsheets do: the header is a row, a row over several lines is one. */
export interface Row {
  number: number;
  cells: string[] | null;
}

/** Turns rows into records by the table's layout. */
export class Table {
  readonly #layout: Layout;
  readonly #warnings: Warnings;
  readonly #groups = new Grouping();

  constructor(layout: Layout, warnings: Warnings) {
    this.#layout = layout;
    this.#warnings = warnings;
    if (layout.guessed)
      warnings.add(
        "No column's name says what it holds: that was told from the cells. Look at the mapping in the preview",
      );
    else if (!layout.hasHeader) warnings.add("The table has no header: its columns were told from what they hold");
  }

  *take({ number, cells }: Row): Generator<RawRecord, void, undefined> {
    const at = `row ${number}`;
    if (cells === null) {
      yield { at, reason: "a quote opens in this row and is not closed; reading went on with the next line" };
      return;
    }
    const fitted = this.#fit(cells);
    if (fitted === null) {
      yield { at, reason: `${cells.length} cells where there are ${this.#layout.names.length} columns` };
      return;
    }
    const { arrangement } = this.#layout;
    const id = this.#id(fitted, at);
    if (arrangement === "message" && id === null)
      yield { at, reason: "the row does not say which conversation it belongs to" };
    else if (arrangement === "message") yield* this.#groups.add(id, at, this.#messageOf(fitted), this.#others(fitted));
    else if (arrangement === "pair") yield* this.#groups.add(id, at, this.#pairOf(fitted), this.#others(fitted));
    else yield this.#conversation(fitted, id, at);
  }

  rest(): Generator<RawRecord, void, undefined> {
    return this.#groups.rest();
  }

  /** Cells beyond the last column are dropped if empty, joined if the text is the last column and holds the delimiter. */
  #fit(cells: string[]): string[] | null {
    const { names, columns, dialect } = this.#layout;
    const width = names.length;
    if (cells.length <= width) return cells;
    if (cells.slice(width).every((cell) => cell.trim() === "")) return cells.slice(0, width);
    const lastText = columns.get("text") ?? columns.get("transcript");
    return lastText === width - 1 && dialect.delimiter !== ""
      ? [...cells.slice(0, width - 1), cells.slice(width - 1).join(dialect.delimiter)]
      : null;
  }

  #cell(cells: string[], role: Parameters<Layout["columns"]["get"]>[0]): string {
    const column = this.#layout.columns.get(role);
    return column === undefined ? "" : (cells[column] ?? "");
  }

  /** Null where the row names no conversation. */
  #id(cells: string[], at: string): string | null {
    const id = this.#cell(cells, "id");
    if (/^\d+(?:[.,]\d+)?E\+\d+$/i.test(id.trim())) {
      this.#warnings.add(
        "An id stands in scientific notation: a spreadsheet has rounded it, and several ids may have become one",
        at,
      );
    }
    if (this.#layout.columns.has("id")) return id === "" ? null : id;
    if (this.#layout.arrangement === "message") {
      this.#warnings.add("No column names the conversation: all rows were read as one");
      return "";
    }
    return null;
  }

  #messageOf(cells: string[]): Fields[] {
    const index = Number(this.#cell(cells, "index") || Number.NaN);
    const message: Fields = { role: this.#cell(cells, "role").trim() || "unknown", content: this.#cell(cells, "text") };
    const time = this.#cell(cells, "time");
    if (time !== "") message.timestamp = time;
    if (!Number.isNaN(index)) message.index = index;
    return [message];
  }

  #pairOf(cells: string[]): Fields[] {
    const time = this.#cell(cells, "time");
    const pair: Fields[] = [];
    for (const [role, content] of [
      ["user", this.#cell(cells, "question")],
      ["assistant", this.#cell(cells, "answer")],
    ]) {
      if (content?.trim()) pair.push(time === "" ? { role, content } : { role, content, timestamp: time });
    }
    return pair;
  }

  /** A row that is a whole conversation or text. */
  #conversation(cells: string[], id: string | null, at: string): RawRecord {
    const { arrangement } = this.#layout;
    const head: Fields = { ...this.#others(cells), id: id ?? "", title: this.#cell(cells, "title") };
    const author = this.#cell(cells, "author");
    if (author !== "") head.author = author;
    const time = this.#cell(cells, "time");
    if (time !== "") head.occurredAt = time;
    if (arrangement === "messages") {
      const messages = readMessagesCell(this.#cell(cells, "messages"));
      return typeof messages === "string" ? { at, reason: messages } : { at, value: { ...head, messages } };
    }
    if (this.#layout.names.some(isMetric)) head.kind = "post";
    const text = this.#cell(cells, arrangement === "transcript" ? "transcript" : "text") || this.#cell(cells, "title");
    const turns = arrangement === "transcript" ? splitTranscript(text) : null;
    return { at, value: turns === null ? { ...head, text } : { ...head, messages: turns } };
  }

  /** Cells of columns that mean nothing to us become metadata. */
  #others(cells: string[]): Fields {
    const { columns, names } = this.#layout;
    const read = new Set(columns.values());
    const entries: [string, string][] = [];
    for (const [column, cell] of cells.entries()) {
      const name = names[column] ?? "";
      if (!read.has(column) && cell.trim() !== "" && name !== "") entries.push([name, cell]);
    }
    return entries.length > 0 ? { metadata: Object.fromEntries(entries) } : {};
  }
}

/** Messages in one cell: as JSON, as Python prints them, or as a transcript. */
function readMessagesCell(cell: string): unknown[] | string {
  for (const read of [(text: string) => parseJson(text).value, parsePythonLiteral]) {
    try {
      const value = read(cell);
      if (Array.isArray(value)) return value;
    } catch {
      // The next reader may know it.
    }
  }
  return splitTranscript(cell) ?? `its messages are neither JSON nor a transcript: ${quoted(cell)}`;
}
