import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { ModelCall } from "../model-call.ts";
import { lowerSchema } from "./lower-schema.ts";
import type { Preset, Structured } from "./presets.ts";

/** What OpenAI itself takes, or one of the many servers that speak its dialect. */
export type Server = { official: true } | { official: false; preset: Preset | undefined };

/** A call in the words of chat completions. */
export function chatBody(call: ModelCall, server: Server): ChatCompletionCreateParamsStreaming {
  const preset = server.official ? undefined : server.preset;
  const structured = preset?.structured ?? "json_schema";
  const limit = server.official ? "max_completion_tokens" : (preset?.outputLimit ?? "max_tokens");
  return {
    ...preset?.extra,
    model: call.model,
    stream: true,
    ...(preset?.usageUnasked ? {} : { stream_options: { include_usage: true } }),
    [limit]: call.maxOutputTokens,
    messages: chatMessages(call, structured),
    ...asked(call, structured),
    ...(server.official ? cacheKey(call.idempotencyKey) : {}),
  };
}

function asked({ reply }: ModelCall, structured: Structured): Partial<ChatCompletionCreateParamsStreaming> {
  const { name, schema } = reply;
  switch (structured) {
    case "json_schema": {
      const lowered = lowerSchema(schema, "openai");
      return { response_format: { type: "json_schema", json_schema: { name, strict: true, schema: lowered } } };
    }
    case "json_object":
      return { response_format: { type: "json_object" } };
    case "tool":
      return {
        tools: [{ type: "function", function: { name, parameters: lowerSchema(schema, "tool") } }],
        tool_choice: { type: "function", function: { name } },
      };
  }
}

/** Calls of one job begin alike: with the same key they meet the same cache. */
function cacheKey(idempotencyKey: string): { prompt_cache_key?: string } {
  const slash = idempotencyKey.indexOf("/");
  return slash > 0 ? { prompt_cache_key: idempotencyKey.slice(0, slash) } : {};
}

export function chatMessages(call: ModelCall, structured: Structured): ChatCompletionMessageParam[] {
  const rules = [call.system, ...(structured === "json_object" ? [shapeWords(call)] : [])].filter(Boolean);
  return [
    ...(rules.length > 0 ? [{ role: "system" as const, content: rules.join("\n\n") }] : []),
    { role: "user", content: contentOf(call) },
  ];
}

function shapeWords({ reply }: ModelCall): string {
  const schema = JSON.stringify(lowerSchema(reply.schema, "tool"));
  return `The reply is one JSON object that is valid against this JSON schema:\n${schema}`;
}

/** Text alone goes as one text: not every server takes it in parts. */
function contentOf({ parts }: ModelCall): string | ChatCompletionContentPart[] {
  if (parts.every((part) => part.type === "text")) return parts.map((part) => part.text).join("");
  return parts.flatMap((part): ChatCompletionContentPart[] => {
    if (part.type === "text") return part.text ? [{ type: "text", text: part.text }] : [];
    return [{ type: "image_url", image_url: { url: `data:${part.mediaType};base64,${part.base64}` } }];
  });
}
