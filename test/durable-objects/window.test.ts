import { describe, expect, it } from "vitest";
import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { goodAnswers } from "../../durable-objects/ledger/window.ts";
import { type Grant, noUsage } from "../../worker/analysis/job.ts";
import { answerTo, jobOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

const streams = 4;

function readingJob(): { ledger: Ledger; notices: () => string[] } {
  const storage = memoryStorage();
  const discovery = { minItems: 0, maxItems: 0, targetPercentage: 0 };
  const ledger = jobOf(storage, 2_000, { streams, discovery });
  const notices = () => storage.all<{ text: string }>("SELECT text FROM notice ORDER BY id").map(({ text }) => text);
  return { ledger, notices };
}

function claimAll(ledger: Ledger, now: number): Grant[] {
  for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
  return ledger.streams.all().flatMap((row) => {
    const grant = row.slice_state === "live" ? ledger.claim(row.stream, row.slice, now) : "wait";
    if (grant === "stop") ledger.end(row.stream, row.slice);
    return typeof grant === "string" ? [] : [grant];
  });
}

/** Every call fails until the job goes on with one stream. @returns when */
function failUntilAlone(ledger: Ledger, notices: () => string[]): number {
  let now = 0;
  for (; notices().length === 0; now += 250) {
    expect(now).toBeLessThan(60_000);
    for (const grant of claimAll(ledger, now)) ledger.fail(grant.task, grant.token, "overloaded", noUsage, now);
  }
  return now;
}

describe("parallel work that keeps failing", () => {
  it("goes on with one stream, said aloud, before any content is given up", () => {
    const { ledger, notices } = readingJob();
    const now = failUntilAlone(ledger, notices);
    expect(notices()).toEqual(["Parallel work keeps failing; going on with one stream."]);
    expect(ledger.job().items_failed).toBe(0);
    for (const wait of [0, 5_000, 10_000]) {
      claimAll(ledger, now + wait);
      const leased = ledger.tasks.inFlight(now + wait);
      expect(leased).toBeLessThanOrEqual(1);
    }
    expect(ledger.tasks.inFlight(now + 10_000)).toBe(1);
  });

  it("works with all streams again when the one has gone well for a while", () => {
    const { ledger, notices } = readingJob();
    let now = failUntilAlone(ledger, notices);
    for (let done = 0; done < goodAnswers; now += 500) {
      expect(now).toBeLessThan(120_000);
      const grants = claimAll(ledger, now);
      expect(grants.length).toBeLessThanOrEqual(1);
      for (const grant of grants) {
        ledger.complete(
          grant.task,
          grant.token,
          answerTo(grant, () => "Refund"),
          now,
        );
        done += 1;
      }
    }
    expect(notices()[1]).toBe("Work goes well again; going on with 4 streams.");
    let most = 0;
    for (let turn = 0; turn < 3; turn++, now += 100) most = Math.max(most, claimAll(ledger, now).length);
    expect(most).toBeGreaterThan(1);
  });

  it("is not what a single failing stream among good ones is", () => {
    const { ledger, notices } = readingJob();
    for (let now = 0; now < 20_000; now += 500) {
      for (const grant of claimAll(ledger, now)) {
        const holder = ledger.tasks.task(grant.task)?.stream;
        if (holder === 0) ledger.fail(grant.task, grant.token, "overloaded", noUsage, now);
        else
          ledger.complete(
            grant.task,
            grant.token,
            answerTo(grant, () => "Refund"),
            now,
          );
      }
    }
    expect(notices()).toEqual([]);
  });
});
