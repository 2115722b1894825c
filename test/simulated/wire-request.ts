import { at, isJson, type Json } from "./json-schema.ts";

/** The four ways of speaking: Anthropic Messages, OpenAI chat completions, Gemini generateContent, Bedrock Converse. */
export type Wire = "anthropic" | "openai" | "gemini" | "bedrock";

/** What a call asks, whatever its wire. */
export interface WireRequest {
  wire: Wire;
  model: string;
  stream: boolean;
  /** Everything that is read, in the order in which providers cache it; `cacheHere`: a cache point stands behind it. */
  pieces: { text: string; cacheHere: boolean; image?: boolean }[];
  /** System and user text. */
  prompt: string;
  schema: Json | null;
  /** The tool that must be called with the reply, where the reply is asked for that way. */
  tool: string | null;
}

const paths: [RegExp, Wire][] = [
  [/^\/v1\/messages$/, "anthropic"],
  [/^\/v1\/chat\/completions$/, "openai"],
  [/^\/v1(?:beta|alpha)?\/models\/([^/]+):(?:generateContent|streamGenerateContent)$/, "gemini"],
  [/^\/model\/([^/]+)\/(?:converse|converse-stream)$/, "bedrock"],
];

/** Null where the path is none of the four or the body no JSON object. */
export function readRequest(path: string, body: string): WireRequest | null {
  for (const [pattern, wire] of paths) {
    const found = pattern.exec(path);
    const sent = found ? parsed(body) : null;
    if (!found || !sent) continue;
    const asked = askedFor(wire, sent);
    const texts = textsOf(wire, sent);
    const first = asked.schema ? [{ text: JSON.stringify(asked.schema), cacheHere: false }] : [];
    return {
      wire,
      model: found[1] === undefined ? String(sent.model) : decodeURIComponent(found[1]),
      stream: wire === "gemini" || wire === "bedrock" ? /stream/i.test(path) : sent.stream === true,
      pieces: [...first, ...texts],
      prompt: texts.flatMap(({ text, image }) => (image ? [] : [text])).join("\n"),
      ...asked,
    };
  }
  return null;
}

function parsed(body: string): Json | null {
  try {
    const value: unknown = JSON.parse(body);
    return isJson(value) ? value : null;
  } catch {
    return null;
  }
}

/** The schema of the reply, by the provider's own mechanism or as the input of a forced tool. */
function askedFor(wire: Wire, sent: Json): { schema: Json | null; tool: string | null } {
  const tool = forcedTool(wire, sent);
  if (tool !== null) return { schema: schemaOfTool(wire, sent, tool), tool };
  const places: Record<Wire, unknown[]> = {
    anthropic: [at(sent, "output_config", "format", "schema"), at(sent, "output_format", "schema")],
    openai: [at(sent, "response_format", "json_schema", "schema")],
    gemini: [
      at(sent, "generationConfig", "responseJsonSchema"),
      at(sent, "generationConfig", "responseSchema"),
      at(sent, "generationConfig", "_responseJsonSchema"),
    ],
    bedrock: [at(sent, "outputConfig", "textFormat", "structure", "jsonSchema", "schema")],
  };
  for (const place of places[wire]) {
    // Bedrock takes the schema as text.
    const schema = typeof place === "string" ? parsed(place) : place;
    if (isJson(schema)) return { schema, tool: null };
  }
  return { schema: null, tool: null };
}

function forcedTool(wire: Wire, sent: Json): string | null {
  const names: Record<Wire, unknown> = {
    anthropic: at(sent, "tool_choice", "name"),
    openai: at(sent, "tool_choice", "function", "name"),
    gemini: null,
    bedrock: at(sent, "toolConfig", "toolChoice", "tool", "name"),
  };
  const name = names[wire];
  return typeof name === "string" ? name : null;
}

function schemaOfTool(wire: Wire, sent: Json, name: string): Json | null {
  const tools = wire === "bedrock" ? at(sent, "toolConfig", "tools") : sent.tools;
  for (const tool of Array.isArray(tools) ? tools : []) {
    const named = at(tool, "toolSpec") ?? at(tool, "function") ?? tool;
    if (at(named, "name") !== name) continue;
    const schema = at(named, "input_schema") ?? at(named, "parameters") ?? at(named, "inputSchema", "json");
    return isJson(schema) ? schema : null;
  }
  return null;
}

/** System first, then the messages; the four differ in names alone. */
function textsOf(wire: Wire, sent: Json): WireRequest["pieces"] {
  const system = wire === "gemini" ? at(sent, "systemInstruction", "parts") : sent.system;
  const turns = wire === "gemini" ? sent.contents : sent.messages;
  const contents = (Array.isArray(turns) ? turns : []).map((turn) => at(turn, "content") ?? at(turn, "parts"));
  return [system, ...contents].flatMap(piecesOf);
}

/** An image counts as 1,024 characters: it costs something, and what it costs is the same everywhere. */
const imageCharacters = 1024;

function piecesOf(content: unknown): WireRequest["pieces"] {
  if (typeof content === "string") return [{ text: content, cacheHere: false }];
  const pieces: WireRequest["pieces"] = [];
  for (const block of Array.isArray(content) ? content : []) {
    const last = pieces.at(-1);
    if (isJson(block) && isJson(block.cachePoint)) {
      if (last) last.cacheHere = true;
    } else {
      const text = at(block, "text");
      const cacheHere = isJson(at(block, "cache_control"));
      if (typeof text === "string") pieces.push({ text, cacheHere });
      else {
        const start = JSON.stringify(block).slice(0, imageCharacters).padEnd(imageCharacters);
        pieces.push({ text: start, cacheHere, image: true });
      }
    }
  }
  return pieces;
}
