import { describe, expect, it } from "vitest";
import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { type Grant, noUsage } from "../../worker/analysis/job.ts";
import { jobOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

function granted(ledger: Ledger): Grant {
  for (const { stream, slice } of ledger.pump(0)) ledger.begin(stream, slice, 0);
  for (const row of ledger.streams.all()) {
    const grant = ledger.claim(row.stream, row.slice, 0);
    if (typeof grant !== "string") return grant;
  }
  throw new Error("nothing to claim");
}

describe("the kind of a pause", () => {
  it("is kept where the pause is decided, and gone once the job runs again", () => {
    const ledger = jobOf(memoryStorage(), 10);
    expect(ledger.pauseKind()).toBeNull();
    ledger.pause("paused by hand");
    expect(ledger.pauseKind()).toBe("by-hand");
    ledger.resume();
    expect(ledger.pauseKind()).toBeNull();
  });

  it("tells a provider that may come back from one that people have to put right", () => {
    for (const [toMend, kind] of [
      [false, "no-provider"],
      [true, "mend-provider"],
    ] as const) {
      const ledger = jobOf(memoryStorage(), 10);
      const { task, token } = granted(ledger);
      ledger.halt(task, token, "a/x does not answer", noUsage, toMend);
      expect(ledger.pauseKind()).toBe(kind);
    }
  });

  it("tells the job's own budget from the project's month", () => {
    for (const [maxCostUsd, limitUsd, kind] of [
      [1, 100, "budget"],
      [100, 1, "month"],
    ] as const) {
      const ledger = jobOf(memoryStorage(), 10);
      ledger.change({ maxCostUsd });
      const grant = granted(ledger);
      ledger.leave(grant, 0, 2, { limitUsd, othersUsd: 0, ownBeforeUsd: 0 }, 0);
      expect(ledger.pauseKind()).toBe(kind);
    }
  });

  it("is unknown of a job that an earlier version paused, which reads and resumes all the same", () => {
    const storage = memoryStorage();
    jobOf(storage, 10).pause("paused by hand");
    storage.all("DROP TABLE pause");
    const ledger = new Ledger(storage);
    expect(ledger.job()).toMatchObject({ status: "paused", pause_reason: "paused by hand" });
    expect(ledger.pauseKind()).toBeNull();
    expect(ledger.resume()).toBe(true);
    ledger.pause("again");
    expect(ledger.pauseKind()).toBe("by-hand");
  });
});
