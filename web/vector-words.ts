import type { Options } from "../worker/contract/analysis.ts";

type Asked = Pick<Options, "cluster" | "minClusterSize" | "embeddingModel" | "onProviderDown">;

/** On whose vectors clusters rest; null for the built-in ones, and where there are too few contents for two groups. */
export function vectorWords(options: Asked, contents: number): string | null {
  const { cluster, minClusterSize, embeddingModel, onProviderDown } = options;
  if (!cluster || !embeddingModel || contents < 2 * minClusterSize) return null;
  const inItsPlace = onProviderDown === "fallback" ? ", or by the built-in ones where it gave none" : "";
  return `Clusters by vectors of ${embeddingModel}${inItsPlace}.`;
}
