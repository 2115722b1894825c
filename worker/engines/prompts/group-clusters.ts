import type { GroupClustersQuestion } from "../ask.ts";
import { block, longestSentence, longestWord, oneLine } from "./escape.ts";
import { allow, closed, idOf, listOf, type Prompt, systemOf, text } from "./task-prompt.ts";

const version = "group-clusters-1";
const tokensPerParent = 130;
const tokensPerChild = 12;

const aim =
  "You are given named clusters of items. Put them under broader parents, as chapters of one table of contents.";

const rules = [
  "A cluster holds its name, how many items it has and its description.",
  "Every cluster is the child of exactly one parent, by its id. A parent has at least one child.",
  "name: a noun phrase in English of at most ten words, broader than its children and no broader than needed. No two " +
    "parents have the same name, and none is called Other or Miscellaneous.",
  "description: one or two sentences in English on what the children have in common, without anything that points to a " +
    "person.",
];

export function groupClustersPrompt({ clusters, target, instructions }: GroupClustersQuestion): Prompt {
  const shown = clusters.map(({ id, name, description, size }) =>
    block("cluster", { id }, [`${oneLine(name, longestWord)} · ${size} · ${oneLine(description, longestSentence)}`]),
  );
  const children = listOf(idOf(clusters.map(({ id }) => id)));
  return {
    system: systemOf("group-clusters", aim, [...rules, `Make about ${target} parents.`], { instructions }),
    parts: [{ type: "text", text: shown.map((one) => `${one}\n`).join("") }],
    reply: {
      name: "group_clusters",
      schema: closed({ parents: listOf(closed({ name: text, description: text, children })) }),
    },
    outputTokens: allow(target, tokensPerParent) + clusters.length * tokensPerChild,
    version,
  };
}
