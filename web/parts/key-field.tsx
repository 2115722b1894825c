import { useId } from "preact/hooks";
import type { Provider, ProviderType } from "../../worker/contract/provider.ts";

interface KeyFieldProps {
  value: string;
  needed: boolean;
  /** A provider that has a key already: it is never shown, only its last characters. */
  saved?: Pick<Provider, "hasKey" | "keyHint"> | undefined;
  help?: string | undefined;
  onType: (key: string) => void;
}

/** What else can be entered as a key, where a kind of provider takes more than one; undefined where not. */
export function keyForm(type: ProviderType): string | undefined {
  return type === "bedrock"
    ? "AWS credentials do too, as ACCESS_KEY_ID:SECRET, or ACCESS_KEY_ID:SECRET:SESSION_TOKEN where they are temporary."
    : undefined;
}

/** A key: it goes in and never comes out again. */
export function KeyField({ value, needed, saved, help, onType }: KeyFieldProps) {
  const field = useId();
  const old = saved?.hasKey ? (saved.keyHint === null ? "a key is saved" : `saved, ends in ${saved.keyHint}`) : null;
  return (
    <div class="field">
      <label for={field}>
        Key {old !== null ? <span class="quiet">({old})</span> : !needed && <span class="quiet">(may stay empty)</span>}
      </label>
      <input
        id={field}
        class="input mono"
        type="password"
        autocomplete="off"
        spellcheck={false}
        maxLength={4000}
        placeholder={old === null ? "" : "Leave empty to keep it"}
        aria-describedby={`${field}-help`}
        value={value}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      <span id={`${field}-help`} class="hint">
        {help === undefined ? "" : `${help} `}It is stored encrypted and shown to nobody again.
      </span>
    </div>
  );
}
