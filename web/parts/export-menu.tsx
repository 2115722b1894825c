import { Download } from "lucide";
import { useEffect, useRef } from "preact/hooks";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { answered } from "../answered.ts";
import { api } from "../api.ts";
import { count } from "../format.ts";
import { settled } from "../live-state.ts";
import { Icon } from "./icon.tsx";

const files = [
  { format: "csv", word: "CSV", hint: "results as a table" },
  { format: "jsonl", word: "JSONL", hint: "results, one a line" },
  { format: "md", word: "Markdown report", hint: "to edit" },
  { format: "html", word: "HTML report", hint: "to read and print" },
] as const;

/**
 * The results as files. They answer as attachments, so each is a plain link; what is not all yet says so.
 * `download` must not be empty, else the router takes the link for one of its own.
 */
export function ExportMenu({ analysis }: { analysis: Analysis }) {
  const element = useRef<HTMLDetailsElement>(null);
  const { progress } = analysis;
  const partial = analysis.status !== "completed";
  useEffect(() => {
    const away = (event: Event): void => {
      const menu = element.current;
      if (menu?.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    addEventListener("pointerdown", away);
    addEventListener("focusin", away);
    return () => {
      removeEventListener("pointerdown", away);
      removeEventListener("focusin", away);
    };
  }, []);
  const close = (): void => {
    if (element.current) element.current.open = false;
  };
  return (
    <details
      ref={element}
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        close();
        element.current?.querySelector("summary")?.focus();
      }}
    >
      <summary class="button">
        <Icon of={Download} size={14} />
        Export{partial && ", partial"}
      </summary>
      <div>
        {partial && (
          <p class="small quiet">
            Partial: {count(answered(progress))} of {count(progress.itemsTotal)} contents
            {settled(analysis) ? "." : " so far."}
          </p>
        )}
        {files.map((file) => (
          <a
            key={file.format}
            href={api.exportAddress(analysis.id, file.format)}
            download={`${analysis.id}${partial ? "-partial" : ""}.${file.format}`}
            onClick={close}
          >
            {file.word} <span class="small quiet">{file.hint}</span>
          </a>
        ))}
      </div>
    </details>
  );
}
