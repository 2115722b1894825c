import type { Usage } from "./ask.ts";

/** What a failed question cost all the same, as the error says it; nothing where it says nothing. */
export function spentOf(failure: unknown): Usage {
  const spent = failure instanceof Error && "spent" in failure ? failure.spent : undefined;
  const said = typeof spent === "object" && spent !== null ? new Map<string, unknown>(Object.entries(spent)) : null;
  const count = (name: string): number => {
    const value = said?.get(name);
    return typeof value === "number" && Number.isFinite(value) ? value : 0;
  };
  return {
    calls: count("calls"),
    inputTokens: count("inputTokens"),
    cachedInputTokens: count("cachedInputTokens"),
    outputTokens: count("outputTokens"),
    costUsd: said?.get("costUsd") === null ? null : count("costUsd"),
  };
}

/** The same failure, saying what was spent in all up to it, earlier questions of the same task included. */
export function withSpent(failure: unknown, spent: Usage): Error {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  return Object.assign(error, { spent });
}
