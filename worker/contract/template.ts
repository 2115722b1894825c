import * as z from "zod";
import { idSchema } from "./id.ts";

export const facetTypeSchema = z.enum(["label", "choice", "score", "boolean", "number", "text", "list"]);

/** One question asked of each content. `label` is open (words are discovered), `choice` is a closed list. */
export const facetSchema = z
  .object({
    name: z
      .string()
      .regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, "a letter, then letters, digits or _, 40 at most")
      .refine((name) => !(name in Object.prototype), "this word is reserved"),
    description: z.string().max(2000),
    type: facetTypeSchema,
    choices: z
      .array(
        z
          .string()
          .trim()
          .min(1)
          .max(80)
          .regex(/^[^\p{Cc}]*$/u, "one line"),
      )
      .max(200)
      .refine(
        (choices) => new Set(choices.map((choice) => choice.toLowerCase())).size === choices.length,
        "choices must differ",
      )
      .optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    examples: z.array(z.string().max(200)).max(20).optional(),
    prompt: z.string().max(4000).optional(),
  })
  .refine((facet) => facet.type !== "choice" || (facet.choices?.length ?? 0) >= 2, {
    path: ["choices"],
    message: "a choice facet needs at least two choices",
  })
  .refine(
    (facet) =>
      facet.type === "score" ? (facet.min ?? 1) < (facet.max ?? 5) : (facet.min ?? -Infinity) < (facet.max ?? Infinity),
    {
      path: ["max"],
      message: "max must be above min (a score without them goes from 1 to 5)",
    },
  )
  .meta({ id: "Facet" });
export type Facet = z.infer<typeof facetSchema>;

export const modulesSchema = z.object({
  summary: z.boolean().default(true),
  sentiment: z.boolean().default(true),
  evidence: z.boolean().default(true),
  clusters: z.boolean().default(true),
  insights: z.boolean().default(true),
  quality: z.boolean().default(true),
});
export type Modules = z.infer<typeof modulesSchema>;

export const templateInputSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    description: z.string().max(2000).default(""),
    category: z.string().max(60).optional(),
    facets: z
      .array(facetSchema)
      .min(1)
      .max(30)
      .refine((facets) => new Set(facets.map((facet) => facet.name)).size === facets.length, "facet names must differ"),
    modules: modulesSchema.partial().prefault({}),
    prompts: z.record(z.string(), z.string().max(20000)).default({}),
  })
  .meta({ id: "TemplateInput" });
export type TemplateInput = z.infer<typeof templateInputSchema>;

/** A change: what is left out stays; modules are merged, everything else takes the place of what was. */
export const templatePatchSchema = z
  .object({
    name: templateInputSchema.shape.name,
    description: z.string().max(2000),
    category: z.string().max(60),
    facets: templateInputSchema.shape.facets,
    modules: z
      .object({
        summary: z.boolean(),
        sentiment: z.boolean(),
        evidence: z.boolean(),
        clusters: z.boolean(),
        insights: z.boolean(),
        quality: z.boolean(),
      })
      .partial(),
    prompts: z.record(z.string(), z.string().max(20000)),
  })
  .partial()
  .meta({ id: "TemplatePatch" });
export type TemplatePatch = z.infer<typeof templatePatchSchema>;

export const templateSchema = z
  .object({
    id: idSchema("template"),
    name: z.string(),
    description: z.string(),
    category: z.string().nullable(),
    facets: z.array(facetSchema),
    modules: modulesSchema,
    prompts: z.record(z.string(), z.string()),
    builtIn: z.boolean(),
    createdAt: z.string().nullable(),
  })
  .meta({ id: "Template" });
export type Template = z.infer<typeof templateSchema>;
