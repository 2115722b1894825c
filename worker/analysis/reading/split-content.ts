import { estimateTokenCount } from "tokenx";
import type { Message } from "../../contract/content.ts";
import type { ContentToRead } from "./extract.ts";

/** A stretch of a content that is read by itself. */
export interface ContentPart extends ContentToRead {
  /** For each of its messages, which one of the content it is, or is a stretch of. */
  places: number[];
  /** As counted at import. */
  tokens: number;
}

/** What a prompt adds to a message: its role in brackets, line breaks. */
const tokensOfAFrame = 6;
/** What is set aside for a picture, whoever the vendor is. */
const tokensOfAPicture = 1_600;
/** However little room there is, a part makes sense only from here on. */
export const leastRoom = 200;

/**
 * Cuts a content into parts of at most `room` tokens, between messages, without overlap; a message that alone is longer
 * is cut between paragraphs, sentences or words. Put together again the parts are the content, letter for letter.
 */
export function splitContent<Content extends ContentToRead>(content: Content, room: number): (Content & ContentPart)[] {
  const limit = Math.max(leastRoom, room);
  const parts: (Content & ContentPart)[] = [];
  let messages: Message[] = [];
  let places: number[] = [];
  let tokens = 0;
  const close = (): void => {
    if (messages.length === 0) return;
    parts.push({ ...content, messages, places, tokens });
    messages = [];
    places = [];
    tokens = 0;
  };
  for (const [place, message] of content.messages.entries()) {
    const whole = tokensOf(message);
    const pieces = whole <= limit ? [{ message, tokens: whole }] : piecesOf(message, limit);
    for (const piece of pieces) {
      if (tokens + piece.tokens > limit) close();
      messages.push(piece.message);
      places.push(place);
      tokens += piece.tokens;
    }
  }
  close();
  return parts.length > 0 ? parts : [{ ...content, places: [], tokens: 0 }];
}

function tokensOf({ content, images }: Message): number {
  return countLong(content) + tokensOfAFrame + (images?.length ?? 0) * tokensOfAPicture;
}

/** tokenx takes long over a single unbroken word: counted in stretches it never does. */
function countLong(text: string): number {
  let tokens = 0;
  for (let start = 0; start < text.length; start += 4_000)
    tokens += estimateTokenCount(text.slice(start, start + 4_000));
  // Line breaks are shown with an indent.
  return tokens + (text.match(/\n/g)?.length ?? 0);
}

/** A message in stretches; its pictures go with the first. */
function piecesOf(message: Message, limit: number): { message: Message; tokens: number }[] {
  const { images, ...words } = message;
  const pieces: { message: Message; tokens: number }[] = [];
  let rest = message.content;
  while (rest !== "") {
    const shown = images && pieces.length === 0 ? { ...words, images } : words;
    const room = Math.max(leastRoom / 2, limit - tokensOf({ ...shown, content: "" }));
    const length = lengthWithin(rest, room);
    const piece = { ...shown, content: rest.slice(0, length) };
    pieces.push({ message: piece, tokens: tokensOf(piece) });
    rest = rest.slice(length);
  }
  return pieces;
}

/** How much of a text holds at most so many tokens, cut where it hurts least. At least one character. */
function lengthWithin(text: string, tokens: number): number {
  if (text.length <= tokens || countLong(text) <= tokens) return text.length;
  // No tokenizer makes more than one token of each UTF-16 unit, roughly; the search ends between that and the whole.
  let low = 1;
  let high = Math.min(text.length, tokens * 12);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (countLong(text.slice(0, middle)) <= tokens) low = middle;
    else high = middle - 1;
  }
  return goodCut(text, low);
}

function goodCut(text: string, most: number): number {
  const window = text.slice(Math.floor(most * 0.6), most);
  const from = most - window.length;
  for (const end of [/\n\s*\n/g, /[.!?。！？…]["'”’)]*(?:\s|$)|[。！？]|\n/g, /\s/g]) {
    const last = [...window.matchAll(end)].at(-1);
    if (last && from + last.index + last[0].length > 0) return from + last.index + last[0].length;
  }
  // Never between the halves of a character.
  const code = text.charCodeAt(most - 1);
  return code >= 0xd800 && code <= 0xdbff && most > 1 ? most - 1 : Math.max(1, most);
}
