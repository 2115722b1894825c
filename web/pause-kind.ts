import type { Analysis } from "../worker/contract/analysis.ts";
import { isLexical } from "./model-name.ts";

/**
 * Who stopped it: a person, the job's own budget, the project's budget of the month, or a provider. `mend`: a provider
 * that only people can put right (key, credit, model); trying again by itself helps nothing.
 */
export type PauseKind = "hand" | "budget" | "month" | "provider" | "mend";

/** Reads the reason in words, since the API tells no kind beside it. */
export function pauseKind({ pauseReason }: Pick<Analysis, "pauseReason">): PauseKind {
  const reason = pauseReason ?? "";
  if (reason === "" || /by hand/i.test(reason)) return "hand";
  if (/project's budget/i.test(reason)) return "month";
  if (/\bbudget\b/i.test(reason)) return "budget";
  return /refused the key|no credit|not know this model|enter its key|no model is set up/i.test(reason)
    ? "mend"
    : "provider";
}

/** The model that the reason names, else the first that is asked; null where only the built-in engine reads. */
export function blamedModel({ model, options, pauseReason }: Pick<Analysis, "model" | "options" | "pauseReason">) {
  const asked = [model, ...options.fallbackModels].filter((name) => !isLexical(name));
  return asked.find((name) => pauseReason?.includes(name)) ?? asked[0] ?? null;
}
