import { describe, expect, it } from "vitest";
import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { leaseMilliseconds, silenceMilliseconds } from "../../durable-objects/ledger/rows.ts";
import { type Grant, noUsage, type ResultRow } from "../../worker/analysis/job.ts";
import type { OptionsInput } from "../../worker/contract/analysis.ts";
import { answerTo, jobOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

const labels = ["Refund", "Delivery", "Login", "Invoice"];
const labelOf = (contentId: string) => labels[Number(contentId.slice(1)) % labels.length] ?? "Other";

/** Delivers the outbox as D1 would take it: by content, the last write counts. */
function deliver(ledger: Ledger, results: Map<string, ResultRow>, now: number): void {
  for (const entry of ledger.outbox.undelivered(1_000)) {
    if (entry.kind === "results") {
      for (const row of JSON.parse(entry.body) as ResultRow[]) results.set(row.contentId, row);
    }
    if (entry.kind === "finish") ledger.finished(now);
    ledger.outbox.delivered([entry.id], now);
  }
}

/** Consumers without faults: begin what is sent, claim, answer, end. @returns all grants in order */
function workToTheEnd(ledger: Ledger, results: Map<string, ResultRow>): Grant[] {
  const grants: Grant[] = [];
  for (let now = 1_000; ledger.job().status === "running"; now += 100) {
    expect(now).toBeLessThan(2_000_000);
    for (const { stream, slice } of ledger.pump(now)) ledger.streams.begin(stream, slice, now);
    for (const row of ledger.streams.all()) {
      if (row.slice_state !== "live") continue;
      const grant = ledger.claim(row.stream, row.slice, now);
      if (grant === "stop") ledger.streams.end(row.stream, row.slice);
      if (typeof grant === "string") continue;
      grants.push(grant);
      expect(ledger.complete(grant.task, grant.token, answerTo(grant, labelOf), now)).not.toBeNull();
    }
    deliver(ledger, results, now);
  }
  return grants;
}

describe("a job without faults", () => {
  for (const options of [{}, { streams: 1 }, { streams: 64 }, { sync: "continuous" }] satisfies OptionsInput[]) {
    it(`answers every content once and goes through all phases with ${JSON.stringify(options)}`, () => {
      const ledger = jobOf(memoryStorage(), 500, options);
      const results = new Map<string, ResultRow>();
      const grants = workToTheEnd(ledger, results);
      const asked = grants.flatMap(({ work }) => (work.name === "extract" ? work.contentIds : []));
      expect(asked).toHaveLength(500);
      expect(new Set(asked).size).toBe(500);
      expect(results.size).toBe(500);
      expect(ledger.job()).toMatchObject({ status: "completed", items_done: 500, items_failed: 0, phase: "summary" });
      expect(ledger.labels.standing("intent").map(({ label, count }) => [label, count])).toEqual(
        [...labels].sort().map((label) => [label, 125]),
      );
      expect(new Set(grants.map(({ phase }) => phase))).toEqual(
        new Set(["discovery", "classification", "reconciliation", "clustering", "insights", "summary"]),
      );
    });
  }

  it("reads fewer contents than discovery wants in discovery alone", () => {
    const ledger = jobOf(memoryStorage(), 3);
    const results = new Map<string, ResultRow>();
    workToTheEnd(ledger, results);
    expect(results.size).toBe(3);
    expect(ledger.job().rounds_done).toBe(0);
  });

  it("shows all streams of a round the same labels, and the next round the words that came in it", () => {
    const ledger = jobOf(memoryStorage(), 400, { discovery: { minItems: 10, maxItems: 10, targetPercentage: 1 } });
    const seen = new Map<number, Set<string>>();
    for (const { phase, round, work } of workToTheEnd(ledger, new Map())) {
      if (phase !== "classification" || work.name !== "extract") continue;
      const known = JSON.stringify(work.known);
      seen.set(round, (seen.get(round) ?? new Set()).add(known));
    }
    expect(seen.size).toBeGreaterThan(2);
    for (const versions of seen.values()) expect(versions.size).toBe(1);
  });
});

/** The first grant of a job, with its consumer's stream and slice. */
function firstGrant(ledger: Ledger, now: number): { grant: Grant; stream: number; slice: number } {
  const [message] = ledger.pump(now);
  if (!message) throw new Error("no message was sent");
  expect(ledger.begin(message.stream, message.slice, now)).toBe(true);
  const grant = ledger.claim(message.stream, message.slice, now);
  if (typeof grant === "string") throw new Error(grant);
  return { grant, ...message };
}

describe("the ledger's rules", () => {
  it("marks before it sends: asked again at once it sends nothing twice", () => {
    const ledger = jobOf(memoryStorage(), 100);
    expect(ledger.pump(0)).toHaveLength(1);
    expect(ledger.pump(1)).toHaveLength(0);
  });

  it("sends a lost message again as it was, and lets a doubled one start only once", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const [message] = ledger.pump(0);
    const again = ledger.pump(silenceMilliseconds + 1);
    expect(again).toEqual([message]);
    expect(ledger.begin(0, 1, silenceMilliseconds + 2)).toBe(true);
    expect(ledger.begin(0, 1, silenceMilliseconds + 3)).toBe(false);
  });

  it("keeps one live lease a task and gives it away only when it has run out", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const { grant, stream, slice } = firstGrant(ledger, 0);
    expect(ledger.claim(stream, slice, 1)).toBe("wait");
    expect(ledger.tasks.renew(grant.task, grant.token, 10_000)).toBe(true);
    expect(ledger.claim(stream, slice, leaseMilliseconds + 1)).toBe("wait");
    const second = ledger.claim(stream, slice, 10_000 + leaseMilliseconds);
    expect(second).toMatchObject({ task: grant.task, token: grant.token + 1, earlierGrants: 1 });
    expect(ledger.tasks.renew(grant.task, grant.token, 10_001 + leaseMilliseconds)).toBe(false);
  });

  it("accepts the first answer to an open task, even from an expired lease, and no second one", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const { grant, stream, slice } = firstGrant(ledger, 0);
    const second = ledger.claim(stream, slice, leaseMilliseconds);
    if (typeof second === "string") throw new Error(second);
    expect(ledger.complete(grant.task, grant.token, answerTo(grant, labelOf), leaseMilliseconds + 1)).not.toBeNull();
    expect(ledger.complete(second.task, second.token, answerTo(second, labelOf), leaseMilliseconds + 2)).toBeNull();
    expect(ledger.job()).toMatchObject({ items_done: 10, calls: 2 });
  });

  it("refuses a failure report whose token is not the last one granted", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const { grant, stream, slice } = firstGrant(ledger, 0);
    ledger.claim(stream, slice, leaseMilliseconds);
    expect(ledger.fail(grant.task, grant.token, "late", noUsage, leaseMilliseconds + 1)).toBe(false);
    expect(ledger.fail(grant.task, grant.token + 1, "really", noUsage, leaseMilliseconds + 2)).toBe(true);
  });

  it("puts the same question again after a crash: the labels a task sees are those of its first grant", () => {
    const ledger = jobOf(memoryStorage(), 400, { sync: "continuous", streams: 2 });
    let now = 0;
    const grants: Grant[] = [];
    while (ledger.job().phase === "discovery") {
      for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
      const row = ledger.streams.all().find((candidate) => candidate.slice_state === "live");
      const grant = row && ledger.claim(row.stream, row.slice, now);
      if (grant && typeof grant !== "string")
        ledger.complete(
          grant.task,
          grant.token,
          answerTo(grant, () => "Refund"),
          now,
        );
      now += 10;
    }
    for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
    for (const row of ledger.streams.all()) {
      const grant = ledger.claim(row.stream, row.slice, now);
      if (typeof grant !== "string") grants.push(grant);
    }
    const [lost, other] = grants;
    if (!lost || !other) throw new Error("two streams should work");
    ledger.complete(
      other.task,
      other.token,
      answerTo(other, () => "A new word"),
      now + 1,
    );
    const row = ledger.streams.all().find((candidate) => candidate.stream === 0);
    const again = ledger.claim(row?.stream ?? 0, row?.slice ?? 0, now + leaseMilliseconds);
    expect(again).toMatchObject({ task: lost.task, work: lost.work });
  });

  it("closes a task that fails too often and gives its contents a result with the reason", () => {
    const ledger = jobOf(memoryStorage(), 10);
    const results = new Map<string, ResultRow>();
    for (let now = 0; ledger.job().items_failed === 0; now += 1_000) {
      expect(now).toBeLessThan(600_000);
      for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
      for (const row of ledger.streams.all()) {
        const grant = ledger.claim(row.stream, row.slice, now);
        if (typeof grant !== "string") ledger.fail(grant.task, grant.token, "the engine is broken", noUsage, now);
      }
    }
    deliver(ledger, results, 1);
    expect(
      [...results.values()].every(({ status, error }) => status === "failed" && error === "the engine is broken"),
    ).toBe(true);
  });

  it("grants nothing while paused, takes what is in flight, and goes on where it stood", () => {
    const ledger = jobOf(memoryStorage(), 300);
    const { grant, stream, slice } = firstGrant(ledger, 0);
    expect(ledger.pause("by hand")).toBe(true);
    expect(ledger.pause("again")).toBe(false);
    expect(ledger.complete(grant.task, grant.token, answerTo(grant, labelOf), 5)).not.toBeNull();
    expect(ledger.claim(stream, slice, 6)).toBe("stop");
    expect(ledger.pump(7)).toEqual([]);
    expect(ledger.resume()).toBe(true);
    const results = new Map<string, ResultRow>();
    ledger.streams.end(stream, slice);
    workToTheEnd(ledger, results);
    expect(results.size).toBe(300);
  });

  it("ends a cancelled job with what it has and refuses what comes later", () => {
    const ledger = jobOf(memoryStorage(), 300);
    const { grant } = firstGrant(ledger, 0);
    expect(ledger.cancel(1)).toBe(true);
    expect(ledger.complete(grant.task, grant.token, answerTo(grant, labelOf), 2)).toBeNull();
    expect(ledger.job()).toMatchObject({ status: "cancelled", calls: 1, items_done: 0 });
  });

  it("asks again, as a task of its own, for contents that an answer left out", () => {
    const ledger = jobOf(memoryStorage(), 10);
    const { grant, stream, slice } = firstGrant(ledger, 0);
    const answer = answerTo(grant, labelOf);
    if (answer.name !== "extract") throw new Error("expected an extract task");
    ledger.complete(grant.task, grant.token, { ...answer, results: answer.results.slice(1) }, 1);
    const next = ledger.claim(stream, slice, 2);
    expect(next).toMatchObject({ work: { name: "extract", contentIds: [answer.results[0]?.contentId] } });
  });

  it("counts every call that was paid, accepted or not, and never the same content twice", () => {
    const ledger = jobOf(memoryStorage(), 50);
    const { grant } = firstGrant(ledger, 0);
    ledger.complete(grant.task, grant.token, answerTo(grant, labelOf), 1);
    ledger.complete(grant.task, grant.token + 1, answerTo(grant, labelOf), 2);
    const count = grant.work.name === "extract" ? grant.work.contentIds.length : 0;
    expect(ledger.job()).toMatchObject({ calls: 2, items_done: count });
  });
});
