import type { TokenUsage } from "./model-call.ts";

/** No call uses more; who says so counts something else. */
const mostTokens = 1e9;

/**
 * What a server says it used, as far as it makes sense: it is multiplied by a price and added to what a job has cost, and
 * comes from outside, so its type promises nothing.
 * @returns whole numbers, no part larger than its whole; null where input or output is not said, or makes no sense
 */
export function soundUsage(usage: TokenUsage | null): TokenUsage | null {
  const said = new Map<string, unknown>(typeof usage === "object" && usage !== null ? Object.entries(usage) : []);
  const inputTokens = countOf(said.get("inputTokens"));
  const outputTokens = countOf(said.get("outputTokens"));
  if (inputTokens === null || outputTokens === null) return null;
  const cachedInputTokens = Math.min(inputTokens, countOf(said.get("cachedInputTokens")) ?? 0);
  return {
    inputTokens,
    cachedInputTokens,
    cacheWriteTokens: Math.min(inputTokens - cachedInputTokens, countOf(said.get("cacheWriteTokens")) ?? 0),
    outputTokens,
    reasoningTokens: Math.min(outputTokens, countOf(said.get("reasoningTokens")) ?? 0),
  };
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= mostTokens ? Math.floor(value) : null;
}
