import { type Embeddings, noTokens, type Provider } from "./model-call.ts";
import { packVector } from "./pack-vector.ts";

/**
 * A provider's vectors in the words of a call, so that limits, deadlines, retries, price and log hold for them as for every
 * other call. The reply is that of an EmbedQuestion; a text without a vector has null in its place.
 */
export function sendEmbedding(embed: NonNullable<Provider["embed"]>): Provider["send"] {
  return async ({ model, parts, idempotencyKey }, connection, { signal, onToken }) => {
    const texts = parts.flatMap((part) => (part.type === "text" ? [part.text] : []));
    const { vectors, inputTokens } = await embed({ model, texts, idempotencyKey }, connection, signal);
    onToken();
    return {
      text: replyOf(vectors, texts.length),
      stop: "end",
      usage: inputTokens === null ? null : { ...noTokens, inputTokens },
    };
  };
}

/** Vectors that can't be told apart by their place belong to nobody: an answer in no shape at all. */
function replyOf(vectors: Embeddings["vectors"], texts: number): string {
  const there = vectors.filter(({ length }) => length > 0);
  const [first] = there;
  if (first === undefined || vectors.length !== texts) return "";
  if (there.some(({ length }) => length !== first.length)) return "";
  return JSON.stringify({ vectors: vectors.map(packVector) });
}
