import * as z from "zod";
import { idSchema } from "./id.ts";
import { insightSchema, sentimentSchema } from "./reply.ts";

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
      })
      .partial(),
  })
  .partial()
  .meta({ id: "AnalysisPatch" });
export type AnalysisPatch = z.infer<typeof analysisPatchSchema>;

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

export const evidenceSchema = z.object({
  facet: z.string(),
  message: z.int(),
  quote: z.string(),
  verified: z.boolean(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const facetValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
export type FacetValue = z.infer<typeof facetValueSchema>;

export const resultSchema = z
  .object({
    contentId: z.string(),
    externalId: z.string(),
    title: z.string(),
    language: z.string(),
    status: z.enum(["done", "fallback", "failed"]),
    facets: z.record(z.string(), facetValueSchema),
    sentiment: sentimentSchema.nullable(),
    confidence: z.number().nullable(),
    summary: z.string(),
    evidence: z.array(evidenceSchema),
    clusterId: z.string().nullable(),
    model: z.string(),
    attempts: z.int(),
    error: z.string().nullable(),
  })
  .meta({ id: "Result" });
export type Result = z.infer<typeof resultSchema>;

export const labelOriginSchema = z.enum(["discovery", "stream", "hand", "based-on"]);
export type LabelOrigin = z.infer<typeof labelOriginSchema>;

export const labelSchema = z
  .object({
    label: z.string(),
    description: z.string(),
    count: z.int(),
    aliases: z.array(z.string()),
    origin: labelOriginSchema,
  })
  .meta({ id: "Label" });
export type Label = z.infer<typeof labelSchema>;

export const mergeSchema = z
  .object({
    facet: z.string(),
    canonical: z.string(),
    aliases: z.array(z.string()),
    by: z.enum(["model", "rule", "hand"]),
    reason: z.string(),
    count: z.int().default(0).meta({ description: "contents whose reader said it so" }),
    at: z.string(),
  })
  .meta({ id: "Merge" });
export type Merge = z.infer<typeof mergeSchema>;

/** What models contradicted each other, or themselves, about: labels that some answers put together and others did not. */
export const labelConflictSchema = z
  .object({
    labels: z.array(z.string()),
    same: z.int().meta({ description: "answers that put them together" }),
    apart: z.int().meta({ description: "answers that saw them and did not" }),
    outcome: z.enum(["merged", "apart", "undecided"]),
  })
  .meta({ id: "LabelConflict" });
export type LabelConflict = z.infer<typeof labelConflictSchema>;

/** One line: prompts list labels a line each. Signs that nobody sees have no place in it either. */
const labelSaid = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, "a label is one line, without control characters");

/** One change by hand. Done again it changes nothing. */
export const labelEditSchema = z
  .union([
    z.strictObject({ rename: z.strictObject({ from: labelSaid, to: labelSaid }) }),
    z.strictObject({ merge: z.strictObject({ labels: z.array(labelSaid).min(1).max(500), into: labelSaid }) }),
    z.strictObject({
      split: z.strictObject({
        label: labelSaid,
        aliases: z.array(labelSaid).min(1).max(500),
        into: labelSaid.optional(),
      }),
    }),
  ])
  .meta({ id: "LabelEdit" });
export type LabelEdit = z.infer<typeof labelEditSchema>;

const facetNamed = z.string().max(40);
export const labelsPatchSchema = z
  .union([
    z.strictObject({ facet: facetNamed, rename: z.strictObject({ from: labelSaid, to: labelSaid }) }),
    z.strictObject({
      facet: facetNamed,
      merge: z.strictObject({ labels: z.array(labelSaid).min(1).max(500), into: labelSaid }),
    }),
    z.strictObject({
      facet: facetNamed,
      split: z
        .strictObject({ label: labelSaid, aliases: z.array(labelSaid).min(1).max(500), into: labelSaid.optional() })
        .meta({
          description: "takes words that were folded into a label out of it: each on its own, or all as `into`",
        }),
    }),
    z.strictObject({
      undo: z.union([z.literal(true), z.string().max(60)]).meta({ description: "true for the last edit, or its id" }),
    }),
  ])
  .meta({ id: "LabelsPatch" });
export type LabelsPatch = z.infer<typeof labelsPatchSchema>;

export const madeLabelEditSchema = z.object({
  id: idSchema("labelEdit"),
  facet: z.string(),
  edit: labelEditSchema,
  at: z.string(),
  undoneAt: z.string().nullable(),
});
export type MadeLabelEdit = z.infer<typeof madeLabelEditSchema>;

/** What became of the words that a run began with. */
export const labelChangesSchema = z.object({
  basedOn: z.string(),
  facets: z.record(
    z.string(),
    z.object({
      added: z.array(z.object({ label: z.string(), count: z.int() })),
      unused: z.array(z.string()),
    }),
  ),
});
export type LabelChanges = z.infer<typeof labelChangesSchema>;

export const labelsReplySchema = z
  .object({
    facets: z.record(z.string(), z.array(labelSchema)),
    merges: z.array(mergeSchema),
    edits: z.array(madeLabelEditSchema).optional().meta({ description: "by hand, oldest first" }),
    changes: labelChangesSchema
      .nullable()
      .optional()
      .meta({ description: "against the analysis that this one is based on; null where it is on none" }),
  })
  .meta({ id: "Labels" });
export type LabelsReply = z.infer<typeof labelsReplySchema>;

export const clusterNodeSchema = z
  .object({
    id: z.string(),
    parentId: z.string().nullable(),
    level: z.int(),
    name: z.string(),
    description: z.string(),
    size: z.int(),
    contentIds: z.array(z.string()).optional(),
    x: z.number(),
    y: z.number(),
    audit: z
      .object({ score: z.number(), reason: z.string(), by: z.string(), renamed: z.boolean() })
      .nullish()
      .meta({ description: "how well its name keeps what is private: 1 it points to a person, 5 to nobody" }),
  })
  .meta({ id: "ClusterNode" });
export type ClusterNode = z.infer<typeof clusterNodeSchema>;

export const clustersReplySchema = z
  .object({
    levels: z.int(),
    nodes: z.array(clusterNodeSchema),
    hidden: z.object({ clusters: z.int(), items: z.int(), reason: z.string() }),
    method: z.string().meta({ description: "how the number of clusters was chosen, in words" }),
    k: z.int().optional().meta({ description: "clusters at the base that are shown" }),
    tried: z
      .array(z.object({ k: z.int(), silhouette: z.number() }))
      .optional()
      .meta({ description: "numbers of clusters that were tried, and how well each parts (mean silhouette, -1..1)" }),
    outliers: z
      .object({ items: z.int(), contentIds: z.array(z.string()), reason: z.string() })
      .optional()
      .meta({ description: "contents that fit no cluster well, the farthest 50 by id" }),
  })
  .meta({ id: "Clusters" });
export type ClustersReply = z.infer<typeof clustersReplySchema>;

export const insightsReplySchema = z
  .object({ headline: z.string().nullable(), partial: z.boolean(), insights: z.array(insightSchema) })
  .meta({ id: "Insights" });

export const batchSchema = z
  .object({
    batch: z.int(),
    phase: phaseSchema,
    task: z.string(),
    stream: z.int().nullable(),
    round: z.int(),
    status: z.enum(["pending", "queued", "leased", "waiting", "done", "failed", "cancelled"]),
    items: z.int(),
    retryCount: z.int(),
    startedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "Batch" });
export type Batch = z.infer<typeof batchSchema>;

export const statsSchema = z
  .object({
    discovery: z.object({
      totalProcessed: z.int(),
      uniqueLabels: z.record(z.string(), z.int()),
      discoveryRate: z.array(z.number()).meta({ description: "new labels a batch, in order" }),
    }),
    processing: z.object({
      totalRounds: z.int(),
      averageStreamUtilization: z.number(),
      syncPoints: z.int(),
      streams: z.array(
        z.object({
          stream: z.int(),
          items: z.int(),
          newLabels: z.int(),
          usage: usageSchema,
          retryAttempts: z.int(),
          missing: z.int(),
          seconds: z.number(),
        }),
      ),
    }),
    resolution: z.object({
      conflictsFound: z.int(),
      conflictsResolved: z.int(),
      canonicalMappings: z.record(z.string(), z.record(z.string(), z.string())),
      conflicts: z
        .array(labelConflictSchema.extend({ facet: z.string() }))
        .default([])
        .meta({ description: "what answers disagreed about when labels were reconciled, and what came of it" }),
    }),
    consistency: z.number().nullable().meta({
      description:
        "of two contents with one final label, how often their readers had used the same word: 1 where nothing had to be reconciled",
    }),
  })
  .meta({ id: "Stats" });
export type Stats = z.infer<typeof statsSchema>;
