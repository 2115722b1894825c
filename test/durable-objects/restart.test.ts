import { describe, expect, it } from "vitest";
import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { leaseMilliseconds, renewMilliseconds } from "../../durable-objects/ledger/rows.ts";
import { nextLook, watchdogMilliseconds } from "../../durable-objects/watchdog.ts";
import { type Grant, noUsage } from "../../worker/analysis/job.ts";
import { jobOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

function granted(ledger: Ledger, now: number): Grant {
  for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
  for (const row of ledger.streams.all()) {
    const grant = ledger.claim(row.stream, row.slice, now);
    if (typeof grant !== "string") return grant;
  }
  throw new Error("nothing to claim");
}

describe("after a restart", () => {
  it("a task whose consumer died is free long before its lease would have run out", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const { task, token } = granted(ledger, 0);
    ledger.restarted(1_000);
    const soon = 1_000 + renewMilliseconds + 2_000;
    expect(soon).toBeLessThan(leaseMilliseconds);
    expect(granted(ledger, soon)).toMatchObject({ task, token: token + 1, earlierGrants: 1 });
  });

  it("a consumer that lives keeps its task by its next renewal", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const { task, token } = granted(ledger, 0);
    ledger.restarted(1_000);
    expect(ledger.renew(task, token, 1_000 + renewMilliseconds)).toBe(true);
    expect(() => granted(ledger, 1_000 + renewMilliseconds + 2_000)).toThrow("nothing to claim");
  });

  it("no lease becomes longer", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const { task } = granted(ledger, 0);
    ledger.restarted(leaseMilliseconds - 1_000);
    expect(ledger.tasks.task(task)?.due).toBe(leaseMilliseconds);
  });
});

describe("the watchdog comes again", () => {
  it("after some seconds where nothing is due before", () => {
    const ledger = jobOf(memoryStorage(), 100);
    granted(ledger, 0);
    expect(nextLook(ledger, 0)).toBe(watchdogMilliseconds);
  });

  it("when a task may be tried again, but not more than twice a second", () => {
    const ledger = jobOf(memoryStorage(), 100);
    const { task, token } = granted(ledger, 0);
    ledger.fail(task, token, "no", noUsage, 0);
    const due = ledger.tasks.nextDue(0);
    expect(due).toBeGreaterThan(0);
    expect(nextLook(ledger, 0)).toBe(due);
    expect(nextLook(ledger, (due ?? 0) - 1)).toBe((due ?? 0) + 499);
  });
});

describe("whoever starts a job that has ended", () => {
  it("has its end written down once more, and nothing is told twice", () => {
    const ledger = jobOf(memoryStorage(), 10);
    ledger.cancel(5);
    const ids = ledger.outbox.undelivered(100).map(({ id }) => id);
    ledger.outbox.delivered(ids, 6);
    ledger.tellEndAgain();
    ledger.tellEndAgain();
    expect(ledger.outbox.undelivered(100)).toMatchObject([{ kind: "finish", body: '{"told":true}' }]);
  });

  it("changes nothing while it runs", () => {
    const ledger = jobOf(memoryStorage(), 10);
    ledger.tellEndAgain();
    expect(ledger.outbox.undelivered(100)).toEqual([]);
  });
});
