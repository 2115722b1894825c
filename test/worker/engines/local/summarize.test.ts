import { expect, test } from "vitest";
import type { SummarizeQuestion } from "../../../../worker/engines/ask.ts";
import { summarize } from "../../../../worker/engines/local/summarize.ts";

function insightsOver(values: number): string {
  const counts = {
    intent: Array.from({ length: values }, (_, place) => ({ value: `w${place}`, count: place < 3 ? 9 : 1 })),
  };
  const question: SummarizeQuestion = { task: "summarize", contents: 100, counts, clusters: [], items: [] };
  return summarize(question)
    .insights.map(({ title, detail }) => `${title} ${detail}`)
    .join("\n");
}

test("how many values there are, and which are rare, is said only where all of them were counted", () => {
  expect(insightsOver(20)).toContain("Intent: 20 values, the first three make 61%");
  expect(insightsOver(20)).toContain("17 values of intent occur once");
  expect(insightsOver(30)).toContain("Intent: the first three make 27%");
  expect(insightsOver(30)).toContain("of 100 contents");
  expect(insightsOver(30)).not.toMatch(/30 values|occur once/);
});

test("yes and no are called so, and what hardly two contents share is not called frequent", () => {
  const counts = {
    answered: [
      { value: "false", count: 90 },
      { value: "true", count: 10 },
    ],
    quote: [
      { value: "one sentence", count: 1 },
      { value: "another", count: 1 },
    ],
  };
  const { insights } = summarize({ task: "summarize", contents: 100, counts, clusters: [], items: [] });
  expect(insights).toMatchObject([
    { title: "Answered: mostly no", detail: "90 of 100 contents (90%), before “yes” 10." },
  ]);
});
