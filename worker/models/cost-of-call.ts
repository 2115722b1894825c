import type { Model, ModelCost, ModelCostInput } from "../contract/model.ts";
import { catalogueModel } from "./catalogue.ts";
import { imageTokens } from "./image-tokens.ts";
import { costOf, priceAt, tierFor } from "./price.ts";

/** What a call to a model costs, pictures included, or why that is not known. @param at milliseconds since 1970 */
export function costOfCall(model: Model, input: ModelCostInput, at: number): ModelCost {
  const pictures = tokensOfImages(model.catalogueId, input.images);
  const usage = { ...input, inputTokens: input.inputTokens + (pictures ?? 0) };
  const price = model.priceList && priceAt(model.priceList, at);
  const prices = price && tierFor(price, usage.inputTokens);
  const reason = whyUnknown(model, pictures, price?.batchShare ?? null, input.batch, prices !== null);
  const cost = reason === null ? costOf(usage, model.priceList, at, input.batch) : null;
  // Sums of decimal numbers have tails that say nothing.
  const costUsd = cost === null ? null : Math.round(cost * 1e12) / 1e12;
  return { model: model.id, costUsd, costKnown: costUsd !== null, reason, imageTokens: pictures, prices };
}

function whyUnknown(
  model: Model,
  pictures: number | null,
  batchShare: number | null,
  batch: boolean,
  priced: boolean,
): string | null {
  if (!priced) return `The price of ${model.id} is not known. Write it at its provider, as \`prices\`.`;
  if (batch && batchShare === null) return `What ${model.id} costs in a batch is not known.`;
  if (pictures === null) return `How ${model.id} turns pictures into tokens is not known.`;
  return null;
}

/** @returns null where the model's way of counting them is not known */
function tokensOfImages(catalogueId: string | null, images: ModelCostInput["images"]): number | null {
  if (images.length === 0) return 0;
  const formula = catalogueId === null ? null : (catalogueModel(catalogueId)?.imageTokens ?? null);
  if (formula === null) return null;
  return images.reduce((sum, { width, height }) => sum + imageTokens(formula, width, height), 0);
}
