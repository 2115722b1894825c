import { useState } from "preact/hooks";
import { isOnThisMachine } from "../address.ts";
import type { Preset } from "../api.ts";

/** Not in the list of presets: any server that speaks one of the known ways. */
export const ownServer: Preset = {
  id: "own",
  name: "Another server",
  type: "openai-compatible",
  baseUrl: "",
  keyNeeded: false,
};

interface PresetChoiceProps {
  presets: Preset[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/** Whom to ask: cards to choose from, with a search. */
export function PresetChoice({ presets, chosen, onChoose }: PresetChoiceProps) {
  const [q, setQ] = useState("");
  const words = q.toLowerCase().split(/\s+/);
  const shown = [...presets, ownServer].filter((preset) =>
    words.every((word) => `${preset.name} ${preset.id} ${preset.type}`.toLowerCase().includes(word)),
  );
  return (
    <fieldset class="stack">
      <legend class="section">Who runs the models</legend>
      <input
        class="input"
        type="search"
        aria-label="Search the providers"
        placeholder="Search"
        value={q}
        onInput={(event) => setQ(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [only] = shown;
          if (event.key !== "Enter" || only === undefined) return;
          event.preventDefault();
          onChoose(only.id);
        }}
      />
      <p class="unseen" role="status">
        {shown.length} to choose from
      </p>
      <div class="preset-grid">
        {shown.map((preset) => (
          <button
            key={preset.id}
            type="button"
            class="preset"
            aria-pressed={preset.id === chosen}
            onClick={() => onChoose(preset.id)}
          >
            <b>{preset.name}</b>
            <span class="small quiet">{about(preset)}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 && (
        <p class="quiet">
          Nobody is called like “{q}”. Most servers speak the way of OpenAI: take “{ownServer.name}” and enter its
          address.
        </p>
      )}
    </fieldset>
  );
}

function about(preset: Preset): string {
  if (preset.id === ownServer.id) return "Enter its address";
  if (preset.baseUrl === "") return "Bound to the account it runs in";
  if (isOnThisMachine(preset.baseUrl)) return "A server of your own";
  return preset.baseUrl
    .replace(/^https:\/\//, "")
    .split("/", 1)
    .join("");
}
