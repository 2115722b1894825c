import type { ContentKind, Message, ReadContent } from "../contract/content.ts";
import { checkContent } from "../quality/check-content.ts";
import { sketchOf, sketchToText } from "../quality/sketch.ts";
import { sha256 } from "../sha256.ts";
import { countTextTokens } from "./count-text-tokens.ts";
import { detectLanguage } from "./language.ts";
import { languagesIn } from "./languages-in.ts";
import { rateQuality } from "./quality.ts";
import { cutText } from "./record.ts";

/** A content with everything that is known about it before anything is asked of a model. */
export interface MeasuredContent {
  externalId: string;
  kind: ContentKind;
  title: string;
  /** ISO 639-1, or und. */
  language: string;
  tokens: number;
  /** Pictures that models can be shown: those that travel as data. */
  images: number;
  messageCount: number;
  /** 0 to 1. */
  quality: number | null;
  /** SHA-256 of kind and messages, hexadecimal: what makes two records the same content. */
  hash: string;
  /** What is wrong or worth knowing, `kind` or `kind:detail`. */
  checks: string[];
  /** By which near duplicates are told, base64. */
  sketch: string;
  author: string | null;
  /** Milliseconds since 1970. */
  occurredAt: number | null;
  messages: Message[];
  metadata: Record<string, unknown>;
  at: string;
}

const longestId = 200;
const longestTitle = 200;
const titleFromText = 80;
/** Above this many characters, tokens are counted in samples. */
const countedWhole = 200_000;

/** @returns the content, still being measured, and how many characters of JSON its messages are */
export function measure(content: ReadContent): { measuring: Promise<MeasuredContent>; size: number } {
  const identity = JSON.stringify([content.kind, content.messages]);
  return { measuring: complete(content, sha256(identity)), size: identity.length };
}

async function complete(content: ReadContent, hashing: Promise<string>): Promise<MeasuredContent> {
  const { kind, messages } = content;
  const opening = readable(messages, 4_000);
  const language = await detectLanguage(opening);
  const occurredAt = content.occurredAt === undefined ? Number.NaN : Date.parse(content.occurredAt);
  const hash = await hashing;
  const tokens = countTokens(messages);
  const images = countImages(messages);
  return {
    externalId: await fitId(content.externalId ?? hash),
    kind,
    title: makeTitle(content.title, messages),
    language,
    tokens,
    images,
    messageCount: messages.length,
    quality: rateQuality(opening, language),
    hash,
    checks: checkContent(messages, opening, {
      kind,
      language,
      languages: languagesIn(opening, language),
      tokens,
      images,
    }),
    sketch: sketchToText(sketchOf(messages.map(({ content: text }) => text))),
    author: content.author === undefined ? null : cutText(content.author, longestTitle),
    occurredAt: Number.isNaN(occurredAt) ? null : occurredAt,
    messages,
    metadata: content.metadata ?? {},
    at: content.at,
  };
}

function countImages(messages: Message[]): number {
  return messages.reduce((sum, { images }) => sum + (images ?? []).filter((at) => at.startsWith("data:")).length, 0);
}

/** An id too long to be a key keeps its beginning and is told from its like by a hash. */
async function fitId(id: string): Promise<string> {
  if (id.length <= longestId) return id;
  return `${cutText(id, longestId - 17)}~${(await sha256(id)).slice(0, 16)}`;
}

/** What people said, those who ask first, since answers are often boilerplate or in the firm's own language. */
function readable(messages: Message[], limit: number): string {
  const parts: string[] = [];
  let length = 0;
  for (const asking of [true, false]) {
    for (const { role, content } of messages) {
      if (length >= limit) return parts.join("\n");
      if (role === "system" || role === "tool" || (role !== "assistant") !== asking) continue;
      const part = content.slice(0, limit - length);
      parts.push(part);
      length += part.length;
    }
  }
  return parts.join("\n");
}

/** Bidirectional overrides would make a title read as something else than it is. */
const overrides = /[\u202a-\u202e\u2066-\u2069]/g;

function makeTitle(given: string | undefined, messages: Message[]): string {
  const tidy = (text: string) => text.slice(0, 2_000).replaceAll(overrides, "").replaceAll(/\s+/g, " ").trim();
  const own = tidy(given ?? "");
  if (own !== "") return cutText(own, longestTitle);
  const first = messages.find(
    ({ role, content }) => role !== "assistant" && role !== "system" && content.trim() !== "",
  );
  const text = tidy((first ?? messages.find(({ content }) => content.trim() !== ""))?.content ?? "");
  return text.length > titleFromText ? `${cutText(text, titleFromText - 1).trimEnd()}…` : text || "Untitled";
}

/** Tokens of all messages with what a chat format adds to each, by tokenx; of a very long text, from three samples. */
export function countTokens(messages: Message[]): number {
  const perMessage = 4;
  const text = messages.length === 1 ? (messages[0]?.content ?? "") : messages.map(({ content }) => content).join("\n");
  return messages.length * perMessage + countText(text);
}

function countText(text: string): number {
  if (text.length <= countedWhole) return countTextTokens(text);
  const each = 20_000;
  const starts = [0, Math.floor((text.length - each) / 2), text.length - each];
  const counted = starts.reduce((sum, start) => sum + countTextTokens(text.slice(start, start + each)), 0);
  return Math.round((counted / (each * starts.length)) * text.length);
}
