import type { ModelHealth, ProviderHealth } from "../worker/contract/provider.ts";
import { until } from "./countdown.ts";
import { count } from "./format.ts";
import { readModelName } from "./model-name.ts";

type Shut = Pick<ModelHealth, "circuit" | "reason" | "failuresInARow" | "nextProbeAt">;

/** Why a circuit is not closed, and when it is tried again. */
export function circuitWords({ circuit, reason, failuresInARow, nextProbeAt }: Shut, now: number): string {
  const times = failuresInARow > 1 ? ` ${count(failuresInARow)} times` : "";
  const why = reason === null ? "" : `${reason}${times}`;
  const open = nextProbeAt === null ? "" : `next probe ${until(nextProbeAt, now)}`;
  const probed = nextProbeAt !== null && Date.parse(nextProbeAt) > now;
  const probe = circuit === "open" ? open : probed ? "being probed now" : "the next call probes it";
  return [why, probe].filter((part) => part !== "").join("; ");
}

export interface Trouble {
  model: string;
  words: string;
}

const limited = /rate limit/i;

/** What is wrong with the models that a job asks; none while they are healthy. @param chain in the job's order */
export function troublesOf(health: ProviderHealth[], chain: string[], now: number): Trouble[] {
  return chain.flatMap((model) => {
    const provider = health.find(({ slug }) => slug === readModelName(model).provider);
    if (provider === undefined) return [];
    if (!provider.active) return [{ model, words: "is switched off" }];
    const seen = provider.models.find((one) => one.model === model);
    return seen === undefined ? [] : words(seen, now).map((said) => ({ model, words: said }));
  });
}

function words(seen: ModelHealth, now: number): string[] {
  const { circuit, reason, failuresInARow, nextProbeAt } = seen;
  if (circuit === "closed") {
    return failuresInARow > 1 ? [`is in trouble: its last ${count(failuresInARow)} calls failed`] : [];
  }
  if (reason !== null && limited.test(reason)) {
    return [nextProbeAt === null ? reason : `${reason}; goes on ${until(nextProbeAt, now)}`];
  }
  return [`is failing: ${circuitWords(seen, now)}`];
}
