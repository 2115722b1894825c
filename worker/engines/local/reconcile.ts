import type { ReconcileReply } from "../../contract/reply.ts";
import type { ReconcileQuestion } from "../ask.ts";
import { foldLabel } from "./matching.ts";
import { stem } from "./stems.ts";
import { tokenize } from "./tokens.ts";

/** Words that may be left out of a label without changing it: articles and "of", "for". */
const droppable = new Set(
  `a an the of for my your some der die das den dem des ein eine einen einer le la les l un une des du de d el los las un una unos
   del lo il gli i uno o os as um uma do da dos het een`.split(/\s+/),
);
/** Where one of these stands, the order of the words is their meaning: "Berlin to Paris". */
const directions = new Set(
  `to from into onto in out on off with without before after between vs versus von nach zu aus bis ohne mit vers sans avec depuis hacia desde sin con
   verso senza para sem com naar van zonder from до от из в без с`.split(/\s+/),
);

/** Groups labels that are the same words: folded alike, or the same stems in any order. The order of labels does not matter. */
export function reconcile(question: ReconcileQuestion): ReconcileReply {
  const groups = new Map<string, { label: string; count: number }[]>();
  for (const { label, count } of question.labels) {
    const key = keyOf(label);
    const group = groups.get(key);
    if (group) group.push({ label, count });
    else groups.set(key, [{ label, count }]);
  }
  const merged = [...groups.values()].flatMap((members) => {
    const ranked = members.toSorted((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
    const labels = [...new Set(ranked.map((member) => member.label))];
    const [canonical, ...aliases] = labels;
    if (canonical === undefined || aliases.length === 0) return [];
    const folded = aliases.every((alias) => foldLabel(alias) === foldLabel(canonical));
    return [
      {
        canonical,
        aliases: aliases.sort(),
        reason: folded ? "same words, written differently" : "same words in another form or order",
      },
    ];
  });
  return { groups: merged.sort((a, b) => (a.canonical < b.canonical ? -1 : 1)) };
}

function keyOf(label: string): string {
  const words = tokenize(label).map((token) => token.word);
  const kept = words.filter((word) => !droppable.has(word));
  const stems = (kept.length > 0 ? kept : words).map(stem);
  if (stems.length === 0) return `fold:${foldLabel(label) || label.trim()}`;
  return words.some((word) => directions.has(word)) ? stems.join(" ") : stems.sort().join(" ");
}
