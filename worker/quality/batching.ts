import type { Batching } from "../contract/quality.ts";

/** A model of which nothing is known holds that much, and answers that many items well. */
const contextTokens = 32_000;
const mostItems = 20;
/** What rules, facets and known labels take, and what is written for an item. */
const questionTokens = 4_000;
const replyTokens = 400;
const mostStreams = 8;

/**
 * How many contents to put in a call and how many calls at once, from the lengths of the contents.
 * @param sorted tokens of each content, ascending
 */
export function suggestBatching(sorted: Uint32Array): Batching | null {
  const contents = sorted.length;
  if (contents === 0) return null;
  const p95 = sorted[Math.min(contents - 1, Math.floor(contents * 0.95))] ?? 0;
  const room = contextTokens - questionTokens;
  const items = Math.max(1, Math.min(mostItems, Math.floor(room / (p95 + replyTokens))));
  const streams = Math.max(1, Math.min(mostStreams, Math.ceil(contents / items)));
  // Fewer than a batch for each stream: rather all streams at work than full calls.
  const itemsPerStream = Math.max(1, Math.min(items, Math.ceil(contents / streams)));
  const total = sorted.reduce((sum, tokens) => sum + tokens, 0);
  const inParts = sorted.filter((tokens) => tokens > room).length;
  const calls = Math.max(Math.ceil(contents / itemsPerStream), Math.ceil(total / room));
  const most = sorted.at(-1) ?? 0;
  return {
    streams,
    itemsPerStream,
    contextTokens,
    calls,
    inParts,
    because:
      `95 of 100 contents have at most ${p95} tokens, the longest ${most}: ${itemsPerStream} of them with their answers fit ` +
      `a context of ${contextTokens}${inParts > 0 ? `, and ${inParts} are read in parts` : ""}.`,
  };
}
