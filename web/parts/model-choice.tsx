import { Plus } from "lucide";
import { useState } from "preact/hooks";
import { compact, count, plural } from "../format.ts";
import { endWords } from "../model-order.ts";
import type { ModelDraft, OfferedModel } from "../offered-models.ts";
import { readPrice, tokenPrice } from "../price-words.ts";
import { Icon } from "./icon.tsx";

interface ModelChoiceProps {
  offered: OfferedModel[];
  draft: ModelDraft;
  /** Models whose price was entered by hand: it can be changed. */
  ownPrices: string[];
  onDraft: (draft: ModelDraft) => void;
}

/** More than these are searched through. */
const searchedFrom = 12;

/** Which models of a provider are in use, and what those cost whose price nobody knows. */
export function ModelChoice({ offered, draft, ownPrices, onDraft }: ModelChoiceProps) {
  const [q, setQ] = useState("");
  const [name, setName] = useState("");
  const chosen = new Set(draft.chosen);
  const named = draft.chosen.filter((id) => !offered.some((model) => model.id === id));
  const all: OfferedModel[] = [
    ...named.map((id) => ({ id, name: id, contextTokens: null, prices: null, lifecycle: null, reason: null })),
    ...offered,
  ];
  const words = q.toLowerCase().split(/\s+/);
  const shown = all.filter((model) => words.every((word) => `${model.id} ${model.name}`.toLowerCase().includes(word)));
  const choose = (ids: string[], on: boolean): void => {
    const next = on ? [...new Set([...draft.chosen, ...ids])] : draft.chosen.filter((id) => !ids.includes(id));
    onDraft({ ...draft, chosen: next });
  };
  const add = (): void => {
    if (name.trim() === "") return;
    choose([name.trim()], true);
    setName("");
  };
  const usable = shown.filter(({ reason }) => reason === null).map(({ id }) => id);
  return (
    <div class="stack">
      <div class="choice-tools">
        <span class="small quiet" aria-live="polite">
          {count(draft.chosen.length)} of {plural(all.length, "model")} in use
        </span>
        {all.length > searchedFrom && (
          <input
            class="input"
            type="search"
            aria-label="Search the models"
            placeholder="Search the models"
            value={q}
            onInput={(event) => setQ(event.currentTarget.value)}
          />
        )}
        {shown.length > 1 && (
          <>
            <button type="button" class="chip" onClick={() => choose(usable, true)}>
              {q === "" ? "All" : "All of these"}
            </button>
            <button
              type="button"
              class="chip"
              onClick={() =>
                choose(
                  shown.map(({ id }) => id),
                  false,
                )
              }
            >
              {q === "" ? "None" : "None of these"}
            </button>
          </>
        )}
      </div>
      {shown.length === 0 && (
        <p class="quiet">
          {all.length === 0
            ? "This provider did not say which models it has. Name them below."
            : `No model is called like “${q}”.`}
        </p>
      )}
      <ul class="model-choice">
        {shown.map((model) => {
          const on = chosen.has(model.id);
          const open =
            on && (model.prices === null || ownPrices.includes(model.id) || draft.prices[model.id] !== undefined);
          return (
            <li key={model.id}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={on}
                  disabled={model.reason !== null && !on}
                  onChange={(event) => choose([model.id], event.currentTarget.checked)}
                />
                <span>
                  {model.name}
                  {model.name !== model.id && <span class="mono small quiet"> {model.id}</span>}
                  <span class="facts-line">
                    {model.contextTokens !== null && <span>{compact(model.contextTokens)} tokens of context</span>}
                    <span>
                      {tokenPrice(model.prices)}
                      {model.prices !== null && model.prices.input + model.prices.output > 0 && " per million tokens"}
                    </span>
                    <Ending model={model} />
                  </span>
                </span>
              </label>
              {open && (
                <PriceFields
                  model={model}
                  typed={draft.prices[model.id]}
                  onType={(price) => onDraft({ ...draft, prices: { ...draft.prices, [model.id]: price } })}
                />
              )}
            </li>
          );
        })}
      </ul>
      <div class="add-model">
        <input
          class="input mono"
          aria-label="A model that is not in the list"
          placeholder="A model that is not in the list"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" class="button" disabled={name.trim() === ""} onClick={add}>
          <Icon of={Plus} size={14} />
          Add it
        </button>
      </div>
    </div>
  );
}

function Ending({ model }: { model: OfferedModel }) {
  if (model.reason !== null) return <span class="badge error">{model.reason}</span>;
  const words = endWords(model.lifecycle && { note: null, ...model.lifecycle });
  return words === null ? null : <span class="badge warn">{words}</span>;
}

function PriceFields(props: {
  model: OfferedModel;
  typed: { input: string; output: string } | undefined;
  onType: (price: { input: string; output: string }) => void;
}) {
  const { model, onType } = props;
  const saved = { input: String(model.prices?.input ?? ""), output: String(model.prices?.output ?? "") };
  const typed = props.typed ?? saved;
  return (
    <fieldset class="price-fields" aria-label={`Price of ${model.name}`}>
      {(["input", "output"] as const).map((side) => (
        <label key={side}>
          <span class="small quiet">{side === "input" ? "$ in, per million" : "$ out, per million"}</span>
          <input
            class="input"
            inputMode="decimal"
            autocomplete="off"
            placeholder="unknown"
            aria-invalid={readPrice(typed[side]) === null}
            value={typed[side]}
            onInput={(event) => onType({ ...typed, [side]: event.currentTarget.value })}
          />
        </label>
      ))}
    </fieldset>
  );
}
