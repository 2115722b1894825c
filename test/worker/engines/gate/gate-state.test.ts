import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadlinesOf } from "../../../../worker/engines/gate/deadlines.ts";
import type { AttemptReport, ModelView } from "../../../../worker/engines/gate/gate-link.ts";
import {
  applyReports,
  emptyGate,
  type GateState,
  modelViewOf,
  takeProbe,
  viewOf,
  withEvent,
} from "../../../../worker/engines/gate/gate-state.ts";
import { percentile, type Samples, withSample } from "../../../../worker/engines/gate/percentiles.ts";
import { take, unusedRate } from "../../../../worker/engines/gate/rate.ts";

const none = { requests: null, tokens: null };

function report(more: Partial<AttemptReport> = {}): AttemptReport {
  return {
    model: "one",
    keyId: "k1",
    at: 1_000,
    outcome: "ok",
    retryAfterMs: null,
    firstTokenMs: 400,
    totalMs: 900,
    probe: false,
    inputTokens: 130,
    outputTokens: 51,
    counted: { script: "latin", tokens: 100 },
    ...more,
  };
}

function told(count: number, more: Partial<AttemptReport> = {}, state: GateState = emptyGate, now = 1_000): GateState {
  return applyReports(state, "a", Array(count).fill(report(more)), {}, now);
}

const viewAt = (state: GateState, model: string, keyId = "k1", now = 1_000) => modelViewOf(state, model, keyId, now);

describe("percentiles", () => {
  it("are of the last 200, by nearest rank", () => {
    let samples: Samples = [];
    for (let value = 1; value <= 300; value++) samples = withSample(samples, value);
    expect(samples).toHaveLength(200);
    expect([0.5, 0.99, 1].map((share) => percentile(samples, share))).toEqual([200, 298, 300]);
    expect(percentile([], 0.5)).toBeNull();
  });
});

describe("deadlines", () => {
  const learned = (firstTokenMs: number, totalMs: number, more: Partial<ModelView> = {}) => ({
    ...viewAt(told(20, { firstTokenMs, totalMs }), "one"),
    ...more,
  });

  it("are generous until twenty answers are known", () => {
    const generous = { headersMs: 15_000, firstTokenMs: 120_000, stallMs: 30_000, totalMs: 600_000 };
    expect(deadlinesOf(undefined)).toEqual(generous);
    expect(deadlinesOf(viewAt(told(19, { firstTokenMs: 10 }), "one"))).toEqual(generous);
  });

  it("follow a model's own past, within bounds", () => {
    expect(deadlinesOf(learned(1_000, 50_000))).toEqual({
      headersMs: 3_000,
      firstTokenMs: 3_000,
      stallMs: 30_000,
      totalMs: 150_000,
    });
    expect(deadlinesOf(learned(10, 100))).toMatchObject({ headersMs: 2_000, firstTokenMs: 2_000, totalMs: 120_000 });
    // A model that thinks for 94 s before its first word.
    expect(deadlinesOf(learned(94_000, 400_000))).toEqual({
      headersMs: 15_000,
      firstTokenMs: 120_000,
      stallMs: 94_000,
      totalMs: 600_000,
    });
  });

  it("grow with each probe that timed out, so that a model which became slower is not locked out", () => {
    const allowed = [5, 6, 7, 30].map(
      (failuresInARow) => deadlinesOf(learned(1_000, 2_000, { because: "timeout", failuresInARow })).firstTokenMs,
    );
    expect(allowed).toEqual([6_000, 12_000, 24_000, 24_000]);
    expect(deadlinesOf(learned(1_000, 2_000, { because: "server", failuresInARow: 9 })).firstTokenMs).toBe(3_000);
  });
});

describe("a rate", () => {
  it("never lets more go in any minute than its limit, in requests and in tokens, and lets nobody starve", () => {
    const steps = fc.array(
      fc.record({
        pass: fc.integer({ min: 0, max: 4_000 }),
        requests: fc.integer({ min: 1, max: 8 }),
        each: fc.integer({ min: 1, max: 400 }),
      }),
      { minLength: 50, maxLength: 150 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 4_000, max: 60_000 }), (all, rpm, tpm) => {
        const limits = { requestsPerMinute: rpm, tokensPerMinute: tpm };
        let rate = unusedRate;
        let now = 0;
        const went: { at: number; requests: number; tokens: number }[] = [];
        for (const { pass, requests, each } of all) {
          now += pass;
          const taken = take(rate, limits, requests, requests * each, now);
          rate = taken.rate;
          if (taken.share.requests === 0) {
            expect(taken.share.until).toBeGreaterThan(now);
            expect(take(rate, limits, 1, each, taken.share.until + 1).share.requests).toBe(1);
          } else went.push({ at: now, requests: taken.share.requests, tokens: taken.share.tokens });
        }
        for (const { at } of went) {
          const minute = went.filter((other) => other.at >= at && other.at < at + 60_000);
          expect(minute.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(Math.max(1, rpm));
          expect(minute.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(tpm);
        }
      }),
    );
  });

  it("lets a call go that is larger than its bucket, and then makes up for it", () => {
    const limits = { tokensPerMinute: 1_000 };
    const first = take(unusedRate, limits, 1, 800, 0);
    expect(first.share.requests).toBe(1);
    const second = take(first.rate, limits, 1, 100, 0);
    expect(second.share).toMatchObject({ requests: 0 });
    expect(second.share.until).toBeGreaterThan(45_000);
  });
});

describe("a gate", () => {
  it("learns how a model's tokenizer differs, by script, and is not misled by single outliers", () => {
    let state = told(30);
    state = told(3, { counted: { script: "cjk", tokens: 130 } }, state);
    state = told(1, { inputTokens: 13_000 }, state);
    const { tokenFactor } = viewAt(state, "one");
    expect(tokenFactor).toEqual({ latin: { mid: 1.3, low: 1.3, high: 1.3 }, cjk: { mid: 1, low: 1, high: 1 } });
    const varied = applyReports(
      emptyGate,
      "a",
      Array.from({ length: 50 }, (_, i) => report({ inputTokens: 100 + i })),
      {},
      1_000,
    );
    const { low, mid, high } = viewAt(varied, "one").tokenFactor.latin ?? { low: 0, mid: 0, high: 0 };
    expect([low, high]).toEqual([1.04, 1.44]);
    expect(mid).toBeGreaterThan(1.35);
    expect(mid).toBeLessThan(1.49);
  });

  it("measures only whole answers", () => {
    const state = told(3, { outcome: "timeout", totalMs: 120_000 }, told(2));
    expect(viewAt(state, "one")).toMatchObject({
      samples: 2,
      totalMs: { p50: 900, p99: 900 },
      outputTokenMs: { p50: 10, p99: 10 },
    });
  });

  it("opens every model of a key that was refused, and no other key's", () => {
    const state = told(1, { outcome: "auth" }, told(1, { model: "two" }));
    expect(viewAt(state, "two")).toMatchObject({ circuit: "open", because: "auth" });
    expect(viewAt(state, "never asked")).toMatchObject({ circuit: "open", because: "auth" });
    expect(viewAt(state, "one", "k2").circuit).toBe("closed");
    expect(viewAt(told(1, { outcome: "model_gone" }), "two").circuit).toBe("closed");
  });

  it("closes a key by the probe of any of its models, though that model fails in another way it stays half-open", () => {
    const refused = told(1, { outcome: "no_credit" });
    expect(takeProbe(refused, "two", "k1", "a", 30_000).granted).toBe(false);
    const { state, granted } = takeProbe(refused, "two", "k1", "a", 61_000);
    expect(granted).toBe(true);
    const probe = { model: "two", probe: true, at: 62_000, totalMs: 500 };
    const failed = told(1, { ...probe, outcome: "server" }, state, 62_000);
    expect(viewAt(failed, "one", "k1", 62_000)).toMatchObject({ circuit: "half-open", because: "no_credit" });
    expect(viewAt(told(1, probe, state, 62_000), "one", "k1", 62_000).circuit).toBe("closed");
  });

  it("keeps events of what changed, newest first, and a failover once for all isolates that tell of it", () => {
    let state = told(7, { outcome: "server" });
    const failover = { at: 1_000, kind: "failover", model: "one", to: "b/two", reason: "failed on its side" } as const;
    for (let i = 0; i < 3; i++) state = withEvent(state, { ...failover, at: 1_000 + i });
    state = takeProbe(state, "one", "k1", "a", 3_000).state;
    state = told(1, { probe: true, at: 3_100, totalMs: 100 }, state, 3_100);
    state = told(1, { outcome: "rate_limited", retryAfterMs: 5_000, at: 3_300, totalMs: 10 }, state, 3_300);
    state = withEvent(state, { ...failover, at: 3_400 });
    const { events } = viewOf(state, none, 3_400);
    expect(events.map(({ kind }) => kind)).toEqual([
      "failover",
      "cooling",
      "closed",
      "half-opened",
      "failover",
      "opened",
    ]);
    for (let i = 0; i < 300; i++) state = withEvent(state, { ...failover, to: `b/${i}` });
    expect(viewOf(state, none, 3_400).events).toHaveLength(200);
  });

  it("counts the calls of all isolates on their way, and those of a dead one for ten seconds", () => {
    let state = applyReports(emptyGate, "a", [report()], { one: 3 }, 1_000);
    state = applyReports(state, "b", [], { one: 2 }, 5_000);
    expect(viewAt(state, "one", "k1", 5_000).inFlight).toBe(5);
    expect(viewAt(state, "one", "k1", 11_500).inFlight).toBe(2);
    expect(viewAt(applyReports(state, "b", [], {}, 6_000), "one", "k1", 6_000).inFlight).toBe(3);
  });

  it("forgets keys and models that nobody used for a day", () => {
    const state = told(1, { keyId: "k2" }, told(1, { keyId: "k1" }), 90_000_000);
    expect(viewOf(state, none, 90_000_000).models.map(({ keyId }) => keyId)).toEqual(["k2"]);
  });

  it("is plain data: a copy of it behaves the same", () => {
    const state = structuredClone(told(6, { outcome: "timeout" }, told(25)));
    expect(viewOf(state, none, 1_500)).toEqual(viewOf(told(6, { outcome: "timeout" }, told(25)), none, 1_500));
  });
});
