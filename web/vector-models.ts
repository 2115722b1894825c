import type { Model } from "../worker/contract/model.ts";

/** Models that give vectors, those that can be used. */
export function vectorModels(models: Model[]): Model[] {
  return models.filter(({ type, usable }) => type === "embedding" && usable);
}

/** Models that read. */
export function readingModels(models: Model[]): Model[] {
  return models.filter(({ type }) => type !== "embedding");
}
