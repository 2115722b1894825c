import * as z from "zod";
import { idSchema } from "./id.ts";
import { pageQuerySchema } from "./page.ts";

export const providerTypeSchema = z.enum([
  "anthropic",
  "openai",
  "google",
  "bedrock",
  "openai-compatible",
  "workers-ai",
]);
export type ProviderType = z.infer<typeof providerTypeSchema>;

/** Those whose servers offer vectors too. */
export const typesWithVectors: readonly ProviderType[] = ["openai", "google", "openai-compatible", "workers-ai"];

/** A dollar a token: above that somebody has mistaken the unit. */
const dollarsAMillionSchema = z.number().min(0).max(1_000_000);

/** Dollars per million tokens. */
const priceSchema = z.strictObject({
  input: dollarsAMillionSchema,
  output: dollarsAMillionSchema,
  cachedInput: dollarsAMillionSchema.optional(),
  cacheWrite: dollarsAMillionSchema.optional(),
});
export type OwnPrice = z.infer<typeof priceSchema>;

const mostPrices = 500;
/** By the provider's own id of the model. */
const pricesSchema = z
  .record(z.string().max(200), priceSchema)
  .refine((prices) => Object.keys(prices).length <= mostPrices, `more than ${mostPrices} prices`);

const limitsSchema = z
  .strictObject({
    requestsPerMinute: z.number().positive().max(10_000_000),
    tokensPerMinute: z.number().positive().max(10_000_000_000),
    concurrency: z.int().min(1).max(1000),
  })
  .partial();
export type ProviderLimits = z.infer<typeof limitsSchema>;

const modelIdSchema = z.string().trim().min(1).max(200);

/** The key is taken here and never given back. */
export const providerInputSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    type: providerTypeSchema,
    preset: z.string().max(40).optional().meta({ description: "fills in the address: `ollama`, `groq` …" }),
    baseUrl: z.string().max(500).optional(),
    apiKey: z.string().trim().min(1).max(4000).optional(),
    models: z.array(modelIdSchema).max(500).optional(),
    priority: z.int().min(0).max(1000).optional().meta({ description: "0 is asked first" }),
    limits: limitsSchema.optional(),
    prices: pricesSchema.optional(),
    active: z.boolean().optional(),
  })
  .meta({ id: "ProviderInput" });
export type ProviderInput = z.infer<typeof providerInputSchema>;

/** A change of `baseUrl` voids the stored key unless a new one comes with it. */
export const providerPatchSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    baseUrl: z.string().max(500),
    apiKey: z.string().trim().min(1).max(4000),
    models: z.array(modelIdSchema).max(500),
    priority: z.int().min(0).max(1000),
    limits: limitsSchema,
    prices: pricesSchema,
    active: z.boolean(),
  })
  .partial()
  .meta({ id: "ProviderPatch" });
export type ProviderPatch = z.infer<typeof providerPatchSchema>;

export const foundModelSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  contextTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  lifecycle: z.enum(["active", "deprecated", "retired"]).nullable(),
  retiresAt: z.string().nullable(),
});

export const providerSchema = z
  .object({
    id: idSchema("provider"),
    /** What model names begin with: `slug/model`. */
    slug: z.string(),
    name: z.string(),
    type: providerTypeSchema,
    preset: z.string().nullable(),
    baseUrl: z.string(),
    hasKey: z.boolean(),
    keyHint: z.string().nullable().meta({ description: "the key's last four characters" }),
    models: z.array(z.string()).meta({ description: "the models in use, named by hand or found by the key" }),
    found: z.array(foundModelSchema).meta({ description: "what the key reached when it was last tested" }),
    foundAt: z.string().nullable(),
    priority: z.int(),
    limits: limitsSchema,
    prices: z.record(z.string(), priceSchema),
    active: z.boolean(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: "Provider" });
export type Provider = z.infer<typeof providerSchema>;

/** `model`: which model to probe; the first in use where it is left out. */
export const providerTestSchema = z.strictObject({ model: modelIdSchema }).partial().meta({ id: "ProviderTest" });

/** What a test found, step by step: the models of the key, then one small question by the way a job goes. */
export const providerTestReplySchema = z
  .object({
    ok: z.boolean(),
    models: z.array(foundModelSchema),
    model: z.string().nullable().meta({ description: "the model that was asked" }),
    latencyMs: z.int().nullable(),
    firstTokenMs: z.int().nullable(),
    costUsd: z.number().nullable(),
    /** What went wrong, and what to do about it. */
    error: z.object({ kind: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: "ProviderTestReply" });
export type ProviderTestReply = z.infer<typeof providerTestReplySchema>;

export const circuitSchema = z.enum(["closed", "open", "half-open"]);
export type Circuit = z.infer<typeof circuitSchema>;

/** How one model behind one key is doing. Times in milliseconds; null where nothing is known yet. */
export const modelHealthSchema = z.object({
  model: z.string().meta({ description: "`slug/model`" }),
  circuit: circuitSchema,
  /** Why the circuit is open, in words; null while it is closed. */
  reason: z.string().nullable(),
  nextProbeAt: z.string().nullable(),
  failuresInARow: z.int(),
  lastSuccessAt: z.string().nullable(),
  lastFailureAt: z.string().nullable(),
  inFlight: z.int(),
  firstTokenMs: z.object({ p50: z.number(), p99: z.number() }).nullable(),
  totalMs: z.object({ p50: z.number(), p99: z.number() }).nullable(),
  /** The deadlines that follow from them. */
  deadlines: z.object({ firstTokenMs: z.number(), totalMs: z.number() }),
});
export type ModelHealth = z.infer<typeof modelHealthSchema>;

export const providerEventSchema = z.object({
  at: z.string(),
  kind: z.enum(["opened", "half-opened", "closed", "failover", "cooling"]),
  model: z.string(),
  /** For a failover: who answers instead. */
  to: z.string().nullable(),
  reason: z.string(),
});
export type ProviderEvent = z.infer<typeof providerEventSchema>;

export const providerHealthSchema = z
  .object({
    providerId: z.string(),
    slug: z.string(),
    name: z.string(),
    active: z.boolean(),
    state: z.enum(["healthy", "degraded", "down", "unused", "off"]),
    /** One sentence for people. */
    words: z.string(),
    models: z.array(modelHealthSchema),
    headroom: z.object({
      requests: z.object({ left: z.number(), limit: z.number() }).nullable(),
      tokens: z.object({ left: z.number(), limit: z.number() }).nullable(),
    }),
    today: z.object({ calls: z.int(), failed: z.int(), costUsd: z.number(), costKnown: z.boolean() }),
    /** The last 24 hours, oldest first, the present one last. */
    hours: z.array(z.object({ hour: z.string(), ok: z.int(), failed: z.int() })),
    events: z.array(providerEventSchema).meta({ description: "newest first, 50 at most" }),
  })
  .meta({ id: "ProviderHealth" });
export type ProviderHealth = z.infer<typeof providerHealthSchema>;

export const healthReplySchema = z.object({ items: z.array(providerHealthSchema) }).meta({ id: "ProvidersHealth" });

/** One attempt to ask a model: what it took and how it ended. No prompt, no answer, no key. */
export const callSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    analysisId: z.string().nullable(),
    task: z.string().meta({ description: "extract, reconcile …, probe" }),
    taskId: z.int().nullable(),
    call: z.int(),
    attempt: z.int(),
    provider: z.string(),
    model: z.string().meta({ description: "`slug/model`" }),
    outcome: z.string().meta({ description: "`ok`, or the kind of failure" }),
    inputTokens: z.int(),
    cachedInputTokens: z.int(),
    cacheWriteTokens: z.int(),
    outputTokens: z.int(),
    reasoningTokens: z.int(),
    costUsd: z.number().nullable(),
    latencyMs: z.int(),
    firstTokenMs: z.int().nullable(),
  })
  .meta({ id: "ModelCall" });
export type CallEntry = z.infer<typeof callSchema>;

export const callsQuerySchema = pageQuerySchema.extend({
  outcome: z.string().optional().meta({ description: "`ok`, `failed`, or one kind of failure" }),
});
