import type { Message } from "../contract/content.ts";
import { type DateOrder, readTime } from "./dates.ts";
import { cleanText, type Fields, firstOf, isFields, quoted } from "./record.ts";
import { toRole } from "./roles.ts";
import type { Warnings } from "./warnings.ts";

const roleNames = ["role", "sender", "author", "speaker", "from", "participant"] as const;
const contentNames = ["content", "text", "message", "body", "value"] as const;
const timeNames = ["timestamp", "created_at", "createdAt", "time", "date", "sent_at", "ts"] as const;

/** What a reader needs to know beside the record itself. */
export interface Reading {
  warnings: Warnings;
  dateOrder: DateOrder;
}

/** One message, or why it is none. */
export function readMessage(value: unknown, at: string, reading: Reading): Message | string {
  if (!isFields(value)) return `it is ${typeName(value)}, not an object with role and content`;
  const role = firstOf(value, roleNames);
  if (role === undefined) return "it has no role";
  if (typeof role !== "string") return `its role is ${typeName(role)}, not text`;
  if (cleanText(role).trim() === "") return "its role is blank";
  const images: string[] = [];
  const content = readText(firstOf(value, contentNames), images);
  if (content === null) return `its content is ${typeName(firstOf(value, contentNames))}, not text`;
  addImages(value.images, images, at, reading.warnings);
  const message: Message = { role: toRole(cleanText(role)), content };
  const timestamp = readTimestamp(firstOf(value, timeNames), at, reading);
  if (timestamp) message.timestamp = timestamp;
  if (images.length > 0) message.images = images;
  return message;
}

/** A time that cannot be read is left out, and that is said. */
export function readTimestamp(value: unknown, at: string, { warnings, dateOrder }: Reading): string | undefined {
  if (value === undefined) return undefined;
  const time = readTime(value, dateOrder);
  if (time === "ambiguous") {
    warnings.add("Dates whose day and month cannot be told apart were left out", at);
    return undefined;
  }
  if (time === null) warnings.add("Times that cannot be read were left out", at);
  return time ?? undefined;
}

/**
 * Text of a message's content: text, a number, an object that holds text, a list of such parts. Pictures in it become
 * `[image]` and are added to `images`; other parts are named in brackets. Null where it has no one meaning.
 */
export function readText(content: unknown, images: string[]): string | null {
  if (content === undefined) return "";
  if (typeof content === "string") return cleanText(content);
  if (typeof content === "number" || typeof content === "boolean" || typeof content === "bigint")
    return String(content);
  if (Array.isArray(content)) {
    const parts: string[] = [];
    for (const part of content) {
      const text = readPart(part, images);
      if (text === null) return null;
      parts.push(text);
    }
    return parts.join(" ");
  }
  return isFields(content) ? readPart(content, images) : null;
}

function readPart(part: unknown, images: string[]): string | null {
  if (typeof part === "string") return cleanText(part);
  if (!isFields(part)) return null;
  const type = typeof part.type === "string" ? part.type : "";
  if (/image|photo|picture/.test(type)) {
    const address = imageAddress(part);
    if (address !== null) images.push(address);
    return "[image]";
  }
  const text = firstOf(part, ["text", "content", "value"]);
  if (typeof text === "string") return cleanText(text);
  if (isFields(text) && typeof text.value === "string") return cleanText(text.value);
  return type === "" ? null : `[${cleanText(type).slice(0, 40)}]`;
}

/** Where the picture of a content part lies: `{image_url:{url}}`, `{image_url:"…"}`, `{source:{media_type,data}}`, `{url}`. */
function imageAddress(part: Fields): string | null {
  const { image_url: nested, source, url } = part;
  if (isFields(source) && typeof source.data === "string" && typeof source.media_type === "string") {
    return `data:${source.media_type};base64,${source.data}`;
  }
  const address = isFields(nested) ? nested.url : (nested ?? (isFields(source) ? source.url : url));
  return typeof address === "string" && isImageAddress(address) ? address : null;
}

/** Addresses that may be kept. Nothing ever loads them here. */
function isImageAddress(address: string): boolean {
  return /^(?:data:image\/|https:\/\/)/i.test(address) && !/\s/.test(address.slice(0, 2048));
}

/** Adds the `images` member of a message or record. */
export function addImages(value: unknown, images: string[], at: string, warnings: Warnings): void {
  if (value === undefined || value === null) return;
  for (const image of Array.isArray(value) ? value : [value]) {
    const address = isFields(image) ? imageAddress(image) : image;
    if (typeof address === "string" && isImageAddress(address)) images.push(address);
    else warnings.add("Pictures that are neither data: nor https: addresses were left out", at);
  }
}

/** What a value is, in words for a reason. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return `the text ${quoted(value)}`;
  return `the ${typeof value} ${String(value)}`;
}
