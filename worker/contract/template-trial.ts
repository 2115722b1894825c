import * as z from "zod";
import { usageSchema } from "./analysis.ts";
import { resultSchema } from "./findings.ts";
import { idSchema } from "./id.ts";
import { type PromptTask, promptTasks } from "./placeholders.ts";
import { templateInputSchema } from "./template.ts";

/** Most contents that a template is tried on. */
export const mostTried = 3;

export const promptTaskSchema = z.enum(promptTasks);
export type { PromptTask };

/** Asks for a prompt as it would be sent: of a draft, or of a template that is kept. */
export const previewInputSchema = z
  .object({
    template: templateInputSchema.optional().meta({ description: "A draft that is stored nowhere." }),
    templateId: idSchema("template").optional(),
    task: promptTaskSchema.default("extract"),
    model: z.string().optional().meta({ description: "`slug/model`; the built-in engine where left out." }),
    contentId: idSchema("content")
      .optional()
      .meta({ description: "What to show as the item; a made-up one if left out." }),
  })
  .refine(({ template, templateId }) => (template === undefined) !== (templateId === undefined), {
    path: ["template"],
    message: "give either template or templateId",
  })
  .meta({ id: "PromptPreviewInput" });

const rangeSchema = z.object({ low: z.number(), mid: z.number(), high: z.number() });

export const previewReplySchema = z
  .object({
    task: promptTaskSchema,
    model: z.string(),
    system: z.string().meta({ description: "Task line, rules, facets, own words: the same in every call of a job." }),
    user: z.string().meta({ description: "Labels first, items last, fenced; pictures as [picture]." }),
    schema: z.record(z.string(), z.unknown()).meta({ description: "The JSON schema that the reply is held to." }),
    madeUp: z.boolean().meta({ description: "What stands in the place of data is an example." }),
    tokens: z.object({
      system: z.int(),
      own: z.int().meta({ description: "Of it what own words add." }),
      user: z.int(),
      schema: z.int(),
    }),
    inputTokens: rangeSchema,
    outputTokens: rangeSchema,
    costUsd: rangeSchema.nullable().meta({ description: "Of this one call; null where the price is unknown." }),
    costKnown: z.boolean(),
    notes: z.array(z.string()),
    placeholders: z.array(z.object({ name: z.string(), ofFacet: z.boolean(), description: z.string() })),
  })
  .meta({ id: "PromptPreview" });
export type PromptPreview = z.infer<typeof previewReplySchema>;
export type PromptPreviewInput = z.input<typeof previewInputSchema>;

const trialShape = {
  contentIds: z
    .array(idSchema("content"))
    .min(1, "choose at least one content")
    .max(mostTried, `${mostTried} contents at most`),
  model: z.string().optional().meta({ description: "`slug/model`, `local/lexical` or `auto`; else the project's." }),
  maxCostUsd: z.number().positive().max(1000).optional(),
};

export const trialInputSchema = z.object(trialShape).meta({ id: "TemplateTestInput" });
export const draftTrialInputSchema = z
  .object({ ...trialShape, template: templateInputSchema })
  .meta({ id: "TemplateDraftTestInput" });
export type TrialInput = z.infer<typeof trialInputSchema>;

export const trialReplySchema = z
  .object({
    model: z.string(),
    items: z.array(resultSchema),
    usage: usageSchema,
    notes: z.array(z.string()).meta({ description: "What one should know of these answers." }),
  })
  .meta({ id: "TemplateTest" });
export type Trial = z.infer<typeof trialReplySchema>;
