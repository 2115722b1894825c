import { type Fields, firstOf, isFields, quoted, type RawRecord } from "../record.ts";
import type { TextWindow } from "../text-window.ts";
import type { Warnings } from "../warnings.ts";
import { parseJson } from "./json-text.ts";
import { ownParts, readJsonValues } from "./json-values.ts";
import { recordFormatOf } from "./record-formats.ts";

/** Members that hold what was said, written or shown: a record has one of them. */
export const textMembers = ["text", "content", "caption", "body", "selftext"] as const;

/**
 * Records of JSON and JSONL in the project's own shape and its near kin: objects with `messages`, with one text, lists of
 * them, lists inside one object (`{"conversations": […]}`), bare lists of messages.
 */
export async function* readOwnJson(window: TextWindow, warnings: Warnings): AsyncGenerator<RawRecord, void, undefined> {
  /** Messages that stand in a list without a conversation around them: together they are one. */
  let bare: { at: string; messages: Fields[] } | null = null;
  let whole = 0;
  for await (const piece of readJsonValues(window)) {
    if ("listEnds" in piece && piece.listEnds) {
      if (bare) yield { at: bare.at, value: { messages: bare.messages } };
      bare = null;
      continue;
    }
    if ("problem" in piece) {
      yield { at: piece.at, reason: piece.problem };
      if (piece.cut)
        warnings.add(
          `The file ends in the middle of ${piece.at}: it looks cut off. ${whole} whole records stand before that`,
        );
      continue;
    }
    const value = parse(piece, warnings);
    if ("reason" in value) {
      yield value;
      continue;
    }
    whole++;
    if (piece.inList && isBareMessage(value.value)) {
      bare ??= { at: piece.at, messages: [] };
      bare.messages.push(value.value);
      continue;
    }
    yield* piece.inList ? [value] : unwrap(value.at, value.value);
  }
}

function parse(piece: { at: string; text: string }, warnings: Warnings): Exclude<RawRecord, never> {
  try {
    const { value, nulled } = parseJson(piece.text);
    if (nulled) warnings.add("NaN and Infinity are not JSON and were read as null", piece.at);
    return { at: piece.at, value };
  } catch (error) {
    return {
      at: piece.at,
      reason: `not valid JSON: ${error instanceof SyntaxError ? parserSays(error.message) : "it cannot be parsed"}`,
    };
  }
}

/** The parser's message quotes the file: that part goes, the place stays. */
function parserSays(message: string): string {
  return quoted(message.replace(/, "?\.{0,3}"?[\s\S]*?"?\.{0,3}"? is not valid JSON$/, ""), 120)
    .slice(1, -1)
    .replaceAll('\\"', '"');
}

function isBareMessage(value: unknown): value is Fields {
  if (!isFields(value) || Object.hasOwn(value, "messages")) return false;
  return typeof value.role === "string" && (Object.hasOwn(value, "content") || Object.hasOwn(value, "text"));
}

/** An object may be a record, or hold a list of records. */
function* unwrap(at: string, value: unknown): Generator<RawRecord, void, undefined> {
  if (isFields(value) && !isRecord(value)) {
    const list = Object.entries(value).find(
      ([name, member]) =>
        !ownParts.has(name) &&
        Array.isArray(member) &&
        member.some((element) => isFields(element) && isRecord(element)),
    )?.[1];
    if (Array.isArray(list)) {
      for (const [index, element] of list.entries()) yield { at: `record ${index + 1}`, value: element };
      return;
    }
  }
  yield { at, value };
}

function isRecord(value: Fields): boolean {
  if (Object.hasOwn(value, "messages") || recordFormatOf(value) !== undefined) return true;
  return typeof firstOf(value, textMembers) === "string";
}
