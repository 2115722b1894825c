import type { AttemptReport, ModelView, Script } from "./gate-link.ts";
import { halfAndMost, type Samples, withSample } from "./percentiles.ts";
import { learnFactor, spanOf, type TokenFactor } from "./token-factor.ts";

/** What was measured of one model, whichever key was used. Plain data. */
export interface Measures {
  firstTokenMs: Samples;
  totalMs: Samples;
  outputTokenMs: Samples;
  factors: Partial<Record<Script, TokenFactor>>;
}

export const nothingMeasured: Measures = { firstTokenMs: [], totalMs: [], outputTokenMs: [], factors: {} };

/** A shorter answer comes in one piece, and says nothing about how fast a model writes. */
const fewestTokens = 50;

/** Only whole answers are measured: how long a failure took says nothing about an answer. */
export function measured(before: Measures, report: AttemptReport): Measures {
  if (report.outcome !== "ok") return before;
  const { firstTokenMs, totalMs, outputTokens, counted } = report;
  const told = firstTokenMs !== null && outputTokens >= fewestTokens;
  const writing = told ? (totalMs - firstTokenMs) / (outputTokens - 1) : null;
  const factor = counted && learnFactor(before.factors[counted.script], counted.tokens, report.inputTokens);
  return {
    firstTokenMs: firstTokenMs === null ? before.firstTokenMs : withSample(before.firstTokenMs, firstTokenMs),
    totalMs: withSample(before.totalMs, totalMs),
    outputTokenMs: writing === null ? before.outputTokenMs : withSample(before.outputTokenMs, writing),
    factors: counted && factor ? { ...before.factors, [counted.script]: factor } : before.factors,
  };
}

type Summary = Pick<ModelView, "firstTokenMs" | "totalMs" | "outputTokenMs" | "samples" | "tokenFactor">;

/** Summaries of what did not change are not sorted out again: a gate is looked at far more often than a model answers. */
const summaries = new WeakMap<Measures, Summary>();

export function summaryOf(measures: Measures): Summary {
  const known = summaries.get(measures);
  if (known) return known;
  const summary = summarised(measures);
  summaries.set(measures, summary);
  return summary;
}

function summarised(measures: Measures): Summary {
  const tokenFactor: ModelView["tokenFactor"] = {};
  for (const script of ["latin", "cjk", "other"] as const) {
    const factor = measures.factors[script];
    if (factor) tokenFactor[script] = spanOf(factor);
  }
  return {
    firstTokenMs: halfAndMost(measures.firstTokenMs),
    totalMs: halfAndMost(measures.totalMs),
    outputTokenMs: halfAndMost(measures.outputTokenMs),
    samples: measures.firstTokenMs.length,
    tokenFactor,
  };
}
