import { policyOf } from "../failure.ts";
import type { ModelView } from "../gate/gate-link.ts";

/** How a member of the chain stands within one question. */
export interface Trial {
  view: Pick<ModelView, "circuit" | "because" | "nextProbeAt">;
  /** Failures of this question there, since its circuit was last waited for. */
  failures: number;
  /** It said no for good: nothing to be tried again. */
  done: boolean;
  /** Epoch ms: not asked again before. */
  notBefore: number;
  /** Its retry is so near that the others are not asked meanwhile. */
  insists: boolean;
}

/** How long somebody's return is waited for while nobody can serve, in milliseconds. */
export interface Patience {
  outageMs: number;
  rateLimitMs: number;
}

export const defaultPatience: Patience = { outageMs: 20_000, rateLimitMs: 120_000 };

export type Choice =
  | { act: "go"; place: number; probe: boolean }
  /** `circuits`: nobody can serve, and this is waiting for circuits; else a retry is near. */
  | { act: "wait"; until: number; circuits: boolean }
  | { act: "end" };

/** Where somebody else is probing, the news may come long before the lease runs out. */
const lookAgain = 250;

/**
 * Who is asked next. Decides only: pure, no I/O, so that a step over open circuits costs nothing.
 * @param trials in the order of trying
 * @param stuckSince since when nobody could serve; null where somebody could so far
 */
export function choose(
  trials: readonly Trial[],
  mostFailures: number,
  stuckSince: number | null,
  patience: Patience,
  now: number,
): Choice {
  let retryAt = Number.POSITIVE_INFINITY;
  let returnAt = Number.POSITIVE_INFINITY;
  for (const [place, trial] of trials.entries()) {
    const { view, notBefore } = trial;
    if (trial.done) continue;
    if (view.circuit === "closed") {
      if (trial.failures > mostFailures) continue;
      if (notBefore <= now) return { act: "go", place, probe: false };
      if (trial.insists) return { act: "wait", until: notBefore, circuits: false };
      retryAt = Math.min(retryAt, notBefore);
      continue;
    }
    const { because, nextProbeAt } = view;
    const due = Math.max(notBefore, nextProbeAt ?? now);
    if (view.circuit === "half-open" && due <= now) return { act: "go", place, probe: true };
    // Only people mend these.
    if (because !== null && policyOf(because).breaker === "open") continue;
    const longest = because === "rate_limited" ? patience.rateLimitMs : patience.outageMs;
    const at = view.circuit === "half-open" ? Math.min(due, now + lookAgain) : due;
    if (at <= (stuckSince ?? now) + longest) returnAt = Math.min(returnAt, at);
  }
  if (retryAt <= returnAt && retryAt < Number.POSITIVE_INFINITY)
    return { act: "wait", until: retryAt, circuits: false };
  return returnAt < Number.POSITIVE_INFINITY ? { act: "wait", until: returnAt, circuits: true } : { act: "end" };
}
