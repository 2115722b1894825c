import type { NameClustersQuestion } from "../ask.ts";
import { block, longestSentence, oneLine } from "./escape.ts";
import { allow, closed, idOf, listOf, type Prompt, systemOf, text } from "./task-prompt.ts";

const version = "name-clusters-1";
const tokensPerCluster = 130;

const aim =
  "You are given clusters of items. Give each cluster a name and a description that fit its members and set it apart from " +
  "the items nearest to it.";

const rules = [
  "A cluster lists some of its members, one a line. The contrast after it lists items that are near but belong to other " +
    "clusters: use it to see what is special here, and do not describe it.",
  "Give exactly one entry for each cluster, under its own id. No two clusters have the same name.",
  "name: a noun phrase in English of at most ten words, as specific as most of the members allow.",
  "description: one or two sentences in English on what the members have in common.",
  "Neither holds names of people, addresses, numbers or anything else that points to a person or a single item.",
];

export function nameClustersPrompt({ clusters, instructions }: NameClustersQuestion): Prompt {
  // What a cluster holds comes first: its groups speak for more of it than single members.
  const shown = clusters.map(({ id, members, contrast, parts = [] }) =>
    [block("cluster", { id }, lines([...parts, ...members])), block("contrast", {}, lines(contrast)), ""].join("\n"),
  );
  const row = closed({ id: idOf(clusters.map(({ id }) => id)), name: text, description: text });
  return {
    system: systemOf("name-clusters", aim, rules, { instructions }),
    parts: [{ type: "text", text: shown.join("") }],
    reply: { name: "name_clusters", schema: closed({ clusters: listOf(row) }) },
    outputTokens: allow(clusters.length, tokensPerCluster),
    version,
  };
}

function lines(texts: string[]): string[] {
  return texts.map((one) => oneLine(one, longestSentence)).filter(Boolean);
}
