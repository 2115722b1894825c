import * as z from "zod";
import type { Embeddings } from "../model-call.ts";

const answerSchema = z.object({
  data: z.array(z.object({ index: z.number().catch(-1), embedding: z.unknown() })).catch([]),
  usage: z
    .object({ prompt_tokens: z.number().nullable().catch(null) })
    .nullable()
    .catch(null),
});

/**
 * An answer in OpenAI's words, whatever of it can be read: what it used was used, also where its vectors are none. One that is
 * no vector is empty.
 */
export function readEmbeddings(body: string): Embeddings {
  const { success, data: said } = answerSchema.safeParse(parsed(body));
  if (!success) return { vectors: [], inputTokens: null };
  const ordered = said.data.toSorted((one, other) => one.index - other.index);
  return {
    vectors: ordered.map(({ embedding }) => vectorOf(embedding)),
    inputTokens: said.usage?.prompt_tokens ?? null,
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const numbersSchema = z.array(z.number());

/** Some servers send base64 of 32-bit numbers, whatever they were asked for. */
function vectorOf(embedding: unknown): number[] {
  if (typeof embedding !== "string") return numbersSchema.safeParse(embedding).data ?? [];
  try {
    const bytes = Uint8Array.from(atob(embedding), (sign) => sign.charCodeAt(0));
    return bytes.length % 4 === 0 ? [...new Float32Array(bytes.buffer)] : [];
  } catch {
    return [];
  }
}
