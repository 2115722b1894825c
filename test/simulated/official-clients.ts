import { crc32 } from "node:zlib";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { at, isJson, type Json } from "./json-schema.ts";
import type { Tokens } from "./tokens.ts";
import type { Wire } from "./wire-request.ts";

/* The vendors' own SDKs (for Bedrock plain fetch and its framing), streamed and without retries, for the self tests. */

export interface Asked {
  url: string;
  model: string;
  system: string;
  user: string;
  schema: Json;
  key?: string;
  signal?: AbortSignal;
}

export interface Answered {
  text: string;
  /** The provider's own word; null where the stream ended without one. */
  stop: string | null;
  /** As this provider words it, put into one: input with what was cached. Null where nothing was said of it. */
  usage: Tokens | null;
}

export const askers: Record<Wire, (asked: Asked) => Promise<Answered>> = {
  anthropic: askAnthropic,
  openai: askOpenAI,
  gemini: askGemini,
  bedrock: askBedrock,
};

const headersOf = ({ key }: Asked): Record<string, string> => (key === undefined ? {} : { "idempotency-key": key });

async function askAnthropic(asked: Asked): Promise<Answered> {
  const client = new Anthropic({ apiKey: "test", baseURL: asked.url, maxRetries: 0 });
  const stream = await client.messages.create(
    {
      model: asked.model,
      max_tokens: 4096,
      stream: true,
      system: [{ type: "text", text: asked.system, cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: asked.user }],
      output_config: { format: { type: "json_schema", schema: asked.schema } },
    },
    { headers: headersOf(asked), signal: asked.signal },
  );
  const answered: Answered = { text: "", stop: null, usage: null };
  for await (const event of stream) {
    if (event.type === "content_block_delta" && event.delta.type === "text_delta") answered.text += event.delta.text;
    if (event.type !== "message_delta") continue;
    const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens } = event.usage;
    const [cached, cacheWrite] = [cache_read_input_tokens ?? 0, cache_creation_input_tokens ?? 0];
    answered.stop = event.delta.stop_reason;
    answered.usage = { input: (input_tokens ?? 0) + cached + cacheWrite, cached, cacheWrite, output: output_tokens };
  }
  return answered;
}

async function askOpenAI(asked: Asked): Promise<Answered> {
  const client = new OpenAI({ apiKey: "test", baseURL: `${asked.url}/v1`, maxRetries: 0 });
  const stream = await client.chat.completions.create(
    {
      model: asked.model,
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: "system", content: asked.system },
        { role: "user", content: asked.user },
      ],
      response_format: { type: "json_schema", json_schema: { name: "reply", schema: asked.schema, strict: true } },
    },
    { headers: headersOf(asked), signal: asked.signal },
  );
  const answered: Answered = { text: "", stop: null, usage: null };
  for await (const { choices, usage } of stream) {
    answered.text += choices[0]?.delta.content ?? "";
    answered.stop = choices[0]?.finish_reason ?? answered.stop;
    if (!usage) continue;
    const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
    answered.usage = { input: usage.prompt_tokens, cached, cacheWrite: 0, output: usage.completion_tokens };
  }
  return answered;
}

async function askGemini(asked: Asked): Promise<Answered> {
  const client = new GoogleGenAI({ apiKey: "test", httpOptions: { baseUrl: asked.url, headers: headersOf(asked) } });
  const stream = await client.models.generateContentStream({
    model: asked.model,
    contents: [{ role: "user", parts: [{ text: asked.user }] }],
    config: {
      systemInstruction: asked.system,
      responseMimeType: "application/json",
      responseJsonSchema: asked.schema,
      ...(asked.signal ? { abortSignal: asked.signal } : {}),
    },
  });
  const answered: Answered = { text: "", stop: null, usage: null };
  for await (const { candidates, usageMetadata: usage } of stream) {
    const parts = candidates?.[0]?.content?.parts ?? [];
    answered.text += parts.map((part) => part.text ?? "").join("");
    answered.stop = candidates?.[0]?.finishReason ?? answered.stop;
    if (!usage) continue;
    const cached = usage.cachedContentTokenCount ?? 0;
    const [input, output] = [usage.promptTokenCount ?? 0, usage.candidatesTokenCount ?? 0];
    answered.usage = { input, cached, cacheWrite: 0, output };
  }
  return answered;
}

/** The reply is the input of a forced tool, as for the models of Bedrock that know no reply schema. */
async function askBedrock(asked: Asked): Promise<Answered> {
  const answer = await fetch(`${asked.url}/model/${encodeURIComponent(asked.model)}/converse-stream`, {
    method: "POST",
    headers: { authorization: "Bearer test", "content-type": "application/json", ...headersOf(asked) },
    body: JSON.stringify({
      system: [{ text: asked.system }, { cachePoint: { type: "default" } }],
      messages: [{ role: "user", content: [{ text: asked.user }] }],
      toolConfig: {
        tools: [{ toolSpec: { name: "reply", inputSchema: { json: asked.schema } } }],
        toolChoice: { tool: { name: "reply" } },
      },
    }),
    ...(asked.signal ? { signal: asked.signal } : {}),
  });
  if (!answer.ok)
    throw Object.assign(new Error(await answer.text()), { status: answer.status, headers: answer.headers });
  const answered: Answered = { text: "", stop: null, usage: null };
  for (const event of eventsOf(Buffer.from(await answer.arrayBuffer()))) {
    const said = at(event, "delta", "toolUse", "input") ?? at(event, "delta", "text");
    if (typeof said === "string") answered.text += said;
    if (typeof event.stopReason === "string") answered.stop = event.stopReason;
    if (!isJson(event.usage)) continue;
    const count = (name: string) => Number(at(event.usage, name));
    const [cached, cacheWrite] = [count("cacheReadInputTokens"), count("cacheWriteInputTokens")];
    answered.usage = {
      input: count("inputTokens") + cached + cacheWrite,
      cached,
      cacheWrite,
      output: count("outputTokens"),
    };
  }
  return answered;
}

/** The payloads of Amazon's event stream; both checksums must hold. */
function eventsOf(body: Buffer): Json[] {
  const events: Json[] = [];
  for (let start = 0; start < body.length; ) {
    const end = start + body.readUInt32BE(start);
    if (crc32(body.subarray(start, start + 8)) !== body.readUInt32BE(start + 8)) throw new Error("bad prelude");
    if (crc32(body.subarray(start, end - 4)) !== body.readUInt32BE(end - 4)) throw new Error("bad frame");
    const event: unknown = JSON.parse(body.toString("utf8", start + 12 + body.readUInt32BE(start + 4), end - 4));
    if (isJson(event)) events.push(event);
    start = end;
  }
  return events;
}
