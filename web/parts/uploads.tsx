import { FileUp, TriangleAlert, X } from "lucide";
import { useRef, useState } from "preact/hooks";
import type { ImportReport } from "../../worker/contract/content.ts";
import { bytes, share } from "../format.ts";
import { type ApiError, asApiError, mayPass } from "../problem.ts";
import { isToBeChecked, type Look, type Mapping, previewFile } from "../upload/preview.ts";
import { type Progress, uploadFile } from "../upload/upload.ts";
import { Icon } from "./icon.tsx";
import { ImportPreviewCard } from "./import-preview.tsx";
import { ImportReportCard } from "./import-report.tsx";

interface Upload {
  id: number;
  file: File;
  progress: Progress;
  /** What was found in it, before any of it is stored. */
  look?: Look;
  /** It waits for somebody to check how its columns are read. */
  waits?: boolean;
  /** What somebody said of its columns. */
  mapping?: Mapping;
  report?: ImportReport;
  error?: ApiError;
  stop: AbortController;
}

const kinds =
  "JSON, CSV or Excel tables, exports of chats and help desks, mail, captions, text, pictures, zipped or not";

const exampleLine =
  '{"id":"c1","messages":[{"role":"user","content":"Where is my order?"},{"role":"assistant","content":"…"}]}';
const exampleHead = "conversation_id,timestamp,role,content";

/** Adds files: dropped or chosen, one after another, each with its progress and its report. */
export function Uploads({ datasetId, large, onDone }: { datasetId: string; large: boolean; onDone: () => void }) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [over, setOver] = useState(false);
  const line = useRef(Promise.resolve());
  const next = useRef(0);
  const stopped = useRef(new Set<number>());
  const input = useRef<HTMLInputElement>(null);

  const change = (id: number, what: Partial<Upload>): void =>
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...what } : upload)));

  const add = (files: Iterable<File>): void => {
    for (const file of files) {
      const id = next.current++;
      const stop = new AbortController();
      setUploads((all) => [...all, { id, file, stop, progress: { share: 0, step: "Waiting" } }]);
      inLine(id, async () => {
        change(id, { progress: { share: 0, step: "Looking" } });
        const look = await previewFile(file, null, stop.signal);
        if (look !== null && isToBeChecked(look)) change(id, { look, waits: true });
        else {
          if (look !== null) change(id, { look });
          await store({ id, file, stop, mapping: null });
        }
      });
    }
  };

  /** One after another: a step that fails says so at its file, and the others go on. */
  const inLine = (id: number, step: () => Promise<void>): void => {
    line.current = line.current.then(async () => {
      try {
        if (!stopped.current.has(id)) await step();
      } catch (error) {
        change(id, { error: asApiError(error), waits: false });
      }
    });
  };

  const store = async (what: { id: number; file: File; stop: AbortController; mapping: Mapping | null }) => {
    const { id, file, stop, mapping } = what;
    change(id, { progress: { share: 0, step: "Sending" }, waits: false });
    try {
      const progressed = (progress: Progress): void => change(id, { progress });
      change(id, { report: await uploadFile(datasetId, file, progressed, stop.signal, mapping) });
    } finally {
      onDone();
    }
  };

  const lookAgain = ({ id, file, stop }: Upload, mapping: Mapping): void => {
    change(id, { waits: false, mapping, progress: { share: 0, step: "Looking" } });
    inLine(id, async () => {
      const look = await previewFile(file, mapping, stop.signal);
      change(id, look === null ? { waits: true } : { look, waits: true });
    });
  };

  const importNow = ({ id, file, stop, mapping }: Upload): void => {
    change(id, { waits: false, progress: { share: 0, step: "Waiting" } });
    inLine(id, () => store({ id, file, stop, mapping: mapping ?? null }));
  };
  const remove = (upload: Upload): void => {
    upload.stop.abort();
    stopped.current.add(upload.id);
    if (upload.report || upload.error || upload.waits || upload.progress.step === "Waiting") {
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
          <p class="small quiet">{kinds}. Tables wait for you to check their columns; large files are sent in parts.</p>
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
                {isUnderWay(upload) && (
                  <span class="small quiet">
                    {upload.progress.step}
                    {upload.progress.share > 0 && ` ${share(upload.progress.share, 1)}`}
                  </span>
                )}
                <button
                  type="button"
                  class="icon-button"
                  aria-label={`${isUnderWay(upload) ? "Stop" : "Dismiss"} ${upload.file.name}`}
                  onClick={() => remove(upload)}
                >
                  <Icon of={X} size={14} />
                </button>
              </header>
              {upload.look !== undefined && upload.report === undefined && upload.error === undefined && (
                <Found upload={upload} onMapping={lookAgain} onImport={importNow} />
              )}
              {upload.report !== undefined && <ImportReportCard report={upload.report} name={upload.file.name} />}
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
              {isUnderWay(upload) && (
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

function isUnderWay({ report, error, waits }: Upload): boolean {
  return report === undefined && error === undefined && waits !== true;
}

/** A table, or a file of which a part cannot be read, waits here; of the others the sentence is enough. */
function Found({
  upload,
  onMapping,
  onImport,
}: {
  upload: Upload;
  onMapping: (upload: Upload, mapping: Mapping) => void;
  onImport: (upload: Upload) => void;
}) {
  const { look, waits, file } = upload;
  if (look === undefined) return null;
  if (!isToBeChecked(look)) return <p class="small quiet">{look.sentence}.</p>;
  return (
    <ImportPreviewCard
      name={file.name}
      look={look}
      busy={waits !== true}
      onMapping={(mapping) => onMapping(upload, mapping)}
      onImport={() => onImport(upload)}
    />
  );
}

function inWords(error: ApiError): string {
  if (error.status === 415) return `This kind of file cannot be read. ${error.message}`;
  if (error.status === 422) return `Nothing in the file can be read. ${error.message}`;
  if (error.status === 413) return `Too large. ${error.message}`;
  return error.message;
}
