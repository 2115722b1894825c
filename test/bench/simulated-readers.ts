import type { Ask, Question } from "../../worker/engines/ask.ts";
import { promptFor } from "../../worker/engines/prompts/prompt.ts";
import { readPrompt } from "../simulated/prompt.ts";
import { hashOf } from "../simulated/wording.ts";

/** What the simulated model knows, and how it errs. Chances are of each time, drawn from the prompt itself. */
export interface Knowledge {
  /** By text of a content, what it is about. */
  goldOf: Map<string, string>;
  /** By what a content is about, the words for it. */
  words: Map<string, string[]>;
  seed: number;
  /** Replies of which nothing can be read. */
  broken: number;
  /** A known word that fits is used; else one of its own. */
  usesKnown: number;
  mistakes: Mistakes;
}

export interface Mistakes {
  /** A group is not answered at all. */
  groupLeftOut: number;
  /** A member of a group is not answered. */
  memberLeftOut: number;
  /** A group is answered as two. */
  groupSplit: number;
  /** A label is put into a group where it does not belong. */
  wrongMember: number;
  /** Two labels that look alike and differ are answered as one. */
  nearMissJoined: number;
  /** A label is answered in two groups, or one is made up. */
  muddle: number;
}

export const everyMistake: Mistakes = {
  groupLeftOut: 0.12,
  memberLeftOut: 0.1,
  groupSplit: 0.08,
  wrongMember: 0.02,
  nearMissJoined: 0.05,
  muddle: 0.05,
};
export const noMistakes: Mistakes = {
  groupLeftOut: 0,
  memberLeftOut: 0,
  groupSplit: 0,
  wrongMember: 0,
  nearMissJoined: 0,
  muddle: 0,
};

const usage = { calls: 1, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 };

/**
 * A simulated model: reads the prompt's text and nothing else, and answers by a table of synonyms, with mistakes. It
 * proves the machinery around a model; no model knows such a table, and none errs just so.
 * @param nearMisses pairs that it sometimes takes for one
 */
export function simulatedReader(knowledge: Knowledge, nearMisses: [string, string][]): Ask {
  const goldOfWord = new Map(
    [...knowledge.words].flatMap(([gold, words]) => words.map((word) => [word.toLowerCase(), gold] as const)),
  );
  return async (question, { idempotencyKey }) => {
    const text = textOf(question);
    const draw = drawer(`${knowledge.seed} ${idempotencyKey} ${hashOf(text)}`);
    if (draw() < knowledge.broken) return { reply: "{ cut off", model: "simulated/reader", usage };
    const prompt = readPrompt(text);
    if (prompt.task === "extract") {
      const known = [...(prompt.labels.get("intent") ?? [])].map(({ label }) => label);
      const items = prompt.items.map(({ id, messages }) => {
        const gold = knowledge.goldOf.get(messages.map((message) => message.text).join("\n")) ?? "nothing";
        const fitting = known.filter((label) => goldOfWord.get(label.toLowerCase()) === gold);
        const own = knowledge.words.get(gold) ?? [gold];
        const chosen = fitting.length > 0 && draw() < knowledge.usesKnown ? fitting : own;
        return { id, facets: { intent: chosen[Math.floor(draw() * chosen.length)] ?? gold }, confidence: 0.9 };
      });
      return { reply: { items }, model: "simulated/reader", usage };
    }
    const labels = [...prompt.labels.values()].flat().map(({ label }) => label);
    const groups = groupsOf(labels, goldOfWord, nearMisses, knowledge.mistakes, draw);
    return { reply: { groups }, model: "simulated/reader", usage };
  };
}

function textOf(question: Question): string {
  const { system, parts } = promptFor(question);
  return [system, ...parts.map((part) => (part.type === "text" ? part.text : ""))].join("\n");
}

interface Said {
  canonical: string;
  aliases: string[];
  reason: string;
}

function groupsOf(
  labels: string[],
  goldOfWord: Map<string, string>,
  nearMisses: [string, string][],
  mistakes: Mistakes,
  draw: () => number,
): Said[] {
  const families = Map.groupBy(labels, (label) => goldOfWord.get(label.toLowerCase()) ?? label);
  let groups = [...families.values()].filter((family) => family.length > 1 && draw() >= mistakes.groupLeftOut);
  groups = groups.map((family) => family.filter(() => draw() >= mistakes.memberLeftOut));
  groups = groups.flatMap((family) => {
    if (family.length < 4 || draw() >= mistakes.groupSplit) return [family];
    const middle = 1 + Math.floor(draw() * (family.length - 2));
    return [family.slice(0, middle), family.slice(middle)];
  });
  for (const family of groups) {
    if (draw() < mistakes.wrongMember) family.push(labels[Math.floor(draw() * labels.length)] ?? "");
    if (draw() < mistakes.muddle) family.push("A label that nobody has said");
  }
  const [first] = groups;
  if (first && draw() < mistakes.muddle) groups.push([...first.slice(0, 1), labels[0] ?? ""]);
  for (const pair of nearMisses) {
    if (pair.every((label) => labels.includes(label)) && draw() < mistakes.nearMissJoined) groups.push([...pair]);
  }
  return groups.flatMap((family) => {
    const shuffled = family.map((label) => ({ label, at: draw() })).sort((a, b) => a.at - b.at);
    const [canonical, ...aliases] = shuffled.map(({ label }) => label);
    return canonical === undefined || aliases.length === 0 ? [] : [{ canonical, aliases, reason: "one thing" }];
  });
}

/** Numbers from 0 to 1, the same for the same text (mulberry32). */
export function drawer(text: string): () => number {
  let state = hashOf(text);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
