import { CircleCheck, Download, FileUp, TriangleAlert, X } from "lucide";
import { useRef, useState } from "preact/hooks";
import type { ImportReport } from "../../worker/contract/content.ts";
import { bytes, count, language, plural, share } from "../format.ts";
import { type ApiError, asApiError, mayPass } from "../problem.ts";
import { type Progress, uploadFile } from "../upload/upload.ts";
import { Icon } from "./icon.tsx";

interface Upload {
  id: number;
  file: File;
  progress: Progress;
  report?: ImportReport;
  error?: ApiError;
  stop: AbortController;
}

const kinds = "JSONL, JSON, CSV or TSV";

const exampleLine =
  '{"id":"c1","messages":[{"role":"user","content":"Where is my order?"},{"role":"assistant","content":"…"}]}';
const exampleHead = "conversation_id,timestamp,role,content";

const rejectedAtFirst = 8;

/** Adds files: dropped or chosen, one after another, each with its progress and its report. */
export function Uploads({ datasetId, large, onDone }: { datasetId: string; large: boolean; onDone: () => void }) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [over, setOver] = useState(false);
  const line = useRef(Promise.resolve());
  const next = useRef(0);
  const input = useRef<HTMLInputElement>(null);

  const change = (id: number, what: Partial<Upload>): void =>
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...what } : upload)));

  const add = (files: Iterable<File>): void => {
    for (const file of files) {
      const id = next.current++;
      const stop = new AbortController();
      setUploads((all) => [...all, { id, file, stop, progress: { share: 0, step: "Waiting" } }]);
      line.current = line.current.then(async () => {
        try {
          if (stop.signal.aborted) return;
          change(id, { progress: { share: 0, step: "Sending" } });
          const report = await uploadFile(datasetId, file, (progress) => change(id, { progress }), stop.signal);
          change(id, { report });
        } catch (error) {
          change(id, { error: asApiError(error) });
        }
        onDone();
      });
    }
  };
  const remove = (upload: Upload): void => {
    upload.stop.abort();
    if (upload.report || upload.error || upload.progress.step === "Waiting") {
      setUploads((all) => all.filter((other) => other.id !== upload.id));
    }
  };

  return (
    <div class="stack">
      <section
        aria-label="Add files"
        class={`drop ${large ? "large" : ""} ${over ? "over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          add([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <Icon of={FileUp} size={large ? 28 : 20} />
        <div>
          <strong>Drop files here</strong>
          <p class="small quiet">{kinds}. Large files are sent in parts.</p>
          <details class="examples">
            <summary class="small">What a file looks like</summary>
            <p class="small quiet">JSONL, one content a line:</p>
            <code>{exampleLine}</code>
            <p class="small quiet">CSV or TSV, one message a row, with this head:</p>
            <code>{exampleHead}</code>
          </details>
        </div>
        <button type="button" class={`button ${large ? "primary" : ""}`} onClick={() => input.current?.click()}>
          Choose files
        </button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="Files to import"
          onChange={(event) => {
            add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </section>
      {uploads.length > 0 && (
        <div class="card" aria-live="polite">
          {uploads.map((upload) => (
            <div key={upload.id} class="upload">
              <header>
                <strong class="clip">{upload.file.name}</strong>
                <span class="quiet small">{bytes(upload.file.size)}</span>
                <span style={{ flex: "1" }} />
                {upload.report === undefined && upload.error === undefined && (
                  <span class="small quiet">
                    {upload.progress.step}
                    {upload.progress.share > 0 && ` ${share(upload.progress.share, 1)}`}
                  </span>
                )}
                <button
                  type="button"
                  class="icon-button"
                  aria-label={`${upload.report || upload.error ? "Dismiss" : "Stop"} ${upload.file.name}`}
                  onClick={() => remove(upload)}
                >
                  <Icon of={X} size={14} />
                </button>
              </header>
              {upload.report !== undefined && <Report report={upload.report} name={upload.file.name} />}
              {upload.error !== undefined && (
                <div class="note error" role="alert">
                  <Icon of={TriangleAlert} />
                  <div>{inWords(upload.error)}</div>
                  {mayPass(upload.error) && (
                    <button
                      type="button"
                      class="button"
                      onClick={() => {
                        setUploads((all) => all.filter((other) => other.id !== upload.id));
                        add([upload.file]);
                      }}
                    >
                      Try again
                    </button>
                  )}
                </div>
              )}
              {upload.report === undefined && upload.error === undefined && (
                <div
                  class="meter"
                  role="progressbar"
                  aria-label={`Upload of ${upload.file.name}`}
                  aria-valuemin={0}
                  aria-valuemax={100}
                  aria-valuenow={Math.round(upload.progress.share * 100)}
                >
                  <i style={{ width: `${upload.progress.share * 100}%` }} />
                </div>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function inWords(error: ApiError): string {
  if (error.status === 415) return `This kind of file cannot be read. ${error.message}`;
  if (error.status === 422) return `Nothing in the file can be read. ${error.message}`;
  if (error.status === 413) return `Too large. ${error.message}`;
  return error.message;
}

function Report({ report, name }: { report: ImportReport; name: string }) {
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
