import { Merge, Pencil, Split, Undo2 } from "lucide";
import { useState } from "preact/hooks";
import type { Label, LabelsPatch, LabelsReply, MadeLabelEdit } from "../../worker/contract/labels.ts";
import { api } from "../api.ts";
import { count, dateTime, facetName, plural } from "../format.ts";
import { asApiError } from "../problem.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";

/** Labels of one facet changed by hand: rename in place, merge what is ticked, split off words, undo. Applied at once. */
export function LabelEditor(props: {
  analysisId: string;
  facet: string;
  labels: LabelsReply;
  onChange: (labels: LabelsReply) => void;
  onClose: () => void;
}) {
  const { analysisId, facet, labels, onChange, onClose } = props;
  const [chosen, setChosen] = useState<string[]>([]);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [splitting, setSplitting] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const list = labels.facets[facet] ?? [];
  const edits = (labels.edits ?? []).filter((edit) => edit.facet === facet);
  const standing = edits.filter(({ undoneAt }) => undoneAt === null);

  const change = async (patch: LabelsPatch): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      onChange(await api.changeLabels(analysisId, patch));
      setChosen([]);
      setRenaming(null);
      setSplitting(null);
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
  };
  const tick = (label: string): void =>
    setChosen(chosen.includes(label) ? chosen.filter((one) => one !== label) : [...chosen, label]);

  return (
    <Dialog title={`Labels of ${facetName(facet)}`} onClose={onClose}>
      {fault !== null && (
        <p class="note error" role="alert">
          {fault}
        </p>
      )}
      <ul class="label-editor" aria-label="Labels" aria-busy={busy}>
        {list.map((label) => (
          <li key={label.label}>
            {renaming === label.label ? (
              <Rename
                label={label.label}
                onRename={(to) => void change({ facet, rename: { from: label.label, to } })}
                onCancel={() => setRenaming(null)}
              />
            ) : (
              <LabelRow
                label={label}
                chosen={chosen.includes(label.label)}
                busy={busy}
                onTick={() => tick(label.label)}
                onRename={() => setRenaming(label.label)}
                onSplit={() => setSplitting(splitting === label.label ? null : label.label)}
              />
            )}
            {splitting === label.label && (
              <Words
                label={label}
                busy={busy}
                onSplit={(alias) => void change({ facet, split: { label: label.label, aliases: [alias] } })}
              />
            )}
          </li>
        ))}
      </ul>
      {chosen.length > 1 && (
        <p class="row">
          <span class="small">Merge {chosen.length} labels into</span>
          {chosen.map((into) => (
            <button
              key={into}
              type="button"
              class="button"
              disabled={busy}
              onClick={() => void change({ facet, merge: { labels: chosen, into } })}
            >
              <Icon of={Merge} size={14} />
              {into}
            </button>
          ))}
        </p>
      )}
      <History edits={edits} />
      <button
        type="button"
        class="button"
        disabled={busy || standing.length === 0}
        onClick={() => void change({ undo: standing.at(-1)?.id ?? true })}
      >
        <Icon of={Undo2} size={14} />
        Undo the last change
      </button>
      <p class="small quiet">
        Results and counts follow at once; names of clusters and written insights stay. Analyses based on this one begin
        with these words.
      </p>
    </Dialog>
  );
}

function LabelRow(props: {
  label: Label;
  chosen: boolean;
  busy: boolean;
  onTick: () => void;
  onRename: () => void;
  onSplit: () => void;
}) {
  const { label, chosen, busy } = props;
  return (
    <div class="row">
      <label class="check">
        {/* Never disabled: the list scrolls, and the keyboard must always find something in it. */}
        <input type="checkbox" checked={chosen} onChange={props.onTick} />
        <span dir="auto">{label.label}</span>
      </label>
      <span class="small quiet">{count(label.count)}</span>
      {label.origin === "hand" && <span class="badge">by hand</span>}
      <button
        type="button"
        class="icon-button"
        aria-label={`Rename ${label.label}`}
        title="Rename"
        disabled={busy}
        onClick={props.onRename}
      >
        <Icon of={Pencil} size={14} />
      </button>
      {label.aliases.length > 0 && (
        <button
          type="button"
          class="icon-button"
          aria-label={`Split ${label.label}`}
          title={`Split off one of ${plural(label.aliases.length, "word")}`}
          disabled={busy}
          onClick={props.onSplit}
        >
          <Icon of={Split} size={14} />
        </button>
      )}
    </div>
  );
}

function Rename({
  label,
  onRename,
  onCancel,
}: {
  label: string;
  onRename: (to: string) => void;
  onCancel: () => void;
}) {
  const [to, setTo] = useState(label);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (to.trim() === label) onCancel();
        else onRename(to.trim());
      }}
      onKeyDown={(event) => {
        // Esc leaves the field, not the dialog around it.
        if (event.key !== "Escape") return;
        event.preventDefault();
        onCancel();
      }}
    >
      <input
        class="input"
        aria-label={`New name of ${label}`}
        value={to}
        maxLength={80}
        ref={(input) => input?.focus()}
        onInput={(event) => setTo(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={to.trim() === ""}>
        Rename
      </button>
      <button type="button" class="button plain" onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}

/** The words that were folded into a label: each can stand on its own again. */
function Words({ label, busy, onSplit }: { label: Label; busy: boolean; onSplit: (alias: string) => void }) {
  return (
    <ul class="chips" aria-label={`Words folded into ${label.label}`}>
      {label.aliases.map((alias) => (
        <li key={alias}>
          <button type="button" class="chip" disabled={busy} onClick={() => onSplit(alias)}>
            {alias}
          </button>
        </li>
      ))}
    </ul>
  );
}

function History({ edits }: { edits: MadeLabelEdit[] }) {
  if (edits.length === 0) return null;
  return (
    <details>
      <summary class="small">{plural(edits.length, "change")} by hand</summary>
      <ol class="small">
        {edits.map(({ id, edit, at, undoneAt }) => (
          <li key={id}>
            {editInWords(edit)} <span class="quiet">{dateTime(at)}</span>
            {undoneAt !== null && <span class="badge">taken back</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

function editInWords(edit: MadeLabelEdit["edit"]): string {
  if ("rename" in edit) return `“${edit.rename.from}” renamed to “${edit.rename.to}”`;
  if ("merge" in edit)
    return `${edit.merge.labels.map((one) => `“${one}”`).join(", ")} merged into “${edit.merge.into}”`;
  return `${edit.split.aliases.map((one) => `“${one}”`).join(", ")} split from “${edit.split.label}”`;
}
