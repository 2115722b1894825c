import type { DatedPrice, Modality, Model, ModelType, PriceTier, Provenance, TokenPrices } from "../contract/model.ts";
import type { OverlayFields } from "../contract/model-change.ts";
import type { Provider } from "../contract/provider.ts";
import type { CatalogueModel } from "./catalogue/entry.ts";
import { entry } from "./catalogue/entry.ts";
import { findModel } from "./find-model.ts";
import { isEmbeddingModel } from "./is-embedding-model.ts";
import { laterState, lifecycleAt, whyNotUsable } from "./lifecycle.ts";
import { ownPriceList, priceAt, pricesTimes, tierFor } from "./price.ts";
import { withOverlay } from "./with-overlay.ts";

/** A model that needs no provider. */
export interface BuiltInModel {
  id: string;
  name: string;
  description: string;
  contextTokens: number;
  outputTokens: number;
  prices: { input: number; output: number } | null;
}

/** What an owner took over, by the catalogue's id. */
export type Overlays = ReadonlyMap<string, OverlayFields>;

/** A model of the catalogue that none of the owner's providers is asked for. @param offeredAs other names it can be asked by */
export function describeEntry(model: CatalogueModel, offeredAs: string[], overlays: Overlays, now: number): Model {
  const facts = withOverlay(model, overlays.get(model.id));
  return describe(facts, { id: model.id, catalogueId: model.id, offeredAs, overlays }, now);
}

/** A model of one of the owner's providers, whether or not the catalogue knows it. */
export function describeOffer(provider: Provider, modelId: string, overlays: Overlays, now: number): Model {
  const known = findModel(provider.type, modelId);
  const id = `${provider.slug}/${modelId}`;
  const facts = known ? withOverlay(known.model, overlays.get(known.model.id)) : unknown(provider, modelId);
  const heard = withFound(facts, provider, modelId);
  const own = Object.hasOwn(provider.prices, modelId) ? provider.prices[modelId] : undefined;
  const priceList = own ? ownPriceList(own) : atShare(heard.priceList, known?.priceShare ?? null);
  const prices: Provenance | null = own
    ? { source: `you, at ${provider.name}`, date: provider.updatedAt.slice(0, 10), doubt: null }
    : priceList && heard.provenance.prices;
  return describe(
    { ...heard, priceList, provenance: { ...heard.provenance, prices } },
    { id, catalogueId: known?.model.id ?? null, offeredAs: provider.active ? [id] : [], overlays },
    now,
  );
}

export function describeBuiltIn(model: BuiltInModel, now: number): Model {
  const facts = entry({
    ...model,
    vendor: "parallax",
    family: "built-in",
    capabilities: [],
    modalities: { input: ["text"], output: ["text"] },
    priceList: model.prices && ownPriceList(model.prices),
    from: {},
  });
  return describe(facts, { id: model.id, catalogueId: null, offeredAs: [model.id], overlays: new Map() }, now);
}

interface Place {
  id: string;
  catalogueId: string | null;
  offeredAs: string[];
  overlays: Overlays;
}

function describe(facts: CatalogueModel, { id, catalogueId, offeredAs, overlays }: Place, now: number): Model {
  const lifecycle = lifecycleAt(facts.lifecycle, now);
  const reason = whyNotUsable(lifecycle);
  const prices = currentPrices(facts.priceList, now);
  return {
    id,
    name: facts.name,
    provider: id.slice(0, id.indexOf("/")),
    description: facts.description,
    contextTokens: facts.contextTokens,
    outputTokens: facts.outputTokens,
    prices,
    catalogueId,
    family: facts.family || null,
    vendor: facts.vendor || null,
    type: isEmbeddingModel(facts) ? "embedding" : facts.modalities && typeOf(facts.modalities.input),
    capabilities: facts.capabilities,
    modalities: facts.modalities,
    maxImages: facts.maxImages,
    knowledgeCutoff: facts.knowledgeCutoff,
    releasedAt: facts.releasedAt,
    lifecycle: catalogueId === null && facts.provenance.lifecycle === null ? null : lifecycle,
    priceList: facts.priceList,
    rateLimits: facts.rateLimits,
    speed: facts.speed,
    scores: facts.scores,
    provenance: facts.provenance,
    available: offeredAs.length > 0,
    offeredAs,
    usable: reason === null,
    reason,
    priceKnown: prices !== null,
    changed: catalogueId === null ? [] : Object.keys(overlays.get(catalogueId) ?? {}),
  };
}

/** What a call of ordinary size costs today. */
function currentPrices(list: readonly DatedPrice[] | null, now: number): TokenPrices | null {
  const today = list && priceAt(list, now);
  const tier: PriceTier | null = today && tierFor(today, 0);
  if (!tier) return null;
  const { input, output, cachedInput, cacheWrite } = tier;
  return { input, output, cachedInput, cacheWrite };
}

function typeOf(input: readonly Modality[]): ModelType {
  if (input.includes("audio") || input.includes("video")) return "multimodal";
  return input.includes("image") ? "vision" : "language";
}

function atShare(prices: DatedPrice[] | null, share: number | null): DatedPrice[] | null {
  if (prices === null || share === null) return null;
  return share === 1 ? prices : pricesTimes(prices, share);
}

function unknown(provider: Provider, modelId: string): CatalogueModel {
  return entry({
    id: `${provider.slug}/${modelId}`,
    name: modelId,
    vendor: "",
    family: "",
    description: `A model of ${provider.name} that the catalogue does not know.`,
    from: {},
  });
}

/** What the key reached: fills what is not known, and is believed where it says that a model ends. */
function withFound(facts: CatalogueModel, provider: Provider, modelId: string): CatalogueModel {
  const found = provider.found.find(({ id }) => id === modelId);
  if (!found) return facts;
  const heard: Provenance = {
    source: `the key at ${provider.name}`,
    date: (provider.foundAt ?? provider.updatedAt).slice(0, 10),
    doubt: null,
  };
  const saysLifecycle = found.lifecycle !== null || found.retiresAt !== null;
  const fillsLimits = facts.contextTokens === null && found.contextTokens !== null;
  return {
    ...facts,
    name: facts.vendor === "" ? (found.name ?? facts.name) : facts.name,
    contextTokens: facts.contextTokens ?? found.contextTokens,
    outputTokens: facts.outputTokens ?? found.outputTokens,
    lifecycle: {
      ...facts.lifecycle,
      state: laterState(facts.lifecycle.state, found.lifecycle ?? "active"),
      retiresAt: found.retiresAt ?? facts.lifecycle.retiresAt,
    },
    provenance: {
      ...facts.provenance,
      limits: fillsLimits ? heard : facts.provenance.limits,
      lifecycle: saysLifecycle ? heard : facts.provenance.lifecycle,
    },
  };
}
