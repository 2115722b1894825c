import * as z from "zod";
import { idSchema } from "./id.ts";
import { insightSchema } from "./reply.ts";

export const statusSchema = z.enum(["pending", "running", "paused", "completed", "failed", "cancelled"]);
export type Status = z.infer<typeof statusSchema>;

/**
 * What a paused job waits for: whoever paused it; a higher limit of its own or of the project's month; a provider that
 * may answer again by itself; a provider that people must put right first (key, credit, model, address); a word on
 * whether a model is to go on of whose answers not one could be used.
 */
export const pauseKindSchema = z.enum(["by-hand", "budget", "month", "no-provider", "mend-provider", "useless"]);
export type PauseKind = z.infer<typeof pauseKindSchema>;

/** The six phases in their order. */
export const phaseSchema = z.enum([
  "discovery",
  "classification",
  "reconciliation",
  "clustering",
  "insights",
  "summary",
]);
export type Phase = z.infer<typeof phaseSchema>;
export const phases = phaseSchema.options;

const discoverySchema = z.object({
  /** Share of the contents to read first, percent. */
  targetPercentage: z.number().min(0).max(100),
  minItems: z.int().min(0).max(10_000),
  maxItems: z.int().min(0).max(10_000),
});

/** How the model of each call is chosen among the model and its fallbacks. */
export const strategySchema = z.enum(["priority", "round-robin", "least-busy", "fastest", "cheapest"]);
export type Strategy = z.infer<typeof strategySchema>;

export const optionsInputSchema = z
  .strictObject({
    streams: z.int().min(1).max(64),
    itemsPerStream: z.int().min(1).max(200),
    sync: z.enum(["round", "continuous"]),
    retryAttempts: z.int().min(0).max(10),
    cache: z.boolean(),
    discovery: discoverySchema.partial(),
    fallbackModels: z.array(z.string()).max(10),
    strategy: strategySchema.meta({ description: "how a model of the chain is chosen; `priority` where left out" }),
    hedge: z.boolean().meta({
      description:
        "ask a second model of the chain where the first is slow to begin: faster, for up to twice the money",
    }),
    onProviderDown: z.enum(["pause", "fallback"]),
    maxCostUsd: z.number().positive(),
    urgency: z.enum(["real-time", "near-real-time", "batch"]),
    accuracy: z.enum(["basic", "standard", "high", "critical"]),
    basedOn: z.string(),
    freezeLabels: z.boolean(),
    targetLabels: z.int().min(2).max(1_000).meta({
      description: "most labels that each open facet may end with; where left out, only equals are put together",
    }),
    cluster: z.boolean(),
    minClusterSize: z.int().min(1).max(10_000),
    embeddingModel: z.string().max(200).nullable().meta({
      description:
        "`slug/model` of a provider: clusters rest on its vectors; built-in ones where null, left out or not to be had",
    }),
    redactPii: z.boolean(),
    ttlDays: z.number().min(1).max(365),
  })
  .partial()
  .meta({ id: "AnalysisOptionsInput" });
export type OptionsInput = z.infer<typeof optionsInputSchema>;

/** Options with every default filled in: what a job really runs on. */
export const optionsSchema = z
  .object({
    streams: z.int(),
    itemsPerStream: z.int(),
    sync: z.enum(["round", "continuous"]),
    retryAttempts: z.int(),
    cache: z.boolean(),
    discovery: discoverySchema,
    fallbackModels: z.array(z.string()),
    // Rows of an earlier version do not say.
    strategy: strategySchema.default("priority"),
    hedge: z.boolean().default(false),
    onProviderDown: z.enum(["pause", "fallback"]),
    maxCostUsd: z.number().nullable(),
    urgency: z.enum(["real-time", "near-real-time", "batch"]),
    accuracy: z.enum(["basic", "standard", "high", "critical"]),
    basedOn: z.string().nullable(),
    freezeLabels: z.boolean(),
    targetLabels: z.int().nullable().default(null),
    cluster: z.boolean(),
    minClusterSize: z.int(),
    embeddingModel: z.string().nullable().default(null),
    redactPii: z.boolean(),
    ttlDays: z.number(),
  })
  .meta({ id: "AnalysisOptions" });
export type Options = z.infer<typeof optionsSchema>;

export const analysisInputSchema = z
  .object({
    datasetId: z.string(),
    templateId: z.string().optional(),
    model: z.string().max(200).optional(),
    name: z.string().trim().min(1).max(200).optional(),
    contentIds: z.array(z.string()).min(1).max(100_000).optional(),
    options: optionsInputSchema.prefault({}),
  })
  .meta({ id: "AnalysisInput" });
export type AnalysisInput = z.infer<typeof analysisInputSchema>;

export const analysisPatchSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    pinned: z.boolean(),
    options: z
      .strictObject({
        maxCostUsd: z
          .number()
          .positive()
          .nullable()
          .meta({ description: "dollars; holds at once, for all that is spent; null lifts the limit" }),
        onProviderDown: z.enum(["pause", "fallback"]).meta({
          description: "`fallback`: from now on the built-in engine answers where no model can; resume to go on so",
        }),
      })
      .partial(),
  })
  .partial()
  .meta({ id: "AnalysisPatch" });
export type AnalysisPatch = z.infer<typeof analysisPatchSchema>;
/** What of a job's options can be changed while it lives. */
export type ChangedOptions = NonNullable<AnalysisPatch["options"]>;

export const streamStateSchema = z.object({
  stream: z.int(),
  state: z.enum(["waiting", "working", "idle", "failed"]),
  itemsDone: z.int(),
  batch: z.int().nullable(),
});
export type StreamState = z.infer<typeof streamStateSchema>;

export const progressSchema = z
  .object({
    phase: phaseSchema,
    percent: z.number(),
    itemsTotal: z.int(),
    itemsDone: z.int(),
    itemsFallback: z.int(),
    itemsFailed: z.int(),
    batchesDone: z.int(),
    batchesTotal: z.int(),
    round: z.int(),
    rounds: z.int(),
    streams: z.array(streamStateSchema),
    etaSeconds: z.number().nullable(),
    currentStep: z.string(),
    savedAt: z.string().nullable(),
    notices: z
      .array(z.object({ at: z.string(), text: z.string() }))
      .default([])
      .meta({ description: "what people should know of how it went, newest first: who answered instead of whom" }),
  })
  .meta({ id: "Progress" });
export type Progress = z.infer<typeof progressSchema>;

export const usageSchema = z
  .object({
    calls: z.int(),
    inputTokens: z.int(),
    cachedInputTokens: z.int(),
    outputTokens: z.int(),
    costUsd: z.number().nullable(),
    costKnown: z.boolean(),
  })
  .meta({ id: "Usage" });
export type UsageTotals = z.infer<typeof usageSchema>;

const spreadSchema = z.object({ low: z.number(), mid: z.number(), high: z.number() });
export const estimateSchema = z
  .object({
    model: z.string(),
    calls: z.int(),
    batchSize: z.int(),
    inputTokens: spreadSchema,
    outputTokens: spreadSchema,
    costUsd: spreadSchema.nullable(),
    costKnown: z.boolean(),
    seconds: spreadSchema,
    cached: z.int(),
    assumptions: z.array(z.string()),
  })
  .meta({ id: "Estimate" });
export type Estimate = z.infer<typeof estimateSchema>;

export const estimateReplySchema = z.object({ contents: z.int(), estimates: z.array(estimateSchema) });

/** Reader's summary of a finished analysis; `found` is what the job left, where labels were changed by hand since. */
const saidSchema = z.object({ headline: z.string(), insights: z.array(insightSchema) });
export const summarySchema = saidSchema.extend({ found: saidSchema.optional() });
export type Summary = z.infer<typeof summarySchema>;

export const analysisSchema = z
  .object({
    id: idSchema("analysis"),
    name: z.string(),
    status: statusSchema,
    pauseReason: z.string().nullable(),
    pauseKind: pauseKindSchema.nullable().meta({ description: "what it waits for; null where it is not paused" }),
    model: z.string(),
    templateId: z.string(),
    datasetId: z.string(),
    projectId: z.string(),
    options: optionsSchema,
    progress: progressSchema,
    usage: usageSchema,
    estimate: estimateSchema.nullable(),
    headline: z.string().nullable(),
    pinned: z.boolean(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "Analysis" });
export type Analysis = z.infer<typeof analysisSchema>;
