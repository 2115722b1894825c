import * as z from "zod";
import { idSchema } from "./id.ts";

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

/** Joiners join letters and signs; before a space or at an end they join nothing. */
const uselessJoiner =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Extended_Pictographic}])/gu;
const showsNothing = /(?![\u200c\u200d])[\p{Cf}]/gu;

/** A name that people give: what nobody sees is left out of it, so that no two labels look alike. */
const labelGiven = labelSaid
  .overwrite((label) => label.replace(showsNothing, "").replace(uselessJoiner, "").trim())
  .min(1)
  .regex(/[^\p{Default_Ignorable_Code_Point}\p{Z}\u2800]/u, "a label shows at least one character");

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
    z.strictObject({ facet: facetNamed, rename: z.strictObject({ from: labelSaid, to: labelGiven }) }),
    z.strictObject({
      facet: facetNamed,
      merge: z.strictObject({ labels: z.array(labelSaid).min(1).max(500), into: labelGiven }),
    }),
    z.strictObject({
      facet: facetNamed,
      split: z
        .strictObject({ label: labelSaid, aliases: z.array(labelSaid).min(1).max(500), into: labelGiven.optional() })
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
