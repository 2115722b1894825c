import type { FacetValue, Result } from "../contract/findings.ts";
import type { Page } from "../contract/page.ts";

/** `csv` and `jsonl` hold every result, `md` and `html` the report (report.ts). */
export const exportFormats = ["csv", "jsonl", "md", "html"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportTypes: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  html: "text/html; charset=utf-8",
};

/**
 * All results as one file, page by page, so that memory stays flat for any number of them.
 * @param page gives the results after a cursor
 * @param facets names of the template's facets, the columns of a CSV
 */
export function exportResults(
  format: "csv" | "jsonl",
  facets: string[],
  page: (cursor: string | undefined) => Promise<Page<Result>>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const line =
    format === "csv"
      ? (result: Result) => csvRow(rowOf(result, facets))
      : (result: Result) => `${JSON.stringify(result)}\n`;
  let cursor: string | undefined;
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!begun && format === "csv")
        controller.enqueue(encoder.encode(csvRow([...fixedColumns, ...facets.map(columnOf)])));
      begun = true;
      const { items, nextCursor } = await page(cursor);
      if (items.length > 0) controller.enqueue(encoder.encode(items.map(line).join("")));
      if (nextCursor === null) controller.close();
      else cursor = nextCursor;
    },
  });
}

const fixedColumns = [
  "id",
  "title",
  "language",
  "status",
  "sentiment",
  "confidence",
  "cluster",
  "summary",
  "model",
  "error",
];

/** A facet that is called like a fixed column gets a name of its own. */
function columnOf(facet: string): string {
  return fixedColumns.includes(facet) ? `facet.${facet}` : facet;
}

function rowOf(result: Result, facets: string[]): FacetValue[] {
  return [
    result.externalId,
    result.title,
    result.language,
    result.status,
    result.sentiment,
    result.confidence,
    result.clusterId,
    result.summary,
    result.model,
    result.error,
    ...facets.map((facet) => result.facets[facet] ?? null),
  ];
}

function csvRow(values: FacetValue[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

/**
 * One cell. A text that a spreadsheet would run as a formula gets a `'` in front (ASVS 1.2.10): this changes the data, and
 * JSONL is the form without loss.
 */
export function csvCell(value: FacetValue): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = Array.isArray(value) ? value.join("; ") : value;
  const tame = startsFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) || tame !== tame.trim() ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** White space, quotes and invisible characters may stand before the sign that begins a formula. */
function startsFormula(text: string): boolean {
  return /^[\s"'\p{Cc}\p{Cf}\p{Z}]*[=+\-@＝＋－＠]/u.test(text) || /^[\t\r\n\0]/.test(text);
}
