import { Zap } from "lucide";
import { useState } from "preact/hooks";
import type { Provider, ProviderType } from "../../worker/contract/provider.ts";
import { filledAddress, isOnThisMachine } from "../address.ts";
import type { Preset } from "../api.ts";
import { providerKind } from "../provider-kind.ts";
import { Icon } from "./icon.tsx";
import { KeyField, keyForm } from "./key-field.tsx";
import { ownServer } from "./preset-choice.tsx";

export interface Connection {
  name: string;
  type: ProviderType;
  /** Undefined where it has none of its own: Workers AI. */
  baseUrl: string | undefined;
  apiKey: string | undefined;
}

interface ConnectFormProps {
  preset: Preset;
  /** What was typed, kept in the URL; the key is not. */
  query: Record<string, string>;
  change: (changes: Record<string, string | undefined>) => void;
  /** Once it is saved. */
  provider: Provider | undefined;
  busy: boolean;
  /** It worked: the next thing to do stands further down. */
  done: boolean;
  onSubmit: (connection: Connection) => void;
}

const ownKinds: ProviderType[] = ["openai-compatible", "anthropic", "google", "bedrock"];

/** Name, address and key of a new provider; whatever was typed stays when the test fails. */
export function ConnectForm({ preset, query, change, provider, busy, done, onSubmit }: ConnectFormProps) {
  const [key, setKey] = useState("");
  const [editing, setEditing] = useState(query.address !== undefined);
  const own = preset.id === ownServer.id;
  const type = own ? (ownKinds.find((kind) => kind === query.kind) ?? "openai-compatible") : preset.type;
  const parts = preset.placeholders ?? [];
  const filled = own ? "" : filledAddress(preset, partsOf(query));
  const free = own || editing || isOnThisMachine(preset.baseUrl);
  const address = free && query.address !== undefined ? query.address : (filled ?? preset.baseUrl);
  const noAddress = preset.baseUrl === "" && !own;
  const moved = provider?.hasKey === true && provider.baseUrl !== address.replace(/\/+$/, "");
  const keyMissing = preset.keyNeeded && key.trim() === "" && (provider?.hasKey !== true || moved);
  const addressMissing = !noAddress && (free ? address.trim() === "" : filled === null);
  const name = query.name ?? preset.name;
  const missing = [
    name.trim() === "" ? "a name" : "",
    addressMissing ? (free ? "the address" : "the rest of the address") : "",
    keyMissing ? "the key" : "",
  ].filter((part) => part !== "");
  const submit = (): void => {
    if (busy || missing.length > 0) return;
    onSubmit({
      name: name.trim(),
      type,
      baseUrl: noAddress ? undefined : address.trim(),
      apiKey: key.trim() === "" ? undefined : key.trim(),
    });
  };
  return (
    <form
      class="card card-body stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="field">
        <label for="provider-name">Name</label>
        <input
          id="provider-name"
          class="input"
          maxLength={60}
          autocomplete="off"
          value={name}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
        <span class="hint">What its models are called by: name/model</span>
      </div>
      {own && (
        <div class="field">
          <label for="provider-kind">It speaks the way of</label>
          <select
            id="provider-kind"
            class="input"
            disabled={provider !== undefined}
            value={type}
            onChange={(event) => change({ kind: event.currentTarget.value })}
          >
            {ownKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kind === "openai-compatible" ? "OpenAI (most servers do)" : providerKind(kind)}
              </option>
            ))}
          </select>
        </div>
      )}
      {!free &&
        parts.map(({ part, label, example }) => (
          <div key={part} class="field">
            <label for={`part-${part}`}>{label}</label>
            <input
              id={`part-${part}`}
              class="input"
              autocomplete="off"
              spellcheck={false}
              placeholder={example}
              value={query[`part-${part}`] ?? ""}
              onInput={(event) => change({ [`part-${part}`]: event.currentTarget.value })}
            />
          </div>
        ))}
      {!noAddress && (
        <div class="field">
          <label for="provider-address">Address</label>
          <div class="with-button">
            <input
              id="provider-address"
              class="input mono"
              autocomplete="off"
              spellcheck={false}
              inputMode="url"
              placeholder="https://…/v1"
              readOnly={!free}
              value={address}
              onInput={(event) => change({ address: event.currentTarget.value })}
            />
            {!free && (
              <button
                type="button"
                class="button"
                onClick={() => {
                  setEditing(true);
                  change({ address: filled ?? preset.baseUrl });
                  document.getElementById("provider-address")?.focus();
                }}
              >
                Change
              </button>
            )}
          </div>
          <span class="hint">
            {type === "openai" || type === "openai-compatible"
              ? "As the vendor’s own tools take it, mostly with /v1 at its end"
              : "As the vendor’s own tools take it, without a version at its end"}
          </span>
        </div>
      )}
      {!noAddress && (
        <KeyField
          value={key}
          needed={preset.keyNeeded && provider?.hasKey !== true}
          saved={provider !== undefined && !moved ? provider : undefined}
          help={
            moved
              ? "Another address: the key saved for the old one counts no more. Enter it again."
              : [preset.keyHelp, keyForm(type)].filter((part) => part !== undefined).join(" ") || undefined
          }
          onType={setKey}
        />
      )}
      {noAddress && preset.keyHelp !== undefined && <p class="quiet">{preset.keyHelp}</p>}
      <div class="actions">
        <button
          type="submit"
          class={`button ${done ? "" : "primary"}`}
          disabled={busy || missing.length > 0}
          aria-describedby="connect-status"
        >
          <Icon of={Zap} size={14} />
          {busy ? "Saving and testing" : "Save and test"}
        </button>
        <span id="connect-status" class="small quiet" role="status">
          {busy
            ? "One small question is asked, by the way a job goes."
            : missing.length > 0
              ? `Enter ${missing.join(" and ")} first`
              : ""}
        </span>
      </div>
    </form>
  );
}

function partsOf(query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query)
      .filter(([name]) => name.startsWith("part-"))
      .map(([name, value]) => [name.slice("part-".length), value]),
  );
}
