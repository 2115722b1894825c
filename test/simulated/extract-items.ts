import type { Json, Wanted } from "./json-schema.ts";
import type { ReadPrompt } from "./prompt.ts";
import { choiceOf, hashOf, knownLabelOf, labelOf, moodOf, quoteOf, tellingWord, wordsOf } from "./wording.ts";

type Item = ReadPrompt["items"][number];

/** What an item that names no properties is given: the reply of the contract. */
const everything = ["id", "facets", "summary", "confidence", "evidence"];

/** One answer per item, with what the schema wants of each; without a schema, the facets are the open ones alone. */
export function extractItems(
  { items, labels, frozen }: ReadPrompt,
  wanted: { properties: Wanted[]; facets: Wanted[] } | null,
): Json[] {
  const facets = wanted?.facets ?? [...labels.keys()].map(openFacet);
  const properties = wanted?.properties.map((one) => one.name) ?? everything;
  return items.map((item) => {
    const words = saidByPerson(item);
    const values = facets.map((facet): [string, unknown] => [facet.name, answerTo(facet, item, words, labels, frozen)]);
    const said: Json = {
      id: item.id,
      facets: Object.fromEntries(values),
      summary: quoteOf(words, null),
      sentiment: moodOf(words),
      confidence: tellingWord(words) === null ? 0.55 : 0.92,
      evidence: evidenceOf(item, facets),
    };
    const others = wanted?.properties.filter((one) => !(one.name in said)) ?? [];
    for (const other of others) said[other.name] = answerTo(other, item, words, labels, frozen);
    return Object.fromEntries(properties.map((name) => [name, said[name]]));
  });
}

function openFacet(name: string): Wanted {
  return { name, kind: "string", choices: [], whole: false, min: null, max: null };
}

/** What the person wrote, not the house; everything where that is nothing. */
function saidByPerson({ messages, text }: Item): string {
  const theirs = messages.filter(({ role }) => !/assistant|agent|system|bot|tool/.test(role));
  const words = theirs.map((message) => message.text).join("\n");
  return words.trim() === "" ? text.trim() : words;
}

function answerTo(facet: Wanted, item: Item, words: string, labels: ReadPrompt["labels"], frozen: boolean): unknown {
  const known = labels.get(facet.name)?.map(({ label }) => label);
  switch (facet.kind) {
    case "choice":
      return choiceOf(words, facet.choices);
    case "boolean":
      return /solv|satisf|happy|success/i.test(facet.name) ? moodOf(words) !== "negative" : hashOf(words) % 2 === 0;
    case "number":
      return numberOf(facet, item, words);
    case "list":
      return listOf(facet, words);
    case "object":
      return {};
    default:
      if (known && frozen) return knownLabelOf(words, facet.name, known) ?? "Other";
      return known ? labelOf(words, facet.name, known) : quoteOf(words, tellingWord(words), 100);
  }
}

/** On a scale, by mood; without a scale, how many messages there are. */
function numberOf({ min, max, whole }: Wanted, { messages }: Item, words: string): number {
  if (min === null || max === null) return Math.min(max ?? Infinity, Math.max(min ?? 0, messages.length));
  const share = { positive: 1, mixed: 0.5, neutral: 0.5, negative: 0 }[moodOf(words)];
  const value = min + share * (max - min);
  return whole || Number.isInteger(min) ? Math.round(value) : value;
}

function listOf({ choices }: Wanted, words: string): string[] {
  if (choices.length > 0) return [choiceOf(words, choices)];
  return [...new Set(wordsOf(words))].slice(0, 3);
}

/** For each facet that rests on words, a piece of the first message that holds the telling word. */
function evidenceOf({ messages }: Item, facets: Wanted[]): Json[] {
  const found = messages.findIndex(({ text }) => tellingWord(text) !== null);
  const message = found === -1 ? messages.findIndex(({ text }) => text.trim() !== "") : found;
  const text = messages[message]?.text;
  if (text === undefined) return [];
  const quote = quoteOf(text, tellingWord(text));
  return facets
    .filter(({ kind }) => kind === "string" || kind === "choice")
    .map(({ name }) => ({ facet: name, message, quote }));
}
