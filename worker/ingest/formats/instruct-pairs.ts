import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";

const pairs: [question: string, answer: string][] = [
  ["prompt", "completion"],
  ["prompt", "response"],
  ["question", "answer"],
  ["instruction", "output"],
  ["instruction", "response"],
  ["query", "response"],
];

/** A question with its answer in two members, as collections for training and testing models have them. */
export const instructPairs: WholeFormat = {
  key: "pairs",
  title: "Prompts with answers",
  is: (record) => !("messages" in record) && pairOf(record) !== null,
  read: (record) => {
    const pair = pairOf(record);
    if (pair === null) return "there is no question with its answer";
    const [question, answer] = pair;
    const legacy = /^\s*Human: /.test(question) ? readTurns(question + answer) : [];
    const context = typeof record.input === "string" && record.input.trim() !== "" ? `\n\n${record.input}` : "";
    const messages =
      legacy.length > 0
        ? legacy
        : [
            { role: "user", content: question + context },
            { role: "assistant", content: answer },
          ];
    return [{ id: record.id ?? record.custom_id ?? "", messages }];
  },
};

/** Conversations written into one text: `\n\nHuman: …\n\nAssistant: …`. */
export const humanAssistantText: WholeFormat = {
  key: "human-assistant-text",
  title: "Human and Assistant transcripts",
  is: (record) => textOf(record) !== null,
  read: (record) => [{ id: record.id ?? "", messages: readTurns(textOf(record) ?? "") }],
};

function textOf(record: Fields): string | null {
  for (const text of [record.chosen, record.text, record.prompt])
    if (typeof text === "string" && /^\s*Human: [\s\S]*\n\nAssistant:/.test(text)) return text;
  return null;
}

function pairOf(record: Fields): [string, string] | null {
  for (const [question, answer] of pairs) {
    const [asked, said] = [record[question], record[answer]];
    if (typeof asked === "string" && typeof said === "string" && !isFields(record.metrics)) return [asked, said];
  }
  return null;
}

function readTurns(text: string): Fields[] {
  const turns: Fields[] = [];
  for (const part of text.split(/\n\n(?=Human:|Assistant:)/)) {
    const [, speaker, said = ""] = /^(Human|Assistant):([\s\S]*)$/.exec(part.trim()) ?? [];
    const content = said.trim();
    if (content !== "") turns.push({ role: speaker === "Human" ? "user" : "assistant", content });
  }
  return turns;
}
