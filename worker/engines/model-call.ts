/**
 * One call to a language model in words that no provider owns, and what a provider must be able to do. A provider file
 * is a list of translations between these and its own SDK: no retry, no price, no log, no choice.
 */

/** A JSON schema as plain data. */
export type JsonSchema = Record<string, unknown>;

export type Part =
  /** `cache`: everything up to and with this part stays the same for many calls; a cache point goes behind it. */
  | { type: "text"; text: string; cache?: boolean }
  /** Images travel as data, never as an address. */
  | { type: "image"; mediaType: ImageType; base64: string };

export const imageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
export type ImageType = (typeof imageTypes)[number];

export interface ModelCall {
  /** The provider's own id of the model. */
  model: string;
  /** Task and rules: instructions, never data. The start of the stable prefix; a cache point goes behind it. */
  system: string;
  /** The user's message: data, fenced and escaped; what changes from call to call comes last. */
  parts: Part[];
  /** What the reply must look like, for the provider's own JSON-schema mechanism. `name` is a word of letters and _. */
  reply: { name: string; schema: JsonSchema };
  maxOutputTokens: number;
  /** Sent as the `Idempotency-Key` header. */
  idempotencyKey: string;
}

/** Tokens as billed. `inputTokens` holds everything sent, `outputTokens` everything written, reasoning included. */
export interface TokenUsage {
  inputTokens: number;
  /** Of the input: read from the provider's prompt cache, and written to it. */
  cachedInputTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  /** Of the output: thought, not shown. */
  reasoningTokens: number;
}

export const noTokens: TokenUsage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

export interface ModelReply {
  /** The JSON as text: the message, or the input of the forced tool call. */
  text: string;
  /** `length`: cut by the output limit; what came before may still be good. */
  stop: "end" | "length";
  /** Null where the provider did not say; a main count that it left out is no number. */
  usage: TokenUsage | null;
}

/** What is needed of the Workers AI binding. */
export interface AiBinding {
  run(model: string, inputs: Record<string, unknown>, options: { signal: AbortSignal }): Promise<unknown>;
  models(search: { page: number; per_page: number }): Promise<unknown>;
}

/** Where a provider is reached and with what. Made by the pool for each call; `fetch` is guarded and measured. */
export interface Connection {
  /** What the vendor's own SDK takes as its base; never with a slash at the end. */
  baseUrl: string;
  apiKey: string | null;
  /** Which of the known servers it is, for `openai-compatible`: they differ in what they take. */
  preset?: string | undefined;
  /** Follows no redirect, reaches only permitted addresses. Every request of a provider goes through it. */
  fetch: typeof fetch;
  /** The Workers AI binding, for `workers-ai` where it exists. */
  ai?: AiBinding | undefined;
}

/** How a call is followed and ended from outside. */
export interface Watch {
  signal: AbortSignal;
  /** Called with every piece of the answer (text, tool input, reasoning): a sign of life, the first of them measured. */
  onToken: () => void;
}

/** A model that a key can reach, as its provider lists it; null where the list does not say. */
export interface FoundModel {
  id: string;
  name: string | null;
  contextTokens: number | null;
  outputTokens: number | null;
  lifecycle: "active" | "deprecated" | "retired" | null;
  /** ISO date. */
  retiresAt: string | null;
}

/** Texts that vectors are wanted of. */
export interface EmbeddingCall {
  /** The provider's own id of the model. */
  model: string;
  texts: string[];
  /** Sent as the `Idempotency-Key` header, where there are headers. */
  idempotencyKey: string;
}

export interface Embeddings {
  /** One for each text, in their order; empty where there is none. */
  vectors: number[][];
  /** Null where the provider did not say. */
  inputTokens: number | null;
}

export interface Provider {
  /**
   * Sends one call, streamed, and reads it to its end.
   * @throws CallFailure for everything that is not a complete answer, a stream without a stop reason included
   */
  send(call: ModelCall, connection: Connection, watch: Watch): Promise<ModelReply>;
  /** The models that this key reaches. @throws CallFailure */
  listModels(connection: Connection, signal: AbortSignal): Promise<FoundModel[]>;
  /** Absent where the vendor has none. @throws CallFailure */
  embed?(call: EmbeddingCall, connection: Connection, signal: AbortSignal): Promise<Embeddings>;
}
