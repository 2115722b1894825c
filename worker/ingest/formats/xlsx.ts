import { ParallaxError } from "../../contract/error.ts";
import type { RawRecord } from "../record.ts";
import type { Run } from "../run.ts";
import type { ZipEntry } from "../unzip.ts";
import { shownRows } from "./csv.ts";
import { arrange, type Layout, mostColumns } from "./csv-layout.ts";
import { type Row, Table } from "./table.ts";
import { elementsOf, textOfItem } from "./xml-scan.ts";

/** Bytes of XML that a workbook may unpack to: it is held as a whole, and a Worker has 128 MB. */
const mostXml = 40 * 1024 * 1024;
const wanted =
  /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|styles\.xml|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/i;
/** Rows from which the columns are told. */
const sampledRows = 100;

const name = { key: "xlsx", title: "Excel workbook" };

/**
 * Conversations of an Excel workbook: every sheet whose columns hold messages. Cells are read, never the size a sheet says
 * it has; formulas give the value they were saved with.
 * @throws ParallaxError `too_large`, or `unreadable` where no sheet holds messages
 */
export async function* readXlsx(
  entries: AsyncIterable<ZipEntry>,
  { warnings, mapping, tables }: Pick<Run, "warnings" | "mapping" | "tables">,
  path: string,
): AsyncGenerator<RawRecord, void, undefined> {
  const book = await readBook(entries);
  const passedOver: string[] = [];
  let reason = "";
  let read = 0;
  for (const sheet of book.sheets) {
    const rows = [...sheetRows(sheet.xml, book, sampledRows)];
    if (rows.length === 0) continue;
    const layout = arrange(
      rows.map(({ cells }) => cells ?? []),
      { delimiter: "", bareReturns: false },
      0,
      mapping,
    );
    const place = `${path === "" ? "" : `${path}/`}${sheet.name}`;
    if (typeof layout === "string") {
      passedOver.push(sheet.name);
      reason = layout;
      const [head, ...rest] = rows.map(({ cells }) => cells ?? []);
      if (head !== undefined && head.length > 1)
        tables.push({ path: place, names: head, layout: null, rows: rest.slice(0, shownRows) });
      continue;
    }
    read++;
    const skipped = layout.skippedRows;
    tables.push({
      path: place,
      names: layout.names,
      layout,
      rows: rows.slice(skipped, skipped + shownRows).map(({ cells }) => cells ?? []),
    });
    yield* sheetRecords(sheet, book, layout, rows[skipped - 1]?.number ?? 0, warnings, book.sheets.length > 1);
  }
  if (read === 0) throw new ParallaxError("unreadable", reason === "" ? "The workbook holds no rows." : reason);
  if (passedOver.length > 0)
    warnings.add(`Sheets without messages were passed over: ${passedOver.slice(0, 10).join(", ")}`);
}

function* sheetRecords(
  sheet: Sheet,
  book: Book,
  layout: Layout,
  headRow: number,
  warnings: Run["warnings"],
  several: boolean,
): Generator<RawRecord, void, undefined> {
  const table = new Table(layout, warnings);
  const prefix = several ? `sheet ${sheet.name}, ` : "";
  const place = (record: RawRecord): RawRecord =>
    "reason" in record ? { ...record, at: prefix + record.at } : { ...record, at: prefix + record.at, format: name };
  for (const row of sheetRows(sheet.xml, book, Number.POSITIVE_INFINITY)) {
    if (row.number <= headRow) continue;
    for (const record of table.take(row)) yield place(record);
  }
  for (const record of table.rest()) yield place(record);
}

interface Sheet {
  name: string;
  xml: string;
}

interface Book {
  sheets: Sheet[];
  strings: string[];
  /** Numbers of cell styles that show a date. */
  dates: Set<number>;
  /** Days are counted from 1904. */
  from1904: boolean;
}

async function readBook(entries: AsyncIterable<ZipEntry>): Promise<Book> {
  const files = new Map<string, string>();
  let held = 0;
  for await (const entry of entries) {
    if (!wanted.test(entry.name)) continue;
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of entry.chunks) {
      held += chunk.byteLength;
      if (held > mostXml)
        throw new ParallaxError(
          "too_large",
          `The workbook unpacks to more than ${mostXml / 1024 / 1024} MB. Save it as CSV, which may be larger.`,
        );
      text += decoder.decode(chunk, { stream: true });
    }
    files.set(entry.name.toLowerCase(), text + decoder.decode());
  }
  const workbook = files.get("xl/workbook.xml") ?? "";
  const targets = new Map<string, string>();
  for (const { attributes } of elementsOf(files.get("xl/_rels/workbook.xml.rels") ?? "", "Relationship"))
    targets.set(
      attributes.get("Id") ?? "",
      (attributes.get("Target") ?? "").replace(/^\/?(?:xl\/)?/, "xl/").toLowerCase(),
    );
  const sheets: Sheet[] = [];
  for (const { attributes } of elementsOf(workbook, "sheet")) {
    const xml = files.get(targets.get(attributes.get("id") ?? "") ?? "");
    if (xml !== undefined) sheets.push({ name: attributes.get("name") ?? "", xml });
  }
  if (sheets.length === 0)
    for (const [file, xml] of files) if (file.includes("worksheets/")) sheets.push({ name: file, xml });
  const strings: string[] = [];
  for (const { inner } of elementsOf(files.get("xl/sharedstrings.xml") ?? "", "si")) strings.push(textOfItem(inner));
  return {
    sheets,
    strings,
    dates: dateStyles(files.get("xl/styles.xml") ?? ""),
    from1904: /<(?:\w+:)?workbookPr\b[^>]*date1904="(?:1|true)"/.test(workbook),
  };
}

/** Number formats 14 to 22 and their kin are dates (ECMA-376, 18.8.30), and own ones that hold letters of a date. */
function dateStyles(styles: string): Set<number> {
  const own = new Set<number>();
  for (const { attributes } of elementsOf(styles, "numFmt")) {
    const code = (attributes.get("formatCode") ?? "").replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, "");
    if (/[ymdhs]/i.test(code) && !/general/i.test(code)) own.add(Number(attributes.get("numFmtId")));
  }
  const [formats] = [...elementsOf(styles, "cellXfs")];
  const dates = new Set<number>();
  let style = 0;
  for (const { attributes } of elementsOf(formats?.inner ?? "", "xf")) {
    const id = Number(attributes.get("numFmtId") ?? 0);
    const built = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    if (built || own.has(id)) dates.add(style);
    style++;
  }
  return dates;
}

function* sheetRows(xml: string, book: Book, limit: number): Generator<Row, void, undefined> {
  let number = 0;
  let found = 0;
  for (const row of elementsOf(xml, "row")) {
    if (found >= limit) return;
    number = Number(row.attributes.get("r") ?? number + 1);
    const cells: string[] = [];
    let column = -1;
    for (const cell of elementsOf(row.inner, "c")) {
      column = columnOf(cell.attributes.get("r")) ?? column + 1;
      const value = cellText(cell.attributes, cell.inner, book);
      if (value === "") continue;
      // A cell far to the right is one more cell, not a row of thousands of empty ones.
      const at = Math.min(column, mostColumns);
      while (cells.length < at) cells.push("");
      cells[at] = value;
    }
    if (cells.every((cell) => cell.trim() === "")) continue;
    found++;
    yield { number, cells };
  }
}

/** "AB12" is column 27, counted from 0. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellText(attributes: Map<string, string>, inner: string, { strings, dates, from1904 }: Book): string {
  const type = attributes.get("t") ?? "n";
  if (type === "inlineStr") return textOfItem(inner);
  const [value] = [...elementsOf(inner, "v")].map((element) => element.inner);
  if (value === undefined || type === "e") return "";
  if (type === "s") return strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "true" : "false";
  if (type === "str") return textOfItem(`<t>${value}</t>`);
  return dates.has(Number(attributes.get("s") ?? -1)) ? dateOf(Number(value), from1904) : value;
}

/** Days since the end of 1899, or of 1903; the part of a day is the time, to the second. */
function dateOf(serial: number, from1904: boolean): string {
  const days = serial + (from1904 ? 1_462 : 0) - 25_569;
  const milliseconds = Math.round(days * 86_400) * 1_000;
  const valid = milliseconds > -2_208_988_800_000 && milliseconds < 253_402_300_800_000;
  return valid ? new Date(milliseconds).toISOString().replace(".000Z", "Z") : String(serial);
}
