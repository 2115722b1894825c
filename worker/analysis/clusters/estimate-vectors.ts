import type { DatedPrice } from "../../contract/model.ts";
import { type CostRange, estimateCost } from "../../models/estimate-cost.ts";
import type { Range, TokenFactors } from "../../models/tokens.ts";
import { textsPerQuestion } from "./wants-vectors.ts";

/** A model for vectors, as far as money depends on it. */
export interface Embedder {
  factors: TokenFactors;
  /** Null where unknown. */
  prices: readonly DatedPrice[] | null;
}

/** A label and a sentence or two; a guess, since they are not written yet. */
const tokensOfAText = 30;
/** From words alone to long sentences; equal texts are asked about once. */
const spread = { low: 0.3, high: 2 };

/** What the vectors of a job take, where none of them was made before. */
export function estimateVectors(
  contents: number,
  { factors, prices }: Embedder,
  now: number,
): CostRange & { calls: number; assumption: string } {
  const calls = Math.ceil(contents / textsPerQuestion);
  const none = { low: 0, mid: 0, high: 0 };
  const workload = {
    counted: { latin: contents * tokensOfAText },
    calls,
    overheadTokens: 0,
    imageTokens: 0,
    outputTokens: none,
    cachedShare: 0,
    batch: false,
  };
  const { inputTokens, costUsd, ...rest } = estimateCost(workload, factors, prices, now);
  const assumption = `vectors of ${contents} contents in ${calls} calls, about ${tokensOfAText} tokens each; those there are already cost nothing`;
  return {
    ...rest,
    inputTokens: rounded(spreadOut(inputTokens)),
    costUsd: costUsd && spreadOut(costUsd),
    calls,
    assumption,
  };
}

function rounded({ low, mid, high }: Range): Range {
  return { low: Math.round(low), mid: Math.round(mid), high: Math.round(high) };
}

function spreadOut({ low, mid, high }: Range): Range {
  return { low: low * spread.low, mid, high: high * spread.high };
}
