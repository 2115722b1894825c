import { type CallFailure, policyOf } from "../failure.ts";
import { longestCooling } from "../gate/breaker.ts";
import type { Trial } from "./choose.ts";

const firstBackoff = 250;
const backoffGrowth = 4;
/** A hiccup is over at once or not at all. */
const hiccup = { least: 10, most: 25 };
/** So that all who were refused together do not come back together. */
const spread = 250;

export type AfterFailure = Pick<Trial, "failures" | "done" | "notBefore" | "insists">;

/**
 * What a failure means for a member within one question. Pure.
 * @param alone nobody else of the chain could answer instead
 * @param random from 0 to below 1
 */
export function afterFailure(
  before: AfterFailure,
  { kind, retryAfter }: Pick<CallFailure, "kind" | "retryAfter">,
  alone: boolean,
  now: number,
  random: number,
): AfterFailure {
  const failures = before.failures + 1;
  if (!policyOf(kind).retry) return { ...before, failures, done: true };
  if (kind === "rate_limited") {
    // Its circuit says when it may be asked again; how often is a matter of patience, not of tries.
    const wait = Math.min(longestCooling, retryAfter ?? 0);
    return { ...before, notBefore: now + wait + random * spread, insists: false };
  }
  if (retryAfter !== null) {
    return { ...before, failures, notBefore: now + Math.min(longestCooling, retryAfter), insists: false };
  }
  // What was too slow or too busy a moment ago still is; what broke may hold the next time.
  const broke = kind === "server" || kind === "connection" || kind === "cut_short";
  if (broke && !alone) {
    const wait = hiccup.least + random * (hiccup.most - hiccup.least);
    return { ...before, failures, notBefore: now + wait, insists: true };
  }
  const backoff = firstBackoff * backoffGrowth ** (failures - 1);
  return { ...before, failures, notBefore: now + backoff * (0.5 + random / 2), insists: false };
}
