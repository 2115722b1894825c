import { Pencil, Split } from "lucide";
import { useState } from "preact/hooks";
import type { Label } from "../../worker/contract/labels.ts";
import { count, plural } from "../format.ts";
import { Icon } from "./icon.tsx";

/** One label in the editor, with what can be done to it. `data-does` names the buttons for whoever gives focus back. */
export function LabelRow(props: {
  label: Label;
  /** Folded words by which it was found. */
  also: string[];
  chosen: boolean;
  busy: boolean;
  onTick: () => void;
  onRename: () => void;
  onSplit: () => void;
}) {
  const { label, also, chosen, busy } = props;
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
        data-does="rename"
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
          data-does="split"
          aria-label={`Split ${label.label}`}
          title={`Split off one of ${plural(label.aliases.length, "word")}`}
          disabled={busy}
          onClick={props.onSplit}
        >
          <Icon of={Split} size={14} />
        </button>
      )}
      {also.length > 0 && (
        <p class="small quiet also" dir="auto">
          also said: {also.join(", ")}
        </p>
      )}
    </div>
  );
}

/** The name of a label as a field, in its row. Esc leaves the field, not the dialog around it. */
export function LabelRename(props: { label: string; onRename: (to: string) => void; onCancel: () => void }) {
  const { label, onRename, onCancel } = props;
  const [to, setTo] = useState(label);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (to.trim() === label) onCancel();
        else onRename(to.trim());
      }}
      onKeyDown={(event) => leaveOnEscape(event, onCancel)}
    >
      <input
        class="input"
        aria-label={`New name of ${label}`}
        value={to}
        maxLength={80}
        ref={takeFocus}
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

/** One function for good: a new one at each drawing would be called at each, and take the focus from what has it. */
function takeFocus(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}

/** The words that were folded into a label: each can stand on its own again. */
export function LabelWords(props: {
  label: Label;
  busy: boolean;
  onSplit: (alias: string) => void;
  onCancel: () => void;
}) {
  const { label, busy, onSplit, onCancel } = props;
  return (
    <ul
      class="chips"
      aria-label={`Words folded into ${label.label}`}
      onKeyDown={(event) => leaveOnEscape(event, onCancel)}
    >
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

function leaveOnEscape(event: KeyboardEvent, leave: () => void): void {
  if (event.key !== "Escape") return;
  event.preventDefault();
  leave();
}
