import { X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { isTyping } from "../keys.ts";
import { asApiError } from "../problem.ts";
import { Icon } from "./icon.tsx";

/**
 * A modal on the native element: focus goes in, to a field if there is one, and back; Esc and a click beside close it. Keys
 * of the page do nothing meanwhile, but for `/`, which leads to the search in here.
 */
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>("form :is(input, textarea)")?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => event.target === element.current && props.onClose()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
        const search = element.current?.querySelector<HTMLElement>('input[type="search"]');
        if (!search) return;
        event.preventDefault();
        search.focus();
      }}
    >
      <div>
        <div style={{ display: "flex", alignItems: "flex-start", justifyContent: "space-between", gap: "12px" }}>
          <h2 id={title}>{props.title}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={props.onClose}>
            <Icon of={X} />
          </button>
        </div>
        {props.children}
      </div>
    </dialog>
  );
}

/** A form in a dialog: what fails is said inside it, and it stays open. */
export function FormDialog(props: {
  title: string;
  action: string;
  danger?: boolean;
  ready?: boolean;
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await props.onSubmit();
      props.onClose();
    } catch (error) {
      setFault(asApiError(error).message);
      setBusy(false);
    }
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && props.ready !== false) void submit();
        }}
      >
        {props.children}
        {fault !== null && (
          <p class="note error" role="alert">
            {fault}
          </p>
        )}
        <div class="actions">
          <button type="button" class="button plain" onClick={props.onClose}>
            {props.danger ? "Keep as it is" : "Cancel"}
          </button>
          <button
            type="submit"
            class={`button primary ${props.danger ? "danger" : ""}`}
            disabled={busy || props.ready === false}
          >
            {props.action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Deletion after typing the thing's name. */
export function DeleteDialog(props: {
  what: string;
  name: string;
  loses: string;
  onDelete: () => Promise<unknown>;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState("");
  const field = useId();
  return (
    <FormDialog
      title={`Delete this ${props.what}`}
      action={`Delete the ${props.what}`}
      danger
      ready={typed.trim() === props.name.trim()}
      onSubmit={props.onDelete}
      onClose={props.onClose}
    >
      <p>{props.loses} This cannot be undone.</p>
      <div class="field">
        <label for={field}>
          Type <strong>{props.name}</strong> to confirm
        </label>
        <input
          id={field}
          class="input"
          autocomplete="off"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
    </FormDialog>
  );
}
