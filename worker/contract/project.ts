import * as z from "zod";
import { idSchema } from "./id.ts";

/** What the analyses of a project inherit where they do not say otherwise. */
export const projectSettingsSchema = z.strictObject({
  templateId: z.string().optional(),
  model: z.string().optional(),
  fallbackModels: z.array(z.string()).optional(),
  ttlDays: z.number().min(1).max(365).optional(),
  redactPii: z.boolean().optional(),
  minClusterSize: z.int().min(1).max(1000).optional(),
  maxCostUsd: z.number().positive().optional(),
  monthlyCostUsd: z.number().positive().nullable().optional().meta({
    description: "dollars that all analyses together may spend in a calendar month (UTC); null lifts the limit",
  }),
});
export type ProjectSettings = z.infer<typeof projectSettingsSchema>;

export const projectInputSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    description: z.string().max(2000).default(""),
    settings: projectSettingsSchema.prefault({}),
  })
  .meta({ id: "ProjectInput" });
export type ProjectInput = z.infer<typeof projectInputSchema>;

export const projectPatchSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    description: z.string().max(2000),
    settings: projectSettingsSchema,
  })
  .partial()
  .meta({ id: "ProjectPatch" });
export type ProjectPatch = z.infer<typeof projectPatchSchema>;

export const projectSchema = z
  .object({
    id: idSchema("project"),
    name: z.string(),
    description: z.string(),
    settings: projectSettingsSchema,
    datasetCount: z.int(),
    analysisCount: z.int(),
    createdAt: z.string(),
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof projectSchema>;

export const datasetInputSchema = z
  .object({ name: z.string().trim().min(1).max(120), description: z.string().max(2000).default("") })
  .meta({ id: "DatasetInput" });
export type DatasetInput = z.infer<typeof datasetInputSchema>;

export const datasetSchema = z
  .object({
    id: idSchema("dataset"),
    projectId: idSchema("project"),
    name: z.string(),
    description: z.string(),
    contentCount: z.int(),
    tokens: z.int(),
    images: z.int().meta({ description: "pictures that models can be shown" }),
    languages: z.record(z.string(), z.int()),
    leftOut: z.int().meta({ description: "contents that a fix left out; they count in none of these numbers" }),
    redactPii: z.boolean().meta({ description: "set by a fix: what models read of it is redacted" }),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: "Dataset" });
export type Dataset = z.infer<typeof datasetSchema>;
