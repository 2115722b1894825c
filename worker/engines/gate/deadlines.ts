import type { ModelView } from "./gate-link.ts";

/** How long one call is waited for, in milliseconds. */
export interface Deadlines {
  /** From sending to the response's headers: proof that somebody is there. */
  headersMs: number;
  /** From sending to the first piece of the answer, reasoning included. */
  firstTokenMs: number;
  /** From one piece to the next. */
  stallMs: number;
  /** From sending to the end. */
  totalMs: number;
}

/**
 * Before anything is known. A gateway that allowed 15 s and a little more for the first token would have cut 6 % of a
 * million good answers of a thinking model (p99 94 s), hence two minutes; headers come at once even then.
 */
const unlearned: Deadlines = { headersMs: 15_000, firstTokenMs: 120_000, stallMs: 30_000, totalMs: 600_000 };

const fewestSamples = 20;
/** Three times the p99: answers lengthen with their questions, and a good answer cut is worse than a hang seen late. */
const margin = 3;
/** Below this a network's moods would look like a hang. */
const leastFirstToken = 2_000;
/** A hang shows as a stall; the whole only ends an answer that drips for ever, so it need not be sharp. */
const leastTotal = 120_000;

/** What a model's own past says it may take; generous where the past is short. */
export function deadlinesOf(view: ModelView | undefined): Deadlines {
  if (!view?.firstTokenMs || !view.totalMs || view.samples < fewestSamples) return unlearned;
  const wider = margin * patience(view);
  const firstTokenMs = clamp(wider * view.firstTokenMs.p99, leastFirstToken, unlearned.firstTokenMs);
  return {
    headersMs: Math.min(unlearned.headersMs, firstTokenMs),
    firstTokenMs,
    // Who thinks for long before its first word may think as long between two.
    stallMs: clamp(view.firstTokenMs.p99, unlearned.stallMs, unlearned.firstTokenMs),
    totalMs: clamp(wider * view.totalMs.p99, leastTotal, unlearned.totalMs),
  };
}

/**
 * A model may have become slower instead of being down, and what is always cut is never measured: once timeouts have
 * opened the circuit, each failed probe allows the next one longer, so that no deadline locks a model out for good.
 */
function patience({ because, failuresInARow }: ModelView): number {
  return because === "timeout" ? 2 ** clamp(failuresInARow - 4, 1, 3) : 1;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
