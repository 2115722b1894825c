import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";

/** `conversations.json` of a ChatGPT data export: a tree of messages, of which the branch last looked at is read. */
export const chatgpt: WholeFormat = {
  key: "chatgpt-export",
  title: "ChatGPT export",
  is: (record) => isFields(record.mapping) && !Array.isArray(record.messages),
  read: (record) => {
    const mapping = new Map(Object.entries(isFields(record.mapping) ? record.mapping : {}));
    const messages = branch(mapping, record.current_node).flatMap(readMessage);
    if (messages.length === 0) return "the conversation is empty: no message in it can be seen";
    const metadata: Fields = {};
    if (record.default_model_slug) metadata.model = record.default_model_slug;
    if (record.gizmo_id) metadata.gizmo = record.gizmo_id;
    return [
      {
        id: record.conversation_id ?? record.id ?? "",
        title: record.title,
        occurredAt: typeof record.create_time === "number" ? record.create_time : undefined,
        messages,
        metadata,
      },
    ];
  },
};

/** From the current node up to the root, each node once; where it leads nowhere, from the newest leaf. */
function branch(mapping: Map<string, unknown>, current: unknown): Fields[] {
  let key: unknown = typeof current === "string" && mapping.has(current) ? current : newestLeaf(mapping);
  const seen = new Set<string>();
  const nodes: Fields[] = [];
  while (typeof key === "string" && !seen.has(key)) {
    const node = mapping.get(key);
    if (!isFields(node)) break;
    seen.add(key);
    nodes.push(node);
    key = node.parent;
  }
  return nodes.reverse();
}

function newestLeaf(mapping: Map<string, unknown>): string | null {
  let newest: { key: string; time: number } | null = null;
  for (const [key, node] of mapping) {
    if (!isFields(node) || !isFields(node.message)) continue;
    const children = Array.isArray(node.children) ? node.children : [];
    if (children.some((child) => typeof child === "string" && mapping.has(child))) continue;
    const created = node.message.create_time;
    const time = typeof created === "number" ? created : 0;
    if (newest === null || time >= newest.time) newest = { key, time };
  }
  return newest?.key ?? null;
}

/** Citation marks in the private use area: `\ue200cite\ue202turn0search3\ue201`. */
const citations = /\ue200[^\ue200\ue201]*\ue201|[\ue200-\ue206]/g;

function readMessage({ message }: Fields): Fields[] {
  if (!isFields(message) || !isFields(message.author) || !isFields(message.content)) return [];
  const { author, content, metadata, weight, recipient } = message;
  const { role } = author;
  if (role !== "user" && role !== "assistant" && role !== "system") return [];
  if (isFields(metadata) && metadata.is_visually_hidden_from_conversation === true) return [];
  if (weight === 0 || (role === "assistant" && typeof recipient === "string" && recipient !== "all")) return [];
  const type = String(content.content_type ?? "text");
  if (["thoughts", "reasoning_recap", "user_editable_context", "model_editable_context"].includes(type)) return [];
  const parts = Array.isArray(content.parts) ? content.parts.map(readPart) : [String(content.text ?? "")];
  const text = (type === "text" ? parts.join("") : parts.filter((part) => part !== "").join("\n"))
    .replaceAll(citations, "")
    .trim();
  if (text === "") return [];
  return [{ role, content: text, timestamp: message.create_time }];
}

function readPart(part: unknown): string {
  if (typeof part === "string") return part;
  if (typeof part === "number") return String(part);
  if (!isFields(part)) return "";
  const type = String(part.content_type ?? "");
  if (typeof part.text === "string") return part.text;
  if (type.includes("image")) return "[image]";
  // The sound itself stands beside its transcription.
  if (type.includes("audio") || type.includes("video")) return "";
  return type === "" ? "" : `[${type}]`;
}
