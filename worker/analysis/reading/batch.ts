import type { ModelLimits } from "../../engines/ask.ts";

/** A content as far as cutting batches needs to know it. */
export interface BatchItem {
  ordinal: number;
  tokens: number;
}

/** Tokens a reply needs for one item: facets, summary, evidence. */
const replyTokensPerItem = 400;
/** What task, rules, facets and known labels take of the context. */
const questionOverheadTokens = 4_000;

/**
 * How many items a batch of this round should hold: enough for all streams to have work, not fewer than is worth a
 * call, not more than the model can answer.
 */
export function targetBatchSize(rest: number, streams: number, smallest: number, limits: ModelLimits): number {
  const largest = Math.max(1, Math.min(limits.maxItems, Math.floor(limits.outputTokens / replyTokensPerItem)));
  const even = Math.ceil(rest / Math.max(1, streams));
  return Math.max(1, Math.min(largest, Math.max(smallest, even)));
}

/**
 * Cuts the first items of `rest` into at most `streams` batches of about `size` items, none over the model's context.
 * A content that alone is over the budget gets a batch to itself.
 * @returns the ordinals of each batch; items that did not fit are left for the next round
 */
export function packRound(items: BatchItem[], streams: number, size: number, limits: ModelLimits): number[][] {
  const budget = Math.max(1_000, limits.contextTokens - questionOverheadTokens - size * replyTokensPerItem);
  const batches: number[][] = [];
  let batch: number[] = [];
  let tokens = 0;
  for (const item of items) {
    const full = batch.length >= size || (batch.length > 0 && tokens + item.tokens > budget);
    if (full) {
      batches.push(batch);
      if (batches.length === streams) return batches;
      batch = [];
      tokens = 0;
    }
    batch.push(item.ordinal);
    tokens += item.tokens;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
