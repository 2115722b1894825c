import type { ModelCall, Part } from "../model-call.ts";
import { lowerSchema } from "./lower-schema.ts";

/**
 * How a model on Bedrock is held to a schema. Converse speaks one language, its models do not:
 *
 * - `format`: `outputConfig.textFormat`; Claude since 4.5 and the open-weight families.
 * - `tool`: one tool that must be called, whose input is the reply; Nova and older Claudes.
 * - `words`: the schema is written into the instructions; Llama, which takes no tools in a stream and can't be made to
 *   call one, and whatever is not known here.
 */
export type Mechanism = "format" | "tool" | "words";

const openWeight = [
  "qwen",
  "deepseek",
  "mistral",
  "google",
  "nvidia",
  "openai",
  "moonshot",
  "moonshotai",
  "minimax",
  "zai",
];

export function mechanismOf(model: string): Mechanism {
  const maker = makerOf(model);
  if (maker === "anthropic") return claudeVersion(model) >= 4.5 ? "format" : "tool";
  if (/amazon\.nova/.test(model)) return "tool";
  return openWeight.includes(maker) ? "format" : "words";
}

/** A cache point is refused by models that can't keep it. */
export function takesCachePoints(model: string): boolean {
  if (makerOf(model) === "anthropic") return claudeVersion(model) >= 3.7 || model.includes("claude-3-5-haiku");
  return /amazon\.nova/.test(model);
}

/** `anthropic` of `eu.anthropic.claude-…`, `global.anthropic.…` and of an address that ends so (`arn:aws:…/us.anthropic.…`). */
function makerOf(model: string): string {
  const id = model.split("/").at(-1) ?? model;
  return /^(?:(?:us|us-gov|eu|apac|jp|au|ca|global)\.)?([a-z0-9]+)\./.exec(id)?.[1] ?? "";
}

/** 4.5 of `claude-sonnet-4-5-20250929-v1:0`, 4 of `claude-opus-4-20250514-v1:0`, 3.7 of `claude-3-7-sonnet-…`. */
function claudeVersion(model: string): number {
  const numbers = /claude-(?:[a-z]+-)?(\d{1,2})(?:-(\d{1,2})(?!\d))?/.exec(model);
  return numbers ? Number(`${numbers[1]}.${numbers[2] ?? 0}`) : 0;
}

const cachePoint = { cachePoint: { type: "default" } };
/** Four are taken and one is behind the system's text; a later point covers what an earlier one does. */
const pointsForParts = 3;

/** The body of a `converse-stream` request. */
export function converseBody(call: ModelCall): Record<string, unknown> {
  const mechanism = mechanismOf(call.model);
  const points = takesCachePoints(call.model);
  const system = mechanism === "words" ? [call.system, wordsFor(call)].filter(Boolean).join("\n\n") : call.system;
  return {
    ...(system ? { system: [{ text: system }, ...(points ? [cachePoint] : [])] } : {}),
    messages: [{ role: "user", content: contentOf(call.parts, points) }],
    inferenceConfig: { maxTokens: call.maxOutputTokens },
    ...(mechanism === "format" ? formatOf(call) : mechanism === "tool" ? toolOf(call) : {}),
  };
}

function contentOf(parts: Part[], points: boolean): unknown[] {
  const pointed = points
    ? parts.filter((part) => part.type === "text" && part.cache && part.text).slice(-pointsForParts)
    : [];
  return parts.flatMap((part): unknown[] => {
    if (part.type === "image") {
      return [{ image: { format: part.mediaType.slice("image/".length), source: { bytes: part.base64 } } }];
    }
    // An empty block is refused.
    if (!part.text) return [];
    return pointed.includes(part) ? [{ text: part.text }, cachePoint] : [{ text: part.text }];
  });
}

/** AWS wants the schema as text. */
function formatOf({ reply }: ModelCall): Record<string, unknown> {
  const schema = JSON.stringify(lowerSchema(reply.schema, "anthropic"));
  return {
    outputConfig: {
      textFormat: { type: "json_schema", structure: { jsonSchema: { name: reply.name, schema } } },
    },
  };
}

function toolOf({ reply }: ModelCall): Record<string, unknown> {
  return {
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: reply.name,
            description: "Takes the answer. Every answer is given by calling this.",
            inputSchema: { json: lowerSchema(reply.schema, "tool") },
          },
        },
      ],
      toolChoice: { tool: { name: reply.name } },
    },
  };
}

function wordsFor({ reply }: ModelCall): string {
  return `Answer with one JSON value and nothing else: no words around it, no code fence. It must fit this JSON schema:\n${JSON.stringify(lowerSchema(reply.schema, "tool"))}`;
}
