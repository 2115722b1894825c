import * as z from "zod";

/**
 * What an engine answers to each task: the shapes of contract section 3. A reply comes from outside (a model), so the
 * outer shape is checked here and every value inside is checked against its facet by analysis/reading/validate.ts. Models write
 * null for what they leave out; it counts as absent.
 */

export const sentimentSchema = z.enum(["positive", "neutral", "negative", "mixed"]);

/**
 * What the words of the sentiment module are counted under, among the facets. The name of a facet begins with a small
 * letter (template.ts), so that none is ever called so: a facet `sentiment` has a count of its own.
 */
export const moodKey = "Sentiment";

/** Words that may be left out. */
const optionalText = z
  .string()
  .nullish()
  .transform((said) => said ?? "");

export const extractItemSchema = z.object({
  id: z.string(),
  facets: z.record(z.string(), z.unknown()),
  summary: z.string().nullish(),
  sentiment: sentimentSchema.nullish(),
  confidence: z.number().nullish(),
  evidence: z.array(z.object({ facet: z.string(), message: z.int(), quote: z.string() })).nullish(),
});
export type ExtractItem = z.infer<typeof extractItemSchema>;

export const extractReplySchema = z.object({ items: z.array(z.unknown()) });

export const reconcileReplySchema = z.object({
  groups: z.array(z.object({ canonical: z.string(), aliases: z.array(z.string()), reason: optionalText })),
});
export type ReconcileReply = z.infer<typeof reconcileReplySchema>;

export const clusterNameSchema = z.object({ id: z.string(), name: z.string(), description: optionalText });
export const nameClustersReplySchema = z.object({ clusters: z.array(clusterNameSchema) });
export type NameClustersReply = z.infer<typeof nameClustersReplySchema>;

export const groupClustersReplySchema = z.object({
  parents: z.array(z.object({ name: z.string(), description: optionalText, children: z.array(z.string()) })),
});
export type GroupClustersReply = z.infer<typeof groupClustersReplySchema>;

export const auditNamesReplySchema = z.object({
  clusters: z.array(z.object({ id: z.string(), score: z.number().min(1).max(5), reason: optionalText })),
});

const saidInsightSchema = z.object({
  title: z.string(),
  detail: z.string(),
  contentIds: z.array(z.string()).nullish(),
});

export const insightSchema = saidInsightSchema.extend({
  contentIds: z.array(z.string()),
  kind: z
    .enum(["common", "rising", "unusual", "said"])
    .optional()
    .meta({ description: "`said`: by the model that summed up; the others are counted by program" }),
  numbers: z
    .array(z.object({ label: z.string(), value: z.number() }))
    .optional()
    .meta({ description: "the counts that it rests on" }),
  chance: z
    .number()
    .optional()
    .meta({ description: "how likely chance alone brings it about, over all that was looked at" }),
  filter: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: "query of `…/results` that gives the contents that it speaks of" }),
  unproven: z.array(z.string()).optional().meta({ description: "numbers in it that the counts do not show" }),
});
export type Insight = z.infer<typeof insightSchema>;

export const summarizeReplySchema = z.object({ headline: z.string(), insights: z.array(saidInsightSchema) });
export type SummarizeReply = z.infer<typeof summarizeReplySchema>;
