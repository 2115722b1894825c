import type { Model } from "../contract/model.ts";

/** What people choose by, in the order in which they ask for it. */
const compared = [
  "vendor",
  "family",
  "type",
  "contextTokens",
  "outputTokens",
  "prices",
  "capabilities",
  "modalities",
  "maxImages",
  "knowledgeCutoff",
  "releasedAt",
  "lifecycle",
  "priceList",
  "rateLimits",
  "speed",
  "scores",
  "available",
  "usable",
] as const;

/** The facts in which models differ; `values` in the order of the models. */
export function differencesOf(models: readonly Model[]): { field: string; values: unknown[] }[] {
  return compared
    .map((field) => ({ field, values: models.map((model) => model[field]) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}
