import { useState } from "preact/hooks";
import type { Model } from "../../worker/contract/model.ts";
import type { Provider } from "../../worker/contract/provider.ts";
import { api } from "../api.ts";
import { useDraft } from "../draft.ts";
import { plural } from "../format.ts";
import { useLoad } from "../load.ts";
import { draftPrices, firstDraft, type ModelDraft, offeredModels } from "../offered-models.ts";
import { asApiError } from "../problem.ts";
import { ModelChoice } from "./model-choice.tsx";
import { Panel } from "./panel.tsx";

interface ModelsInUseProps {
  provider: Provider;
  /** What the button says. */
  action: string;
  onSaved: (provider: Provider) => void;
}

/** Chooses the models of a provider and enters the prices that nobody knows, then saves both. */
export function ModelsInUse(props: ModelsInUseProps) {
  const load = useLoad("models", (signal) => api.models({}, signal));
  return (
    <Panel load={load} what="what is known of these models" lines={6}>
      {(models) => <Chooser {...props} models={models} />}
    </Panel>
  );
}

function Chooser({ provider, action, onSaved, models }: ModelsInUseProps & { models: Model[] }) {
  const offered = offeredModels(provider, models);
  const [draft, keep, forget] = useDraft<ModelDraft>(`models ${provider.id} ${provider.foundAt}`, () =>
    firstDraft(provider, offered),
  );
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const unknown = offered.filter(
    ({ id, prices }) => draft.chosen.includes(id) && prices === null && (draft.prices[id]?.input ?? "") === "",
  );
  const save = async (): Promise<void> => {
    const prices = draftPrices(provider.prices, draft.prices);
    if (typeof prices === "string") {
      setFault(`The price of ${prices} needs both numbers, in dollars per million tokens.`);
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      const changed = await api.changeProvider(provider.id, { models: draft.chosen, prices });
      forget();
      onSaved(changed);
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
  };
  return (
    <div class="stack">
      <ModelChoice offered={offered} draft={draft} ownPrices={Object.keys(provider.prices)} onDraft={keep} />
      {unknown.length > 0 && (
        <p class="small quiet">
          The price of {plural(unknown.length, "model")} is unknown. It can be used all the same; what it costs is then
          told as unknown, and a limit in dollars refuses it.
        </p>
      )}
      {fault !== null && (
        <p class="note error" role="alert">
          {fault}
        </p>
      )}
      <div class="actions">
        <button
          type="button"
          class="button primary"
          disabled={busy || draft.chosen.length === 0}
          onClick={() => void save()}
        >
          {action}
        </button>
        {draft.chosen.length === 0 && <span class="small quiet">Choose at least one</span>}
      </div>
    </div>
  );
}
