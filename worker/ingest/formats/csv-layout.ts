import { readTime } from "../dates.ts";
import { knownRole } from "../roles.ts";
import { columnsByShape } from "./columns-by-shape.ts";
import { type ColumnRole, columnRole } from "./csv-columns.ts";
import { type Dialect, sampleRows } from "./csv-rows.ts";
import { columnsByMapping, type TableMapping } from "./table-mapping.ts";
import { splitTranscript } from "./transcript.ts";

/** How a table holds conversations: one row a message, a question with its answer, a whole conversation, or one text. */
export type Arrangement = "message" | "pair" | "messages" | "transcript" | "text";

export interface Layout {
  dialect: Dialect;
  arrangement: Arrangement;
  /** Which column holds what. */
  columns: Map<ColumnRole, number>;
  /** Names of the columns; "column 3" where the table has none. */
  names: string[];
  /** Rows before the first one with data, and among them the `sep=` line and the header. */
  skippedRows: number;
  hasHeader: boolean;
  /** No name of a column said what it holds: it was told from the cells. */
  guessed: boolean;
}

/** A table of conversations has a handful of columns; beyond this it is something else. */
export const mostColumns = 1_000;
const sampledRows = 100;
const headerWithin = 12;
const delimiters = [",", ";", "\t", "|"];

/** Whether a text without a telling name is a table that holds conversations. */
export function looksLikeTable(head: string): boolean {
  const found = findLayout(head, false);
  return typeof found !== "string" && found.columns.size >= 2 && !found.guessed;
}

/** Rows end in bare carriage returns, and line feeds stand at most inside quoted cells: so spreadsheets of old Macs write. */
function endsInReturns(head: string): boolean {
  if (!head.includes("\r") || head.includes("\r\n")) return false;
  let quoted = false;
  for (const [sign] of head.matchAll(/["\n]/g)) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted) return false;
  }
  return true;
}

/**
 * How the table at the beginning of a text is written and arranged, or why it holds no conversations.
 * @param last whether the text is the whole file
 * @param mapping what columns hold, where somebody said it
 */
export function findLayout(head: string, last: boolean, mapping: TableMapping | null = null): Layout | string {
  const named = /^\ufeff?"?sep=(.)"?\r?(?:\n|$)/i.exec(head)?.[1];
  const bareReturns = endsInReturns(head);
  let best: { layout: Layout; score: number } | null = null;
  let refused = "";
  let widest = 0;
  for (const delimiter of named === undefined ? delimiters : [named]) {
    const dialect = { delimiter, bareReturns };
    const rows = sampleRows(head, dialect, last, sampledRows);
    widest = Math.max(widest, rows[0]?.length ?? 0);
    const layout = arrange(rows, dialect, named !== undefined ? 1 : 0, mapping);
    if (typeof layout === "string") {
      refused = (rows[0]?.length ?? 0) > 1 || refused === "" ? layout : refused;
      continue;
    }
    const width = layout.names.length;
    const data = rows.slice(layout.skippedRows);
    const even = data.filter((row) => row.length === width).length / Math.max(1, data.length);
    const score = layout.columns.size * 2 + even + (width > 1 ? 1 : 0);
    if (best === null || score > best.score) best = { layout, score };
  }
  if (widest > mostColumns)
    return `The table has ${widest.toLocaleString("en")} columns; a table of conversations has at most ${mostColumns.toLocaleString("en")}.`;
  return best?.layout ?? (refused || noMessages);
}

const noMessages =
  "No column holds messages. Name the columns, for instance conversation_id, role, content, timestamp, or say with a mapping which column holds what.";

/**
 * What the columns of a table hold, told from its first rows, or why that cannot be told.
 * @param start rows before the table
 */
export function arrange(
  rows: string[][],
  dialect: Dialect,
  start: number,
  mapping: TableMapping | null,
): Layout | string {
  const header = findHeader(rows, start, mapping);
  const names = header === null ? (rows[start] ?? []).map((_, index) => `column ${index + 1}`) : (rows[header] ?? []);
  const skippedRows = header === null ? start : header + 1;
  const data = rows.slice(skippedRows);
  const named = header === null ? columnsByValue(data) : columnsByName(names, data);
  const guessed = mapping === null && arrangementOf(named) === null;
  const columns = mapping !== null ? columnsByMapping(mapping, names) : guessed ? columnsByShape(data) : named;
  if (typeof columns === "string") return columns;
  const arrangement = arrangementOf(columns);
  if (arrangement === null) return noMessages;
  return {
    dialect,
    arrangement,
    columns,
    names: names.map((name) => name.trim()),
    skippedRows,
    hasHeader: header !== null,
    guessed,
  };
}

/** The row that names columns which say something; there may be a preamble above it. */
function findHeader(rows: string[][], start: number, mapping: TableMapping | null): number | null {
  if (mapping !== null) {
    const wanted = [...mapping.values()];
    const row = rows
      .slice(0, start + headerWithin)
      .findIndex((cells, index) => index >= start && wanted.some((name) => cells.some((cell) => cell.trim() === name)));
    if (row >= 0) return row;
  }
  let best: { row: number; named: number } | null = null;
  for (let row = start; row < Math.min(rows.length, start + headerWithin); row++) {
    const cells = rows[row] ?? [];
    const roles = new Set(cells.map(columnRole).filter((role) => role !== null));
    const named = roles.size;
    const wanted = cells.length === 1 ? 1 : row === start ? 1 : 2;
    if (named < wanted || (best && named <= best.named)) continue;
    // "customer" may name a column; above or below other words for speakers it is data.
    const speakers = cells.some(
      (cell, column) => knownRole(cell) !== null && knownRole(rows[row + 1]?.[column] ?? "") !== null,
    );
    if (!speakers) best = { row, named };
  }
  if (best !== null) return best.row;
  const [first = [], second = []] = rows.slice(start, start + 2);
  const named = first.length > 1 && first.every((cell) => isName(cell) && knownRole(cell) === null);
  return named && second.some((cell) => !isName(cell)) ? start : null;
}

/** A short word or two, as heads of columns are; an unnamed column counts, as tables of data frames have one. */
function isName(cell: string): boolean {
  return cell.length <= 40 && /^\p{L}[\p{L}\p{N}_ .-]*$|^$/u.test(cell.trim());
}

function columnsByName(names: string[], data: string[][]): Map<ColumnRole, number> {
  const columns = new Map<ColumnRole, number>();
  for (const [column, name] of names.entries()) {
    let role = columnRole(name);
    if (
      role === "text" ||
      role === "transcript" ||
      role === "messages" ||
      (role === "id" && /conversation|gespr|convers|会話|对话/i.test(name))
    ) {
      role = byContents(role, data, column);
    }
    if (role === "author" && !columns.has("role") && speaks(data, column)) role = "role";
    // "message_id" and the like number the messages where another column names the conversation.
    if (role !== null && !columns.has(role)) columns.set(role, column);
  }
  return columns;
}

/** Whether a column called "conversation" or "messages" holds ids, JSON, or transcripts is seen from its cells. */
function byContents(role: ColumnRole, data: string[][], column: number): ColumnRole {
  const cells = data
    .map((row) => row[column] ?? "")
    .filter((cell) => cell.trim() !== "")
    .slice(0, 10);
  if (cells.length === 0) return role;
  const share = (is: (cell: string) => boolean) => cells.filter(is).length / cells.length;
  if (share((cell) => /^\s*\[\s*\{/.test(cell)) > 0.5) return "messages";
  if (share((cell) => cell.includes("\n") && splitTranscript(cell) !== null) > 0.5) return "transcript";
  return role === "messages" || role === "transcript" ? "text" : role;
}

function speaks(data: string[][], column: number): boolean {
  const cells = data.map((row) => row[column] ?? "").filter((cell) => cell !== "");
  return cells.length > 0 && cells.filter((cell) => knownRole(cell) !== null).length / cells.length > 0.8;
}

/** Without names: speakers are known words, times are dates, the text is the longest of the rest, ids the first. */
function columnsByValue(data: string[][]): Map<ColumnRole, number> {
  const columns = new Map<ColumnRole, number>();
  const width = data[0]?.length ?? 0;
  const role = range(width).find((column) => speaks(data, column));
  if (role === undefined) return columns;
  columns.set("role", role);
  const rest = range(width).filter((column) => column !== role);
  const time = rest.find(
    (column) => share(data, column, (cell) => readTime(cell, "dmy") !== null && /\D/.test(cell)) > 0.8,
  );
  if (time !== undefined) columns.set("time", time);
  const free = rest.filter((column) => column !== time);
  const text = free.toSorted((a, b) => averageLength(data, b) - averageLength(data, a) || b - a)[0];
  if (text === undefined) return columns;
  columns.set("text", text);
  const id = free.find((column) => column !== text);
  if (id !== undefined) columns.set("id", id);
  return columns;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function share(data: string[][], column: number, is: (cell: string) => boolean): number {
  return data.filter((row) => is(row[column] ?? "")).length / Math.max(1, data.length);
}

function averageLength(data: string[][], column: number): number {
  return data.reduce((sum, row) => sum + (row[column]?.length ?? 0), 0);
}

function arrangementOf(columns: Map<ColumnRole, number>): Arrangement | null {
  if (columns.has("messages")) return "messages";
  if (columns.has("role") && columns.has("text")) return "message";
  if (columns.has("question") && columns.has("answer")) return "pair";
  if (columns.has("transcript")) return "transcript";
  return columns.has("text") ? "text" : null;
}
