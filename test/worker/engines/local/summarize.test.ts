import { expect, test } from "vitest";
import { moodKey } from "../../../../worker/contract/reply.ts";
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

test("answers that say nothing lead neither the headline nor an insight", () => {
  const counts = {
    cause: [
      { value: "No reason given", count: 70 },
      { value: "Late parcel", count: 20 },
      { value: "Broken on arrival", count: 10 },
    ],
    product: [{ value: "Not stated", count: 100 }],
  };
  const said = summarize({ task: "summarize", contents: 100, counts, clusters: [], items: [] });
  expect(said.headline).toBe("100 contents: the largest cause is “Late parcel” with 20 (20%).");
  expect(said.insights).toMatchObject([
    { title: "Most frequent cause: “Late parcel”", detail: "20 of 100 contents (20%), before “Broken on arrival” 10." },
  ]);
  const { product } = counts;
  const silent = summarize({ task: "summarize", contents: 100, counts: { product }, clusters: [], items: [] });
  expect(silent).toEqual({ headline: "100 contents read; no counts to compare.", insights: [] });
});

test("a listed answer that only looks empty leads the headline", () => {
  const counts = {
    access: [
      { value: "No access", count: 70 },
      { value: "full", count: 30 },
    ],
  };
  const { headline } = summarize({ task: "summarize", contents: 100, counts, clusters: [], items: [] });
  expect(headline).toBe("100 contents: the largest access is “No access” with 70 (70%).");
});

test("a facet called sentiment is not the sentiment of the module", () => {
  const rows = (negative: number) => [
    { value: "negative", count: negative },
    { value: "positive", count: 100 - negative },
  ];
  const counts = { sentiment: rows(80), [moodKey]: rows(70) };
  const said = (filter: Record<string, string>) => {
    const common = { kind: "common" as const, title: "", detail: "", contentIds: [], filter };
    const { insights } = summarize({
      task: "summarize",
      contents: 100,
      counts,
      clusters: [],
      items: [],
      counted: [common],
    });
    return insights.map(({ detail }) => detail.slice(0, 2));
  };
  expect(said({ sentiment: "negative" })).toEqual(["80"]);
  expect(said({ facet: "sentiment", value: "negative" })).toEqual(["70"]);
  expect(said({ facet: "intent", value: "negative" })).toEqual(["80", "70"]);
});
