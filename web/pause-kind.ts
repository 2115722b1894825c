import type { Analysis, PauseKind } from "../worker/contract/analysis.ts";
import { askedModels } from "./asked-models.ts";

/** What a paused job waits for; of a job that an earlier version paused nobody said, so the plain way on is shown. */
export const pauseKind = ({ pauseKind: said }: Pick<Analysis, "pauseKind">): PauseKind => said ?? "by-hand";

/** Whether to resume is what there is to do, and nothing has to be changed before. */
export const resumesPlainly = (kind: PauseKind): boolean => kind === "by-hand" || kind === "no-provider";

/**
 * The model that the reason names, be it for reading or for vectors, else the first that is asked; null where none is
 * asked but the built-in engine.
 */
export function blamedModel(analysis: Pick<Analysis, "model" | "options" | "pauseReason">): string | null {
  const asked = askedModels(analysis);
  const named = asked.filter((name) => analysis.pauseReason?.includes(name));
  // The name of one may begin another's: `a/text`, `a/text-embed`.
  const whole = named.find((name) => !named.some((other) => other !== name && other.startsWith(name)));
  return whole ?? asked[0] ?? null;
}
