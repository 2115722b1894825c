import { CircleCheck, Download } from "lucide";
import type { ImportReport } from "../../worker/contract/content.ts";
import { count, language, plural } from "../format.ts";
import { Icon } from "./icon.tsx";

const rejectedAtFirst = 8;

/** What an import took in, what it did not and why. */
export function ImportReportCard({ report, name }: { report: ImportReport; name: string }) {
  const languages = Object.entries(report.languages).sort((a, b) => b[1] - a[1]);
  return (
    <>
      <p class="legend">
        <span class={`badge ${report.imported > 0 ? "ok" : ""}`}>
          <Icon of={CircleCheck} size={12} />
          {count(report.imported)} imported
        </span>
        {report.duplicates > 0 && <span class="badge">{plural(report.duplicates, "duplicate")} left out</span>}
        {report.rejectedCount > 0 && <span class="badge error">{count(report.rejectedCount)} rejected</span>}
        <span>
          Read as {report.format}
          {languages.length > 0 &&
            `, ${languages
              .slice(0, 3)
              .map(([code, number]) => `${language(code)} ${count(number)}`)
              .join(", ")}`}
          {languages.length > 3 && ` and ${languages.length - 3} more languages`}
        </span>
      </p>
      {report.warnings.length > 0 && (
        <details>
          <summary class="small">{plural(report.warnings.length, "warning")}</summary>
          <ol>
            {report.warnings.slice(0, 20).map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ol>
        </details>
      )}
      {report.rejected.length > 0 && (
        <>
          <ol aria-label="What was rejected and why">
            {report.rejected.slice(0, rejectedAtFirst).map((fault) => (
              <li key={`${fault.at} ${fault.reason}`}>
                <strong>{fault.at}</strong> {fault.reason}
              </li>
            ))}
            {report.rejectedCount > rejectedAtFirst && (
              <li>and {count(report.rejectedCount - rejectedAtFirst)} more</li>
            )}
          </ol>
          <div>
            <button type="button" class="button" onClick={() => download(`${name}.faults.csv`, faultList(report))}>
              <Icon of={Download} size={14} />
              Download the fault list
            </button>
          </div>
        </>
      )}
    </>
  );
}

/** Faults as CSV; a cell that a spreadsheet would take for a formula is quoted with an apostrophe. */
export function faultList(report: Pick<ImportReport, "rejected">): string {
  const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return ["at,reason", ...report.rejected.map((fault) => `${cell(fault.at)},${cell(fault.reason)}`), ""].join("\r\n");
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
