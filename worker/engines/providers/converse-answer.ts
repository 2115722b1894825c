import { CallFailure } from "../failure.ts";
import type { ModelReply, TokenUsage } from "../model-call.ts";
import type { Mechanism } from "./converse-body.ts";
import type { Frame } from "./event-stream.ts";
import { failureOfHttp } from "./http-failure.ts";

/** What Converse streams, as far as it is read here; everything may be missing, for it comes from outside. */
interface Payload {
  delta?: { text?: string; toolUse?: { input?: string }; reasoningContent?: { text?: string } };
  stopReason?: string;
  usage?: {
    inputTokens?: number;
    outputTokens?: number;
    cacheReadInputTokens?: number;
    cacheWriteInputTokens?: number;
  };
}

/** What an exception inside a stream, which has no status of its own, has as one outside of it. */
const statusOfException = new Map([
  ["validationexception", 400],
  ["accessdeniedexception", 403],
  ["resourcenotfoundexception", 404],
  ["modeltimeoutexception", 408],
  ["modelstreamerrorexception", 424],
  ["throttlingexception", 429],
  ["internalserverexception", 500],
  ["serviceunavailableexception", 503],
]);

/** An answer of `converse-stream`, frame by frame. */
export class ConverseAnswer {
  usage: TokenUsage | null = null;
  private said = "";
  private toolInput = "";
  private stop: string | null = null;
  private readonly mechanism: Mechanism;
  private readonly onToken: () => void;
  private readonly apiKey: string | null;

  /** @param apiKey never shown, should an exception repeat it */
  constructor(mechanism: Mechanism, onToken: () => void, apiKey: string | null) {
    this.mechanism = mechanism;
    this.onToken = onToken;
    this.apiKey = apiKey;
  }

  /** @throws CallFailure for an exception inside the stream */
  take({ headers, payload }: Frame): void {
    const type = headers.get(":message-type");
    if (type === "exception" || type === "error") throw this.failureIn(headers, payload);
    const event = parse(payload);
    switch (headers.get(":event-type")) {
      case "contentBlockDelta":
        this.takeDelta(event.delta ?? {});
        break;
      case "messageStop":
        this.stop = event.stopReason ?? null;
        break;
      case "metadata":
        if (event.usage) this.usage = usageOf(event.usage);
    }
  }

  /** To be called at the end of the stream: what was used comes last of all. @throws CallFailure */
  end(): ModelReply {
    const { usage } = this;
    switch (this.stop) {
      case "end_turn":
      case "stop_sequence":
      case "tool_use":
        return { text: this.text(true), stop: "end", usage };
      case "max_tokens":
      case "model_context_window_exceeded":
        return { text: this.text(false), stop: "length", usage };
      case "content_filtered":
      case "guardrail_intervened":
      case "refusal":
        throw new CallFailure("content_refused", "The model refused to answer", { usage });
      case "malformed_model_output":
      case "malformed_tool_use":
        throw new CallFailure("bad_output", "The model did not keep to the schema", { usage });
      case null:
        throw new CallFailure("cut_short", "The stream ended without a stop reason", { usage });
      default:
        throw new CallFailure("cut_short", "The model stopped for a reason unknown here", { usage });
    }
  }

  private text(whole: boolean): string {
    if (this.mechanism === "tool" && this.toolInput) return this.toolInput;
    return this.mechanism === "words" ? unwrapped(this.said, whole) : this.said;
  }

  private takeDelta(delta: NonNullable<Payload["delta"]>): void {
    this.said += delta.text ?? "";
    this.toolInput += delta.toolUse?.input ?? "";
    if (delta.text || delta.toolUse?.input || delta.reasoningContent?.text) this.onToken();
  }

  private failureIn(headers: Map<string, string>, payload: Uint8Array): CallFailure {
    const type = headers.get(":exception-type") ?? headers.get(":error-code") ?? "";
    const message = headers.get(":error-message") ?? new TextDecoder().decode(payload);
    // Nova's own words for a tool call that it could not write.
    if (/invalid sequence as part of tooluse/i.test(message)) {
      return new CallFailure("bad_output", "The model did not keep to the schema", { usage: this.usage });
    }
    const status = statusOfException.get(type.toLowerCase()) ?? 500;
    return failureOfHttp(status, null, message, { streamed: true, usage: this.usage, apiKey: this.apiKey });
  }
}

function parse(payload: Uint8Array): Payload {
  const value: unknown = payload.length > 0 ? JSON.parse(new TextDecoder().decode(payload)) : {};
  return typeof value === "object" && value !== null ? value : {};
}

/** Bedrock counts what goes through the cache beside the rest, and does not tell thought from answer. */
function usageOf(usage: NonNullable<Payload["usage"]>): TokenUsage {
  const cachedInputTokens = usage.cacheReadInputTokens ?? 0;
  const cacheWriteTokens = usage.cacheWriteInputTokens ?? 0;
  return {
    inputTokens: (usage.inputTokens ?? Number.NaN) + cachedInputTokens + cacheWriteTokens,
    cachedInputTokens,
    cacheWriteTokens,
    outputTokens: usage.outputTokens ?? Number.NaN,
    reasoningTokens: 0,
  };
}

/** A model that was only asked for JSON likes to put words or a fence around it. */
function unwrapped(text: string, whole: boolean): string {
  const start = text.indexOf("{");
  if (start < 0) return text;
  const end = whole ? text.lastIndexOf("}") : -1;
  return text.slice(start, end > start ? end + 1 : undefined);
}
