import type { Options } from "../../contract/analysis.ts";

/** Texts that one call for vectors holds: the least that any vendor allows is 100. */
export const textsPerQuestion = 96;

/** Whether a model is asked for vectors. Too few contents for two groups are one, whatever their vectors. */
export function wantsVectors(options: Pick<Options, "embeddingModel" | "minClusterSize">, contents: number): boolean {
  // A job of an earlier version does not say.
  return (options.embeddingModel ?? null) !== null && contents >= 2 * options.minClusterSize;
}
