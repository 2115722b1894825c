import * as z from "zod";
import { resultSchema } from "./findings.ts";
import { mergeSchema } from "./labels.ts";
import { callSchema } from "./provider.ts";

/** How a result came to be. */
export const whySchema = z
  .object({
    result: resultSchema,
    said: z.record(z.string(), z.string()).meta({ description: "the open labels as the reader said them" }),
    merges: z.array(mergeSchema).meta({ description: "how each came to the word that stands" }),
    prompt: z
      .object({
        rebuilt: z.literal(true),
        exact: z.boolean().meta({ description: "false where something that was shown is not known any more" }),
        note: z.string(),
        version: z.string(),
        system: z.string(),
        user: z.string(),
        schema: z.record(z.string(), z.unknown()),
        items: z.int().meta({ description: "contents that stood in the same question" }),
      })
      .nullable()
      .meta({ description: "null where no model was asked by a prompt" }),
    task: z.object({ task: z.int(), phase: z.string(), round: z.int(), stream: z.int(), retries: z.int() }).nullable(),
    calls: z.array(
      callSchema.pick({
        id: true,
        at: true,
        call: true,
        attempt: true,
        model: true,
        outcome: true,
        inputTokens: true,
        cachedInputTokens: true,
        outputTokens: true,
        costUsd: true,
        latencyMs: true,
      }),
    ),
    cost: z.object({
      taskUsd: z.number().nullable(),
      shareUsd: z.number().nullable().meta({ description: "of this content: the task's cost over its contents" }),
    }),
  })
  .meta({ id: "Why" });
export type Why = z.infer<typeof whySchema>;
