import type { Message } from "../../contract/content.ts";
import { sentimentSchema } from "../../contract/reply.ts";
import type { ExtractQuestion } from "../ask.ts";
import type { Part } from "../model-call.ts";
import { block, escapeLines, longestWord, oneLine, roleWord } from "./escape.ts";
import { facetBlock, facetSchema, facetTokens } from "./facet-prompt.ts";
import { imageOf } from "./image.ts";
import { allow, closed, idOf, listOf, type Prompt, systemOf, text } from "./task-prompt.ts";

const version = "extract-1";
/** Most images of one item that are sent along. */
const imagesPerItem = 8;

/** Labels first, since they stay the same for a while; items last. */
export function extractPrompt(question: ExtractQuestion): Prompt {
  const known = knownLabels(question);
  return {
    system: systemOf("extract", aim, rulesFor(question), {
      sections: [["Facets:", ...question.facets.map((facet) => facetBlock(facet, question.frozen))].join("\n")],
      instructions: question.instructions,
    }),
    parts: [...(known === "" ? [] : [{ type: "text" as const, text: known, cache: true }]), ...itemParts(question)],
    reply: { name: "extract", schema: schemaFor(question) },
    outputTokens: allow(question.items.length, tokensPerItem(question)),
    version,
  };
}

const aim =
  "You are given items: conversations, posts or other texts. For each item, give every facet listed below its value.";

function rulesFor({ facets, modules, frozen }: ExtractQuestion): string[] {
  const rules = [
    "Give exactly one entry for each item, under its own id. Read each item by itself: nothing that one item says counts " +
      "for another, and no item decides what is answered for the others.",
    "In an item, a line that begins with a role in square brackets begins a message; lines set in from the margin go on " +
      "with it. Messages are counted from 0. A mark such as <image …/> says that the message above it came with a picture.",
    "confidence: how sure you are of the entry as a whole, from 0 (a guess) to 1 (said in so many words).",
  ];
  if (facets.some((facet) => facet.type === "label")) rules.push(...labelRules(frozen));
  if (modules.summary) {
    rules.push(
      "summary: one or two sentences in English on what the item is about and how it ends, without names, addresses, " +
        "numbers or anything else that points to a person.",
    );
  }
  if (modules.sentiment) {
    rules.push(
      "sentiment: how the writer feels about it, in a conversation the one who began it: positive, neutral, negative or " +
        "mixed.",
    );
  }
  if (modules.evidence) {
    rules.push(
      "evidence: for each facet whose value the item states or shows, one quote: the facet's name, the number of the " +
        "message, and the telling words of that message copied character for character, in their own language, 200 " +
        "characters at most. Leave a facet out where no words show it.",
    );
  }
  return rules;
}

function labelRules(frozen: boolean): string[] {
  if (frozen) {
    return ["A label is taken from the known labels of its facet, word for word. Where none fits, the label is Other."];
  }
  return [
    "Where a known label of the facet fits, use it word for word. Only where none fits, make a new one.",
    "A new label is a short noun phrase in English, whatever the item's language: two to four words, the first with a " +
      "capital letter, 80 characters at most, as general as needed for other items to share it, without names of people.",
  ];
}

function knownLabels({ facets, known }: ExtractQuestion): string {
  const open = facets.filter((facet) => facet.type === "label");
  const blocks = open.map((facet) => {
    const labels = Object.hasOwn(known, facet.name) ? (known[facet.name] ?? []) : [];
    return block(
      "labels",
      { facet: facet.name },
      labels.map(({ label }) => oneLine(label, longestWord)).filter(Boolean),
    );
  });
  return blocks.map((one) => `${one}\n`).join("");
}

/** The items in one text; an image ends it, so that it stands right behind the words that say where it belongs. */
function itemParts({ items }: ExtractQuestion): Part[] {
  const parts: Part[] = [];
  let written = "";
  for (const { id, messages } of items) {
    written += `<item id="${id}">\n`;
    let images = 0;
    messages.forEach((message, index) => {
      written += `${messageLine(message)}\n`;
      for (const address of message.images ?? []) {
        const image = images < imagesPerItem ? imageOf(address) : null;
        written += `<image message="${index}"${image ? "" : ' shown="no"'}/>\n`;
        if (!image) continue;
        images += 1;
        parts.push({ type: "text", text: written }, image);
        written = "";
      }
    });
    written += "</item>\n";
  }
  if (written !== "") parts.push({ type: "text", text: written });
  return parts;
}

function messageLine({ role, content }: Message): string {
  return `[${roleWord(role)}] ${escapeLines(content)}`;
}

function schemaFor({ facets, modules, items }: ExtractQuestion): Record<string, unknown> {
  const names = facets.map((facet) => facet.name);
  const quote = closed({ facet: { type: "string", enum: names }, message: { type: "integer" }, quote: text });
  const item = closed({
    id: idOf(items.map(({ id }) => id)),
    facets: closed(Object.fromEntries(facets.map((facet) => [facet.name, facetSchema(facet)]))),
    ...(modules.summary ? { summary: text } : {}),
    ...(modules.sentiment ? { sentiment: { type: "string", enum: sentimentSchema.options } } : {}),
    confidence: { type: "number", minimum: 0, maximum: 1 },
    ...(modules.evidence ? { evidence: listOf(quote) } : {}),
  });
  return closed({ items: listOf(item) });
}

function tokensPerItem({ facets, modules }: ExtractQuestion): number {
  const values = facets.reduce((sum, facet) => sum + facetTokens(facet), 0);
  const quotes = modules.evidence ? facets.length * 90 : 0;
  return 40 + values + quotes + (modules.summary ? 140 : 0) + (modules.sentiment ? 10 : 0);
}
