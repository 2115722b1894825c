import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";

/** `conversations.json` of a Claude data export, or one conversation saved alone. */
export const claude: WholeFormat = {
  key: "claude-export",
  title: "Claude export",
  is: (record) => Array.isArray(record.chat_messages),
  read: (record) => {
    const all = Array.isArray(record.chat_messages) ? record.chat_messages.filter(isFields) : [];
    const messages = branch(all, record.current_leaf_message_uuid)
      .map(readMessage)
      .filter(({ content }) => content !== "");
    if (messages.length === 0) return "the conversation is empty: it holds no message";
    const metadata: Fields = {};
    if (typeof record.summary === "string" && record.summary !== "") metadata.summary = record.summary;
    return [{ id: record.uuid ?? "", title: record.name, occurredAt: record.created_at, messages, metadata }];
  },
};

/** Messages form a tree where they name their parents: the branch of the current leaf, else of the last message. */
function branch(all: Fields[], leaf: unknown): Fields[] {
  if (!all.some(({ parent_message_uuid }) => typeof parent_message_uuid === "string")) return all;
  const byId = new Map(all.map((message) => [message.uuid, message]));
  const seen = new Set<Fields>();
  let message = byId.get(leaf) ?? all.at(-1);
  while (message !== undefined && !seen.has(message)) {
    seen.add(message);
    message = byId.get(message.parent_message_uuid);
  }
  return [...seen].reverse();
}

function readMessage(message: Fields): Fields {
  const blocks = Array.isArray(message.content) ? message.content.filter(isFields) : [];
  const said = blocks
    .filter(({ type, text }) => (type === "text" || type === "voice_note") && typeof text === "string")
    .map(({ text }) => text)
    .join("\n\n");
  const plain = typeof message.content === "string" ? message.content : message.text;
  const text = said.trim() === "" ? (typeof plain === "string" ? plain : "") : said;
  const parts = [text.trim(), ...blocks.map(artifact), ...attachments(message.attachments)];
  return {
    role: message.sender ?? "unknown",
    content: parts.filter((part) => part !== "").join("\n\n"),
    timestamp: message.created_at,
  };
}

function artifact({ type, name, input }: Fields): string {
  if (type !== "tool_use" || name !== "artifacts" || !isFields(input) || typeof input.title !== "string") return "";
  return `[artifact: ${input.title}]`;
}

/** Pasted files travel as text inside the message. */
function attachments(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isFields).map(({ file_name, extracted_content }) => {
    const name = typeof file_name === "string" && file_name !== "" ? file_name : "attachment";
    return typeof extracted_content === "string" ? `[file: ${name}]\n${extracted_content.trim()}` : `[file: ${name}]`;
  });
}
