import type { Usage } from "../ask.ts";
import { CallFailure, NoneCanServe, policyOf } from "../failure.ts";
import type { ModelView } from "../gate/gate-link.ts";
import type { Unfit } from "./fit.ts";

/** A member that was left when nobody could answer. */
export interface Refusal {
  /** `slug/model`. */
  model: string;
  view: Pick<ModelView, "circuit" | "because" | "nextProbeAt">;
  /** How it failed at this question; null where it was not asked. */
  last: CallFailure | null;
}

/**
 * What is thrown when no member has answered. Where only the call is to blame, or a model that else works: the failure
 * itself, so that a stage may cut the question or try later. Only where every member is out of service: NoneCanServe.
 */
export function whyNone(
  refusals: readonly Refusal[],
  unfit: readonly { model: string; why: Unfit }[],
  spent: Usage,
): CallFailure | NoneCanServe {
  const tooLong = refusals.find(({ last }) => last?.kind === "context_too_long");
  const ownFault = refusals.find(({ last }) => last !== null && policyOf(last.kind).breaker === "nothing");
  const working = refusals.find(({ last, view }) => last !== null && view.circuit === "closed");
  const failed = tooLong ?? ownFault ?? working;
  if (failed?.last) {
    const { kind, message, status, retryAfter, usage } = failed.last;
    return new CallFailure(kind, `${failed.model}: ${message}`, { status, retryAfter, usage, spent });
  }
  const wouldFit = unfit.find(({ why }) => why.tooLong);
  if (wouldFit) {
    return new CallFailure("context_too_long", `${wouldFit.model} ${wouldFit.why.words}`, { spent });
  }
  const reasons = [...refusals.map(inWords), ...unfit.map(({ model, why }) => `${model} ${why.words}`)];
  return new NoneCanServe(
    reasons.length > 0 ? reasons.join("; ") : "no model is set up",
    spent,
    refusals.every(isToMend),
  );
}

/** Whether a refusal stays until people have changed something at the provider. */
function isToMend({ view, last }: Refusal): boolean {
  const kind = view.because ?? last?.kind ?? null;
  return kind !== null && policyOf(kind).breaker === "open";
}

function inWords({ model, view, last }: Refusal): string {
  const kind = view.because ?? last?.kind ?? null;
  if (kind === null) return `${model} has not answered`;
  const { words, breaker } = policyOf(kind);
  const status = last?.kind === kind && last.status !== null ? ` (${last.status})` : "";
  const time = view.nextProbeAt === null ? null : new Date(view.nextProbeAt).toISOString().slice(11, 16);
  if (time === null || breaker === "open") return `${model} ${words}${status}`;
  return kind === "rate_limited"
    ? `${model} ${words} until ${time} UTC${status}`
    : `${model} ${words}${status}; another try is worth it from ${time} UTC`;
}
