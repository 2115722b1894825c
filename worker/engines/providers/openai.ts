import { OpenAI } from "openai/client";
import { APIError } from "openai/error";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { CompletionUsage } from "openai/resources/completions";
import { CallFailure } from "../failure.ts";
import { failureWithin } from "../guarded-fetch.ts";
import type {
  Connection,
  EmbeddingCall,
  Embeddings,
  FoundModel,
  ModelCall,
  ModelReply,
  Provider,
  TokenUsage,
  Watch,
} from "../model-call.ts";
import { chatBody, type Server } from "./chat-body.ts";
import { dropAddedNulls } from "./drop-added-nulls.ts";
import { failureOfHttp } from "./http-failure.ts";
import { listedModels } from "./listed-models.ts";
import { presetOf } from "./presets.ts";
import { readEmbeddings } from "./read-embeddings.ts";
import { wholeAsStream } from "./whole-as-stream.ts";

/** OpenAI by its own SDK and chat completions. */
export const openai: Provider = {
  async send(call, connection, watch) {
    // Anybody's server may have no key; here it is only missing.
    if (!connection.apiKey) throw new CallFailure("auth", "No key is stored for this provider");
    return send(call, connection, watch, { official: true });
  },
  listModels,
  embed,
};

/** Every server that speaks the same dialect; how it differs stands in its preset, nothing is found out by trial. */
export const openaiCompatible: Provider = {
  send: (call, connection, watch) =>
    send(call, connection, watch, { official: false, preset: presetOf(connection.preset) }),
  listModels,
  embed,
};

async function send(call: ModelCall, connection: Connection, watch: Watch, server: Server): Promise<ModelReply> {
  const answer = new Answer(watch.onToken);
  try {
    const streaming = { ...connection, fetch: wholeAsStream(connection.fetch) };
    const stream = await clientOf(streaming).chat.completions.create(chatBody(call, server), {
      signal: watch.signal,
      headers: { "Idempotency-Key": call.idempotencyKey },
    });
    answer.begun = true;
    for await (const chunk of stream) answer.take(chunk);
  } catch (error) {
    throw failureOf(error, connection, watch.signal, answer);
  }
  const reply = answer.end(watch.signal);
  return { ...reply, text: dropAddedNulls(reply.text, call.reply.schema) };
}

async function listModels(connection: Connection, signal: AbortSignal): Promise<FoundModel[]> {
  let answer: unknown;
  try {
    // Not by the SDK's own list: some servers answer with a bare array, and it would read that as no models.
    answer = await clientOf(connection).get<unknown>("/models", { signal });
  } catch (error) {
    throw failureOf(error, connection, signal);
  }
  const found = listedModels(answer);
  if (!found) throw new CallFailure("bad_request", "The address does not answer with a list of models");
  return found;
}

async function embed(
  { model, texts, idempotencyKey }: EmbeddingCall,
  connection: Connection,
  signal: AbortSignal,
): Promise<Embeddings> {
  try {
    // Read here and not by the SDK: what it stumbles over was answered all the same, and billed.
    const answer = await clientOf(connection)
      .embeddings.create(
        { model, input: texts, encoding_format: "float" },
        { signal, headers: { "Idempotency-Key": idempotencyKey } },
      )
      .asResponse();
    return readEmbeddings(await answer.text());
  } catch (error) {
    throw failureOf(error, connection, signal);
  }
}

const aDay = 86_400_000;

function clientOf({ apiKey, baseUrl, fetch }: Connection): OpenAI {
  return new OpenAI({
    // The SDK demands a key also of a server that has none.
    apiKey: apiKey ?? "none",
    defaultHeaders: apiKey ? {} : { Authorization: null },
    // What is left out is looked for in the surroundings.
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: baseUrl,
    fetch,
    // Retries and deadlines have one owner, and it is not the SDK.
    maxRetries: 0,
    timeout: aDay,
    logLevel: "off",
  });
}

/** Servers that think aloud do it beside the content, under one of two names. */
type Delta = ChatCompletionChunk.Choice.Delta & { reasoning?: unknown; reasoning_content?: unknown };

/** What has come so far. */
class Answer {
  /** From then on a broken connection means an answer cut short. */
  begun = false;
  private content = "";
  private toolInput = "";
  private refused = false;
  private finish: string | null = null;
  private counted: CompletionUsage | null = null;
  private readonly onToken: () => void;

  constructor(onToken: () => void) {
    this.onToken = onToken;
  }

  take(chunk: ChatCompletionChunk): void {
    this.counted = chunk.usage ?? this.counted;
    // The last piece holds usage and no choice; some servers leave the list out then.
    const choice = chunk.choices?.[0];
    if (!choice) return;
    this.finish = choice.finish_reason ?? this.finish;
    const delta: Delta = choice.delta ?? {};
    const input = delta.tool_calls?.find((call) => (call.index ?? 0) === 0)?.function?.arguments;
    this.content += delta.content ?? "";
    this.toolInput += input ?? "";
    if (delta.refusal) this.refused = true;
    if (delta.content || input || delta.refusal || delta.reasoning || delta.reasoning_content) this.onToken();
  }

  end(signal: AbortSignal): ModelReply {
    const { usage } = this;
    const text = this.toolInput || this.content;
    if (this.refused) throw new CallFailure("content_refused", "The model refused to answer", { usage });
    switch (this.finish) {
      case "stop":
      case "tool_calls":
      case "function_call":
      case "eos":
        return { text, stop: "end", usage };
      case "length":
      case "model_length":
        return { text, stop: "length", usage };
      case "content_filter":
        throw new CallFailure("content_refused", "The provider's filter held the answer back", { usage });
      case "insufficient_system_resource":
        throw new CallFailure("overloaded", "The provider had no room to finish the answer", { usage });
      case "error":
        throw new CallFailure("server", "The provider failed while it answered", { usage });
      case null:
        // The SDK ends an aborted stream as if it were over.
        signal.throwIfAborted();
        throw new CallFailure("cut_short", "The stream ended without a finish reason", { usage });
      default:
        // Whatever it says, it may be anything, our key included.
        throw new CallFailure("cut_short", "The model stopped for a reason unknown here", { usage });
    }
  }

  get usage(): TokenUsage | null {
    if (!this.counted) return null;
    const { prompt_tokens, prompt_tokens_details: input, completion_tokens, completion_tokens_details } = this.counted;
    return {
      inputTokens: prompt_tokens ?? Number.NaN,
      cachedInputTokens: input?.cached_tokens ?? 0,
      cacheWriteTokens: input?.cache_write_tokens ?? 0,
      outputTokens: completion_tokens ?? Number.NaN,
      reasoningTokens: completion_tokens_details?.reasoning_tokens ?? 0,
    };
  }
}

/** What an error inside a stream, which has no status of its own, would have had as one. */
const statusOfCode = new Map([
  ["invalid_request_error", 400],
  ["context_length_exceeded", 400],
  ["content_filter", 400],
  ["authentication_error", 401],
  ["invalid_api_key", 401],
  ["insufficient_quota", 402],
  ["permission_error", 403],
  ["not_found_error", 404],
  ["model_not_found", 404],
  ["rate_limit_error", 429],
  ["rate_limit_exceeded", 429],
  ["service_unavailable", 503],
  ["overloaded_error", 529],
]);

/** @returns the CallFailure of an error, or the reason of an abort, for that is not the provider's */
function failureOf(error: unknown, { apiKey }: Connection, signal: AbortSignal, answer?: Answer): unknown {
  if (signal.aborted) return signal.reason;
  const within = failureWithin(error);
  if (within) return within;
  const usage = answer?.usage ?? null;
  if (error instanceof APIError && error.status !== undefined) {
    return failureOfHttp(error.status, error.headers ?? null, error.error ?? textOf(error), { apiKey, usage });
  }
  if (error instanceof APIError && error.error !== undefined) {
    return failureOfHttp(statusWithin(error), null, error.error, { apiKey, usage, streamed: true });
  }
  if (answer?.begun) return new CallFailure("cut_short", "The stream broke off", { usage });
  return new CallFailure("connection", "The provider could not be asked", { usage });
}

function statusWithin({ code, type }: APIError): number {
  const given = Number(code);
  if (given >= 400 && given < 600) return given;
  return statusOfCode.get(code ?? "") ?? statusOfCode.get(type ?? "") ?? 500;
}

/** A body that is no JSON; the SDK puts the status in front of it. */
function textOf(error: APIError): string {
  return error.message.replace(/^\d+ (?:status code \(no body\))?/, "");
}
