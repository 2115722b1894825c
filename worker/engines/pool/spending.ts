import type { Usage } from "../ask.ts";
import type { CallFailure, FailureKind } from "../failure.ts";
import { noTokens, type TokenUsage } from "../model-call.ts";
import type { Ended } from "./attempt.ts";
import type { ChainModel } from "./chain-model.ts";

/** One attempt to ask a model, as the call log keeps it. No prompt, no answer, no key. */
export interface Attempt {
  /** When it was sent (epoch ms). */
  at: number;
  providerId: string;
  /** `slug/model`. */
  model: string;
  task: string;
  /** Counts from 1 within a question. */
  attempt: number;
  /** `aborted`: ended by us, since another was faster or nobody waits any more. */
  outcome: "ok" | "aborted" | FailureKind;
  usage: TokenUsage;
  /** Null where the price is unknown, or what was used. */
  costUsd: number | null;
  latencyMs: number;
  firstTokenMs: number | null;
}

export const nothingSpent: Usage = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 };

/**
 * What a question has cost with one more attempt. An attempt that broke off without a word on its usage adds nothing, so
 * that one broken line does not make the cost of a whole job unknown. A whole answer without one does: it was billed.
 * @param reached whether the provider was reached at all
 * @param counts whether a whole answer came, or else a word on what was used
 */
export function withAttempt(spent: Usage, attempt: Attempt, reached: boolean, counts: boolean): Usage {
  const { usage } = attempt;
  const costUsd = counts ? attempt.costUsd : 0;
  return {
    calls: spent.calls + (reached ? 1 : 0),
    inputTokens: spent.inputTokens + usage.inputTokens,
    cachedInputTokens: spent.cachedInputTokens + usage.cachedInputTokens,
    outputTokens: spent.outputTokens + usage.outputTokens,
    costUsd: spent.costUsd === null || costUsd === null ? null : spent.costUsd + costUsd,
  };
}

/**
 * What a provider refuses by a status is not billed; what broke off may have been, and nobody knows how much. Nor of an
 * answer whose usage is not said, except where the model costs nothing.
 */
export function costOf(model: Pick<ChainModel, "priceOf">, { reply, failure, sentAt }: Ended): number | null {
  const usage = reply?.usage ?? failure?.usage ?? null;
  if (usage) return model.priceOf(usage, sentAt);
  if (reply) return model.priceOf(aLittle, sentAt) === 0 ? 0 : null;
  return failure !== null && ((failure.status ?? 0) >= 400 || !reached(failure)) ? 0 : null;
}

/** One token of everything that has a price. */
const aLittle: TokenUsage = { ...noTokens, inputTokens: 3, cachedInputTokens: 1, cacheWriteTokens: 1, outputTokens: 1 };

/** Whether the call got as far as the provider. */
export function reached(failure: CallFailure | null): boolean {
  return (failure?.kind !== "connection" && failure?.kind !== "misconfigured") || failure.status !== null;
}
