import { ParallaxError } from "../../contract/error.ts";
import type { Fields, RawRecord } from "../record.ts";
import type { Run } from "../run.ts";
import type { TextWindow } from "../text-window.ts";
import { findLayout, type Layout } from "./csv-layout.ts";
import { sampleRows, scanRow } from "./csv-rows.ts";
import { type Row, Table } from "./table.ts";

/** What the columns are told from, in characters. */
const sampleCharacters = 64 * 1024;
/** Rows that a preview shows. */
export const shownRows = 6;

/**
 * Conversations of a table (CSV, TSV and their kin) whose columns are found out, or said by a mapping: one row a message,
 * a question with its answer, a conversation as JSON or as a transcript, or one text.
 * @throws ParallaxError `unreadable` where no column holds anything that was said
 */
export async function* readCsv(
  window: TextWindow,
  { warnings, mapping, tables }: Pick<Run, "warnings" | "mapping" | "tables">,
  path = "",
): AsyncGenerator<RawRecord, void, undefined> {
  await window.fill(sampleCharacters);
  const whole = window.ended && window.text.length <= sampleCharacters;
  const sample = window.text.slice(0, sampleCharacters);
  const layout = findLayout(sample, whole, mapping);
  if (typeof layout === "string") {
    const rows = sampleRows(sample, { delimiter: delimiterOf(sample), bareReturns: false }, whole, shownRows);
    if ((rows[0]?.length ?? 0) <= mostShownColumns)
      tables.push({ path, names: rows[0] ?? [], layout: null, rows: rows.slice(1) });
    throw new ParallaxError("unreadable", layout);
  }
  const rows = sampleRows(sample, layout.dialect, whole, layout.skippedRows + shownRows).slice(layout.skippedRows);
  tables.push({ path, names: layout.names, layout, rows });
  if (isTraces(layout.names) && mapping === null) {
    for await (const { number, cells } of readRows(window, layout)) yield toTrace(number, cells, layout.names);
    return;
  }
  const table = new Table(layout, warnings);
  for await (const row of readRows(window, layout)) yield* table.take(row);
  yield* table.rest();
}

const mostShownColumns = 1_000;

function delimiterOf(sample: string): string {
  const [line = ""] = sample.split("\n", 1);
  return [",", ";", "\t", "|"].toSorted((a, b) => line.split(b).length - line.split(a).length)[0] ?? ",";
}

/** Langfuse's table of traces: whole messages in its cells, read as its JSON is. */
function isTraces(names: string[]): boolean {
  return ["input", "output", "sessionId"].every((name) => names.includes(name));
}

function toTrace(number: number, cells: string[] | null, names: string[]): RawRecord {
  const at = `row ${number}`;
  if (cells === null)
    return { at, reason: "a quote opens in this row and is not closed; reading went on with the next line" };
  const fields: Fields = Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ""]));
  return { at, value: fields };
}

async function* readRows(window: TextWindow, layout: Layout): AsyncGenerator<Row, void, undefined> {
  let number = 0;
  for (;;) {
    const scan = scanRow(window.text, window.at, layout.dialect, window.ended);
    if (scan.outcome === "more") {
      await window.grow();
      continue;
    }
    if (window.at >= window.text.length) {
      if (await window.grow()) continue;
      return;
    }
    number++;
    const cells = scan.outcome === "row" ? scan.cells : null;
    window.moveTo(scan.next);
    if (number > layout.skippedRows && !isBlank(cells)) yield { number, cells };
  }
}

function isBlank(cells: string[] | null): boolean {
  return cells?.every((cell) => cell.trim() === "") ?? false;
}
