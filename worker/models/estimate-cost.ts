import type { DatedPrice } from "../contract/model.ts";
import { costOf } from "./price.ts";
import { correctedTokens, type Range, type Script, scripts, type TokenFactors } from "./tokens.ts";

/** What a set of calls will carry, before any of them is made. */
export interface Workload {
  /** Tokens of all contents as counted at import, by writing. */
  counted: Partial<Record<Script, number>>;
  calls: number;
  /** Counted tokens that every call carries beside its contents: task, rules, facets, labels. */
  overheadTokens: number;
  /** Tokens of pictures: the vendor's own formula gives them, no factor applies. */
  imageTokens: number;
  outputTokens: Range;
  /** 0 to 1: the part of the overhead that is read from the provider's prompt cache. */
  cachedShare: number;
  batch: boolean;
}

export interface CostRange {
  inputTokens: Range;
  outputTokens: Range;
  /** Null where the price is unknown. */
  costUsd: Range | null;
}

/**
 * Tokens and dollars of a workload as ranges. Calls are taken to be of equal size, since the tier depends on it.
 * @param at milliseconds since 1970: when it will run
 */
export function estimateCost(
  workload: Workload,
  factors: TokenFactors,
  prices: readonly DatedPrice[] | null,
  at: number,
): CostRange {
  const contents = sum(scripts.map((script) => correctedTokens(workload.counted[script] ?? 0, script, factors)));
  // Task and rules are English.
  const overhead = correctedTokens(workload.calls * workload.overheadTokens, "latin", factors);
  const pictures = { low: workload.imageTokens, mid: workload.imageTokens, high: workload.imageTokens };
  const inputTokens = sum([contents, overhead, pictures]);
  const outputTokens = rounded(workload.outputTokens);
  const calls = Math.max(1, workload.calls);
  const cost = (end: keyof Range) => {
    const one = {
      inputTokens: inputTokens[end] / calls,
      cachedInputTokens: (overhead[end] * workload.cachedShare) / calls,
      cacheWriteTokens: 0,
      outputTokens: outputTokens[end] / calls,
    };
    const each = costOf(one, prices, at, workload.batch);
    return each === null ? null : each * calls;
  };
  const [low, mid, high] = [cost("low"), cost("mid"), cost("high")];
  const costUsd = low === null || mid === null || high === null ? null : { low, mid, high };
  return { inputTokens, outputTokens, costUsd };
}

function sum(ranges: Range[]): Range {
  const total = { low: 0, mid: 0, high: 0 };
  for (const { low, mid, high } of ranges) {
    total.low += low;
    total.mid += mid;
    total.high += high;
  }
  return total;
}

function rounded({ low, mid, high }: Range): Range {
  return { low: Math.round(low), mid: Math.round(mid), high: Math.round(high) };
}
