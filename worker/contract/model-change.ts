import * as z from "zod";
import { datedPriceSchema, lifecycleStateSchema } from "./model.ts";
import { providerTypeSchema } from "./provider.ts";

/** The facts that a later source may correct. */
export const changeFields = [
  "contextTokens",
  "outputTokens",
  "prices",
  "lifecycle",
  "knowledgeCutoff",
  "releasedAt",
] as const;
export const changeFieldSchema = z.enum(changeFields);
export type ChangeField = (typeof changeFields)[number];

const day = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/);
const tokens = z.int().positive().max(1_000_000_000);

/** The values that an owner took over; prices hold from the day they were seen. */
const values = {
  contextTokens: tokens,
  outputTokens: tokens,
  prices: datedPriceSchema.pick({ tiers: true }),
  lifecycle: z.object({ state: lifecycleStateSchema, retiresAt: z.string().nullable() }),
  knowledgeCutoff: day,
  releasedAt: day,
} as const;

/** What a list outside says of one model; null where it says nothing. */
export const listedModelSchema = z.object({
  /** As a provider of this type would name it. */
  type: providerTypeSchema,
  id: z.string(),
  contextTokens: values.contextTokens.nullable(),
  outputTokens: values.outputTokens.nullable(),
  prices: values.prices.nullable(),
  lifecycle: values.lifecycle.nullable(),
  knowledgeCutoff: values.knowledgeCutoff.nullable(),
  releasedAt: values.releasedAt.nullable(),
});
export type ListedModel = z.infer<typeof listedModelSchema>;

/** What the lists outside said when each was last read; `at` in milliseconds since 1970. */
export const snapshotSchema = z.object({
  lists: z.array(z.object({ source: z.string(), at: z.int(), models: z.array(listedModelSchema) })),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
export type CatalogueList = Snapshot["lists"][number];

function takenOver<Value extends z.ZodType>(value: Value) {
  return z.object({ value, source: z.string(), seenAt: z.string() }).optional();
}

/** The facts of one model that an owner took over from a later source. */
export const overlayFieldsSchema = z.object({
  contextTokens: takenOver(values.contextTokens),
  outputTokens: takenOver(values.outputTokens),
  prices: takenOver(values.prices),
  lifecycle: takenOver(values.lifecycle),
  knowledgeCutoff: takenOver(values.knowledgeCutoff),
  releasedAt: takenOver(values.releasedAt),
});
export type OverlayFields = z.infer<typeof overlayFieldsSchema>;

export const modelChangeSchema = z
  .object({
    model: z.string(),
    /** `listed`: a model that is new (false → true) or gone (true → false); nothing to apply there. */
    field: z.enum([...changeFields, "listed"]),
    from: z.unknown(),
    to: z.unknown(),
    source: z.string(),
    seenAt: z.string(),
  })
  .meta({ id: "ModelChange" });
export type ModelChange = z.infer<typeof modelChangeSchema>;

export const applyChangesSchema = z
  .strictObject({
    changes: z.union([
      z.literal("all"),
      z
        .array(z.strictObject({ model: z.string().max(300), field: changeFieldSchema, source: z.string().optional() }))
        .min(1)
        .max(500),
    ]),
  })
  .meta({ id: "ApplyModelChanges" });
export type ApplyChanges = z.infer<typeof applyChangesSchema>;

export const appliedChangesSchema = z
  .object({ applied: z.array(modelChangeSchema) })
  .meta({ id: "AppliedModelChanges" });
