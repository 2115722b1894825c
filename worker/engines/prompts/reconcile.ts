import type { ReconcileQuestion } from "../ask.ts";
import { block, longestSentence, longestWord, oneLine } from "./escape.ts";
import { allow, closed, listOf, type Prompt, systemOf, text } from "./task-prompt.ts";

const version = "reconcile-1";
const tokensPerLabel = 30;

const aim =
  "You are given the labels that several readers made for one facet, each without seeing the others' latest ones. Say " +
  "which of them mean the same, so that each thing keeps one label.";

const rules = [
  "A line is: label · how often it was given · description. Several readers may have said one thing in other words, in " +
    "the singular and the plural, or in another order.",
  "Put labels into one group only where a reader would file the same items under either. Labels that are merely " +
    "related, or of which one is a special case of the other, stay apart. In doubt, leave them apart.",
  "canonical is one of the labels of its group, word for word: the clearest, and of equally clear ones the most " +
    "frequent. aliases are the others, word for word.",
  "A label stands in one group at most. A label that has no equal stands in none. Without any equals, groups is empty.",
  "reason: in a few English words, why they mean the same.",
];

/** Where there are to be fewer labels than there are things. */
function rulesFor(target: number | undefined): string[] {
  if (target === undefined) return rules;
  const [line = "", , ...rest] = rules;
  return [
    line,
    `About ${target} labels are wanted in the end, so closely related ones are put together too: put labels into one group ` +
      "where one label of the group can stand for all of them, the closest and the rarest first. What has nothing in " +
      "common stays apart.",
    ...rest,
  ];
}

export function reconcilePrompt({ facet, labels, instructions, target }: ReconcileQuestion): Prompt {
  const lines = labels.map(({ label, count, description }) => {
    const said = oneLine(description, longestSentence);
    // The sign that parts a line can't come from a label; when labels are compared, signs do not count.
    const word = oneLine(label, longestWord).replaceAll("·", "-");
    return `${word} · ${count}${said === "" ? "" : ` · ${said}`}`;
  });
  const about = oneLine(facet.description, 2_000);
  return {
    system: systemOf("reconcile", aim, rulesFor(target), {
      sections: [block("facet", { name: facet.name }, about === "" ? [] : [about])],
      // Which facet is in hand only the question knows.
      instructions: instructions?.replaceAll("{{facet}}", facet.name),
    }),
    parts: [{ type: "text", text: `${block("labels", { facet: facet.name }, lines)}\n` }],
    reply: {
      name: "reconcile",
      schema: closed({ groups: listOf(closed({ canonical: text, aliases: listOf(text), reason: text })) }),
    },
    outputTokens: allow(labels.length, tokensPerLabel),
    version,
  };
}
