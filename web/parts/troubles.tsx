import { Unplug } from "lucide";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { api } from "../api.ts";
import { askedModels } from "../asked-models.ts";
import { useLoad } from "../load.ts";
import { useNow } from "../now.ts";
import { troublesOf } from "../trouble.ts";
import { Icon } from "./icon.tsx";

const lookEvery = 5000;

/** While a job runs: which of the models that it asks do not answer now, and when they are tried again. */
export function Troubles({ analysis }: { analysis: Analysis }) {
  const chain = askedModels(analysis);
  if (chain.length === 0 || (analysis.status !== "running" && analysis.status !== "pending")) return null;
  return <Lines chain={chain} />;
}

function Lines({ chain }: { chain: string[] }) {
  const health = useLoad(
    "health of the chain",
    (signal) => api.providersHealth(signal),
    () => lookEvery,
  );
  const now = useNow();
  const troubles = troublesOf(health.data ?? [], chain, now);
  return (
    <>
      <p class="unseen" role="status">
        {troubles.map(({ model }) => `${model} is in trouble.`).join(" ")}
      </p>
      {troubles.length > 0 && (
        <div class="note warn">
          <Icon of={Unplug} />
          <div>
            {troubles.map(({ model, words }) => (
              <p key={model}>
                <strong class="mono">{model}</strong> {words}
              </p>
            ))}
          </div>
          <a class="button" href="/providers">
            Providers
          </a>
        </div>
      )}
    </>
  );
}
