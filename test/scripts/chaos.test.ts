import { describe, expect, test } from "vitest";
import { conversations, seeded } from "../../scripts/chaos/contents.ts";
import { judge } from "../../scripts/chaos/judge.ts";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { Result } from "../../worker/contract/findings.ts";
import type { LabelsReply } from "../../worker/contract/labels.ts";

const result = (contentId: string, status: Result["status"] = "done"): Result => ({
  contentId,
  externalId: contentId,
  title: "",
  language: "en",
  status,
  facets: { intent: "Refund" },
  sentiment: null,
  confidence: 1,
  summary: "",
  evidence: [],
  clusterId: null,
  model: "local/lexical",
  attempts: 1,
  error: null,
});

const labels = (count: number): LabelsReply => ({
  facets: { intent: [{ label: "Refund", description: "", count, aliases: [], origin: "discovery" }] },
  merges: [],
});

function analysis(status: Analysis["status"], itemsTotal: number): Pick<Analysis, "status" | "error" | "progress"> {
  const progress: Analysis["progress"] = {
    phase: "summary",
    percent: 100,
    itemsTotal,
    itemsDone: itemsTotal,
    itemsFallback: 0,
    itemsFailed: 0,
    batchesDone: 0,
    batchesTotal: 0,
    round: 0,
    rounds: 0,
    streams: [],
    etaSeconds: null,
    currentStep: "",
    savedAt: null,
    notices: [],
  };
  return { status, error: null, progress };
}

describe("the judge of a killed job", () => {
  test("has nothing to say where every content has one result", () => {
    const verdict = judge(["a", "b"], [result("a"), result("b", "fallback")], analysis("completed", 2), labels(2));
    expect(verdict).toEqual({ contents: 2, results: 2, lost: 0, doubled: 0, foreign: 0, failed: 0, problems: [] });
  });

  test("finds what is lost, doubled, foreign and failed", () => {
    const results = [result("a"), result("a"), result("x"), result("c", "failed")];
    const verdict = judge(["a", "b", "c"], results, analysis("completed", 3), labels(4));
    expect(verdict).toMatchObject({ lost: 1, doubled: 1, foreign: 1, failed: 1 });
    expect(verdict.problems).toHaveLength(4);
  });

  test("finds a job that did not end, a wrong total and a miscounted label", () => {
    const verdict = judge(["a"], [result("a")], analysis("paused", 2), labels(7));
    expect(verdict.problems).toEqual([
      "the analysis is paused: ",
      "progress counts 2 contents of 1",
      'label "Refund" of intent counts 7, 1 results carry it',
    ]);
  });
});

test("made-up conversations are the same for the same seed, every one another", () => {
  const once = conversations(200, seeded(5));
  expect(conversations(200, seeded(5))).toEqual(once);
  expect(conversations(200, seeded(6))).not.toEqual(once);
  expect(new Set(once).size).toBe(200);
});
