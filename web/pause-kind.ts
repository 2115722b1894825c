import type { Analysis, PauseKind } from "../worker/contract/analysis.ts";
import { isLexical } from "./model-name.ts";

/** What a paused job waits for; of a job that an earlier version paused nobody said, so the plain way on is shown. */
export const pauseKind = ({ pauseKind: said }: Pick<Analysis, "pauseKind">): PauseKind => said ?? "by-hand";

/** Whether to resume is what there is to do, and nothing has to be changed before. */
export const resumesPlainly = (kind: PauseKind): boolean => kind === "by-hand" || kind === "no-provider";

/** The model that the reason names, else the first that is asked; null where only the built-in engine reads. */
export function blamedModel({ model, options, pauseReason }: Pick<Analysis, "model" | "options" | "pauseReason">) {
  const asked = [model, ...options.fallbackModels].filter((name) => !isLexical(name));
  return asked.find((name) => pauseReason?.includes(name)) ?? asked[0] ?? null;
}
