import type { DatedPrice, PriceTier } from "../contract/model.ts";
import { changeFields, type OverlayFields } from "../contract/model-change.ts";
import type { CatalogueModel } from "./catalogue/entry.ts";
import { priceAt } from "./price.ts";

/** Which group of facts, and so which provenance, a field belongs to. */
const groupOf = {
  contextTokens: "limits",
  outputTokens: "limits",
  prices: "prices",
  lifecycle: "lifecycle",
  knowledgeCutoff: "dates",
  releasedAt: "dates",
} as const;

/** A model of the catalogue with what an owner took over from later sources. */
export function withOverlay(model: CatalogueModel, fields: OverlayFields | undefined): CatalogueModel {
  if (fields === undefined) return model;
  const provenance = { ...model.provenance };
  for (const field of changeFields) {
    const change = fields[field];
    if (change) provenance[groupOf[field]] = { source: change.source, date: change.seenAt.slice(0, 10), doubt: null };
  }
  const { prices, lifecycle } = fields;
  return {
    ...model,
    contextTokens: fields.contextTokens?.value ?? model.contextTokens,
    outputTokens: fields.outputTokens?.value ?? model.outputTokens,
    knowledgeCutoff: fields.knowledgeCutoff?.value ?? model.knowledgeCutoff,
    releasedAt: fields.releasedAt?.value ?? model.releasedAt,
    priceList: prices ? withPrice(model.priceList, prices.value.tiers, prices.seenAt.slice(0, 10)) : model.priceList,
    lifecycle: lifecycle ? { ...model.lifecycle, ...lifecycle.value } : model.lifecycle,
    provenance,
  };
}

/** A price holds from the day it was seen: what was paid before stays as it was, and what is announced for later comes. */
function withPrice(list: DatedPrice[] | null, tiers: PriceTier[], day: string): DatedPrice[] {
  if (list === null) return [{ from: null, tiers, batchShare: null }];
  const batchShare = priceAt(list, Date.parse(day))?.batchShare ?? null;
  const before = list.filter(({ from }) => from === null || from < day);
  const after = list.filter(({ from }) => from !== null && from > day);
  return [...before, { from: day, tiers, batchShare }, ...after];
}
