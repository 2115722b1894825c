import { BaseAnthropic } from "@anthropic-ai/sdk/client";
import { APIError } from "@anthropic-ai/sdk/error";
import {
  type ContentBlockParam,
  type MessageCreateParamsStreaming,
  type MessageDeltaUsage,
  Messages,
  type RawMessageStreamEvent,
  type StopReason,
  type Usage,
} from "@anthropic-ai/sdk/resources/messages/messages";
import { type ModelInfo, Models } from "@anthropic-ai/sdk/resources/models";
import { CallFailure } from "../failure.ts";
import { failureWithin } from "../guarded-fetch.ts";
import type { Connection, FoundModel, ModelCall, ModelReply, Part, Provider, TokenUsage } from "../model-call.ts";
import { failureOfHttp } from "./http-failure.ts";
import { keyOf } from "./key-of.ts";
import { lowerSchema } from "./lower-schema.ts";

/** Claude at Anthropic, by Anthropic's SDK: only the two of its resources that are needed, to keep the Worker small. */
export const anthropic: Provider = {
  async send(call, connection, watch) {
    const answer = new Answer(watch.onToken);
    try {
      const stream = await clientOf(connection).messages.create(bodyOf(call), {
        signal: watch.signal,
        headers: { "Idempotency-Key": call.idempotencyKey },
      });
      answer.begun = true;
      for await (const event of stream) answer.take(event);
    } catch (error) {
      throw failureOf(error, connection, watch.signal, answer);
    }
    return answer.end(watch.signal);
  },

  async listModels(connection, signal) {
    const found: FoundModel[] = [];
    try {
      for await (const model of clientOf(connection).models.list({ limit: 1000 }, { signal })) {
        if (model) found.push(foundModel(model));
        // A server that never stops listing is no catalogue.
        if (found.length >= 5000) break;
      }
    } catch (error) {
      throw failureOf(error, connection, signal);
    }
    return found;
  },
};

class Client extends BaseAnthropic {
  messages = new Messages(this);
  models = new Models(this);
}

const aDay = 86_400_000;

function clientOf(connection: Connection): Client {
  return new Client({
    // Without one the SDK would look for a key in its surroundings.
    apiKey: keyOf(connection),
    baseURL: connection.baseUrl,
    fetch: connection.fetch,
    // Retries and deadlines have one owner, and it is not the SDK.
    maxRetries: 0,
    timeout: aDay,
    // It would print pieces of an answer that it can't parse.
    logLevel: "off",
    openTelemetry: false,
  });
}

function bodyOf(call: ModelCall): MessageCreateParamsStreaming {
  return {
    model: call.model,
    max_tokens: call.maxOutputTokens,
    stream: true,
    ...(call.system ? { system: [{ type: "text", text: call.system, cache_control: { type: "ephemeral" } }] } : {}),
    messages: [{ role: "user", content: contentOf(call.parts) }],
    output_config: { format: { type: "json_schema", schema: lowerSchema(call.reply.schema, "anthropic") } },
  };
}

/** Four cache points are taken and one is the system's; a later point covers what an earlier one does. */
const pointsForParts = 3;

function contentOf(parts: Part[]): ContentBlockParam[] {
  const points = parts.filter((part) => part.type === "text" && part.cache && part.text).slice(-pointsForParts);
  return parts.flatMap((part): ContentBlockParam[] => {
    if (part.type === "image") {
      return [{ type: "image", source: { type: "base64", media_type: part.mediaType, data: part.base64 } }];
    }
    // An empty block is refused.
    if (!part.text) return [];
    const point = points.includes(part) ? { cache_control: { type: "ephemeral" as const } } : {};
    return [{ type: "text", text: part.text, ...point }];
  });
}

/** What has come so far. */
class Answer {
  /** From then on a broken connection means an answer cut short. */
  begun = false;
  private text = "";
  private stop: StopReason | null = null;
  private counted: Partial<Usage & MessageDeltaUsage> | null = null;
  private readonly onToken: () => void;

  constructor(onToken: () => void) {
    this.onToken = onToken;
  }

  take(event: RawMessageStreamEvent): void {
    if (event.type === "message_start") this.count(event.message.usage);
    else if (event.type === "message_delta") {
      this.count(event.usage);
      this.stop = event.delta.stop_reason ?? this.stop;
    } else if (event.type === "content_block_delta") {
      const { delta } = event;
      if (delta.type === "text_delta") this.text += delta.text;
      if (delta.type === "text_delta" || delta.type === "thinking_delta") this.onToken();
    }
  }

  end(signal: AbortSignal): ModelReply {
    const { usage } = this;
    switch (this.stop) {
      case "end_turn":
      case "stop_sequence":
        return { text: this.text, stop: "end", usage };
      case "max_tokens":
      case "model_context_window_exceeded":
        return { text: this.text, stop: "length", usage };
      case "refusal":
        throw new CallFailure("content_refused", "The model refused to answer", { usage });
      case null:
        // The SDK ends an aborted stream as if it were over.
        signal.throwIfAborted();
        throw new CallFailure("cut_short", "The stream ended without a stop reason", { usage });
      default:
        // Whatever it says, it may be anything, our key included.
        throw new CallFailure("cut_short", "The model stopped for a reason unknown here", { usage });
    }
  }

  /** Every count is of the whole answer so far; the last one that is given holds. */
  private count(usage: Usage | MessageDeltaUsage | undefined): void {
    const given = Object.entries(usage ?? {}).filter(([, value]) => value !== null && value !== undefined);
    if (given.length > 0) this.counted = { ...this.counted, ...Object.fromEntries(given) };
  }

  get usage(): TokenUsage | null {
    if (!this.counted) return null;
    const cachedInputTokens = this.counted.cache_read_input_tokens ?? 0;
    const cacheWriteTokens = this.counted.cache_creation_input_tokens ?? 0;
    return {
      // Anthropic counts what goes through the cache beside the rest.
      inputTokens: (this.counted.input_tokens ?? Number.NaN) + cachedInputTokens + cacheWriteTokens,
      cachedInputTokens,
      cacheWriteTokens,
      outputTokens: this.counted.output_tokens ?? Number.NaN,
      reasoningTokens: this.counted.output_tokens_details?.thinking_tokens ?? 0,
    };
  }
}

/** What an error inside a stream, which has no status of its own, would have had as one. */
const statusOfType = new Map([
  ["invalid_request_error", 400],
  ["authentication_error", 401],
  ["billing_error", 402],
  ["permission_error", 403],
  ["not_found_error", 404],
  ["request_too_large", 413],
  ["rate_limit_error", 429],
  ["api_error", 500],
  ["timeout_error", 504],
  ["overloaded_error", 529],
]);

/** @returns the CallFailure of an error, or the reason of an abort, for that is not the provider's */
function failureOf(error: unknown, connection: Connection, signal: AbortSignal, answer?: Answer): unknown {
  if (signal.aborted) return signal.reason;
  const within = failureWithin(error);
  if (within) return within;
  const usage = answer?.usage ?? null;
  const { apiKey } = connection;
  if (error instanceof APIError && error.status !== undefined) {
    return failureOfHttp(error.status, error.headers ?? null, error.error ?? textOf(error), { apiKey, usage });
  }
  if (error instanceof APIError && error.type) {
    const status = statusOfType.get(error.type) ?? 500;
    return failureOfHttp(status, null, error.error, { apiKey, usage, streamed: true });
  }
  if (answer?.begun) return new CallFailure("cut_short", "The stream broke off", { usage });
  return new CallFailure("connection", "The provider could not be asked", { usage });
}

/** A body that is no JSON; the SDK puts the status in front of it. */
function textOf(error: APIError): string {
  return error.message.replace(/^\d+ (?:status code \(no body\))?/, "");
}

function foundModel(model: ModelInfo): FoundModel {
  return {
    id: model.id,
    name: model.display_name ?? null,
    contextTokens: model.max_input_tokens ?? null,
    outputTokens: model.max_tokens ?? null,
    lifecycle: model.lifecycle ?? null,
    retiresAt: typeof model.retires_at === "string" ? model.retires_at.slice(0, 10) : null,
  };
}
