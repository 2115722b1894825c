import { Pause, Pencil, Pin, PinOff, Play, RotateCcw, Square, Trash2 } from "lucide";
import { useId, useState } from "preact/hooks";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { answered } from "../answered.ts";
import { api } from "../api.ts";
import { runAgainAddress } from "../chain.ts";
import { count, dateTime, plural } from "../format.ts";
import { settled } from "../live-state.ts";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { say } from "../toast.ts";
import { FormDialog } from "./dialog.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { Icon } from "./icon.tsx";

/** Pause, resume, cancel, rename; when it is over: take the results away, keep them for good, or delete it. */
export function Steer({ analysis, onAnswer }: { analysis: Analysis; onAnswer: (analysis: Analysis) => void }) {
  const { go } = usePlace();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<"cancel" | "delete" | "rename" | null>(null);
  const { itemsTotal } = analysis.progress;
  const done = answered(analysis.progress);

  const steer = async (verb: "pause" | "resume" | "cancel"): Promise<void> => {
    const answer = await api.steer(analysis.id, verb);
    onAnswer(answer?.id === analysis.id ? answer : await api.analysis(analysis.id));
  };
  const press = async (verb: "pause" | "resume"): Promise<void> => {
    setBusy(true);
    try {
      await steer(verb);
    } catch (error) {
      say(`Couldn’t ${verb} the analysis. ${asApiError(error).message}`, "error");
    }
    setBusy(false);
  };

  const keep = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      const changed = await api.changeAnalysis(analysis.id, { pinned: !analysis.pinned });
      onAnswer(changed);
      say(changed.pinned ? `${changed.name} is kept and does not expire` : `${changed.name} expires again`);
    } catch (error) {
      say(`Couldn’t change that. ${asApiError(error).message}`, "error");
    }
    setBusy(false);
  };

  return (
    <>
      {(analysis.status === "running" || analysis.status === "pending") && (
        <button type="button" class="button primary" disabled={busy} onClick={() => void press("pause")}>
          <Icon of={Pause} size={14} />
          Pause
        </button>
      )}
      {analysis.status === "paused" && (
        <button type="button" class="button" disabled={busy} onClick={() => void press("resume")}>
          <Icon of={Play} size={14} />
          Resume
        </button>
      )}
      {!settled(analysis) && (
        <button type="button" class="button danger" onClick={() => setAsking("cancel")}>
          <Icon of={Square} size={14} />
          Cancel
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label="Rename this analysis"
        title="Rename this analysis"
        onClick={() => setAsking("rename")}
      >
        <Icon of={Pencil} />
      </button>
      {settled(analysis) && (
        <>
          <button
            type="button"
            class="icon-button"
            aria-label="Delete this analysis"
            title="Delete this analysis"
            onClick={() => setAsking("delete")}
          >
            <Icon of={Trash2} />
          </button>
          {/* Not disabled meanwhile: it would lose the focus, and be pressed back by nobody without a mouse. */}
          <button type="button" class="button" title={keepTitle(analysis)} aria-busy={busy} onClick={() => void keep()}>
            <Icon of={analysis.pinned ? PinOff : Pin} size={14} />
            {analysis.pinned ? "Do not keep" : "Keep"}
          </button>
        </>
      )}
      {(settled(analysis) || done > 0) && <ExportMenu analysis={analysis} />}
      {settled(analysis) && (
        <a class="button" href={runAgainAddress(analysis)}>
          <Icon of={RotateCcw} size={14} />
          Run again
        </a>
      )}
      {asking === "rename" && (
        <Rename
          name={analysis.name}
          onClose={() => setAsking(null)}
          onSave={async (name) => onAnswer(await api.changeAnalysis(analysis.id, { name }))}
        />
      )}
      {asking === "cancel" && (
        <FormDialog
          title="Cancel this analysis"
          action="Cancel the analysis"
          danger
          onClose={() => setAsking(null)}
          onSubmit={() => steer("cancel")}
        >
          <p>
            {plural(done, "content")} of {count(itemsTotal)} are done and stay readable. The rest is not analyzed, and a
            cancelled analysis cannot go on. To stop for a while, pause it.
          </p>
        </FormDialog>
      )}
      {asking === "delete" && (
        <FormDialog
          title="Delete this analysis"
          action="Delete the analysis"
          danger
          onClose={() => setAsking(null)}
          onSubmit={async () => {
            await api.deleteAnalysis(analysis.id);
            say(`${analysis.name} is deleted`);
            go(`/datasets/${analysis.datasetId}`, true);
          }}
        >
          <p>Its {plural(done, "result")} go with it; the contents stay. This cannot be undone.</p>
        </FormDialog>
      )}
    </>
  );
}

function keepTitle({ pinned, expiresAt }: Analysis): string {
  if (pinned) return "Kept: it does not expire";
  return expiresAt === null ? "Keep it, so that it does not expire" : `Keep it: it expires ${dateTime(expiresAt)}`;
}

function Rename(props: { name: string; onSave: (name: string) => Promise<void>; onClose: () => void }) {
  const [name, setName] = useState(props.name);
  const field = useId();
  return (
    <FormDialog
      title="Rename this analysis"
      action="Rename"
      ready={name.trim() !== ""}
      onSubmit={() => props.onSave(name.trim())}
      onClose={props.onClose}
    >
      <div class="field">
        <label for={field}>Name</label>
        <input
          id={field}
          class="input"
          maxLength={200}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
    </FormDialog>
  );
}
