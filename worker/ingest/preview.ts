import type { ImportPreview, ImportReport } from "../contract/content.ts";
import { ParallaxError } from "../contract/error.ts";
import type { ContentStore, Saved } from "./content-store.ts";
import { columnsByMapping } from "./formats/table-mapping.ts";
import { type ImportSource, ingestRun } from "./ingest.ts";
import type { MeasuredContent } from "./measure.ts";
import { cutText } from "./record.ts";
import { newRun, type Run, type SeenTable } from "./run.ts";

const shownContents = 5;
const shownMessages = 6;
const shownCharacters = 300;
const shownCells = 4;
const shownCellCharacters = 80;
const shownRejections = 20;

/**
 * What an import of this file would find: the same stages, into a store that keeps nothing but the first few contents.
 * A table whose columns say nothing is shown with its columns, so that they can be named.
 * @throws ParallaxError as an import does
 */
export async function preview(source: ImportSource): Promise<ImportPreview> {
  const run = newRun(source.format, source.mapping ?? null);
  const seen = new SeenContents();
  try {
    return show(await ingestRun(source, seen, run), seen, run);
  } catch (error) {
    const [table] = run.tables;
    const isTable = error instanceof ParallaxError && error.code === "unreadable" && table !== undefined;
    if (!isTable) throw error;
    return {
      ...show(nothing, seen, run),
      sentence: `A table of ${table.names.length} columns, and none is known to hold messages`,
      warnings: [...run.warnings.list(), error.message],
    };
  }
}

const nothing: ImportReport = {
  imported: 0,
  duplicates: 0,
  rejectedCount: 0,
  rejected: [],
  warnings: [],
  format: "csv",
  languages: {},
};

/** A store that counts, and keeps the first contents to be shown. */
class SeenContents implements ContentStore {
  readonly first: MeasuredContent[] = [];
  readonly kinds = new Map<string, number>();

  async save(contents: MeasuredContent[]): Promise<Saved> {
    for (const content of contents) {
      if (this.first.length < shownContents) this.first.push(content);
      this.kinds.set(content.kind, (this.kinds.get(content.kind) ?? 0) + 1);
    }
    return { imported: contents.length, duplicates: 0, renamed: [] };
  }
}

function show(report: ImportReport, seen: SeenContents, run: Run): ImportPreview {
  const [table] = run.tables;
  return {
    sentence: sentenceOf(report, seen.kinds, run),
    format: report.format,
    contents: report.imported,
    kinds: Object.fromEntries(seen.kinds),
    languages: report.languages,
    ...showTable(table, run),
    samples: seen.first.map(({ externalId, kind, title, language, messageCount, at, messages }) => ({
      externalId,
      kind,
      title,
      language,
      messageCount,
      at,
      messages: messages.slice(0, shownMessages).map(({ role, content, timestamp }) => ({
        role,
        content: content.length > shownCharacters ? `${cutText(content, shownCharacters)}…` : content,
        ...(timestamp === undefined ? {} : { timestamp }),
      })),
    })),
    rejectedCount: report.rejectedCount,
    rejected: report.rejected.slice(0, shownRejections),
    warnings: report.warnings,
  };
}

/** "ChatGPT export, 412 conversations, 3 languages". */
function sentenceOf(report: ImportReport, kinds: Map<string, number>, run: Run): string {
  const languages = Object.keys(report.languages).filter((language) => language !== "und").length;
  const parts = [
    run.format?.title ?? "A file",
    ...[...kinds].map(([kind, count]) => plural(count, kind)),
    ...(languages > 0 ? [plural(languages, "language")] : []),
    ...(report.rejectedCount > 0 ? [`${plural(report.rejectedCount, "record")} that cannot be read`] : []),
  ];
  return parts.join(", ");
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

function showTable(
  table: SeenTable | undefined,
  { mapping }: Run,
): Pick<ImportPreview, "columns" | "arrangement" | "mapping"> {
  if (table === undefined) return { columns: [], arrangement: null, mapping: {} };
  const { names, layout, rows } = table;
  // What was said of a table stays said, though it does not make a conversation yet.
  const said = mapping === null ? new Map() : columnsByMapping(mapping, names);
  const columns = layout?.columns ?? (typeof said === "string" ? [] : said);
  const roles = new Map([...columns].map(([role, column]) => [column, role]));
  const nameOf = (column: number) => names[column]?.trim() || `column ${column + 1}`;
  return {
    columns: names.map((_, column) => ({
      name: nameOf(column),
      holds: roles.get(column) ?? null,
      samples: rows
        .map((row) => row[column] ?? "")
        .filter((cell) => cell.trim() !== "")
        .slice(0, shownCells)
        .map((cell) => cutText(cell, shownCellCharacters)),
    })),
    arrangement: layout?.arrangement ?? null,
    mapping: Object.fromEntries([...roles].map(([column, role]) => [role, nameOf(column)])),
  };
}
