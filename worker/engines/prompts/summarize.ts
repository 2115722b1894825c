import type { SummarizeQuestion } from "../ask.ts";
import { block, longestSentence, longestWord, oneLine } from "./escape.ts";
import { allow, closed, idOf, listOf, type Prompt, systemOf, text } from "./task-prompt.ts";

const version = "summarize-1";
const mostInsights = 6;
const tokensPerInsight = 200;

const aim =
  "You are given the counts of a finished analysis, its largest clusters and some of its items. Say what somebody who has " +
  "to act on it should know.";

const rules = [
  `headline: one sentence in English with the most important finding and its number.`,
  `insights: at most ${mostInsights}, the most important first. Each says something that the counts or several items ` +
    "show, what it means, and how large it is; not the same thing twice, and nothing that is true of any such collection.",
  "title: at most ten words. detail: one to three sentences in English.",
  "Every number is one of the counts, or follows from them by plain arithmetic. Invent none.",
  "contentIds: the ids of the items shown that bear it out; empty where it rests on counts alone.",
  "Neither names people nor holds anything else that points to a person.",
];

export function summarizePrompt(question: SummarizeQuestion): Prompt {
  const { counts, clusters, items } = question;
  const shown = [
    block("contents", {}, [String(question.contents)]),
    ...Object.entries(counts).map(([facet, values]) =>
      block(
        "counts",
        { facet },
        values.map(({ value, count }) => counted(value, count)),
      ),
    ),
    ...(clusters.length > 0
      ? [
          block(
            "clusters",
            {},
            clusters.map(({ name, size }) => counted(name, size)),
          ),
        ]
      : []),
    ...items.map(({ id, summary, facets }) =>
      block("item", { id }, [
        oneLine(summary, longestSentence),
        ...Object.entries(facets).map(([facet, value]) => `${oneLine(facet, longestWord)}: ${valueLine(value)}`),
      ]),
    ),
  ];
  const contentIds = listOf(idOf(items.map(({ id }) => id)));
  return {
    system: systemOf("summarize", aim, rules, { instructions: question.instructions }),
    parts: [{ type: "text", text: shown.map((one) => `${one}\n`).join("") }],
    reply: {
      name: "summarize",
      schema: closed({ headline: text, insights: listOf(closed({ title: text, detail: text, contentIds })) }),
    },
    outputTokens: allow(mostInsights, tokensPerInsight),
    version,
  };
}

function counted(value: string, count: number): string {
  return `${oneLine(value, longestWord).replaceAll("·", "-")} · ${count}`;
}

function valueLine(value: unknown): string {
  return oneLine(Array.isArray(value) ? value.map(String).join(", ") : String(value), longestSentence);
}
