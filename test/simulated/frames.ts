import { encodeEventStreamMessage } from "@copilotkit/aimock";
import { at, isJson, type Json } from "./json-schema.ts";
import type { Wire } from "./wire-request.ts";

/** A piece of an answer as it goes over the wire: part of the reply, of its end (stop reason, usage), or neither. */
export interface Frame {
  bytes: Buffer;
  kind: "content" | "stop" | "other";
}

/** Cuts a whole answer into its frames and puts the usage into each that speaks of it. */
export function framesOf(wire: Wire, stream: boolean, body: Buffer, usage: Json): Frame[] {
  if (!stream) {
    const bytes = Buffer.from(JSON.stringify(withUsage(wire, JSON.parse(body.toString()), usage)));
    const middle = Math.floor(bytes.length / 2);
    return [
      { bytes: bytes.subarray(0, middle), kind: "content" },
      { bytes: bytes.subarray(middle), kind: "stop" },
    ];
  }
  return wire === "bedrock" ? eventStreamFrames(body, usage) : serverSentFrames(wire, body.toString(), usage);
}

function serverSentFrames(wire: Wire, body: string, usage: Json): Frame[] {
  return body
    .split("\n\n")
    .filter((block) => block.trim() !== "")
    .flatMap((block) => {
      const [, before = "", data = ""] = /^([\s\S]*?)data: ?([\s\S]*)$/.exec(block) ?? [];
      const value = data.startsWith("{") ? asJson(data) : null;
      if (!value) return [{ bytes: Buffer.from(`${block}\n\n`), kind: "stop" as const }];
      return splitEnd(wire, withUsage(wire, value, usage)).map((event) => ({
        bytes: Buffer.from(`${before}data: ${JSON.stringify(event)}\n\n`),
        kind: kindOf(wire, event),
      }));
    });
}

/** Amazon's framing: two lengths, a checksum, headers, JSON, a checksum. */
function eventStreamFrames(body: Buffer, usage: Json): Frame[] {
  const frames: Frame[] = [];
  for (let start = 0; start < body.length; start += body.readUInt32BE(start)) {
    const headersEnd = start + 12 + body.readUInt32BE(start + 4);
    const type = eventType(body.subarray(start + 12, headersEnd));
    const payload = asJson(body.subarray(headersEnd, start + body.readUInt32BE(start) - 4).toString());
    const stop = type === "messageStop" || type === "metadata";
    frames.push({
      bytes: encodeEventStreamMessage(type, withUsage("bedrock", payload, usage)),
      kind: type === "contentBlockDelta" ? "content" : stop ? "stop" : "other",
    });
  }
  return frames;
}

/** Headers are name, a 7 for "text", value; each with its length before it. */
function eventType(headers: Buffer): string {
  for (let place = 0; place < headers.length; ) {
    const nameEnd = place + 1 + headers.readUInt8(place);
    const valueEnd = nameEnd + 3 + headers.readUInt16BE(nameEnd + 1);
    if (headers.toString("utf8", place + 1, nameEnd) === ":event-type") {
      return headers.toString("utf8", nameEnd + 3, valueEnd);
    }
    place = valueEnd;
  }
  return "";
}

function asJson(text: string): Json {
  const value: unknown = JSON.parse(text);
  return isJson(value) ? value : {};
}

/** Gemini may say its last words and its end in one event; apart, the end can be left out. */
function splitEnd(wire: Wire, event: Json): Json[] {
  const [candidate] = Array.isArray(event.candidates) ? event.candidates : [];
  if (wire !== "gemini" || !isJson(candidate) || candidate.finishReason === undefined) return [event];
  const { finishReason, ...rest } = candidate;
  const { usageMetadata, ...others } = event;
  const end = { content: { role: "model", parts: [{ text: "" }] }, finishReason, index: 0 };
  return [
    { ...others, candidates: [rest] },
    { ...others, candidates: [end], usageMetadata },
  ];
}

function kindOf(wire: Wire, event: Json): Frame["kind"] {
  if (wire === "anthropic") {
    if (event.type === "content_block_delta") return "content";
    return event.type === "message_delta" || event.type === "message_stop" ? "stop" : "other";
  }
  if (wire === "gemini") return event.usageMetadata === undefined ? "content" : "stop";
  const [choice] = Array.isArray(event.choices) ? event.choices : [];
  if (choice === undefined || at(choice, "finish_reason") !== null) return "stop";
  const said = at(choice, "delta", "content") ?? at(choice, "delta", "tool_calls");
  return said === null || said === "" ? "other" : "content";
}

/** The usage in the place where each provider says it. Anthropic counts the output only at the end. */
function withUsage(wire: Wire, event: Json, usage: Json): Json {
  if (wire === "gemini") return event.usageMetadata === undefined ? event : { ...event, usageMetadata: usage };
  if (wire === "anthropic" && isJson(event.message)) {
    return { ...event, message: { ...event.message, usage: { ...usage, output_tokens: 1 } } };
  }
  return isJson(event.usage) ? { ...event, usage } : event;
}
