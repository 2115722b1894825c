import * as z from "zod";
import { analysisSchema, pauseKindSchema, progressSchema } from "./analysis.ts";
import { resultSchema } from "./findings.ts";
import { insightSchema } from "./reply.ts";

const envelope = { seq: z.int(), contentId: z.string().nullable(), jobId: z.string() };

function event<Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) {
  return z.object({ ...envelope, type: z.literal(type), data: z.object(data) });
}

/** A result as it goes over the socket: all that the engine answered; what the content itself holds is asked for. */
export const partialResultSchema = resultSchema.omit({ title: true, language: true, clusterId: true });
export type PartialResult = z.infer<typeof partialResultSchema>;

/** The commonest labels of each open facet, 30 at most, most frequent first, with their counts over the whole job so far. */
export const labelsSoFarSchema = z.array(
  z.object({ facet: z.string(), labels: z.array(z.object({ label: z.string(), count: z.int() })) }),
);
export type LabelsSoFar = z.infer<typeof labelsSoFarSchema>;

/** One message of the live socket (contract section 2, "Live events"). */
export const liveEventSchema = z.discriminatedUnion("type", [
  z.object({ ...envelope, type: z.literal("snapshot"), data: analysisSchema }),
  event("analysis_started", { name: z.string(), itemsTotal: z.int() }),
  event("analysis_progress", {
    progress: z.number(),
    currentStep: z.string(),
    estimatedTimeRemaining: z.number().nullable(),
    detail: progressSchema,
  }),
  event("analysis_partial", {
    results: z.array(partialResultSchema),
    newLabels: z.array(z.object({ facet: z.string(), label: z.string() })),
    insights: z.array(insightSchema),
    /** Absent in events that an older version wrote down. */
    labels: labelsSoFarSchema.optional(),
  }),
  event("analysis_paused", { reason: z.string(), kind: pauseKindSchema }),
  event("analysis_resumed", {}),
  event("analysis_cancelled", {}),
  event("analysis_complete", { result: analysisSchema }),
  event("analysis_error", { error: z.string(), fatal: z.boolean() }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
export type LiveEventType = LiveEvent["type"];
