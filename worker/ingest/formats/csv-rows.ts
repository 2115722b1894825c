import { longestRecord } from "../text-window.ts";

/** How a table is written. */
export interface Dialect {
  /** Empty where cells are no text that is cut, as in a workbook. */
  delimiter: string;
  /** Rows end in a bare carriage return; otherwise that is a sign like any other. */
  bareReturns: boolean;
}

export type RowScan =
  /** `next` is where the next row starts. */
  | { outcome: "row"; cells: string[]; next: number }
  /** The text ends before the row does. */
  | { outcome: "more" }
  /** A quote that opens in this row is never closed as it should be; `next` is the line after the one where it opens. */
  | { outcome: "unclosed"; next: number };

/**
 * Reads the row that starts at `from` (RFC 4180, with what the wild adds: any delimiter, either line end, quotes inside
 * a quoted cell that are not doubled). papaparse is not used for this: on an unclosed quote it swallows the rest of the
 * file, and it cannot go on reading a stream in a Worker.
 * @param last whether the text reaches to the end of the file
 */
export function scanRow(text: string, from: number, { delimiter, bareReturns }: Dialect, last: boolean): RowScan {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    let cell: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at, delimiter, bareReturns, last);
      if (close === "more") return { outcome: "more" };
      if (close === "unclosed") return { outcome: "unclosed", next: nextLine(text, at, bareReturns) };
      cell = text.slice(at + 1, close.quote).replaceAll('""', '"');
      at = close.after;
    } else {
      const end = cellEnd(text, at, delimiter, bareReturns);
      if (end === text.length && !last) return { outcome: "more" };
      cell = text.slice(at, end);
      at = end;
    }
    cells.push(cell);
    const sign = text[at];
    if (sign === delimiter) {
      at++;
      if (at === text.length && !last) return { outcome: "more" };
      continue;
    }
    if (sign === "\r" && text[at + 1] === undefined && !last) return { outcome: "more" };
    return {
      outcome: "row",
      cells,
      next: at + (sign === undefined ? 0 : sign === "\r" && text[at + 1] === "\n" ? 2 : 1),
    };
  }
}

function cellEnd(text: string, from: number, delimiter: string, bareReturns: boolean): number {
  const stop = delimiter.charCodeAt(0);
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === stop || code === 10) return at;
    if (code === 13 && (bareReturns || text.charCodeAt(at + 1) === 10)) return at;
    // A return at the very end may be half of a line end.
    if (code === 13 && at === text.length - 1) return text.length;
  }
  return text.length;
}

/** Where the quote closes, and where the cell's own text goes on. Blanks between the quote and the delimiter are passed over. */
function closingQuote(
  text: string,
  open: number,
  delimiter: string,
  bareReturns: boolean,
  last: boolean,
): { quote: number; after: number } | "more" | "unclosed" {
  let from = open + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return last || text.length - open > longestRecord ? "unclosed" : "more";
    if (text[quote + 1] === '"') {
      from = quote + 2;
      continue;
    }
    let after = quote + 1;
    while (text[after] === " " && delimiter !== " ") after++;
    const sign = text[after];
    if (sign === undefined && !last) return "more";
    const lineEnd =
      sign === "\n" || (sign === "\r" && (bareReturns || text[after + 1] === "\n" || text[after + 1] === undefined));
    if (sign === undefined || sign === delimiter || lineEnd) return { quote, after };
    // A quote in the middle of words. On the line where the cell opened it is a sign of the text; further down it opens
    // another cell, and the first one was never closed.
    if (text.slice(open, quote).includes("\n")) return "unclosed";
    from = quote + 1;
  }
}

function nextLine(text: string, from: number, bareReturns: boolean): number {
  const end = text.indexOf(bareReturns ? "\r" : "\n", from);
  return end < 0 ? text.length : end + 1;
}

/** Rows of a piece of text, as many as are whole. */
export function sampleRows(text: string, dialect: Dialect, last: boolean, limit: number): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < text.length && rows.length < limit; ) {
    const scan = scanRow(text, at, dialect, last);
    if (scan.outcome === "more") break;
    if (scan.outcome === "row") rows.push(scan.cells);
    at = scan.next;
  }
  return rows;
}
