import { describe, expect, it } from "vitest";
import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { type Grant, noUsage } from "../../worker/analysis/job.ts";
import { answerTo, jobOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

const reason = "sim/primary refused the key (401)";
const spent = { ...noUsage, calls: 2, inputTokens: 300, outputTokens: 20, costUsd: 0.5 };

function granted(ledger: Ledger, now: number): Grant {
  for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
  for (const row of ledger.streams.all()) {
    const grant = ledger.claim(row.stream, row.slice, now);
    if (typeof grant !== "string") return grant;
  }
  throw new Error("nothing to claim");
}

describe("a job that no model can serve", () => {
  it("pauses with the reason, and the task goes back as if it had never been granted", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const grant = granted(ledger, 0);
    const before = ledger.tasks.task(grant.task)?.grants;
    expect(ledger.halt(grant.task, grant.token, reason, spent)).toBe(true);
    expect(ledger.job()).toMatchObject({ status: "paused", pause_reason: reason, calls: 2, cost: 0.5 });
    expect(ledger.tasks.task(grant.task)).toMatchObject({ status: "pending", failures: 0, grants: (before ?? 1) - 1 });
  });

  it("may halt any number of times without its contents ever being given up", () => {
    const ledger = jobOf(memoryStorage(), 10);
    for (let turn = 0; turn < 30; turn++) {
      const now = turn * 1_000;
      const grant = granted(ledger, now);
      ledger.halt(grant.task, grant.token, reason, noUsage);
      expect(ledger.claim(0, 1, now)).toBe("stop");
      expect(ledger.resume()).toBe(true);
    }
    expect(ledger.job()).toMatchObject({ items_failed: 0, status: "running" });
    expect(granted(ledger, 40_000).earlierGrants).toBe(0);
  });

  it("counts what a late halt spent but lets nobody but the holder of the last token give the task back", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const grant = granted(ledger, 0);
    expect(ledger.halt(grant.task, grant.token + 1, reason, spent)).toBe(false);
    expect(ledger.job()).toMatchObject({ status: "running", calls: 2 });
    ledger.complete(
      grant.task,
      grant.token,
      answerTo(grant, () => "Refund"),
      1,
    );
    expect(ledger.halt(grant.task, grant.token, reason, spent)).toBe(false);
    expect(ledger.job()).toMatchObject({ status: "running", items_done: 10 });
  });

  it("keeps what was answered before it came to a stand, and takes the rest up again when resumed", () => {
    const ledger = jobOf(memoryStorage(), 10);
    const grant = granted(ledger, 0);
    if (grant.work.name !== "extract") throw new Error("the first task reads");
    const whole = answerTo(grant, () => "Refund");
    if (whole.name !== "extract") throw new Error("the first task reads");
    const [first, ...others] = whole.results;
    if (!first) throw new Error("no result");
    const left = { contentIds: others.map((row) => row.contentId), reason, noneCanServe: true };
    ledger.complete(grant.task, grant.token, { ...whole, results: [first], left }, 1);
    expect(ledger.job()).toMatchObject({ status: "paused", pause_reason: reason, items_done: 1 });
    ledger.resume();
    const second = granted(ledger, 2);
    expect(second.work).toMatchObject({ name: "extract", contentIds: left.contentIds });
  });

  it("has its streams try again at once when somebody resumes it", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const grant = granted(ledger, 0);
    ledger.fail(grant.task, grant.token, "server", noUsage, 0);
    expect(ledger.streams.all().some((row) => row.retry_at > 0)).toBe(true);
    ledger.pause("by hand");
    ledger.resume();
    expect(ledger.streams.all().every((row) => row.retry_at === 0)).toBe(true);
  });
});

describe("a notice", () => {
  it("reaches the watchers and is kept, the newest fifty", () => {
    const storage = memoryStorage();
    const ledger = jobOf(storage, 10);
    for (let turn = 0; turn < 60; turn++) ledger.notice(`notice ${turn}`, turn);
    const kept = storage.all<{ text: string }>("SELECT text FROM notice ORDER BY id");
    expect(kept).toHaveLength(50);
    expect(kept[0]?.text).toBe("notice 10");
    const events = ledger.outbox.eventsAfter(0, 100).filter((event) => event.type === "analysis_error");
    expect(JSON.parse(events.at(-1)?.data ?? "")).toEqual({ error: "notice 59", fatal: false });
  });
});
