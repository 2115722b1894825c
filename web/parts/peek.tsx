import { ChevronDown, ChevronUp, X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Evidence } from "../../worker/contract/findings.ts";
import { api } from "../api.ts";
import { language, plural } from "../format.ts";
import { useLoad } from "../load.ts";
import { Icon } from "./icon.tsx";
import { Panel } from "./panel.tsx";
import { Transcript } from "./transcript.tsx";

interface PeekProps {
  contentId: string;
  /** Ids in the order of the list beneath; J and K move in it. */
  ids: string[];
  evidence?: Evidence[];
  /** What is known about it beyond its text. */
  children?: ComponentChildren;
  onMove: (contentId: string) => void;
  onClose: () => void;
}

/** One content in a drawer over the list. The list keeps its place; on closing, focus goes back to the row. */
export function Peek({ contentId, ids, evidence = [], children, onMove, onClose }: PeekProps) {
  const element = useRef<HTMLDialogElement>(null);
  const load = useLoad(`content ${contentId}`, (signal) => api.content(contentId, signal));
  const place = ids.indexOf(contentId);
  const before = place > 0 ? ids[place - 1] : undefined;
  const after = place >= 0 ? ids[place + 1] : undefined;
  const latest = useRef(contentId);
  latest.current = contentId;

  useEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    dialog?.focus();
    return () => {
      dialog?.close();
      const rows = `[data-content="${CSS.escape(latest.current)}"]`;
      // One content may stand in several places: what opened it goes before.
      const opened = opener instanceof HTMLElement && opener.isConnected ? opener : null;
      const row = opened?.matches(rows) ? opened : document.querySelector<HTMLElement>(rows);
      (row ?? opened)?.focus();
    };
  }, []);
  useEffect(() => {
    if (contentId !== "") element.current?.scrollTo(0, 0);
  }, [contentId]);

  const press = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j" && after !== undefined) onMove(after);
    else if (key === "k" && before !== undefined) onMove(before);
  };

  return (
    <dialog
      ref={element}
      class="peek"
      aria-labelledby="peek-title"
      tabIndex={-1}
      onKeyDown={press}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        const dialog = event.currentTarget;
        if (event.target === dialog && event.clientX < dialog.offsetLeft) onClose();
      }}
    >
      <header class="peek-head">
        <div>
          <h2 id="peek-title">{load.data?.title || load.data?.externalId || "Content"}</h2>
          {load.data !== undefined && (
            <p class="small quiet">
              {load.data.externalId} · {plural(load.data.messageCount, "message")} · {language(load.data.language)} ·{" "}
              {plural(load.data.tokens, "token")}
            </p>
          )}
        </div>
        <div class="peek-keys">
          <button
            type="button"
            class="icon-button"
            aria-label="Next content"
            title="Next (J)"
            disabled={after === undefined}
            onClick={() => after !== undefined && onMove(after)}
          >
            <Icon of={ChevronDown} />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label="Previous content"
            title="Previous (K)"
            disabled={before === undefined}
            onClick={() => before !== undefined && onMove(before)}
          >
            <Icon of={ChevronUp} />
          </button>
          <button type="button" class="icon-button" aria-label="Close" title="Close (Esc)" onClick={onClose}>
            <Icon of={X} />
          </button>
        </div>
      </header>
      {children}
      <Panel load={load} what="the transcript" lines={8}>
        {(content) => <Transcript content={content} evidence={evidence} />}
      </Panel>
    </dialog>
  );
}
