import { extractItems } from "./extract-items.ts";
import { type Json, wantedOfItems } from "./json-schema.ts";
import { linesOf, type ReadPrompt, readPrompt } from "./prompt.ts";
import { foldedLabel, wordsOf } from "./wording.ts";

/**
 * A simulated language model: it understands the words of contract section 3 and nothing else, and answers the same
 * to the same. It proves the machinery, never a model's quality.
 * @param prompt system and user text, as sent
 * @param schema the JSON schema asked for, in whatever dialect; facets are taken from it first
 * @returns the reply as JSON; text for the tasks that are answered in text
 */
export function answerPrompt(prompt: string, schema: Json | null = null): unknown {
  const read = readPrompt(prompt);
  switch (read.task) {
    case "extract":
      return { items: extractItems(read, wantedOfItems(schema)) };
    case "reconcile":
      return { groups: [...read.labels.values()].flatMap(sameLabels) };
    case "name-clusters":
      return { clusters: nameClusters(read.clusters) };
    case "group-clusters":
      return { parents: groupClusters(read.clusters) };
    case "audit-names":
      return { clusters: read.clusters.map(auditName) };
    case "summarize":
      return summarize(read.items);
    case "probe":
      return { ok: true };
    case "answer":
      return answerQuestion(read);
    case "condense":
      return condense(prompt);
    default:
      return "I was not told which task this is.";
  }
}

/** Labels that are equal up to case and plural; the most frequent of them stays. */
function sameLabels(labels: { label: string; count: number }[]): Json[] {
  const families = Map.groupBy(labels, ({ label }) => foldedLabel(label));
  return [...families.values()].flatMap((family) => {
    const [first, ...others] = family.sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
    if (first === undefined || others.length === 0) return [];
    const aliases = others.map(({ label }) => label);
    return [{ canonical: first.label, aliases, reason: "They differ in case or plural alone." }];
  });
}

function nameClusters(clusters: ReadPrompt["clusters"]): Json[] {
  const taken = new Set<string>();
  return clusters.map(({ id, text }) => {
    const words = commonWords(text);
    let name = capitalised(words.slice(0, 2).join(" ")) || "Other";
    for (let more = 3; taken.has(name); more++) name = capitalised([...words.slice(0, more), id].join(" "));
    taken.add(name);
    return { id, name, description: `Contents about ${words.slice(0, 4).join(", ") || "different things"}.` };
  });
}

/** About as many parents as each has children; those whose names share a word stand together. */
function groupClusters(clusters: ReadPrompt["clusters"]): Json[] {
  const sorted = clusters
    .map(({ id, text }) => ({ id, word: commonWords(text)[0] ?? "other" }))
    .sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
  const size = Math.max(1, Math.ceil(Math.sqrt(sorted.length)));
  const parents: Json[] = [];
  for (let start = 0; start < sorted.length; start += size) {
    const members = sorted.slice(start, start + size);
    const name = [...new Set(members.map(({ word }) => capitalised(word)))].join(", ").slice(0, 80);
    parents.push({ name, description: `${members.length} clusters.`, children: members.map(({ id }) => id) });
  }
  return parents;
}

function auditName({ id, text }: ReadPrompt["clusters"][number]): Json {
  const telling = /\S@\S|\d{4}/.test(text);
  return { id, score: telling ? 1 : 5, reason: telling ? "It holds an address or a number." : "Nothing personal." };
}

function summarize(items: ReadPrompt["items"]): Json {
  const byWord = Map.groupBy(items, ({ text }) => commonWords(text)[0] ?? "other");
  const largest = [...byWord].sort((a, b) => b[1].length - a[1].length).slice(0, 3);
  return {
    headline: `Most of it is about ${largest.map(([word]) => word).join(", ") || "nothing"}.`,
    insights: largest.map(([word, about]) => ({
      title: `${capitalised(word)} comes up often`,
      detail: `${about.length} of the ${items.length} contents shown speak of it.`,
      contentIds: about.map(({ id }) => id),
    })),
  };
}

/** Text that cites the items which share a word with the question. */
function answerQuestion({ question, items }: ReadPrompt): string {
  const asked = new Set(wordsOf(question ?? ""));
  const shared = items.filter(({ text }) => wordsOf(text).some((word) => asked.has(word)));
  if (shared.length === 0) return "Nothing of what I was shown answers that.";
  const citations = shared.slice(0, 3).map(({ id }) => `[${id}]`);
  return `${shared.length} of the contents shown speak of it ${citations.join(" ")}.`;
}

function condense(prompt: string): string {
  const lines = linesOf(prompt).filter((line) => /^\[[^\]]+\] /.test(line));
  return `They spoke about ${commonWords(lines.join("\n")).slice(0, 5).join(", ") || "nothing yet"}.`;
}

/** The most frequent words, the earliest of equals first. */
function commonWords(text: string): string[] {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
