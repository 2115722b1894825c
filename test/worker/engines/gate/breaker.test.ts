import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FailureKind, failureKinds } from "../../../../worker/engines/failure.ts";
import {
  afterCall,
  type Breaker,
  circuitOf,
  freshBreaker,
  probeIsDue,
  withProbe,
} from "../../../../worker/engines/gate/breaker.ts";

type Step = { outcome: "ok" | FailureKind; sentAt?: number; retryAfterMs?: number; probeOf?: string };

function call(breaker: Breaker, now: number, { outcome, sentAt = now, retryAfterMs, probeOf }: Step): Breaker {
  return afterCall(breaker, { outcome, sentAt, retryAfterMs: retryAfterMs ?? null, probeOf: probeOf ?? null }, now);
}

function calls(breaker: Breaker, now: number, ...outcomes: ("ok" | FailureKind)[]): Breaker {
  return outcomes.reduce((before, outcome) => call(before, now, { outcome }), breaker);
}

const failing = () => calls(freshBreaker, 1_000, "server", "server", "server", "server", "server");

describe("a closed circuit", () => {
  it("opens with the fifth failure in a row, and one success among them begins the row anew", () => {
    const four = calls(freshBreaker, 0, "server", "timeout", "connection", "overloaded");
    expect(circuitOf(four, 0).circuit).toBe("closed");
    expect(circuitOf(calls(four, 0, "ok", "server", "server"), 0).circuit).toBe("closed");
    expect(circuitOf(calls(four, 0, "cut_short"), 0)).toEqual({
      circuit: "open",
      because: "cut_short",
      nextProbeAt: 1_000,
    });
  });

  it("opens when half of at least ten recent calls failed, and forgets what is over a minute old", () => {
    const mixed = ["ok", "server", "ok", "server", "ok", "server", "ok", "server", "ok"] as const;
    const nine = calls(freshBreaker, 0, ...mixed);
    expect(circuitOf(nine, 0).circuit).toBe("closed");
    expect(circuitOf(calls(nine, 0, "server"), 0).circuit).toBe("open");
    expect(circuitOf(calls(nine, 61_000, "server"), 61_000).circuit).toBe("closed");
  });

  it.each(["bad_output", "content_refused", "context_too_long"] as const)(
    "does not hold %s against the model",
    (kind) => {
      const many = calls(freshBreaker, 0, ...Array.from({ length: 20 }, () => kind));
      expect(circuitOf(many, 0).circuit).toBe("closed");
    },
  );

  it("opens for who refuses whatever is asked, not for one refusal among answers", () => {
    const refusals = Array.from({ length: 4 }, () => "bad_request" as const);
    const four = calls(freshBreaker, 0, ...refusals);
    expect(circuitOf(four, 0).circuit).toBe("closed");
    expect(circuitOf(calls(four, 0, "ok", ...refusals), 0).circuit).toBe("closed");
    expect(circuitOf(calls(four, 0, "bad_request"), 0)).toMatchObject({ circuit: "open", because: "bad_request" });
  });

  it.each(["auth", "no_credit", "model_gone", "misconfigured"] as const)(
    "opens at once for %s, to be probed slowly",
    (kind) => {
      expect(circuitOf(calls(freshBreaker, 0, kind), 0)).toEqual({
        circuit: "open",
        because: kind,
        nextProbeAt: 60_000,
      });
    },
  );

  it("takes no notice of failures sent before it closed", () => {
    let breaker = withProbe(failing(), "a", 2_000);
    breaker = call(breaker, 2_500, { outcome: "ok", probeOf: "a" });
    for (let i = 0; i < 6; i++) breaker = call(breaker, 3_000, { outcome: "timeout", sentAt: 900 });
    breaker = call(breaker, 3_000, { outcome: "auth", sentAt: 900 });
    expect(circuitOf(breaker, 3_000).circuit).toBe("closed");
  });
});

describe("a rate limit", () => {
  it("cools for as long as the provider says, a minute at most, and ends by itself", () => {
    const cooled = call(freshBreaker, 0, { outcome: "rate_limited", retryAfterMs: 7_000 });
    expect(circuitOf(cooled, 6_999)).toEqual({ circuit: "open", because: "rate_limited", nextProbeAt: 7_000 });
    expect(circuitOf(cooled, 7_000).circuit).toBe("closed");
    const long = call(freshBreaker, 0, { outcome: "rate_limited", retryAfterMs: 3_600_000 });
    expect(circuitOf(long, 0).nextProbeAt).toBe(60_000);
  });

  it("doubles from one second where nothing is said, once for all refusals of a burst", () => {
    let breaker = calls(freshBreaker, 0, ...Array.from({ length: 8 }, () => "rate_limited" as const));
    expect(circuitOf(breaker, 0).nextProbeAt).toBe(1_000);
    breaker = calls(breaker, 1_000, "rate_limited");
    expect(circuitOf(breaker, 1_000).nextProbeAt).toBe(3_000);
    expect(circuitOf(calls(calls(breaker, 3_000, "ok"), 3_001, "rate_limited"), 3_001).nextProbeAt).toBe(4_001);
  });

  it("is never shortened by a later word, and 'at once' said again and again is not believed", () => {
    let breaker = call(freshBreaker, 0, { outcome: "rate_limited", retryAfterMs: 30_000 });
    breaker = call(breaker, 10, { outcome: "rate_limited", retryAfterMs: 1_000, sentAt: 0 });
    expect(circuitOf(breaker, 10).nextProbeAt).toBe(30_000);
    let now = 0;
    let eager = freshBreaker;
    for (let i = 0; i < 8; i++) {
      eager = call(eager, now, { outcome: "rate_limited", retryAfterMs: 0 });
      now = circuitOf(eager, now).nextProbeAt ?? Number.NaN;
    }
    expect(now).toBeGreaterThan(60_000);
  });
});

describe("an open circuit", () => {
  it("becomes half-open after a delay that doubles to 30 s with each failed probe", () => {
    let breaker = failing();
    let now = 1_000;
    const delays: number[] = [];
    for (let i = 0; i < 7; i++) {
      const { nextProbeAt } = circuitOf(breaker, now);
      delays.push((nextProbeAt ?? 0) - now);
      now = nextProbeAt ?? 0;
      expect(circuitOf(breaker, now).circuit).toBe("half-open");
      breaker = call(withProbe(breaker, "a", now), now, { outcome: "server", probeOf: "a" });
    }
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it("is closed by a success sent after it opened, and not by one sent before", () => {
    expect(circuitOf(call(failing(), 1_500, { outcome: "ok", sentAt: 900 }), 1_500).circuit).toBe("open");
    expect(circuitOf(call(failing(), 1_500, { outcome: "ok", sentAt: 1_001 }), 1_500).circuit).toBe("closed");
  });

  it("gives its lease to another where the prober is not heard of, and waits no longer for a probe that proved nothing", () => {
    const probed = withProbe(failing(), "a", 2_000);
    expect(probeIsDue(probed, 16_999)).toBe(false);
    expect(probeIsDue(probed, 17_000)).toBe(true);
    const proved = call(probed, 2_100, { outcome: "content_refused", probeOf: "a" });
    expect(circuitOf(proved, 2_100).circuit).toBe("half-open");
    expect(probeIsDue(proved, 2_100)).toBe(true);
  });

  it("is not held open longer by late failures of calls that were no probes", () => {
    let breaker = failing();
    for (let i = 0; i < 5; i++) breaker = call(breaker, 1_500, { outcome: "timeout", sentAt: 500 });
    expect(circuitOf(breaker, 1_500).nextProbeAt).toBe(2_000);
  });
});

describe("whatever happens", () => {
  const kinds = ["ok", ...Object.keys(failureKinds)] as ("ok" | FailureKind)[];
  const happenings = fc.array(
    fc.record({
      pass: fc.integer({ min: 0, max: 5_000 }),
      outcome: fc.constantFrom(...kinds),
      age: fc.integer({ min: 0, max: 3_000 }),
      isolate: fc.constantFrom("a", "b", "c"),
      does: fc.constantFrom("call", "call", "try to probe", "end its probe"),
    }),
    { maxLength: 120 },
  );

  it("one probes at a time, nothing closes without a success, and an open circuit always has a next chance", () => {
    fc.assert(
      fc.property(happenings, (steps) => {
        let breaker = freshBreaker;
        let now = 10_000;
        let lease: { isolate: string; until: number } | null = null;
        for (const { pass, outcome, age, isolate, does } of steps) {
          now += pass;
          const before: string = breaker.state.name;
          let success = false;
          if (does === "try to probe") {
            if (probeIsDue(breaker, now)) {
              expect(lease === null || lease.until <= now).toBe(true);
              breaker = withProbe(breaker, isolate, now);
              lease = { isolate, until: now + 15_000 };
            }
          } else {
            const probeOf = does === "end its probe" && lease?.isolate === isolate ? isolate : null;
            success = outcome === "ok";
            breaker = call(breaker, now, { outcome, sentAt: now - age, ...(probeOf && { probeOf }) });
            if (probeOf !== null) lease = null;
          }
          const after: string = breaker.state.name;
          if (before === "opened" && after === "closed") {
            expect(success).toBe(true);
            lease = null;
          }
          const { circuit, because, nextProbeAt } = circuitOf(breaker, now);
          if (circuit === "closed") expect([because, nextProbeAt]).toEqual([null, null]);
          else {
            expect(because).not.toBeNull();
            expect(nextProbeAt ?? Number.NaN).toBeLessThanOrEqual(now + 60_000);
          }
        }
      }),
    );
  });
});
