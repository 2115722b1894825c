import { ChevronRight, Plug } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { Model } from "../../worker/contract/model.ts";
import { type Quotes, quoteOf } from "../estimates.ts";
import { compact, count, duration, plural } from "../format.ts";
import { byProvider, endWords, filterModels, unfit } from "../model-order.ts";
import { jobPrice, jobPriceRange } from "../price-words.ts";
import { Icon } from "./icon.tsx";

interface ModelPickerProps {
  /** Those that can be asked, retired ones too. */
  models: Model[];
  names: Map<string, string>;
  chosen: string;
  quotes: Quotes;
  /** Told which of them that can be used are in view. */
  onShow: (models: string[]) => void;
  onChoose: (model: string) => void;
}

/** More than these of one provider are shown on demand. */
const shownAtFirst = 6;
const searchedFrom = 10;
const builtIn = "local";

/** So many providers stand open, and the chosen one's; the others open by a click, or where a search finds in them. */
const openAtFirst = 2;

/** The first of each provider, the chosen one, and all where that was asked for. */
function shownModels(groups: ReturnType<typeof byProvider>, chosen: string, all: string[]): Model[] {
  return groups.flatMap(({ provider, models: list }) =>
    all.includes(provider) ? list : list.filter(({ id }, place) => place < shownAtFirst || id === chosen),
  );
}

/** Who reads: every model grouped by its provider, each with price and time for this very job. */
export function ModelPicker({ models, names, chosen, quotes, onShow, onChoose }: ModelPickerProps) {
  const [q, setQ] = useState("");
  const [all, setAll] = useState<string[]>([]);
  const [turned, setTurned] = useState(new Map<string, boolean>());
  const found = filterModels(models, { q });
  const groups = byProvider(found);
  const isOpen = (provider: string, place: number, list: Model[]): boolean =>
    q !== "" || (turned.get(provider) ?? (place < openAtFirst || list.some(({ id }) => id === chosen)));
  const open = groups.filter(({ provider, models: list }, place) => isOpen(provider, place, list));
  const inView = shownModels(open, chosen, all);
  const shown = new Set(inView.map(({ id }) => id));
  const usable = inView
    .filter((model) => unfit(model) === null)
    .map(({ id }) => id)
    .join(" ");
  useEffect(() => onShow(usable.split(" ").filter((id) => id !== "")), [usable, onShow]);
  const others = models.some(({ provider }) => provider !== builtIn);
  return (
    <div class="stack">
      {models.length > searchedFrom && (
        <input
          class="input"
          type="search"
          aria-label="Search the models"
          placeholder="Search the models"
          value={q}
          onInput={(event) => setQ(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
      )}
      <p class="unseen" role="status">
        {q !== "" && `${plural(found.length, "model")} found`}
      </p>
      {groups.map((group) => (
        <details
          key={group.provider}
          class="card pick-group"
          open={open.includes(group)}
          onToggle={(event) => {
            const now = event.currentTarget.open;
            if (q === "" && now !== open.includes(group)) setTurned(new Map(turned).set(group.provider, now));
          }}
        >
          <summary class="card-head">
            <h2>
              <Icon of={ChevronRight} />
              {group.provider === builtIn ? "Built in" : (names.get(group.provider) ?? group.provider)}
            </h2>
            <span class="small quiet">
              {group.provider !== builtIn && <span class="mono">{group.provider}/… · </span>}
              {plural(group.models.length, "model")}
            </span>
          </summary>
          <ul>
            {group.models
              .filter(({ id }) => shown.has(id))
              .map((model) => (
                <li key={model.id}>
                  <Pick
                    model={model}
                    chosen={model.id === chosen}
                    {...quoteOf(quotes, model.id)}
                    onChoose={() => onChoose(model.id)}
                  />
                </li>
              ))}
          </ul>
          {open.includes(group) && group.models.some(({ id }) => !shown.has(id)) && (
            <button type="button" class="button plain more-models" onClick={() => setAll([...all, group.provider])}>
              Show all {count(group.models.length)}
            </button>
          )}
        </details>
      ))}
      {found.length === 0 && <p class="quiet">No model is called like “{q}”.</p>}
      {!others && (
        <p class="note">
          <Icon of={Plug} />
          <span>
            To have a language model read them, <a href="/providers/new">set up a provider</a>: a vendor with your key,
            or a server of your own.
          </span>
        </p>
      )}
    </div>
  );
}

function Pick(props: { model: Model; chosen: boolean; onChoose: () => void } & ReturnType<typeof quoteOf>) {
  const { model, chosen, quote, old, onChoose } = props;
  const own = unfit(model);
  const refusal = own ?? (quote !== undefined && "refusal" in quote ? quote.refusal : null);
  const ends = endWords(model.lifecycle);
  const estimate = quote !== undefined && "costUsd" in quote ? quote : undefined;
  const range = estimate && jobPriceRange(estimate);
  return (
    <div class={`pick ${old && own === null ? "outdated" : ""}`} aria-busy={old && own === null}>
      <label class={refusal === null ? "" : "unfit"}>
        <input
          type="radio"
          name="model"
          checked={chosen}
          disabled={own !== null || (refusal !== null && !old)}
          onChange={onChoose}
        />
        <span class="pick-name">
          <b>{model.name}</b>
          {model.id.endsWith(`/${model.name}`) ? null : <span class="mono small quiet">{model.id}</span>}
          {model.provider === builtIn && (
            <span class="small quiet">
              Word statistics on this server: free, offline, the same answer every time. It is no language model: its
              labels are key phrases, its summaries quoted sentences.
            </span>
          )}
          {refusal !== null ? (
            <span class="small refusal">{refusal}</span>
          ) : (
            ends !== null && <span class="badge warn wrap">{ends}</span>
          )}
        </span>
        <span class="pick-facts">
          {model.contextTokens !== null && model.provider !== builtIn && (
            <span class="small quiet">{compact(model.contextTokens)} context</span>
          )}
          {estimate !== undefined && refusal === null && (
            <>
              <strong class={estimate.costKnown ? "" : "unknown"}>{jobPrice(estimate)}</strong>
              <span class="small quiet">about {duration(estimate.seconds.mid)}</span>
            </>
          )}
          {quote === undefined && refusal === null && <span class="small quiet">reckoning…</span>}
        </span>
      </label>
      {estimate !== undefined && refusal === null && model.provider !== builtIn && (
        <details>
          <summary class="small quiet">Range and assumptions</summary>
          <ul class="small quiet plain-list">
            {range !== null && range !== undefined && <li>{range}</li>}
            <li>
              {duration(estimate.seconds.low)} to {duration(estimate.seconds.high)}, {plural(estimate.calls, "call")}
            </li>
            {estimate.assumptions.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
