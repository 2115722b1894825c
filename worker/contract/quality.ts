import * as z from "zod";
import { idSchema } from "./id.ts";

/** What may be wrong with a content, or worth knowing before it is analysed. */
export const issueKindSchema = z.enum([
  "nothing-to-read",
  "not-natural-language",
  "exact-duplicate",
  "near-duplicate",
  "very-short",
  "unknown-roles",
  "personal-data",
  "broken-characters",
  "unknown-language",
  "mixed-languages",
  "over-long",
]);
export type IssueKind = z.infer<typeof issueKindSchema>;

/** What one click does about it: nothing is deleted or changed for good, each can be undone. */
export const fixActionSchema = z.enum(["leave-out", "normalise-roles", "redact", "mend-characters"]);
export type FixAction = z.infer<typeof fixActionSchema>;

const countsSchema = z.record(z.string(), z.int());

export const issueSchema = z
  .object({
    kind: issueKindSchema,
    severity: z.enum(["problem", "warning", "note"]),
    title: z.string(),
    explanation: z.string(),
    count: z.int(),
    share: z.number().meta({ description: "of the contents that are kept, 0 to 1" }),
    details: countsSchema.meta({ description: "what it is made of, e.g. kinds of personal data, with their contents" }),
    examples: z
      .array(
        z.object({
          contentId: idSchema("content"),
          externalId: z.string(),
          title: z.string(),
          detail: z.string(),
          /** Of a duplicate: the content that it repeats. */
          of: idSchema("content").nullable(),
        }),
      )
      .meta({ description: "the first three" }),
    fix: z
      .object({ action: fixActionSchema, title: z.string() })
      .nullable()
      .meta({ description: "what POST /datasets/:id/fixes {issue} does about it; null where there is nothing to do" }),
    rows: z.string().meta({ description: "where its rows can be downloaded; `format` is csv or jsonl" }),
  })
  .meta({ id: "QualityIssue" });
export type Issue = z.infer<typeof issueSchema>;

export const fixSchema = z
  .object({
    id: idSchema("fix"),
    datasetId: idSchema("dataset"),
    issue: issueKindSchema,
    action: fixActionSchema,
    count: z.int().meta({ description: "contents that it touched" }),
    createdAt: z.string(),
    undoneAt: z.string().nullable(),
  })
  .meta({ id: "Fix" });
export type Fix = z.infer<typeof fixSchema>;

export const batchingSchema = z
  .object({
    streams: z.int(),
    itemsPerStream: z.int(),
    contextTokens: z.int().meta({ description: "the context it was worked out for" }),
    calls: z.int().meta({ description: "calls that reading takes about, in all" }),
    inParts: z.int().meta({ description: "contents that a model with a small context reads in parts" }),
    because: z.string(),
  })
  .meta({ id: "SuggestedBatching" });
export type Batching = z.infer<typeof batchingSchema>;

export const qualityReportSchema = z
  .object({
    datasetId: idSchema("dataset"),
    contents: z.int().meta({ description: "contents that are kept" }),
    leftOut: z.int(),
    complete: z.boolean().meta({ description: "false while contents are still being looked at: ask again" }),
    checked: z.int(),
    score: z.number().nullable().meta({ description: "mean quality of the contents, 0 to 1" }),
    languages: countsSchema,
    tokens: z.object({ total: z.int(), median: z.int(), p95: z.int(), most: z.int() }),
    issues: z.array(issueSchema).meta({ description: "the gravest first" }),
    batching: batchingSchema.nullable(),
    redactPii: z.boolean().meta({ description: "whether what models read of this dataset is redacted" }),
    fixes: z.array(fixSchema).meta({ description: "newest first, undone ones too" }),
  })
  .meta({ id: "QualityReport" });
export type QualityReport = z.infer<typeof qualityReportSchema>;

export const fixInputSchema = z
  .union([
    z.strictObject({ issue: issueKindSchema.meta({ description: "put this right" }) }),
    z.strictObject({ undo: idSchema("fix").meta({ description: "take this fix back" }) }),
  ])
  .meta({ id: "FixInput" });
export type FixInput = z.infer<typeof fixInputSchema>;

export const fixReplySchema = z
  .object({ fix: fixSchema, contents: z.int(), leftOut: z.int() })
  .meta({ id: "FixReply" });
export type FixReply = z.infer<typeof fixReplySchema>;
