import type { AuditNamesQuestion } from "../ask.ts";
import { block, longestSentence, longestWord, oneLine } from "./escape.ts";
import { allow, closed, idOf, listOf, type Prompt, systemOf, text } from "./task-prompt.ts";

const version = "audit-names-1";
const tokensPerCluster = 70;

const aim =
  "You are given names and descriptions of clusters that will be shown to people who may not see the items behind them. " +
  "Say of each how well it keeps what is private.";

const rules = [
  "Give exactly one entry for each cluster, under its own id.",
  "score: 5 nothing in it points to a person; 4 only a large group could be meant; 3 a small group could be meant, or it " +
    "speaks of something rare; 2 somebody who knows the surroundings could tell who is meant; 1 it names a person, or " +
    "holds an address, number or handle of one.",
  "Well-known products, companies, places and public figures in their public role are not private.",
  "reason: in a few English words, what decides the score; do not repeat what is private.",
];

export function auditNamesPrompt({ clusters, instructions }: AuditNamesQuestion): Prompt {
  const shown = clusters.map(({ id, name, description }) =>
    block("cluster", { id }, [oneLine(name, longestWord), oneLine(description, longestSentence)].filter(Boolean)),
  );
  const score = { type: "integer", minimum: 1, maximum: 5 };
  const row = closed({ id: idOf(clusters.map(({ id }) => id)), score, reason: text });
  return {
    system: systemOf("audit-names", aim, rules, { instructions }),
    parts: [{ type: "text", text: shown.map((one) => `${one}\n`).join("") }],
    reply: { name: "audit_names", schema: closed({ clusters: listOf(row) }) },
    outputTokens: allow(clusters.length, tokensPerCluster),
    version,
  };
}
