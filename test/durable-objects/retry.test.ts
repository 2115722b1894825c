import { describe, expect, it } from "vitest";
import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import {
  failedResult,
  type Grant,
  type ResultRow,
  type SaidResult,
  type TaskAnswer,
} from "../../worker/analysis/job.ts";
import type { OptionsInput } from "../../worker/contract/analysis.ts";
import { moodKey } from "../../worker/contract/reply.ts";
import { answerTo, jobOf, specOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

const labels = ["Refund", "Delivery", "Login"];
const labelOf = (contentId: string) => labels[Number(contentId.slice(1)) % labels.length] ?? "Other";
type Bad = Map<string, "failed" | "fallback">;

/** What comes back where some contents get no good answer: the built-in engine calls all of them "Something". */
function answer(grant: Grant, bad: Bad): TaskAnswer {
  const whole = answerTo(grant, labelOf);
  if (whole.name !== "extract") return whole;
  const results = whole.results.map((row): ResultRow => {
    const how = bad.get(row.contentId);
    if (how === "failed") return failedResult(row.contentId, row.externalId, "unreadable", 4);
    return how === "fallback" ? { ...row, status: "fallback", facets: { ...row.facets, intent: "Something" } } : row;
  });
  return { ...whole, results };
}

/** Works until the job stands or `stop` says so. @returns the grants */
function work(ledger: Ledger, results: Map<string, ResultRow>, bad: Bad, stop: () => boolean = () => false): Grant[] {
  const grants: Grant[] = [];
  for (let now = 1_000; ledger.job().status === "running" && !stop(); now += 100) {
    expect(now).toBeLessThan(500_000);
    for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
    for (const row of ledger.streams.all()) {
      const grant = row.slice_state === "live" ? ledger.claim(row.stream, row.slice, now) : "wait";
      if (grant === "stop") ledger.end(row.stream, row.slice);
      if (typeof grant === "string") continue;
      grants.push(grant);
      ledger.complete(grant.task, grant.token, answer(grant, bad), now);
    }
    deliver(ledger, results, now);
  }
  return grants;
}

function deliver(ledger: Ledger, results: Map<string, ResultRow>, now: number): void {
  for (const entry of ledger.outbox.undelivered(1_000)) {
    if (entry.kind === "results") {
      for (const row of JSON.parse(entry.body) as ResultRow[]) results.set(row.contentId, row);
    }
    if (entry.kind === "finish") ledger.finished(now);
    ledger.outbox.delivered([entry.id], now);
  }
}

const standIns = (results: Map<string, ResultRow>): SaidResult[] =>
  [...results.values()].filter(({ status }) => status === "fallback");

const askedIn = (grants: Grant[]) =>
  grants.flatMap(({ work: { name, ...rest } }) => (name === "extract" && "contentIds" in rest ? rest.contentIds : []));

const bad: Bad = new Map([
  ["c1", "failed"],
  ["c40", "fallback"],
  ["c41", "fallback"],
  ["c150", "failed"],
]);

describe("asking again for what failed", () => {
  for (const options of [{}, { sync: "continuous" }, { streams: 1 }] satisfies OptionsInput[]) {
    it(`asks for it alone, brings all counts right and sums up anew with ${JSON.stringify(options)}`, () => {
      const ledger = jobOf(memoryStorage(), 200, options);
      const results = new Map<string, ResultRow>();
      work(ledger, results, bad);
      expect(ledger.job()).toMatchObject({ status: "completed", items_done: 196, items_failed: 2, items_fallback: 2 });
      expect(ledger.labels.standing("intent")).toContainEqual({ label: "Something", description: "", count: 2 });

      expect(ledger.retry(standIns(results), 5)).toBe("started");
      expect(ledger.retry(standIns(results), 6)).toBe("retrying");
      expect(ledger.job()).toMatchObject({ status: "running", phase: "classification", completed_at: null });
      const grants = work(ledger, results, new Map());
      expect(askedIn(grants).sort()).toEqual([...bad.keys()].sort());
      expect(new Set(grants.map(({ phase }) => phase))).toEqual(
        new Set(["classification", "reconciliation", "clustering", "insights", "summary"]),
      );
      expect(ledger.job()).toMatchObject({ status: "completed", items_done: 200, items_failed: 0, items_fallback: 0 });
      expect([...results.values()].every(({ status }) => status === "done")).toBe(true);
      const counts = ledger.labels.standing("intent").map(({ label, count }) => [label, count]);
      expect(counts).toEqual([
        ["Delivery", 67],
        ["Refund", 67],
        ["Login", 66],
      ]);
      expect(ledger.labels.tallied(moodKey)).toEqual([{ value: "neutral", count: 200 }]);
      expect(ledger.retry([], 9)).toBe("nothing");
    });
  }

  it("counts the old results until the new ones are there, and keeps them where it is cancelled before", () => {
    const ledger = jobOf(memoryStorage(), 200);
    const results = new Map<string, ResultRow>();
    work(ledger, results, bad);
    ledger.retry(standIns(results), 5);
    expect(ledger.job()).toMatchObject({ items_done: 196, items_failed: 2, items_fallback: 2 });
    ledger.cancel(6);
    deliver(ledger, results, 7);
    expect(ledger.job()).toMatchObject({ status: "cancelled", items_done: 196, items_failed: 2, items_fallback: 2 });
    expect(ledger.retry(standIns(results), 8)).toBe("started");
    work(ledger, results, new Map());
    expect(ledger.job()).toMatchObject({ status: "completed", items_done: 200 });
  });

  it("leaves unread what a cancelled job had not read, and does not call it completed", () => {
    const ledger = jobOf(memoryStorage(), 200);
    const results = new Map<string, ResultRow>();
    work(ledger, results, bad, () => ledger.job().items_failed > 0 && ledger.job().items_done > 20);
    const read = results.size;
    expect(read).toBeLessThan(200);
    ledger.cancel(3);
    expect(ledger.retry([], 4)).toBe("ending");
    deliver(ledger, results, 5);
    expect(ledger.retry(standIns(results), 6)).toBe("started");
    const asked = askedIn(work(ledger, results, new Map()));
    expect(asked.every((id) => bad.has(id))).toBe(true);
    expect(ledger.job()).toMatchObject({ status: "cancelled", items_done: read, items_failed: 0, phase: "summary" });
    expect(results.size).toBe(read);
  });

  it("goes on with a paused job, its other contents included", () => {
    const ledger = jobOf(memoryStorage(), 200);
    const results = new Map<string, ResultRow>();
    work(ledger, results, bad, () => ledger.job().items_failed > 0);
    ledger.pause("by hand");
    expect(ledger.retry(standIns(results), 6)).toBe("started");
    work(ledger, results, new Map());
    expect(ledger.job()).toMatchObject({ status: "completed", items_done: 200, items_failed: 0 });
    expect(results.size).toBe(200);
  });

  it("is refused while the job runs for another reason", () => {
    expect(jobOf(memoryStorage(), 20).retry([], 1)).toBe("running");
  });
});

describe("a job of which nothing can be read", () => {
  it("ends as failed with the last reason, and can be asked again", () => {
    const all: Bad = new Map(Array.from({ length: 30 }, (_, index) => [`c${index}`, "failed"]));
    const ledger = jobOf(memoryStorage(), 30);
    const results = new Map<string, ResultRow>();
    const grants = work(ledger, results, all);
    expect(new Set(grants.map(({ work: { name } }) => name))).toEqual(new Set(["extract"]));
    expect(ledger.job()).toMatchObject({ status: "failed", items_failed: 30 });
    expect(ledger.job().error).toContain("Not one content could be read");
    expect(results.size).toBe(30);
    expect(ledger.retry([], 5)).toBe("started");
    work(ledger, results, new Map());
    expect(ledger.job()).toMatchObject({ status: "completed", items_done: 30, error: null });
  });

  it("because there is nothing any more ends as failed, too", () => {
    const ledger = new Ledger(memoryStorage());
    ledger.create(specOf(), 0);
    ledger.unreadable("None of the contents is there any more.");
    deliver(ledger, new Map(), 7);
    expect(ledger.job()).toMatchObject({ status: "failed", completed_at: 7 });
    expect(ledger.job().error).toBe("None of the contents is there any more.");
    expect(ledger.retry([], 8)).toBe("nothing");
  });
});
