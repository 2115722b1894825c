import { describe, expect, it } from "vitest";
import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import type { ResultRow } from "../../worker/analysis/job.ts";
import type { OptionsInput } from "../../worker/contract/analysis.ts";
import { answerTo, jobOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

/** Answers what is claimable, contents with this status each. @returns the contents answered when it came to a stand */
function work(ledger: Ledger, statusOf: (contentId: string) => ResultRow["status"], from = 0): number {
  for (let now = from; ledger.job().status === "running" && now < from + 200_000; now += 100) {
    for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
    for (const row of ledger.streams.all()) {
      if (row.slice_state !== "live") continue;
      const grant = ledger.claim(row.stream, row.slice, now);
      if (grant === "stop") ledger.end(row.stream, row.slice);
      if (typeof grant === "string") continue;
      const answer = answerTo(grant, () => "Refund");
      if (answer.name === "extract") {
        answer.results = answer.results.map((result) => ({ ...result, status: statusOf(result.contentId) }));
      }
      ledger.complete(grant.task, grant.token, answer, now);
    }
    for (const { id, kind } of ledger.outbox.undelivered(100)) {
      if (kind === "finish") ledger.finished(now);
      ledger.outbox.delivered([id], now);
    }
  }
  const { items_done, items_fallback } = ledger.job();
  return items_done + items_fallback;
}

const job = (options: OptionsInput = {}) => jobOf(memoryStorage(), 400, options);

describe("a model that gives no answer that could be used", () => {
  it("is paid for a few contents, then the job pauses and says so; resumed it goes on to its end", () => {
    const ledger = job();
    expect(work(ledger, () => "fallback")).toBeLessThan(60);
    expect(ledger.job()).toMatchObject({ status: "paused" });
    expect(ledger.job().pause_reason).toContain("Not one of the first");
    ledger.resume();
    expect(work(ledger, () => "fallback", 300_000)).toBe(400);
    expect(ledger.job()).toMatchObject({ status: "completed", items_fallback: 400 });
  });

  it("goes on where it gave one good answer, or where the built-in engine was asked for", () => {
    const once = job();
    expect(work(once, (id) => (id === "c0" ? "done" : "fallback"))).toBe(400);
    const wanted = job({ onProviderDown: "fallback" });
    expect(work(wanted, () => "fallback")).toBe(400);
  });
});
