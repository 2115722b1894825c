import * as z from "zod";
import type { FoundModel } from "../model-call.ts";

/** Every server that speaks OpenAI's dialect tells something else about a model: what one of them tells is taken. */
const tokens = z.int().positive().nullish().catch(null);
const words = z.string().nullish().catch(null);

const listedSchema = z.object({
  id: z.string().min(1),
  name: words,
  display_name: words,
  context_length: tokens,
  context_window: tokens,
  max_context_length: tokens,
  max_model_len: tokens,
  max_completion_tokens: tokens,
  top_provider: z.object({ max_completion_tokens: tokens }).nullish().catch(null),
  shutdown_date: words,
  expiration_date: words,
  deprecation: words,
});

const listSchema = z.union([z.array(z.unknown()), z.object({ data: z.array(z.unknown()) })]);

/** @returns null where the answer is no list of models */
export function listedModels(answer: unknown): FoundModel[] | null {
  const list = listSchema.safeParse(answer);
  if (!list.success) return null;
  return (Array.isArray(list.data) ? list.data : list.data.data).flatMap((entry) => {
    const { success, data } = listedSchema.safeParse(entry);
    if (!success) return [];
    const retiresAt = dateOf(data.shutdown_date ?? data.expiration_date ?? data.deprecation);
    return [
      {
        id: data.id,
        name: data.name ?? data.display_name ?? null,
        contextTokens:
          data.context_length ?? data.context_window ?? data.max_context_length ?? data.max_model_len ?? null,
        outputTokens: data.max_completion_tokens ?? data.top_provider?.max_completion_tokens ?? null,
        lifecycle: retiresAt ? "deprecated" : null,
        retiresAt,
      },
    ];
  });
}

function dateOf(text: string | null | undefined): string | null {
  return /^\d{4}-\d\d-\d\d/.exec(text ?? "")?.[0] ?? null;
}
