import { describe, expect, it } from "vitest";
import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import type { Month } from "../../durable-objects/ledger/money.ts";
import { leaseMilliseconds } from "../../durable-objects/ledger/rows.ts";
import { type Grant, noUsage } from "../../worker/analysis/job.ts";
import { seededRandom } from "../../worker/clustering/random.ts";
import type { OptionsInput } from "../../worker/contract/analysis.ts";
import { answerTo, jobOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

const atOnce = { discovery: { minItems: 0, maxItems: 0, targetPercentage: 0 } } satisfies OptionsInput;

/** A job whose contents are read by all streams from the start. */
function reading(maxCostUsd: number, streams = 8): { ledger: Ledger; grants: Grant[] } {
  const ledger = jobOf(memoryStorage(), 400, { ...atOnce, maxCostUsd, streams });
  return { ledger, grants: claimAll(ledger, 0) };
}

function claimAll(ledger: Ledger, now: number): Grant[] {
  for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
  return ledger.streams.all().flatMap((row) => {
    const grant = ledger.claim(row.stream, row.slice, now);
    return typeof grant === "string" ? [] : [grant];
  });
}

function complete(ledger: Ledger, grant: Grant, costUsd: number, now: number): void {
  const answer = answerTo(grant, () => "Refund");
  ledger.complete(grant.task, grant.token, { ...answer, usage: { ...noUsage, calls: 1, costUsd } }, now);
}

describe("a budget", () => {
  it.each([1, 2, 3, 4, 5])("is never passed by eight streams, and ends in a pause that says why (seed %d)", (seed) => {
    const random = seededRandom(seed);
    const limit = 1 + random();
    const { ledger, grants } = reading(limit);
    const calling = new Map<number, { grant: Grant; most: number; spent: number; calls: number }>();
    let paid = 0;
    for (let now = 1; ledger.job().status === "running"; now++) {
      expect(now).toBeLessThan(5_000);
      if (now > 1) grants.splice(0, grants.length, ...claimAll(ledger, now));
      for (const grant of grants) calling.set(grant.task, { grant, most: 0, spent: 0, calls: 0 });
      for (const [task, state] of calling) {
        ledger.renew(task, state.grant.token, now);
        if (state.most > 0) {
          // The call ends: at its most, or for less.
          const cost = random() < 0.3 ? state.most : state.most * random();
          paid += cost;
          expect(paid).toBeLessThanOrEqual(limit);
          Object.assign(state, { most: 0, spent: state.spent + cost, calls: state.calls + 1 });
          if (random() < 0.6 || state.calls === 3) {
            complete(ledger, state.grant, state.spent, now);
            calling.delete(task);
          }
          continue;
        }
        const most = 0.01 + 0.1 * random();
        const said = ledger.leave(state.grant, state.spent, most, null, now);
        if (said.act === "go") state.most = most;
        if (said.act !== "no") continue;
        expect([...calling.values()].every((other) => other.most === 0)).toBe(true);
        ledger.halt(task, state.grant.token, null, { ...noUsage, costUsd: state.spent });
        calling.delete(task);
        break;
      }
    }
    const { cost, pause_reason } = ledger.job();
    expect(pause_reason).toMatch(
      /^The budget of \$\d.* nearly used: .* the next call may cost \$.* Raise it and resume/,
    );
    expect(cost).toBeGreaterThan(limit - 0.25);
  });

  it("lets who finds it too small wait for what others have set aside, and go when they were cheaper", () => {
    const { ledger, grants } = reading(1);
    const [first, second] = grants;
    if (!first || !second) throw new Error("two streams should work");
    expect(ledger.leave(first, 0, 0.9, null, 1)).toEqual({ act: "go", limited: true });
    expect(ledger.leave(second, 0, 0.5, null, 2)).toEqual({ act: "wait" });
    complete(ledger, first, 0.2, 3);
    expect(ledger.leave(second, 0, 0.5, null, 4).act).toBe("go");
    expect(ledger.job()).toMatchObject({ status: "running", cost: 0.2 });
  });

  it("does not let those who wait take one another for calls in flight", () => {
    const { ledger, grants } = reading(1);
    const [first, second] = grants;
    if (!first || !second) throw new Error("two streams should work");
    ledger.leave(first, 0, 0.9, null, 1);
    expect(ledger.leave(second, 0.4, 0.3, null, 2)).toEqual({ act: "wait" });
    expect(ledger.leave(first, 0.4, 0.3, null, 3)).toMatchObject({ act: "no" });
    expect(ledger.job().status).toBe("paused");
  });

  it("keeps aside what a consumer may have spent that was never heard of again", () => {
    const { ledger, grants } = reading(1, 1);
    const [lost] = grants;
    if (!lost) throw new Error("nothing to claim");
    ledger.leave(lost, 0, 0.8, null, 0);
    const row = ledger.streams.all()[0];
    const again = ledger.claim(0, row?.slice ?? 0, leaseMilliseconds + 1);
    if (typeof again === "string") throw new Error(again);
    const said = ledger.leave(again, 0, 0.3, null, leaseMilliseconds + 2);
    expect(said).toMatchObject({ act: "no" });
    expect(ledger.job().pause_reason).toContain("$0.80 is set aside for calls that were never heard of again");
    // It was only late: its own word frees the money.
    complete(ledger, lost, 0.1, leaseMilliseconds + 3);
    expect(ledger.money.held()).toBe(0);
  });

  it("holds for the project's month together with what its other jobs have spent", () => {
    const { ledger, grants } = reading(100);
    const [first] = grants;
    if (!first) throw new Error("nothing to claim");
    const month: Month = { limitUsd: 10, othersUsd: 9.8, ownBeforeUsd: 0 };
    expect(ledger.leave(first, 0, 0.3, month, 1)).toMatchObject({ act: "no" });
    expect(ledger.job().pause_reason).toMatch(
      /^The project's budget for this month of \$10\.00 is nearly used: \$9\.80/,
    );
  });

  it("that was raised counts at once, and what attempts may have cost that broke off counts too", () => {
    const { ledger, grants } = reading(1);
    const [first, second] = grants;
    if (!first || !second) throw new Error("two streams should work");
    ledger.money.lost(0.9);
    ledger.change({ maxCostUsd: 1.5 });
    expect(ledger.leave(first, 0, 0.5, null, 1).act).toBe("go");
    expect(ledger.leave(second, 0, 0.2, null, 1).act).toBe("wait");
    ledger.change({ maxCostUsd: null });
    expect(ledger.leave(second, 0, 2_000, null, 1)).toEqual({ act: "go", limited: false });
    ledger.change({ maxCostUsd: 50 });
    expect(ledger.leave(first, 0, null, null, 2)).toMatchObject({ act: "no" });
    expect(ledger.spec().options.maxCostUsd).toBe(50);
  });

  it("gives no leave to a consumer whose task went to another, nor in a job that stands still", () => {
    const { ledger, grants } = reading(1);
    const [first] = grants;
    if (!first) throw new Error("nothing to claim");
    expect(ledger.leave({ ...first, token: first.token + 1 }, 0, 0.1, null, 1)).toMatchObject({ act: "later" });
    expect(ledger.job().status).toBe("running");
    ledger.pause("paused by hand");
    expect(ledger.leave(first, 0, 0.1, null, 2)).toEqual({ act: "later", reason: "The job is paused." });
    ledger.resume();
    expect(ledger.halt(first.task, first.token, null, noUsage)).toBe(true);
    expect(ledger.job()).toMatchObject({ status: "running", pause_reason: null });
  });
});
