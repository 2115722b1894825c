import * as z from "zod";

export const breakdownBySchema = z.enum(["facet", "time", "language", "sentiment", "status", "cluster"]);
export type BreakdownBy = z.infer<typeof breakdownBySchema>;

/** A day as a filter takes it. */
const daySchema = z.iso.date();

/** What results, and counts of them, can be narrowed to. */
export const resultFilterSchema = z.object({
  status: z.enum(["done", "fallback", "failed"]).optional(),
  facet: z.string().max(40).optional(),
  value: z.string().max(2000).optional(),
  cluster: z.string().max(60).optional(),
  sentiment: z.string().max(20).optional(),
  language: z.string().max(10).optional(),
  contentId: z.string().max(80).optional(),
  from: daySchema.optional().meta({ description: "contents that happened on this day (UTC) or later" }),
  to: daySchema.optional().meta({ description: "contents that happened on this day (UTC) or earlier" }),
  q: z.string().max(200).optional(),
});

export const breakdownSchema = z
  .object({
    by: breakdownBySchema,
    of: z.string().nullable().meta({ description: "the facet, where it is by facet" }),
    unit: z.enum(["day", "week", "month"]).nullable().meta({ description: "of time, as the span suggests" }),
    total: z.int().meta({ description: "results that pass the filter" }),
    rows: z.array(z.object({ value: z.string().nullable(), count: z.int() })).meta({
      description: "the most frequent first, times in their order; null: without a value; lists count in several",
    }),
    left: z.int().meta({ description: "values that are not listed" }),
  })
  .meta({ id: "Breakdown" });
export type Breakdown = z.infer<typeof breakdownSchema>;
