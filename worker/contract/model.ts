import * as z from "zod";
import { pageQuerySchema } from "./page.ts";

/** What a model can do, as far as it matters here: a closed list. */
export const capabilitySchema = z.enum([
  "json-schema",
  "tools",
  "vision",
  "streaming",
  "prompt-caching",
  "batch",
  "reasoning",
  "embeddings",
]);
export type Capability = z.infer<typeof capabilitySchema>;

export const modalitySchema = z.enum(["text", "image", "pdf", "audio", "video"]);
export type Modality = z.infer<typeof modalitySchema>;

/**
 * `language` reads text alone, `vision` pictures too, `multimodal` sound or film as well; `embedding` writes no word: it
 * says by a vector where a text stands among meanings.
 */
export const modelTypeSchema = z.enum(["language", "vision", "multimodal", "embedding"]);
export type ModelType = z.infer<typeof modelTypeSchema>;

/** Dollars per million tokens; null where unknown, never 0. */
const tokenPricesSchema = z.object({
  input: z.number().min(0),
  output: z.number().min(0),
  cachedInput: z.number().min(0).nullable(),
  cacheWrite: z.number().min(0).nullable(),
});
export type TokenPrices = z.infer<typeof tokenPricesSchema>;

const priceTierSchema = tokenPricesSchema.extend({
  aboveInputTokens: z.int().min(0).meta({ description: "holds for a whole call with more input tokens than this" }),
});
export type PriceTier = z.infer<typeof priceTierSchema>;

/** What holds from a day on, until the next one of the list. */
export const datedPriceSchema = z.object({
  from: z.string().nullable().meta({ description: "ISO date (UTC); null: from the beginning" }),
  tiers: z.array(priceTierSchema).min(1).meta({ description: "smallest first, the first above 0" }),
  batchShare: z.number().nullable().meta({ description: "of the price, for batch calls; null where there are none" }),
});
export type DatedPrice = z.infer<typeof datedPriceSchema>;

export const lifecycleStateSchema = z.enum(["active", "deprecated", "retired"]);
export const lifecycleSchema = z.object({
  state: lifecycleStateSchema,
  retiresAt: z.string().nullable().meta({ description: "ISO date, past or to come" }),
  replacement: z.string().nullable().meta({ description: "the catalogue's id of what its vendor names instead" }),
  note: z.string().nullable(),
});
export type Lifecycle = z.infer<typeof lifecycleSchema>;

/** Where a group of facts comes from, of which day, and what is doubtful about it. */
export const provenanceSchema = z.object({
  source: z.string(),
  date: z.string(),
  doubt: z.string().nullable(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** The groups of fields that have a source each. */
export const fieldGroups = [
  "limits",
  "prices",
  "lifecycle",
  "dates",
  "capabilities",
  "rateLimits",
  "speed",
  "scores",
] as const;
export type FieldGroup = (typeof fieldGroups)[number];

/** A model of the catalogue or of an owner's provider, with what is known of it. Null always means: not known. */
export const modelSchema = z
  .object({
    id: z.string().meta({
      description: "where `available`, the name to ask it by: `slug/model`; else the catalogue's: `vendor/model`",
      example: "local/lexical",
    }),
    name: z.string(),
    /** What stands before the first slash of the id. */
    provider: z.string(),
    description: z.string(),
    contextTokens: z.int().nullable(),
    outputTokens: z.int().nullable(),
    prices: tokenPricesSchema.nullable().meta({
      description: "dollars per million tokens, today and for a call of ordinary size; null where unknown",
    }),
    catalogueId: z.string().nullable().meta({ description: "null where the catalogue does not know it" }),
    family: z.string().nullable(),
    vendor: z.string().nullable().meta({ description: "who made it" }),
    type: modelTypeSchema.nullable(),
    capabilities: z.array(capabilitySchema).nullable(),
    modalities: z.object({ input: z.array(modalitySchema), output: z.array(modalitySchema) }).nullable(),
    maxImages: z.int().nullable().meta({ description: "in one call" }),
    knowledgeCutoff: z.string().nullable().meta({ description: "a month or a day" }),
    releasedAt: z.string().nullable().meta({ description: "ISO date" }),
    lifecycle: lifecycleSchema.nullable(),
    priceList: z.array(datedPriceSchema).nullable().meta({ description: "by date, the earliest first" }),
    rateLimits: z
      .object({ requestsPerMinute: z.number().nullable(), tokensPerMinute: z.number().nullable() })
      .nullable(),
    speed: z.object({ tokensPerSecond: z.number() }).nullable(),
    scores: z.array(z.object({ useCase: z.string(), score: z.number() })).nullable(),
    provenance: z.record(z.enum(fieldGroups), provenanceSchema.nullable()),
    available: z.boolean().meta({ description: "it can be asked now, by a provider of yours or built in" }),
    offeredAs: z.array(z.string()).meta({ description: "every name, `slug/model`, by which it can be asked now" }),
    usable: z.boolean().meta({ description: "false where it is retired" }),
    reason: z.string().nullable().meta({ description: "why it is not usable, and what to take instead" }),
    priceKnown: z.boolean(),
    changed: z.array(z.string()).meta({ description: "fields that you have taken over from a later source" }),
  })
  .meta({ id: "Model" });
export type Model = z.infer<typeof modelSchema>;

/** A model in an address: `slug/model` or the catalogue's id, percent-encoded. */
export const modelIdParamSchema = z.object({
  id: z
    .string()
    // What stands behind the slash is the provider's own name for it, and may hold spaces.
    .regex(/^[^/\s]+\/\S(?:.*\S)?$/, "not a model: `provider/model`")
    .max(300)
    .meta({ example: "anthropic/claude-haiku-5-5" }),
});

export const modelsQuerySchema = pageQuerySchema.extend({
  available: z.enum(["true", "false"]).optional(),
  type: modelTypeSchema.optional(),
  q: z.string().max(100).optional().meta({ description: "part of an id, a name, a family or a vendor" }),
});
export type ModelsQuery = z.infer<typeof modelsQuerySchema>;

export const mostCompared = 10;
export const modelCompareQuerySchema = z.object({
  ids: z
    .string()
    .max(3000)
    .meta({ description: `2 to ${mostCompared} models with commas between them` }),
});

export const modelCompareSchema = z
  .object({
    items: z.array(modelSchema),
    differences: z
      .array(z.object({ field: z.string(), values: z.array(z.unknown()) }))
      .meta({ description: "the facts in which they differ, values in the order of the items" }),
  })
  .meta({ id: "ModelComparison" });

const tokensSchema = z.int().min(0).max(1e15);

/** One call, or many added up where no tier of the price depends on their size. */
export const modelCostInputSchema = z
  .strictObject({
    model: z.string().max(300),
    inputTokens: tokensSchema.meta({ description: "everything sent, cached and written to the cache included" }),
    outputTokens: tokensSchema,
    cachedInputTokens: tokensSchema.default(0),
    cacheWriteTokens: tokensSchema.default(0),
    images: z
      .array(z.strictObject({ width: z.int().min(1).max(100_000), height: z.int().min(1).max(100_000) }))
      .max(1000)
      .default([])
      .meta({ description: "their tokens are added to the input" }),
    batch: z.boolean().default(false),
    at: z.iso.datetime({ offset: true }).optional().meta({ description: "now, if left out" }),
  })
  .meta({ id: "ModelCostInput" });
export type ModelCostInput = z.infer<typeof modelCostInputSchema>;

export const modelCostSchema = z
  .object({
    model: z.string(),
    costUsd: z.number().nullable(),
    costKnown: z.boolean(),
    /** Why the cost is not known; null where it is. */
    reason: z.string().nullable(),
    imageTokens: z.int().nullable(),
    prices: priceTierSchema.nullable().meta({ description: "what was reckoned with" }),
  })
  .meta({ id: "ModelCost" });
export type ModelCost = z.infer<typeof modelCostSchema>;
