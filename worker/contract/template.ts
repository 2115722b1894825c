import * as z from "zod";
import { idSchema } from "./id.ts";
import { templateFaults } from "./template-faults.ts";

export const facetTypeSchema = z.enum(["label", "choice", "score", "boolean", "number", "text", "list"]);

/** One question asked of each content. `label` is open (words are discovered), `choice` is a closed list. */
export const facetSchema = z
  .object({
    name: z
      .string()
      .regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, "a small letter, then letters, digits or _, 40 characters at most")
      .refine((name) => !(name in Object.prototype), "this word is reserved; take another name"),
    description: z.string().max(2000),
    type: facetTypeSchema,
    choices: z
      .array(
        z
          .string()
          .trim()
          .min(1, "a choice is empty")
          .max(80, "a choice has 80 characters at most")
          .regex(/^[^\p{Cc}]*$/u, "a choice is one line"),
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

/** Own words, added to what a task asks by itself; never instead of it. */
const promptsSchema = z.record(z.string().max(60), z.string().max(20000)).meta({
  description:
    "Instructions of one's own by task (extract, reconcile, name-clusters, summarize). They are added to the prompt, " +
    "fenced; task line, rules, facets, labels and items stay. Placeholders: {{template}}, {{dataset}}, {{facets}}, " +
    "{{facet}} (reconcile), {{description:FACET}}, {{choices:FACET}}, {{examples:FACET}}; \\{{ is the signs themselves.",
  example: { extract: "We sell tickets. {{choices:outcome}}: refunds under way count as resolved." },
});

export const templateInputSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    description: z.string().max(2000).default(""),
    category: z.string().max(60).optional(),
    facets: z.array(facetSchema).min(1, "a template needs at least one facet").max(30, "30 facets at most"),
    modules: modulesSchema.partial().prefault({}),
    prompts: promptsSchema.default({}),
  })
  .superRefine(({ facets, prompts }, context) => {
    for (const fault of templateFaults(facets, prompts)) context.addIssue({ code: "custom", ...fault });
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
    prompts: promptsSchema,
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
