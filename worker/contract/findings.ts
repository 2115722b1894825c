import * as z from "zod";
import { phaseSchema, usageSchema } from "./analysis.ts";
import { labelConflictSchema } from "./labels.ts";
import { insightSchema, sentimentSchema } from "./reply.ts";

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
