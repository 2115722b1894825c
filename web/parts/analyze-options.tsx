import type { Model } from "../../worker/contract/model.ts";
import { readFallbacks } from "../chain.ts";
import { numberOptions } from "../options.ts";
import { useTyped } from "../typed.ts";
import { NumberField } from "./number-field.tsx";
import { VectorChoice } from "./vector-choice.tsx";

/** Everything that has a default, in the URL. */
export function AnalyzeOptions(props: {
  /** Those that can be asked. */
  models: Model[];
  query: Record<string, string>;
  change: (changes: Record<string, string | undefined>) => void;
}) {
  const { models, query, change } = props;
  const hedged = readFallbacks(query).length > 0;
  return (
    <div class="options">
      <div class="field">
        <label for="option-name">Name</label>
        <input
          id="option-name"
          class="input"
          maxLength={200}
          {...useTyped(query.name ?? "", (name) => change({ name }))}
        />
        <span class="hint">Left empty, it is “template · dataset”</span>
      </div>
      <div class="field">
        <label for="option-sync">Streams agree on labels</label>
        <select
          id="option-sync"
          class="input"
          value={query.sync ?? "round"}
          onChange={(event) => change({ sync: event.currentTarget.value === "round" ? undefined : "continuous" })}
        >
          <option value="round">After each round (default)</option>
          <option value="continuous">All the time</option>
        </select>
        <span class="hint">Rounds are repeatable; all the time is faster</span>
      </div>
      {numberOptions.map((option) => (
        <NumberField
          key={option.name}
          option={option}
          value={query[option.name] ?? ""}
          onTyped={(typed) => change({ [option.name]: typed })}
        />
      ))}
      <VectorChoice
        models={models}
        chosen={query.embed ?? ""}
        idle={query.cluster === "0"}
        onChoose={(model) => change({ embed: model === "" ? undefined : model })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={query.cluster !== "0"}
          onChange={(event) => change({ cluster: event.currentTarget.checked ? undefined : "0" })}
        />
        <span>
          Group into clusters <span class="quiet small">(on)</span>
        </span>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={query.redact === "1"}
          onChange={(event) => change({ redact: event.currentTarget.checked ? "1" : undefined })}
        />
        <span>
          Replace personal data before a model reads it{" "}
          <span class="quiet small">(e-mail, numbers, addresses, names that are introduced)</span>
        </span>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={query.hedge === "1" && hedged}
          disabled={!hedged}
          onChange={(event) => change({ hedge: event.currentTarget.checked ? "1" : undefined })}
        />
        <span>
          Hedge{" "}
          <span class="quiet small">
            {hedged
              ? "(off): a second model is asked where the first is slow to begin; faster, for up to twice the money"
              : "(off): needs a fallback model"}
          </span>
        </span>
      </label>
    </div>
  );
}
