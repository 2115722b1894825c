import { type ContentKind, contentKindSchema, type Message, type ReadContent } from "../contract/content.ts";
import { textMembers } from "./formats/own-json.ts";
import { addImages, type Reading, readMessage, readText, readTimestamp, typeName } from "./message.ts";
import { readMetadata } from "./metadata.ts";
import { cleanText, type Fields, firstOf, isFields, quoted } from "./record.ts";

const idNames = [
  "id",
  "externalId",
  "external_id",
  "conversation_id",
  "conversationId",
  "session_id",
  "sessionId",
  "thread_id",
  "threadId",
  "chat_id",
  "chatId",
  "ticket_id",
  "ticketId",
  "uuid",
  "_id",
] as const;
const timeNames = [
  "occurredAt",
  "occurred_at",
  "created_at",
  "createdAt",
  "timestamp",
  "date",
  "started_at",
  "create_time",
] as const;
const titleNames = ["title", "name", "subject"] as const;

/** Members that are read into a content's own fields and so are not metadata. */
const known = new Set<string>([
  ...idNames,
  ...timeNames,
  ...titleNames,
  ...textMembers,
  "kind",
  "messages",
  "images",
  "author",
  "metadata",
]);

export interface Refusal {
  reason: string;
}

/** One record as a content: what has one meaning is taken as that, the rest is refused with the reason. */
export function normalise(value: unknown, at: string, reading: Reading): ReadContent | Refusal {
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((part) => isFields(part) && typeof part.role === "string")
  ) {
    return normalise({ messages: value }, at, reading);
  }
  if (!isFields(value)) return { reason: `the record is ${typeName(value)}, not an object` };
  const id = readId(value);
  if (id instanceof Error) return { reason: id.message };
  const read = Object.hasOwn(value, "messages")
    ? readMessages(value.messages, at, reading)
    : readPiece(value, at, reading);
  if (typeof read === "string") return { reason: read };
  if (!read.some(({ content, images }) => content.trim() !== "" || images))
    return { reason: "nothing is said in it: all messages are empty" };
  const { author } = value;
  const occurredAt =
    readTimestamp(firstOf(value, timeNames), at, reading) ?? read.find(({ timestamp }) => timestamp)?.timestamp;
  const title = firstOf(value, titleNames);
  return {
    externalId: id,
    kind: readKind(value, at, reading),
    title: typeof title === "string" ? cleanText(title) : undefined,
    messages: read,
    author: typeof author === "string" && author.trim() !== "" ? cleanText(author) : undefined,
    occurredAt,
    metadata: collectMetadata(value, at, reading),
    at,
  };
}

/** An id is text, exactly as it stands; a number is its digits. */
function readId(record: Fields): string | undefined | Error {
  const id = firstOf(record, idNames);
  if (id === undefined) return undefined;
  if (typeof id === "string") return cleanText(id) || undefined;
  if (typeof id === "number" || typeof id === "boolean") return String(id);
  return new Error(`its id is ${typeName(id)}, not text`);
}

function readMessages(value: unknown, at: string, reading: Reading): Message[] | string {
  if (!Array.isArray(value)) return `messages is ${typeName(value)}, not a list`;
  if (value.length === 0) return "messages is an empty list";
  const messages: Message[] = [];
  for (const [index, entry] of value.entries()) {
    const message = readMessage(entry, at, reading);
    if (typeof message === "string") return `message ${index + 1} cannot be read: ${message}`;
    messages.push(message);
  }
  return messages;
}

/** A post, document or photo: one text, or pictures, by its author. */
function readPiece(record: Fields, at: string, reading: Reading): Message[] | string {
  const text = firstOf(record, textMembers);
  const images: string[] = [];
  addImages(record.images, images, at, reading.warnings);
  if (text === undefined && images.length === 0) return `neither messages nor text in it; it holds ${names(record)}`;
  if (Object.hasOwn(record, "role") || Object.hasOwn(record, "sender")) {
    return "it is a single message; a conversation is an object with a list of messages";
  }
  const content = readText(text, images);
  if (content === null || (text !== undefined && typeof text !== "string")) return `its text is ${typeName(text)}`;
  const message: Message = { role: "author", content };
  if (images.length > 0) message.images = images;
  return [message];
}

function names(record: Fields): string {
  const list = Object.keys(record);
  if (list.length === 0) return "nothing";
  const shown = list.slice(0, 8).map((name) => quoted(name, 30));
  return shown.join(", ") + (list.length > 8 ? ` and ${list.length - 8} more` : "");
}

function readKind(record: Fields, at: string, { warnings }: Reading): ContentKind {
  const stated = contentKindSchema.safeParse(typeof record.kind === "string" ? record.kind.toLowerCase() : undefined);
  if (stated.success) return stated.data;
  if (record.kind !== undefined && record.kind !== null)
    warnings.add("A kind other than conversation, post, document or photo was passed over", at);
  if (Object.hasOwn(record, "messages")) return "conversation";
  if (["platform", "caption", "metrics"].some((name) => Object.hasOwn(record, name))) return "post";
  return firstOf(record, textMembers) === undefined ? "photo" : "document";
}

/** `metadata`, and beside it whatever else the record holds: labels, language, source, metrics. */
function collectMetadata(record: Fields, at: string, { warnings }: Reading): Record<string, unknown> | undefined {
  const rest = Object.entries(record).filter(([name]) => !known.has(name));
  const own = record.metadata;
  const fields = new Map<string, unknown>(rest);
  if (isFields(own)) for (const [name, member] of Object.entries(own)) fields.set(name, member);
  else if (own !== undefined && own !== null) fields.set("metadata", own);
  return fields.size > 0 ? readMetadata(Object.fromEntries(fields), at, warnings) : undefined;
}
