import { ArrowDown, ArrowUp, X } from "lucide";
import { useRef, useState } from "preact/hooks";
import type { Model } from "../../worker/contract/model.ts";
import { fallbacksAtMost, fallbackText, moved, readFallbacks, readStrategy, strategies } from "../chain.ts";
import { isLexical } from "../model-name.ts";
import { unfit } from "../model-order.ts";
import { Icon } from "./icon.tsx";

interface FallbacksProps {
  models: Model[];
  /** Who is asked first. */
  model: string;
  query: Record<string, string>;
  change: (changes: Record<string, string | undefined>) => void;
}

/** Who answers when the model can't: an ordered list, how one of the chain is chosen, and what to do when none can. */
export function Fallbacks({ models, model, query, change }: FallbacksProps) {
  const chain = readFallbacks({ ...query, model });
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const left = models.filter(
    (one) => one.id !== model && !isLexical(one.id) && !chain.includes(one.id) && unfit(one) === null,
  );
  const write = (names: string[], words: string): void => {
    change({ fallback: fallbackText(names) });
    setSaid(words);
  };
  const move = (place: number, by: -1 | 1): void => {
    write(moved(chain, place, by), `${chain[place] ?? ""} is now number ${place + by + 1}`);
    // The button that was pressed moves with its row; the focus goes with it.
    requestAnimationFrame(() => {
      const row = list.current?.children[place + by];
      const buttons = [...(row?.querySelectorAll("button") ?? [])].filter((button) => !button.disabled);
      (buttons.find((button) => button.dataset.by === String(by)) ?? buttons[0])?.focus();
    });
  };
  const strategy = readStrategy(query);
  return (
    <div class="card card-body stack">
      {chain.length > 0 && (
        <ol class="chain" ref={list} aria-label="Fallback models">
          {chain.map((name, place) => (
            <li
              key={name}
              onKeyDown={(event) => {
                if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
                event.preventDefault();
                const by = event.key === "ArrowUp" ? -1 : 1;
                if (place + by >= 0 && place + by < chain.length) move(place, by);
              }}
            >
              <span class="quiet">{place + 1}</span>
              <span class="mono clip" title={name}>
                {name}
                {!models.some(({ id }) => id === name) && <span class="refusal"> not offered by any provider</span>}
              </span>
              <button
                type="button"
                class="icon-button"
                data-by="-1"
                aria-label={`Move ${name} up`}
                title="Up (Alt + ↑)"
                disabled={place === 0}
                onClick={() => move(place, -1)}
              >
                <Icon of={ArrowUp} size={14} />
              </button>
              <button
                type="button"
                class="icon-button"
                data-by="1"
                aria-label={`Move ${name} down`}
                title="Down (Alt + ↓)"
                disabled={place === chain.length - 1}
                onClick={() => move(place, 1)}
              >
                <Icon of={ArrowDown} size={14} />
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label={`Remove ${name}`}
                title="Remove"
                onClick={() => {
                  write(
                    chain.filter((one) => one !== name),
                    `${name} is removed`,
                  );
                  document.getElementById("next-fallback")?.focus();
                }}
              >
                <Icon of={X} size={14} />
              </button>
            </li>
          ))}
        </ol>
      )}
      <p class="unseen" role="status">
        {said}
      </p>
      {left.length > 0 && chain.length < fallbacksAtMost && (
        <select
          id="next-fallback"
          class="input"
          aria-label="Add a model that answers when the ones before it can’t"
          value=""
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            // It is in the list above from now on; the box goes back to its question.
            event.currentTarget.value = "";
            if (chosen !== "") write([...chain, chosen], `${chosen} is added`);
          }}
        >
          <option value="">Add a fallback…</option>
          {left.map((one) => (
            <option key={one.id} value={one.id}>
              {one.id}
            </option>
          ))}
        </select>
      )}
      {left.length === 0 && chain.length === 0 && (
        <p class="quiet">
          There is no other model that could step in. Give a provider more models, or add a second one.
        </p>
      )}
      <div class="two">
        {chain.length > 0 && (
          <div class="field">
            <label for="strategy">Who of them is asked</label>
            <select
              id="strategy"
              class="input"
              value={strategy}
              onChange={(event) =>
                change({ strategy: event.currentTarget.value === "priority" ? undefined : event.currentTarget.value })
              }
            >
              {strategies.map(({ value, word }) => (
                <option key={value} value={value}>
                  {word}
                </option>
              ))}
            </select>
            <span class="hint">{strategies.find(({ value }) => value === strategy)?.hint}</span>
          </div>
        )}
        <div class="field">
          <label for="down">When none can answer</label>
          <select
            id="down"
            class="input"
            value={query.down === "fallback" ? "fallback" : "pause"}
            onChange={(event) => change({ down: event.currentTarget.value === "pause" ? undefined : "fallback" })}
          >
            <option value="pause">Pause the analysis (default)</option>
            <option value="fallback">The built-in engine answers, marked</option>
          </select>
          <span class="hint">
            {query.down === "fallback" ? "Those results are marked as fallback" : "It goes on when you resume it"}
          </span>
        </div>
      </div>
    </div>
  );
}
