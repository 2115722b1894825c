import type { Model, ModelsQuery } from "../contract/model.ts";
import type { Page } from "../contract/page.ts";
import type { Provider } from "../contract/provider.ts";
import { catalogue, catalogueModel } from "./catalogue.ts";
import { type BuiltInModel, describeBuiltIn, describeEntry, describeOffer, type Overlays } from "./describe-model.ts";
import { findModel } from "./find-model.ts";

/** Everything that says which models there are for one owner. */
export interface ModelSources {
  builtIn: readonly BuiltInModel[];
  providers: readonly Provider[];
  overlays: Overlays;
}

/**
 * Built-in models, then those of the owner's providers in the order in which these are asked, then the rest of the
 * catalogue. A model that a provider offers stands there once, under the name to ask it by.
 */
export function listModels(sources: ModelSources, now: number): Model[] {
  const offers = offersOf(sources.providers);
  const offered = new Set(offers.map(({ catalogueId }) => catalogueId));
  return [
    ...sources.builtIn.map((model) => describeBuiltIn(model, now)),
    ...offers.map(({ provider, modelId }) => describeOffer(provider, modelId, sources.overlays, now)),
    ...catalogue.filter(({ id }) => !offered.has(id)).map((model) => describeEntry(model, [], sources.overlays, now)),
  ];
}

/** One page of them; the cursor is the number of those before it. */
export function pageOfModels(models: readonly Model[], query: ModelsQuery): Page<Model> {
  const wanted = models.filter((model) => fits(model, query));
  const start = /^\d+$/.test(query.cursor ?? "") ? Number(query.cursor) : 0;
  const end = start + query.limit;
  return { items: wanted.slice(start, end), nextCursor: end < wanted.length ? String(end) : null };
}

/** A model by the name it is asked by, or by the catalogue's id. @returns null where there is none */
export function modelNamed(sources: ModelSources, id: string, now: number): Model | null {
  const builtIn = sources.builtIn.find((model) => model.id === id);
  if (builtIn) return describeBuiltIn(builtIn, now);
  const [slug, modelId] = [id.slice(0, id.indexOf("/")), id.slice(id.indexOf("/") + 1)];
  const provider = sources.providers.find((candidate) => candidate.slug === slug);
  // A provider that lists nothing may be asked for anything.
  const offers = provider && (provider.models.length === 0 ? modelId !== "" : provider.models.includes(modelId));
  if (offers) return describeOffer(provider, modelId, sources.overlays, now);
  const model = catalogueModel(id);
  if (!model) return null;
  const names = offersOf(sources.providers).filter(({ catalogueId }) => catalogueId === id);
  const offeredAs = names.map((offer) => `${offer.provider.slug}/${offer.modelId}`);
  return describeEntry(model, offeredAs, sources.overlays, now);
}

interface Offer {
  provider: Provider;
  modelId: string;
  catalogueId: string | null;
}

function offersOf(providers: readonly Provider[]): Offer[] {
  return providers
    .filter(({ active }) => active)
    .flatMap((provider) =>
      provider.models.map((modelId) => ({
        provider,
        modelId,
        catalogueId: findModel(provider.type, modelId)?.model.id ?? null,
      })),
    );
}

function fits(model: Model, { available, type, q }: ModelsQuery): boolean {
  if (available !== undefined && model.available !== (available === "true")) return false;
  if (type !== undefined && model.type !== type) return false;
  const wanted = q?.trim().toLowerCase() ?? "";
  const words = [model.id, model.catalogueId, model.name, model.family, model.vendor];
  return words.some((word) => word?.toLowerCase().includes(wanted));
}
