import * as z from "zod";
import { idSchema } from "./id.ts";

export const contentKindSchema = z.enum(["conversation", "post", "document", "photo"]);
export type ContentKind = z.infer<typeof contentKindSchema>;

/** One turn of a content. `role` is lower case; `timestamp` ISO 8601 UTC; images are data: or https: addresses, never loaded by us. */
export const messageSchema = z.object({
  role: z.string(),
  content: z.string(),
  timestamp: z.string().optional(),
  images: z.array(z.string()).optional(),
});
export type Message = z.infer<typeof messageSchema>;

/** What a reader of a format hands on: one content, before it is measured and stored. */
export interface ReadContent {
  /** The record's own id; absent where the file gives none. */
  externalId?: string | undefined;
  kind: ContentKind;
  title?: string | undefined;
  messages: Message[];
  author?: string | undefined;
  /** ISO 8601 UTC; when the content came to be, where the file says so. */
  occurredAt?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  /** "line 12", "row 4", "record 7": where in the file it stands. */
  at: string;
}

export const contentItemSchema = z
  .object({
    id: idSchema("content"),
    externalId: z.string(),
    kind: contentKindSchema,
    title: z.string(),
    language: z.string().meta({ description: "ISO 639-1, or und" }),
    tokens: z.int(),
    messageCount: z.int(),
    quality: z.number().nullable(),
    reasons: z
      .array(z.string())
      .meta({ description: "what was found wrong or worth knowing, `kind` or `kind:detail`" }),
    leftOut: z.boolean().meta({ description: "a fix left it out: analyses do not read it" }),
    createdAt: z.string(),
  })
  .meta({ id: "ContentItem" });
export type ContentItem = z.infer<typeof contentItemSchema>;

export const contentSchema = contentItemSchema
  .extend({
    datasetId: idSchema("dataset"),
    author: z.string().nullable(),
    occurredAt: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()),
    messages: z.array(messageSchema),
  })
  .meta({ id: "Content" });
export type Content = z.infer<typeof contentSchema>;

/** The answer to one import: what went in, what did not and why. */
export const importReportSchema = z
  .object({
    imported: z.int(),
    duplicates: z.int(),
    rejectedCount: z.int(),
    rejected: z.array(z.object({ at: z.string(), reason: z.string() })).meta({ description: "the first 200" }),
    warnings: z.array(z.string()),
    format: z.string(),
    languages: z.record(z.string(), z.int()),
  })
  .meta({ id: "ImportReport" });
export type ImportReport = z.infer<typeof importReportSchema>;

/** What a file holds, without storing any of it: for people to check before they import it. */
export const importPreviewSchema = z
  .object({
    sentence: z.string().meta({ description: "what was found, in one sentence" }),
    format: z.string(),
    contents: z.int(),
    kinds: z.record(z.string(), z.int()),
    languages: z.record(z.string(), z.int()),
    columns: z
      .array(
        z.object({
          name: z.string(),
          holds: z
            .string()
            .nullable()
            .meta({ description: "what the column is read as; null where it becomes metadata" }),
          samples: z.array(z.string()),
        }),
      )
      .meta({ description: "of a table, of an archive or workbook its first one; empty for other files" }),
    arrangement: z.string().nullable().meta({
      description: "what a row is: message, pair, messages, transcript or text; null where that is not known",
    }),
    mapping: z
      .record(z.string(), z.string())
      .meta({ description: "which column holds what; may be changed and sent back as ?mapping=" }),
    samples: z.array(
      contentItemSchema.pick({ externalId: true, kind: true, title: true, language: true, messageCount: true }).extend({
        at: z.string(),
        messages: z.array(messageSchema.pick({ role: true, content: true, timestamp: true })),
      }),
    ),
    rejectedCount: z.int(),
    rejected: z.array(z.object({ at: z.string(), reason: z.string() })),
    warnings: z.array(z.string()),
  })
  .meta({ id: "ImportPreview" });
export type ImportPreview = z.infer<typeof importPreviewSchema>;
