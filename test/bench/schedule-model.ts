import { isJson, type Json } from "../simulated/json-schema.ts";
import { answerPrompt } from "../simulated/model.ts";
import { type ReadPrompt, readPrompt } from "../simulated/prompt.ts";
import { hashOf } from "../simulated/wording.ts";
import type { MadeContent } from "./schedule-contents.ts";

/** One call in so many words a label anew although a known one fits. */
const forgets = 10;

/**
 * A simulated model that always knows the class of a content, but words it in one of four ways: like a known label
 * where it is told one, like itself within one answer, else as it happens. Which labels mean the same it knows for
 * sure. So what is measured of labels is what asking in turns, or apart, makes of them: it says nothing of any model.
 */
export function wordingModel(contents: readonly MadeContent[]): typeof answerPrompt {
  const goldOf = new Map(contents.map(({ messages, gold }) => [messages[0]?.content ?? "", gold]));
  const classOf = new Map<string, string>();
  for (const { gold } of contents) {
    for (const one of Object.values(gold)) for (const wording of wordingsOf(one)) classOf.set(wording, one);
  }
  return (prompt, schema) => {
    const read = readPrompt(prompt);
    if (read.task === "reconcile")
      return { groups: [...read.labels.values()].flatMap((all) => sameClass(all, classOf)) };
    const reply = answerPrompt(prompt, schema);
    return read.task === "extract" ? reworded(reply, read, goldOf, classOf) : reply;
  };
}

function wordingsOf(one: string): string[] {
  return [one, `${one} question`, `About ${one.toLowerCase()}`, `${one} request`];
}

function reworded(
  reply: unknown,
  { items, labels }: ReadPrompt,
  goldOf: Map<string, Record<string, string>>,
  classOf: Map<string, string>,
): unknown {
  const rows = isJson(reply) && Array.isArray(reply.items) ? reply.items : [];
  /** By facet and class, the word of this answer. */
  const said = new Map<string, string>();
  const words = rows.filter(isJson).map((row): Json => {
    const text = items.find(({ id }) => id === row.id)?.messages[0]?.text ?? "";
    const facets: Json = isJson(row.facets) ? { ...row.facets } : {};
    for (const [facet, one] of Object.entries(goldOf.get(text) ?? {})) {
      const hash = hashOf(`${facet} ${text}`);
      const anew = wordingsOf(one)[hash % 4] ?? one;
      const known = labels.get(facet)?.find(({ label }) => classOf.get(label) === one)?.label;
      const place = `${facet} ${one}`;
      const label = Math.floor(hash / 4) % forgets === 0 ? anew : (known ?? said.get(place) ?? anew);
      if (!said.has(place)) said.set(place, label);
      facets[facet] = label;
    }
    return { ...row, facets };
  });
  return { items: words };
}

function sameClass(labels: { label: string; count: number }[], classOf: Map<string, string>): Json[] {
  const families = Map.groupBy(labels, ({ label }) => classOf.get(label) ?? label);
  return [...families.values()].flatMap((family) => {
    const [first, ...others] = family.toSorted((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
    if (first === undefined || others.length === 0) return [];
    return [{ canonical: first.label, aliases: others.map(({ label }) => label), reason: "They mean the same." }];
  });
}
