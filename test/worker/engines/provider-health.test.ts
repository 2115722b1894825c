import { describe, expect, it } from "vitest";
import type { GateView, ModelView } from "../../../worker/engines/gate/gate-link.ts";
import { type CallCounts, providerHealth, type WatchedProvider } from "../../../worker/engines/provider-health.ts";

const now = Date.UTC(2026, 10, 21, 9, 30);
const provider: WatchedProvider = {
  id: "prv_1",
  slug: "sim",
  name: "Simulator",
  active: true,
  keyId: "k2",
  keyMissing: false,
};
const noCalls: CallCounts = { today: { calls: 0, failed: 0, costUsd: 0, costKnown: true }, hours: [] };

function modelOf(more: Partial<ModelView> = {}): ModelView {
  return {
    model: "sim-1",
    keyId: "k2",
    circuit: "closed",
    because: null,
    nextProbeAt: null,
    failuresInARow: 0,
    lastSuccessAt: now - 12_000,
    lastFailureAt: null,
    inFlight: 0,
    firstTokenMs: null,
    totalMs: null,
    outputTokenMs: null,
    samples: 0,
    tokenFactor: {},
    ...more,
  };
}

function viewOf(...models: ModelView[]): GateView {
  return { at: now, models, headroom: { requests: null, tokens: null }, events: [] };
}

const open = (because: ModelView["because"], more: Partial<ModelView> = {}) =>
  modelOf({ circuit: "open", because, failuresInARow: 5, nextProbeAt: now + 12_000, lastFailureAt: now, ...more });

describe("the health of a provider in words", () => {
  const states: [words: string, state: string, models: ModelView[], provider?: Partial<WatchedProvider>][] = [
    ["Healthy: answered 12 s ago", "healthy", [modelOf()]],
    ["Healthy: answered 3 min ago", "healthy", [modelOf({ lastSuccessAt: now - 181_000 })]],
    ["Healthy: answered 5 h ago", "healthy", [modelOf({ lastSuccessAt: now - 5 * 3_600_000 })]],
    ["Healthy: answered 1 s ago", "healthy", [modelOf(), modelOf({ model: "sim-2", lastSuccessAt: now - 1000 })]],
    ["Off: not asked until it is switched on again", "off", [open("auth")], { active: false }],
    ["Unused: nothing has been asked of it yet", "unused", []],
    ["Unused: nothing has been asked of it yet", "unused", [modelOf({ lastSuccessAt: null })]],
    ["Unused: nothing has been asked of it yet", "unused", [open("auth", { keyId: "k1" })]],
    ["Unused: enter its key first", "unused", [open("auth", { keyId: "k1" })], { keyMissing: true }],
    ["Down: refused the key. Enter a new key.", "down", [open("auth"), open("server", { model: "sim-2" })]],
    ["Down: can't be asked at its address. Correct the address.", "down", [open("misconfigured")]],
    ["Down: refused the key. Enter a new key.", "down", [open("auth", { circuit: "half-open", nextProbeAt: now })]],
    ["Down: has no credit left. Add credit there, then test it.", "down", [open("no_credit")]],
    ["Down: does not know this model any more (sim-1). Choose another model.", "down", [open("model_gone")]],
    ["Open: failed on its side 5 times; next probe in 12 s", "down", [open("server")]],
    [
      "Open: can't be reached once; next probe in 0 s",
      "down",
      [open("connection", { failuresInARow: 1, nextProbeAt: now })],
    ],
    ["Half-open: is overloaded 5 times; being probed now", "down", [open("overloaded", { circuit: "half-open" })]],
    [
      "Half-open: did not answer in time 5 times; the next call probes it",
      "down",
      [open("timeout", { circuit: "half-open", nextProbeAt: now })],
    ],
    ["Cooling: is over its rate limit; asked again in 12 s", "degraded", [open("rate_limited")]],
    [
      "Open: failed on its side 5 times; next probe in 12 s",
      "down",
      [open("rate_limited"), open("server", { model: "sim-2" })],
    ],
    [
      "Degraded: sim-2 failed on its side 5 times; other models answer",
      "degraded",
      [modelOf(), open("server", { model: "sim-2" })],
    ],
    ["Degraded: the last 2 calls failed; answered 12 s ago", "degraded", [modelOf({ failuresInARow: 2 })]],
    [
      "Degraded: the last call failed; has not answered yet",
      "degraded",
      [modelOf({ failuresInARow: 1, lastSuccessAt: null, lastFailureAt: now })],
    ],
    ["Degraded: has not answered yet", "degraded", [modelOf({ lastSuccessAt: null, lastFailureAt: now })]],
  ];

  it.each(states)("%s", (words, state, models, more = {}) => {
    expect(providerHealth({ ...provider, ...more }, viewOf(...models), noCalls, now)).toMatchObject({ state, words });
  });
});

describe("the numbers beside them", () => {
  it("name models as people do, and leave out what an earlier key has met", () => {
    const health = providerHealth(
      provider,
      viewOf(open("server"), modelOf({ model: "sim-1", keyId: "k1" })),
      noCalls,
      now,
    );
    expect(health.models).toEqual([
      {
        model: "sim/sim-1",
        circuit: "open",
        reason: "failed on its side",
        nextProbeAt: "2026-11-21T09:30:12.000Z",
        failuresInARow: 5,
        lastSuccessAt: "2026-11-21T09:29:48.000Z",
        lastFailureAt: "2026-11-21T09:30:00.000Z",
        inFlight: 0,
        firstTokenMs: null,
        totalMs: null,
        deadlines: { firstTokenMs: expect.any(Number), totalMs: expect.any(Number) },
      },
    ]);
  });

  it("show 24 hours, empty ones too, the present one last", () => {
    const hour = Date.UTC(2026, 10, 21, 9);
    const { hours } = providerHealth(
      provider,
      viewOf(),
      {
        ...noCalls,
        hours: [
          { hour: hour - 24 * 3_600_000, ok: 9, failed: 9 },
          { hour: hour - 23 * 3_600_000, ok: 1, failed: 2 },
          { hour, ok: 3, failed: 0 },
        ],
      },
      now,
    );
    expect(hours).toHaveLength(24);
    expect(hours[0]).toEqual({ hour: "2026-11-20T10:00:00.000Z", ok: 1, failed: 2 });
    expect(hours[1]).toEqual({ hour: "2026-11-20T11:00:00.000Z", ok: 0, failed: 0 });
    expect(hours[23]).toEqual({ hour: "2026-11-21T09:00:00.000Z", ok: 3, failed: 0 });
  });

  it("show the 50 newest events", () => {
    const events = Array.from({ length: 60 }, (_, index) => ({
      at: now - index * 1000,
      kind: "failover" as const,
      model: "sim-1",
      to: "other/b",
      reason: "is overloaded",
    }));
    const shown = providerHealth(provider, { ...viewOf(), events }, noCalls, now).events;
    expect(shown).toHaveLength(50);
    expect(shown[0]).toEqual({
      at: "2026-11-21T09:30:00.000Z",
      kind: "failover",
      model: "sim/sim-1",
      to: "other/b",
      reason: "is overloaded",
    });
  });
});
