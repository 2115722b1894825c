import type { Model } from "../../worker/contract/model.ts";
import { money } from "../format.ts";
import { vectorModels } from "../vector-models.ts";

interface VectorChoiceProps {
  /** Those that can be asked. */
  models: Model[];
  /** Empty for the built-in ones. */
  chosen: string;
  /** Nothing is clustered. */
  idle: boolean;
  onChoose: (model: string) => void;
}

/** On whose vectors clusters rest: the built-in ones, or those of a provider's model. */
export function VectorChoice({ models, chosen, idle, onChoose }: VectorChoiceProps) {
  const offered = vectorModels(models);
  const gone = chosen !== "" && !offered.some(({ id }) => id === chosen);
  return (
    <div class="field">
      <label for="option-embed">Clusters rest on</label>
      <select
        id="option-embed"
        class="input"
        value={chosen}
        disabled={idle}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        <option value="">Built-in word statistics (default)</option>
        {offered.map(({ id, prices }) => (
          <option key={id} value={id}>
            {id}
            {prices === null ? "" : `, ${money(prices.input)} per million tokens`}
          </option>
        ))}
        {gone && <option value={chosen}>{chosen}, not offered by any provider</option>}
      </select>
      <span class="hint">
        {offered.length === 0 ? (
          <>
            None of your providers offers an embedding model yet. Add one at <a href="/providers">Providers</a>, and
            tick its embedding model there.
          </>
        ) : (
          "A provider’s vectors group by meaning where words differ"
        )}
      </span>
    </div>
  );
}
