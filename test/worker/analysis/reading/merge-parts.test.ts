import { describe, expect, test } from "vitest";
import type { ResultRow } from "../../../../worker/analysis/job.ts";
import { mergeParts } from "../../../../worker/analysis/reading/merge-parts.ts";
import type { Facet } from "../../../../worker/contract/template.ts";

const facets: Facet[] = [
  { name: "intent", description: "", type: "label" },
  { name: "solved", description: "", type: "boolean" },
  { name: "stars", description: "", type: "score" },
  { name: "topics", description: "", type: "list" },
  { name: "note", description: "", type: "text" },
];

function row(said: Partial<ResultRow>): ResultRow {
  return {
    contentId: "c",
    externalId: "x",
    status: "done",
    facets: {},
    sentiment: null,
    confidence: 0.8,
    summary: "",
    evidence: [],
    model: "sim/a",
    attempts: 1,
    error: null,
    ...said,
  };
}

const one = row({
  facets: { intent: "Refund", solved: false, stars: 2, topics: ["Budget", "Hiring"], note: "It began badly." },
  sentiment: "negative",
  summary: "They argue.",
  evidence: [{ facet: "intent", message: 1, quote: "money back", verified: true }],
});
const two = row({
  facets: { intent: "Other", solved: true, stars: 5, topics: ["hiring", "Travel"], note: "It ended well." },
  sentiment: "positive",
  confidence: 0.9,
  summary: "They agree.",
  evidence: [
    { facet: "intent", message: 0, quote: "thank you", verified: true },
    { facet: "intent", message: 9, quote: "nowhere", verified: false },
  ],
  attempts: 2,
});

describe("answers about parts become one", () => {
  const merged = mergeParts(
    [
      { row: one, places: [0, 1] },
      { row: two, places: [1, 2] },
    ],
    facets,
  );

  test("words by how surely they were said, and Other only where nothing else was", () => {
    expect(merged.facets).toEqual({
      intent: "Refund",
      solved: true,
      stars: 4,
      topics: ["Budget", "Hiring", "Travel"],
      note: "It began badly. It ended well.",
    });
    expect(merged).toMatchObject({
      sentiment: "mixed",
      confidence: 0.85,
      summary: "They argue. They agree.",
      attempts: 2,
    });
  });

  test("quotes point at the messages of the content", () => {
    expect(merged.evidence).toEqual([
      { facet: "intent", message: 1, quote: "money back", verified: true },
      { facet: "intent", message: 1, quote: "thank you", verified: true },
      { facet: "intent", message: 9, quote: "nowhere", verified: false },
    ]);
  });

  test("one part by the built-in engine marks the whole, one that failed makes it failed", () => {
    const places = [0];
    expect(
      mergeParts(
        [
          { row: one, places },
          { row: row({ ...two, status: "fallback" }), places },
        ],
        facets,
      ).status,
    ).toBe("fallback");
    const failed = row({ status: "failed", error: "no answer" });
    expect(
      mergeParts(
        [
          { row: one, places },
          { row: failed, places },
        ],
        facets,
      ),
    ).toMatchObject({ status: "failed", error: "no answer" });
  });
});
