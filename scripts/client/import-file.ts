import path from "node:path";
import { type ImportReport, importReportSchema } from "../../worker/contract/content.ts";
import { count, plural } from "./amounts.ts";
import type { Api } from "./api.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { printable } from "./printable.ts";

/** Uploads a file into a dataset, in pieces where it is big, and adds the reports up. */
export async function importFile(
  api: Api,
  datasetId: string,
  file: string,
  sent: (bytes: number) => void = () => {},
): Promise<ImportReport> {
  const filename = encodeURIComponent(path.basename(file));
  const reports: ImportReport[] = [];
  for await (const piece of piecesOf(file)) {
    const report = await api.upload(
      `/datasets/${datasetId}/import?filename=${filename}`,
      piece.bytes,
      importReportSchema,
    );
    reports.push(moved(report, piece));
    sent(piece.readBytes);
  }
  return added(reports);
}

/** Says "line 12" of the file where the server said "line 12" of the piece. */
function moved(report: ImportReport, piece: Piece): ImportReport {
  if (piece.before === 0) return report;
  const place = (at: string): string =>
    at.replace(/\b(line|row|record|element) (\d+)/, (_, what, number) => `${what} ${Number(number) + piece.before}`);
  return { ...report, rejected: report.rejected.map((one) => ({ ...one, at: place(one.at) })) };
}

export function added(reports: ImportReport[]): ImportReport {
  const sum: ImportReport = {
    imported: 0,
    duplicates: 0,
    rejectedCount: 0,
    rejected: [],
    warnings: [],
    format: reports[0]?.format ?? "",
    languages: {},
  };
  const languages = new Map<string, number>();
  for (const report of reports) {
    sum.imported += report.imported;
    sum.duplicates += report.duplicates;
    sum.rejectedCount += report.rejectedCount;
    sum.rejected.push(...report.rejected);
    sum.warnings.push(...report.warnings);
    for (const [language, some] of Object.entries(report.languages)) {
      languages.set(language, (languages.get(language) ?? 0) + some);
    }
  }
  sum.rejected = sum.rejected.slice(0, 200);
  sum.warnings = [...new Set(sum.warnings)];
  sum.languages = Object.fromEntries(languages);
  return sum;
}

/** A report as lines for people: what went in, and the first reasons why something did not. */
export function reportLines(file: string, report: ImportReport): string[] {
  const parts = [`${count(report.imported)} imported`];
  if (report.duplicates > 0) parts.push(`${count(report.duplicates)} there already`);
  if (report.rejectedCount > 0) parts.push(`${count(report.rejectedCount)} rejected`);
  const lines = [`${printable(path.basename(file))} (${printable(report.format)}): ${parts.join(", ")}`];
  for (const one of report.rejected.slice(0, 5)) lines.push(`  ${printable(one.at)}: ${printable(one.reason)}`);
  if (report.rejectedCount > 5) lines.push(`  … and ${plural(report.rejectedCount - 5, "more")}`);
  for (const warning of report.warnings.slice(0, 5)) lines.push(`  ${printable(warning)}`);
  return lines;
}
