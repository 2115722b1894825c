import { describe, expect, it } from "vitest";
import { applyEvent, labelCounts, ranked, settled } from "../../web/live-state.ts";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { LiveEvent, PartialResult } from "../../worker/contract/event.ts";

const analysis: Analysis = {
  id: "an_1",
  name: "Support",
  status: "pending",
  pauseReason: null,
  pauseKind: null,
  model: "local/lexical",
  templateId: "tpl_1",
  datasetId: "ds_1",
  projectId: "prj_1",
  options: {
    streams: 8,
    itemsPerStream: 4,
    sync: "round",
    retryAttempts: 3,
    cache: true,
    discovery: { targetPercentage: 15, minItems: 50, maxItems: 150 },
    fallbackModels: [],
    strategy: "priority",
    hedge: false,
    onProviderDown: "pause",
    maxCostUsd: null,
    urgency: "real-time",
    accuracy: "standard",
    basedOn: null,
    freezeLabels: false,
    cluster: true,
    minClusterSize: 5,
    targetLabels: null,
    embeddingModel: null,
    redactPii: false,
    ttlDays: 7,
  },
  progress: {
    phase: "discovery",
    percent: 0,
    itemsTotal: 100,
    itemsDone: 0,
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
  },
  usage: { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0, costKnown: true },
  estimate: null,
  headline: null,
  pinned: false,
  createdAt: "2026-11-21T00:00:00Z",
  startedAt: null,
  completedAt: null,
  expiresAt: null,
  error: null,
};

const envelope = (seq: number) => ({ seq, contentId: null, jobId: "an_1" });
const snapshot = (seq: number): LiveEvent => ({ ...envelope(seq), type: "snapshot", data: analysis });
const progress = (seq: number, itemsDone: number): LiveEvent => ({
  ...envelope(seq),
  type: "analysis_progress",
  data: {
    progress: itemsDone,
    currentStep: "Classifying",
    estimatedTimeRemaining: 3,
    detail: { ...analysis.progress, itemsDone },
  },
});
const result = (n: number, intent: string): PartialResult => ({
  contentId: `cnt_${n}`,
  externalId: String(n),
  status: "done",
  facets: { intent, note: "free words" },
  sentiment: null,
  confidence: null,
  summary: "",
  evidence: [],
  model: "local/lexical",
  attempts: 1,
  error: null,
});
const partial = (seq: number, results: PartialResult[], label?: string): LiveEvent => ({
  ...envelope(seq),
  type: "analysis_partial",
  data: { results, newLabels: label === undefined ? [] : [{ facet: "intent", label }], insights: [] },
});

function play(...events: LiveEvent[]) {
  return events.reduce(applyEvent, null as ReturnType<typeof applyEvent>);
}

describe("the live state", () => {
  it("has nothing to show before a snapshot came", () => {
    expect(play(progress(1, 10))).toBeNull();
  });

  it("takes progress in and turns a queued job into a running one", () => {
    const state = play(snapshot(1), progress(2, 10));
    expect(state?.analysis.progress.itemsDone).toBe(10);
    expect(state?.analysis.status).toBe("running");
  });

  it("ignores an event that it has taken in already, so that a replay counts nothing twice", () => {
    const once = play(snapshot(1), partial(2, [result(1, "Refund")], "Refund"));
    const twice = applyEvent(once, partial(2, [result(1, "Refund")], "Refund"));
    expect(twice?.labels.get("intent")?.get("Refund")).toBe(1);
    expect(twice).toBe(once);
  });

  it("counts labels of open facets and leaves free text alone", () => {
    const state = play(
      snapshot(1),
      partial(2, [result(1, "Refund")], "Refund"),
      partial(3, [result(2, "Refund"), result(3, "Delay")], "Delay"),
    );
    expect(ranked(state?.labels.get("intent") ?? new Map())).toEqual([
      { label: "Refund", count: 2 },
      { label: "Delay", count: 1 },
    ]);
    expect(state?.labels.has("note")).toBe(false);
  });

  it("goes by the counts that it is told, where a merge has made them others than the sum of what it saw", () => {
    const told: LiveEvent = {
      ...envelope(3),
      type: "analysis_partial",
      data: {
        results: [result(2, "Refund")],
        newLabels: [],
        insights: [],
        labels: [{ facet: "intent", labels: [{ label: "Refund", count: 7 }] }],
      },
    };
    const state = play(snapshot(1), partial(2, [result(1, "Refund")], "Refund"), told);
    expect(state?.labels.get("intent")?.get("Refund")).toBe(7);
  });

  it("keeps the newest 12 results, newest first", () => {
    const state = play(
      snapshot(1),
      partial(
        2,
        Array.from({ length: 20 }, (_, n) => result(n, "A")),
      ),
    );
    expect(state?.recent).toHaveLength(12);
    expect(state?.recent[0]?.contentId).toBe("cnt_19");
  });

  it("says why it is paused and forgets it on resuming", () => {
    const paused = play(snapshot(1), {
      ...envelope(2),
      type: "analysis_paused",
      data: { reason: "no credit", kind: "mend-provider" },
    });
    expect(paused?.analysis).toMatchObject({
      status: "paused",
      pauseReason: "no credit",
      pauseKind: "mend-provider",
    });
    const resumed = applyEvent(paused, { ...envelope(3), type: "analysis_resumed", data: {} });
    expect(resumed?.analysis).toMatchObject({ status: "running", pauseReason: null, pauseKind: null });
  });

  it("fails only on a fatal error", () => {
    const error = (seq: number, fatal: boolean): LiveEvent => ({
      ...envelope(seq),
      type: "analysis_error",
      data: { error: "the provider is down", fatal },
    });
    expect(play(snapshot(1), progress(2, 1), error(3, false))?.analysis.status).toBe("running");
    expect(play(snapshot(1), progress(2, 1), error(3, true))?.analysis.status).toBe("failed");
  });

  it("keeps counted labels when a later snapshot replaces the analysis", () => {
    const state = play(snapshot(1), partial(2, [result(1, "Refund")], "Refund"), snapshot(9));
    expect(state?.seq).toBe(9);
    expect(state?.labels.get("intent")?.get("Refund")).toBe(1);
  });

  it("knows what is over", () => {
    expect(settled({ status: "paused" })).toBe(false);
    expect(settled({ status: "cancelled" })).toBe(true);
  });
});

describe("label counts", () => {
  it("survive a label that is called like a property of every object", () => {
    const counts = labelCounts({
      facets: {
        intent: [{ label: "__proto__", description: "", count: 3, aliases: [], origin: "discovery" }],
      },
      merges: [],
    });
    expect(counts.get("intent")?.get("__proto__")).toBe(3);
  });

  it("rank ties by name, so that rows do not jump", () => {
    expect(
      ranked(
        new Map([
          ["b", 1],
          ["a", 1],
        ]),
      ).map((row) => row.label),
    ).toEqual(["a", "b"]);
  });
});
