import { ParallaxError } from "../contract/error.ts";
import type { Model } from "../contract/model.ts";
import { type Provider, typesWithVectors } from "../contract/provider.ts";
import type { ModelLimits } from "../engines/ask.ts";
import { catalogueModel } from "./catalogue.ts";
import { type BuiltInModel, describeBuiltIn, describeOffer, type Overlays } from "./describe-model.ts";
import { findModel } from "./find-model.ts";
import { imageTokens } from "./image-tokens.ts";
import { listModels, type ModelSources, modelNamed } from "./list-models.ts";
import type { Tokenizer } from "./tokens.ts";

/** A model that an analysis may be started with. */
export interface ModelChoice {
  facts: Model;
  /** Null for the built-in engine. */
  provider: Provider | null;
  /** The provider's own id. */
  modelId: string;
  limits: ModelLimits;
  images: boolean;
  tokenizer: Tokenizer | null;
  tokensOfAPicture: number;
}

/** Built-in engines bring their own limits: they are no language models. */
export interface ChoiceSources extends ModelSources {
  builtIn: readonly (BuiltInModel & { limits: ModelLimits })[];
}

/**
 * The model behind a name, `slug/model` or `auto`, to read with.
 * @param path where the name stood in the request, for the error
 * @throws unknown_reference where nobody offers it, wrong_state where it is retired: both say what to take instead
 */
export function chooseModel(name: string, sources: ChoiceSources, path: string, now: number): ModelChoice {
  if (name === "auto") return chooseModel(bestSetUp(sources, now), sources, path, now);
  const choice = usableModel(name, sources, path, now);
  if (choice.facts.type !== "embedding") return choice;
  throw unfitFor(path, `${name} gives vectors and no words, so it can't read. options.embeddingModel takes it.`);
}

/**
 * The model behind a name, to make vectors with.
 * @throws as chooseModel does, and invalid_request where it gives words, or its provider no vectors
 */
export function chooseEmbeddingModel(name: string, sources: ChoiceSources, path: string, now: number): ModelChoice {
  const choice = usableModel(name, sources, path, now);
  const { provider, facts } = choice;
  if (provider === null) {
    throw unfitFor(path, "The built-in vectors are those that are used where it is left out.");
  }
  if (!typesWithVectors.includes(provider.type)) {
    throw unfitFor(path, `Providers like ${provider.name} (${provider.type}) give no vectors.`);
  }
  if (facts.type !== null && facts.type !== "embedding") {
    throw unfitFor(path, `${name} gives words and no vectors. Take a model for embeddings.`);
  }
  return choice;
}

function unfitFor(path: string, words: string): ParallaxError {
  return new ParallaxError("invalid_request", `${path}: ${words}`, { errors: [{ path, message: words }] });
}

function usableModel(name: string, sources: ChoiceSources, path: string, now: number): ModelChoice {
  const choice = offered(name, sources, now);
  if (!choice) throw notOffered(name, sources, path, now);
  const { usable, reason } = choice.facts;
  if (usable) return choice;
  throw new ParallaxError("wrong_state", `${path}: ${name} can't be started. ${reason ?? ""}`.trim(), {
    errors: [{ path, message: reason ?? "retired" }],
  });
}

function offered(name: string, sources: ChoiceSources, now: number): ModelChoice | null {
  const slash = name.indexOf("/");
  const [slug, modelId] = [name.slice(0, slash), name.slice(slash + 1)];
  const provider = sources.providers.find((candidate) => candidate.slug === slug && candidate.active);
  if (!provider) {
    const engine = sources.builtIn.find(({ id }) => id === name);
    if (!engine) return null;
    const { limits } = engine;
    const blind = { images: false, tokenizer: null, tokensOfAPicture: 0 };
    return { facts: describeBuiltIn(engine, now), provider: null, modelId, limits, ...blind };
  }
  // A provider that lists nothing, by hand or by its key, may be asked for anything: it will say itself what it lacks.
  const listed = [...provider.models, ...provider.found.map(({ id }) => id)];
  if (modelId === "" || (listed.length > 0 && !listed.includes(modelId))) return null;
  return offeredModel(provider, modelId, sources.overlays, now);
}

/** A model of a provider, whether or not it is in use there. */
export function offeredModel(provider: Provider, modelId: string, overlays: Overlays, now: number): ModelChoice {
  const facts = describeOffer(provider, modelId, overlays, now);
  const known = findModel(provider.type, modelId)?.model ?? null;
  return {
    facts,
    provider,
    modelId,
    limits: limitsOf(facts),
    // A model that nobody knows is shown the pictures: it was chosen by somebody who does.
    images: facts.modalities?.input.includes("image") ?? true,
    tokenizer: known?.tokenizer ?? null,
    tokensOfAPicture: known?.imageTokens ? imageTokens(known.imageTokens, 1024, 1024) : 1_600,
  };
}

function notOffered(name: string, sources: ChoiceSources, path: string, now: number): ParallaxError {
  const slug = name.slice(0, Math.max(0, name.indexOf("/")));
  const provider = sources.providers.find((candidate) => candidate.slug === slug);
  const retired = catalogueModel(name) ? modelNamed(sources, name, now)?.reason : null;
  const help =
    retired ??
    (provider && !provider.active
      ? `The provider ${provider.name} is switched off.`
      : provider
        ? `${provider.name} offers ${someOf(provider.models)}.`
        : `Set up a provider for it, or take one of these: ${someOf(namesOf(sources))}.`);
  return new ParallaxError("unknown_reference", `${path}: no provider of yours offers “${name}”. ${help}`, {
    errors: [{ path, message: retired ?? "no provider offers this model" }],
  });
}

function namesOf({ builtIn, providers }: ModelSources): string[] {
  const offers = providers
    .filter(({ active }) => active)
    .flatMap(({ slug, models }) => models.map((model) => `${slug}/${model}`));
  return [...offers, ...builtIn.map(({ id }) => id)];
}

function someOf(names: string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown || "no model yet";
}

const dayMilliseconds = 86_400_000;
/** A model that ends within this time is not chosen for anybody. */
const horizon = 14 * dayMilliseconds;

/**
 * What `auto` means: the least expensive model of known price of the provider that is asked first; the built-in engine
 * where no provider is set up.
 */
function bestSetUp(sources: ChoiceSources, now: number): string {
  for (const { active, slug } of sources.providers) {
    if (!active) continue;
    const models = listModels(sources, now).filter((model) => model.id.startsWith(`${slug}/`) && lasts(model, now));
    const priced = models.filter(({ prices }) => prices !== null);
    const [best] = priced.length > 0 ? priced.sort((a, b) => priceOf(a) - priceOf(b)) : models;
    if (best) return best.id;
  }
  return sources.builtIn[0]?.id ?? "";
}

function lasts({ usable, available, lifecycle, type }: Model, now: number): boolean {
  const ends = lifecycle?.retiresAt;
  return usable && type !== "embedding" && available && (!ends || Date.parse(ends) > now + horizon);
}

/** Reading is mostly input: about four tokens in for one out. */
function priceOf({ prices }: Model): number {
  return prices ? prices.input * 4 + prices.output : Number.POSITIVE_INFINITY;
}

/** Where a model says nothing of itself: what nearly every model of today can hold. */
const cautious = { contextTokens: 32_000, outputTokens: 4_096 };
/** A larger question takes longer to answer and is lost whole when it fails. */
const largestContext = 200_000;
const largestOutput = 32_000;

/**
 * What a stage needs to cut batches. Items in one call grow with what the model can write: 10 at 4,000 tokens, 20 at
 * 16,000 (GPT-4o mini), 50 from 32,000 on (GPT-4.1); above that models begin to lose items.
 */
function limitsOf({ contextTokens, outputTokens }: Model): ModelLimits {
  const output = Math.min(largestOutput, outputTokens ?? cautious.outputTokens);
  return {
    contextTokens: Math.min(largestContext, contextTokens ?? cautious.contextTokens),
    outputTokens: output,
    maxItems: output >= 32_000 ? 50 : output >= 16_000 ? 20 : 10,
  };
}
