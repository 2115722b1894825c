import {
  ApiError,
  type GenerateContentParameters,
  type GenerateContentResponse,
  type GenerateContentResponseUsageMetadata,
  GoogleGenAI,
  type Model,
  type Part as SdkPart,
} from "@google/genai/web";
import { CallFailure } from "../failure.ts";
import { failureWithin } from "../guarded-fetch.ts";
import type { Connection, FoundModel, ModelCall, ModelReply, Part, Provider, TokenUsage } from "../model-call.ts";
import { failureOfHttp } from "./http-failure.ts";
import { lowerSchema } from "./lower-schema.ts";

/** Gemini at Google, by Google's SDK. */
export const google: Provider = {
  async send(call, connection, watch) {
    const answer = new Answer(watch.onToken);
    const wire = wireOf(connection, { "Idempotency-Key": call.idempotencyKey });
    try {
      const stream = await wire.client.models.generateContentStream(paramsOf(call, watch.signal));
      answer.begun = true;
      for await (const chunk of stream) answer.take(chunk);
    } catch (error) {
      throw failureOf(error, wire, watch.signal, answer);
    }
    return answer.end(watch.signal);
  },

  async listModels(connection, signal) {
    const wire = wireOf(connection);
    const found: FoundModel[] = [];
    try {
      for await (const model of await wire.client.models.list({ config: { pageSize: 1000, abortSignal: signal } })) {
        if (typeof model?.name === "string") found.push(foundModel(model, model.name));
        // A server that never stops listing is no catalogue.
        if (found.length >= 5000) break;
      }
    } catch (error) {
      throw failureOf(error, wire, signal);
    }
    return found;
  },

  async embed({ model, texts, idempotencyKey }, connection, signal) {
    const wire = wireOf(connection, { "Idempotency-Key": idempotencyKey });
    try {
      const { embeddings, usageMetadata } = await wire.client.models.embedContent({
        model,
        // As bare texts, newer models would take them for parts of one content.
        contents: texts.map((text) => ({ role: "user", parts: [{ text }] })),
        config: { abortSignal: signal },
      });
      return {
        vectors: (embeddings ?? []).map(({ values }) => values ?? []),
        inputTokens: usageMetadata?.promptTokenCount ?? null,
      };
    } catch (error) {
      throw failureOf(error, wire, signal);
    }
  },
};

interface Wire {
  client: GoogleGenAI;
  apiKey: string;
  /** Of the last answer: the SDK's errors don't carry them, and Retry-After is one of them. */
  headers: Headers | null;
}

function wireOf({ apiKey, baseUrl, fetch }: Connection, headers: Record<string, string> = {}): Wire {
  if (!apiKey) throw new CallFailure("auth", "No key is stored for this provider");
  // No `retryOptions` and no `timeout`: retries and deadlines have one owner, and it is not the SDK. It sends the key as
  // a header, never in the address.
  const client = new GoogleGenAI({
    apiKey,
    // Preview models are reached only there, all others as well.
    apiVersion: "v1beta",
    httpOptions: {
      baseUrl,
      headers,
      fetch: async (input, init) => {
        const answer = await fetch(input, init);
        wire.headers = answer.headers;
        return answer;
      },
    },
  });
  const wire: Wire = { client, apiKey, headers: null };
  return wire;
}

function paramsOf(call: ModelCall, signal: AbortSignal): GenerateContentParameters {
  return {
    model: call.model,
    contents: [{ role: "user", parts: call.parts.flatMap(sdkPart) }],
    config: {
      ...(call.system ? { systemInstruction: call.system } : {}),
      maxOutputTokens: call.maxOutputTokens,
      responseMimeType: "application/json",
      responseJsonSchema: lowerSchema(call.reply.schema, "google"),
      abortSignal: signal,
      // One call is one request: what is sent again is counted and paid for by the pool.
      automaticContinuation: false,
    },
  };
}

function sdkPart(part: Part): SdkPart[] {
  if (part.type === "image") return [{ inlineData: { mimeType: part.mediaType, data: part.base64 } }];
  return part.text ? [{ text: part.text }] : [];
}

const refusals = [
  "SAFETY",
  "PROHIBITED_CONTENT",
  "BLOCKLIST",
  "RECITATION",
  "SPII",
  "LANGUAGE",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
];

/** What has come so far. */
class Answer {
  /** From then on a broken connection means an answer cut short. */
  begun = false;
  private text = "";
  private finish: string | null = null;
  private blocked: string | null = null;
  private counted: GenerateContentResponseUsageMetadata | null = null;
  private readonly onToken: () => void;

  constructor(onToken: () => void) {
    this.onToken = onToken;
  }

  take(chunk: GenerateContentResponse): void {
    // Every count is of the whole answer so far; a piece may leave out what an earlier one said.
    if (chunk.usageMetadata) this.counted = { ...this.counted, ...chunk.usageMetadata };
    this.blocked = chunk.promptFeedback?.blockReason ?? this.blocked;
    const candidate = chunk.candidates?.[0];
    this.finish = candidate?.finishReason ?? this.finish;
    for (const part of candidate?.content?.parts ?? []) {
      if (!part.text) continue;
      this.onToken();
      if (!part.thought) this.text += part.text;
    }
  }

  end(signal: AbortSignal): ModelReply {
    const { usage, finish } = this;
    if (this.blocked || (finish && refusals.includes(finish))) {
      const known = refusals.find((reason) => reason === (this.blocked ?? finish));
      throw new CallFailure("content_refused", `Refused for ${known ?? "a reason unknown here"}`, { usage });
    }
    switch (finish) {
      case "STOP":
        return { text: this.text, stop: "end", usage };
      case "MAX_TOKENS":
        return { text: this.text, stop: "length", usage };
      case "MALFORMED_RESPONSE":
        throw new CallFailure("bad_output", "The model's answer was malformed", { usage });
      case null:
        signal.throwIfAborted();
        throw new CallFailure("cut_short", "The stream ended without a finish reason", { usage });
      default:
        // Whatever it says, it may be anything, our key included.
        throw new CallFailure("cut_short", "The model stopped for a reason unknown here", { usage });
    }
  }

  get usage(): TokenUsage | null {
    if (!this.counted) return null;
    const { candidatesTokenCount, thoughtsTokenCount } = this.counted;
    const reasoningTokens = thoughtsTokenCount ?? 0;
    // What is left out is nothing, unless something was written all the same.
    const shownTokens = candidatesTokenCount ?? (this.text && thoughtsTokenCount === undefined ? Number.NaN : 0);
    return {
      inputTokens: this.counted.promptTokenCount ?? Number.NaN,
      cachedInputTokens: this.counted.cachedContentTokenCount ?? 0,
      cacheWriteTokens: 0,
      // Google counts thoughts beside what is shown; both are paid for.
      outputTokens: shownTokens + reasoningTokens,
      reasoningTokens,
    };
  }
}

/** @returns the CallFailure of an error, or the reason of an abort, for that is not the provider's */
function failureOf(error: unknown, { headers, apiKey }: Wire, signal: AbortSignal, answer?: Answer): unknown {
  if (signal.aborted) return signal.reason;
  const within = failureWithin(error);
  if (within) return within;
  const usage = answer?.usage ?? null;
  const streamed = answer?.begun ?? false;
  if (error instanceof ApiError) {
    // The message is the body; in a stream some words stand in front of it.
    const body = error.message.replace(/^got status: [^{[]*/, "");
    return failureOfHttp(error.status, streamed ? null : headers, body, { apiKey, usage, streamed });
  }
  if (streamed) return new CallFailure("cut_short", "The stream broke off", { usage });
  return new CallFailure("connection", "The provider could not be asked", { usage });
}

function foundModel(model: Model, name: string): FoundModel {
  return {
    id: name.replace(/^models\//, ""),
    name: model.displayName ?? null,
    contextTokens: model.inputTokenLimit ?? null,
    outputTokens: model.outputTokenLimit ?? null,
    // Google's list says nothing about an end.
    lifecycle: null,
    retiresAt: null,
  };
}
