import type { Lifecycle, Model, TokenPrices } from "../worker/contract/model.ts";
import type { OwnPrice, Provider } from "../worker/contract/provider.ts";
import { readPrice } from "./price-words.ts";

/** A model that a provider offers, with what is known of it. */
export interface OfferedModel {
  /** The provider's own id. */
  id: string;
  name: string;
  contextTokens: number | null;
  /** Null where neither the catalogue nor its owner knows one. */
  prices: Pick<TokenPrices, "input" | "output"> | null;
  lifecycle: Pick<Lifecycle, "state" | "retiresAt" | "replacement"> | null;
  /** Why it can't be used; null where it can. */
  reason: string | null;
}

/**
 * Everything that a provider was found to offer or was named by hand, each once.
 * @param models what the list of models says: those of this provider, and the catalogue's
 */
export function offeredModels(provider: Provider, models: Model[]): OfferedModel[] {
  const known = new Map(models.map((model) => [model.id, model]));
  const found = new Map(provider.found.map((model) => [model.id, model]));
  return [...new Set([...provider.models, ...found.keys()])].map((id) => {
    const said = known.get(`${provider.slug}/${id}`) ?? known.get(`${provider.type}/${id}`);
    const heard = found.get(id);
    const ends = heard?.lifecycle ? { state: heard.lifecycle, retiresAt: heard.retiresAt, replacement: null } : null;
    return {
      id,
      name: said?.name ?? heard?.name ?? id,
      contextTokens: said?.contextTokens ?? heard?.contextTokens ?? null,
      prices: provider.prices[id] ?? said?.prices ?? null,
      lifecycle: said?.lifecycle ?? ends,
      reason: said?.reason ?? (ends?.state === "retired" ? "It is retired." : null),
    };
  });
}

/** What was chosen and typed, and not saved yet. */
export interface ModelDraft {
  chosen: string[];
  /** By model, as typed: dollars per million tokens. */
  prices: Record<string, { input: string; output: string }>;
}

/** What is in use, or, where nothing was chosen yet, all that can be used. */
export function firstDraft(provider: Provider, offered: OfferedModel[]): ModelDraft {
  const usable = offered.filter(({ reason }) => reason === null).map(({ id }) => id);
  return { chosen: provider.models.length > 0 ? provider.models : usable, prices: {} };
}

/**
 * The prices to save: those there are, changed by what was typed. An emptied pair takes its price away.
 * @returns the model whose typed price is none, instead
 */
export function draftPrices(
  old: Record<string, OwnPrice>,
  typed: ModelDraft["prices"],
): Record<string, OwnPrice> | string {
  const prices = new Map(Object.entries(old));
  for (const [id, { input, output }] of Object.entries(typed)) {
    const [reading, writing] = [readPrice(input), readPrice(output)];
    if (reading === undefined && writing === undefined) prices.delete(id);
    else if (typeof reading !== "number" || typeof writing !== "number") return id;
    else prices.set(id, { ...prices.get(id), input: reading, output: writing });
  }
  return Object.fromEntries(prices);
}
