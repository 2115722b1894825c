import type { Message } from "../../contract/content.ts";
import { findHits } from "./lexicon.ts";
import { speechLexicon } from "./speech.ts";
import { houseRoles, stopWords } from "./stop-words.ts";
import { isWordy, type Token, tokenize } from "./tokens.ts";

export interface Sentence {
  /** Index of its message; offsets count inside that message. */
  message: number;
  start: number;
  end: number;
  text: string;
  tokens: Token[];
  /** Does the house (agent, assistant) speak? */
  house: boolean;
  /** How much it says about what the person came for: opening turns and requests weigh most. */
  weight: number;
  request: boolean;
  trouble: boolean;
  /** Words that may carry a subject. */
  contentWords: number;
}

/** A content as the built-in engine reads it. */
export interface Reading {
  language: string;
  messages: Message[];
  sentences: Sentence[];
  /** Content words that the person (not the house) said. */
  contentWords: number;
}

/** Looked at from the beginning of a content, and from its end, in UTF-16 units. */
const headCharacters = 20_000;
const tailCharacters = 3_000;
const longestSentence = 1_000;

/** Reads a content: its beginning and its end, cut into weighted sentences. Bounded work whatever the length. */
export function readContent(messages: Message[], language: string): Reading {
  const everyoneIsHouse = messages.every((message) => isHouse(message.role) || message.content.trim() === "");
  const sentences: Sentence[] = [];
  let substantialTurns = 0;
  for (const { message, text, offset } of stretches(messages)) {
    const house = !everyoneIsHouse && isHouse(messages[message]?.role ?? "");
    const turn = cutSentences(text, offset).map((cut) => describe(cut, message, house));
    const words = turn.reduce((sum, sentence) => sum + sentence.contentWords, 0);
    const turnWeight = house ? 0.3 : weightOfTurn(substantialTurns);
    for (const [index, sentence] of turn.entries()) {
      const place = 1 / (1 + 0.08 * index);
      sentence.weight = turnWeight * place * (sentence.request ? 1.5 : 1) * (sentence.contentWords === 0 ? 0.2 : 1);
      sentences.push(sentence);
    }
    if (!house && (words >= 3 || turn.some((sentence) => sentence.request && sentence.contentWords > 0)))
      substantialTurns += 1;
  }
  const contentWords = sentences.reduce((sum, sentence) => sum + (sentence.house ? 0 : sentence.contentWords), 0);
  return { language, messages, sentences, contentWords };
}

function isHouse(role: string): boolean {
  return houseRoles.has(role.toLowerCase().replace(/[^\p{L}].*$/u, ""));
}

/** The turn that opens the matter says most; what comes later is detail. */
function weightOfTurn(substantialTurns: number): number {
  return Math.max(0.25, 2.4 / (1 + substantialTurns * 1.4));
}

/** The stretches of text that are looked at, in order. */
function stretches(messages: Message[]): { message: number; text: string; offset: number }[] {
  const head: { message: number; text: string; offset: number }[] = [];
  let left = headCharacters;
  let index = 0;
  let taken = 0;
  for (; index < messages.length && left > 0; index++) {
    const content = messages[index]?.content ?? "";
    const text = content.slice(0, left);
    head.push({ message: index, text, offset: 0 });
    left -= text.length + 1;
    taken = text.length;
  }
  const tail: { message: number; text: string; offset: number }[] = [];
  let room = tailCharacters;
  for (let last = messages.length - 1; last >= index - 1 && last >= 0 && room > 0; last--) {
    const content = messages[last]?.content ?? "";
    const from = Math.max(last === index - 1 ? taken : 0, content.length - room);
    const text = content.slice(from);
    if (text.length > 0) tail.unshift({ message: last, text, offset: from });
    room -= text.length + 1;
  }
  return [...head, ...tail];
}

/** A full stop after these ends no sentence. */
const sentenceEnd =
  /(?<!\b(?:dr|mr|mrs|ms|prof|st|nr|vs|e\.g|i\.e|z\.b|bzw|ca|sr|sra|tel|inkl))[.!?…]+["'”’)]*(?=\s)|[。！？｡]+|\n+/giu;

function cutSentences(text: string, offset: number): { text: string; start: number }[] {
  const cuts: { text: string; start: number }[] = [];
  let start = 0;
  const add = (end: number): void => {
    for (let from = start; from < end; from += longestSentence) {
      const piece = text.slice(from, Math.min(end, from + longestSentence));
      if (piece.trim() !== "") cuts.push({ text: piece, start: offset + from });
    }
    start = end;
  };
  for (const match of text.matchAll(sentenceEnd)) add(match.index + match[0].length);
  add(text.length);
  return cuts;
}

function describe(cut: { text: string; start: number }, message: number, house: boolean): Sentence {
  const tokens = tokenize(cut.text, cut.start);
  const acts = new Set(findHits(speechLexicon, tokens, cut.text, cut.start).map((hit) => hit.means));
  const contentWords = tokens.filter((token) => carriesSubject(token)).length;
  return {
    message,
    start: cut.start,
    end: cut.start + cut.text.length,
    text: cut.text,
    tokens,
    house,
    weight: 0,
    request: acts.has("request"),
    trouble: acts.has("trouble"),
    contentWords,
  };
}

/** May this word stand for what a text is about? */
export function carriesSubject(token: Token): boolean {
  const { word } = token;
  return word.length > 1 && isWordy(word) && !stopWords.has(word) && !/^\p{Script=Hiragana}+$/u.test(word);
}
