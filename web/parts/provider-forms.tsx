import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import type { Provider, ProviderLimits, ProviderPatch } from "../../worker/contract/provider.ts";
import { asApiError } from "../problem.ts";
import { KeyField, keyForm } from "./key-field.tsx";

interface FormProps {
  provider: Provider;
  onSave: (patch: ProviderPatch) => Promise<void>;
}

/** One matter in a card with a button of its own. */
function SaveCard(props: {
  title: string;
  action: string;
  ready: boolean;
  onSave: () => Promise<void>;
  children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const title = useId();
  const save = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await props.onSave();
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
  };
  return (
    <section class="card" aria-labelledby={title}>
      <div class="card-head">
        <h2 id={title}>{props.title}</h2>
      </div>
      <form
        class="card-body stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && props.ready) void save();
        }}
      >
        {props.children}
        {fault !== null && (
          <p class="note error" role="alert">
            {fault}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="button" disabled={busy || !props.ready}>
            {props.action}
          </button>
        </div>
      </form>
    </section>
  );
}

export function NameForm({ provider, onSave }: FormProps) {
  const [name, setName] = useState(provider.name);
  const [active, setActive] = useState(provider.active);
  const [priority, setPriority] = useState(String(provider.priority));
  const place = Number(priority);
  const fits = priority.trim() !== "" && Number.isInteger(place) && place >= 0 && place <= 1000;
  const field = useId();
  return (
    <SaveCard
      title="Name and order"
      action="Save"
      ready={name.trim() !== "" && fits}
      onSave={() => onSave({ name: name.trim(), active, priority: place })}
    >
      <label class="check">
        <input type="checkbox" checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
        <span>
          On <span class="quiet small">(off: it is asked nothing until it is on again)</span>
        </span>
      </label>
      <div class="field">
        <label for={`${field}n`}>Name</label>
        <input
          id={`${field}n`}
          class="input"
          maxLength={60}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <span class="hint">Its models go on being called {provider.slug}/…</span>
      </div>
      <div class="field">
        <label for={`${field}p`}>Priority</label>
        <input
          id={`${field}p`}
          class="input"
          type="number"
          inputMode="numeric"
          min={0}
          max={1000}
          value={priority}
          aria-invalid={!fits}
          onInput={(event) => setPriority(event.currentTarget.value)}
        />
        <span class={fits ? "hint" : "fault"}>
          {fits ? "0 is asked first, where several could answer" : "A whole number from 0 to 1,000"}
        </span>
      </div>
    </SaveCard>
  );
}

export function KeyForm({ provider, onSave }: FormProps) {
  const [key, setKey] = useState("");
  return (
    <SaveCard
      title={provider.hasKey ? "Replace the key" : "Key"}
      action={provider.hasKey ? "Replace the key" : "Save the key"}
      ready={key.trim() !== ""}
      onSave={async () => {
        await onSave({ apiKey: key.trim() });
        setKey("");
      }}
    >
      <KeyField
        value={key}
        needed={!provider.hasKey}
        saved={provider}
        help={
          [provider.hasKey ? "The old key is forgotten at once." : undefined, keyForm(provider.type)]
            .filter((part) => part !== undefined)
            .join(" ") || undefined
        }
        onType={setKey}
      />
    </SaveCard>
  );
}

export function AddressForm({ provider, onSave }: FormProps) {
  const [address, setAddress] = useState(provider.baseUrl);
  const [key, setKey] = useState("");
  const field = useId();
  const moved = address.trim() !== provider.baseUrl;
  return (
    <SaveCard
      title="Address"
      action="Change the address"
      ready={moved && address.trim() !== ""}
      onSave={async () => {
        await onSave({ baseUrl: address.trim(), ...(key.trim() === "" ? {} : { apiKey: key.trim() }) });
        setKey("");
      }}
    >
      <div class="field">
        <label for={field}>Address</label>
        <input
          id={field}
          class="input mono"
          autocomplete="off"
          spellcheck={false}
          inputMode="url"
          value={address}
          onInput={(event) => setAddress(event.currentTarget.value)}
        />
        <span class="hint">
          Another address voids the saved key and what was found with it: a key is never sent where it was not entered
          for.
        </span>
      </div>
      {moved && (
        <KeyField
          value={key}
          needed={provider.hasKey}
          help={provider.hasKey ? "Enter the key for the new address." : undefined}
          onType={setKey}
        />
      )}
    </SaveCard>
  );
}

const limitFields: { name: keyof ProviderLimits; label: string }[] = [
  { name: "requestsPerMinute", label: "Requests a minute" },
  { name: "tokensPerMinute", label: "Tokens a minute" },
  { name: "concurrency", label: "Calls at the same time" },
];

export function LimitsForm({ provider, onSave }: FormProps) {
  const [typed, setTyped] = useState(() =>
    Object.fromEntries(limitFields.map(({ name }) => [name, String(provider.limits[name] ?? "")])),
  );
  const field = useId();
  const limitOf = (name: keyof ProviderLimits): number | undefined => {
    const text = (typed[name] ?? "").trim();
    return text === "" ? undefined : Number(text);
  };
  const fits = (name: keyof ProviderLimits): boolean => {
    const value = limitOf(name);
    if (value === undefined) return true;
    return value > 0 && (name !== "concurrency" || (Number.isInteger(value) && value <= 1000));
  };
  const limits = (): ProviderLimits =>
    Object.fromEntries(limitFields.map(({ name }) => [name, limitOf(name)]).filter(([, value]) => value !== undefined));
  return (
    <SaveCard
      title="Limits"
      action="Save the limits"
      ready={limitFields.every(({ name }) => fits(name))}
      onSave={() => onSave({ limits: limits() })}
    >
      <div class="three">
        {limitFields.map(({ name, label }) => (
          <div key={name} class="field">
            <label for={`${field}${name}`}>{label}</label>
            <input
              id={`${field}${name}`}
              class="input"
              inputMode="numeric"
              autocomplete="off"
              placeholder="no limit"
              aria-invalid={!fits(name)}
              value={typed[name] ?? ""}
              onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
            />
          </div>
        ))}
      </div>
      <span class="small quiet">
        Left empty, the provider’s own answers say how much there is left; a limit here is kept before it is asked.
      </span>
    </SaveCard>
  );
}
