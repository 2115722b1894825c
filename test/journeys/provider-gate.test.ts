import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { ProviderGate } from "../../durable-objects/provider-gate.ts";
import type { FailureKind } from "../../worker/engines/failure.ts";
import type { AttemptReport, GateLink } from "../../worker/engines/gate/gate-link.ts";
import { systemClock } from "../../worker/engines/pool/clock.ts";
import { GateClient } from "../../worker/engines/pool/gate-client.ts";

const model = "sim-1";
const keyId = "k1";
const gateOf = (name: string) => env.PROVIDER_GATE.getByName(name);

/** A fresh stub for each call: one whose object was reset never works again. */
function linkTo(name: string): GateLink {
  return {
    report: (isolate, reports, inFlight) => gateOf(name).report(isolate, reports, inFlight),
    take: (requests, tokens) => gateOf(name).take(requests, tokens),
    probe: (model, keyId, isolate) => gateOf(name).probe(model, keyId, isolate),
    note: (event) => gateOf(name).note(event),
  };
}

function attempt(outcome: "ok" | FailureKind, more: Partial<AttemptReport> = {}): AttemptReport {
  return {
    model,
    keyId,
    at: Date.now(),
    outcome,
    retryAfterMs: null,
    firstTokenMs: 40,
    totalMs: 0,
    probe: false,
    inputTokens: 130,
    outputTokens: 20,
    counted: { script: "latin", tokens: 100 },
    ...more,
  };
}

const many = (count: number, report: AttemptReport) => Array.from({ length: count }, () => report);

/** As a consumer does it: look, send unless the circuit is open, tell, wait for the answer. @returns whether it sent */
async function consume(client: GateClient, outcome: "ok" | FailureKind): Promise<boolean> {
  await client.refresh(model, keyId);
  if (client.look(model, keyId).circuit !== "closed") return false;
  client.report(attempt(outcome));
  await client.refresh(model, keyId);
  return true;
}

describe("isolates that share a gate", () => {
  it("share its breaker: one opens it, another sends one more request at most", async () => {
    const [first, second] = ["first", "second"].map(
      (isolate) => new GateClient(linkTo("shared"), isolate, systemClock),
    );
    if (!first || !second) throw new Error("two clients");
    expect(await consume(second, "ok")).toBe(true);
    const sent: boolean[] = [];
    for (let i = 0; i < 8; i++) sent.push(await consume(first, "server"));
    expect(sent.filter(Boolean)).toHaveLength(5);
    const more: boolean[] = [];
    for (let i = 0; i < 8; i++) more.push(await consume(second, "server"));
    expect(more.filter(Boolean).length).toBeLessThanOrEqual(1);
    await abortAllDurableObjects();
  });

  it("keep one client for many requests: what one request began and left behind holds no other up", async () => {
    const client = new GateClient(linkTo("requests"), "first", systemClock);
    // Objects stand for requests here: each has timers and calls of its own, which end with it.
    const [one, two] = [gateOf("request one"), gateOf("request two")];
    await runInDurableObject(one, async () => {
      client.report(attempt("ok"));
      client.report(attempt("timeout"));
      client.begin(model, 60_000);
    });
    await abortAllDurableObjects();
    await runInDurableObject(two, async () => {
      client.report(attempt("ok"));
      await client.flush();
      await client.refresh(model, keyId);
      expect(client.look(model, keyId)).toMatchObject({ circuit: "closed", because: null });
    });
    expect((await gateOf("requests").view()).models[0]?.samples).toBeGreaterThanOrEqual(1);
  });

  it("share its rate, and one of them probes at a time", async () => {
    const gate = gateOf("limits");
    await gate.configure({ requestsPerMinute: 20 });
    expect(await gate.take(5, 0)).toMatchObject({ requests: 2 });
    expect(await gate.take(1, 0)).toMatchObject({ requests: 0 });
    await gate.report("first", [attempt("server"), attempt("model_gone")], {});
    expect(await gate.probe(model, keyId, "first")).toBe(false);
    await runInDurableObject(gate, async (_gate: ProviderGate, state) => {
      // A minute later, as far as the breaker knows.
      const breakers = state.storage.kv.get<Map<string, { breaker: { state: { nextProbeAt: number } } }>>("breakers");
      for (const { breaker } of breakers?.values() ?? []) breaker.state.nextProbeAt = 0;
      state.storage.kv.put("breakers", breakers);
    });
    await evictDurableObject(gate);
    const granted = await Promise.all(
      ["first", "second", "third"].map((isolate) => gateOf("limits").probe(model, keyId, isolate)),
    );
    expect(granted.filter(Boolean)).toHaveLength(1);
  });
});

describe("what a gate knows", () => {
  const known = async (name: string) => {
    const { models, events, headroom } = await gateOf(name).view();
    return { models: models.map(({ inFlight: _, ...rest }) => rest), events, limit: headroom.requests?.limit };
  };

  const teach = async (name: string) => {
    const gate = gateOf(name);
    await gate.configure({ requestsPerMinute: 60 });
    await gate.report("first", many(30, attempt("ok")), { [model]: 2 });
    await gate.report("first", many(5, attempt("overloaded")), {});
    await gate.note({ at: Date.now(), kind: "failover", model, to: "other/model", reason: "is overloaded" });
    return known(name);
  };

  it("survives eviction", async () => {
    const before = await teach("evicted");
    expect(before).toMatchObject({
      models: [{ circuit: "open", because: "overloaded", samples: 30, firstTokenMs: { p50: 40, p99: 40 } }],
      events: [{ kind: "failover" }, { kind: "opened" }],
      limit: 60,
    });
    expect(before.models[0]?.tokenFactor.latin?.mid).toBeCloseTo(1.3);
    await evictDurableObject(gateOf("evicted"));
    const after = await known("evicted");
    expect({ ...after, models: [{ ...after.models[0], circuit: "open" }] }).toEqual(before);
  });

  it("survives an abort, good news of the last second apart", async () => {
    const before = await teach("aborted");
    await abortAllDurableObjects();
    const after = await known("aborted");
    expect({ ...after, models: [{ ...after.models[0], circuit: "open" }] }).toEqual(before);
  });

  it("is gone when it is told to forget", async () => {
    await teach("forgotten");
    await gateOf("forgotten").forget();
    expect(await known("forgotten")).toEqual({ models: [], events: [], limit: undefined });
    await evictDurableObject(gateOf("forgotten"));
    expect(await known("forgotten")).toEqual({ models: [], events: [], limit: undefined });
  });

  it("holds a name such as __proto__ like any other", async () => {
    const gate = gateOf("odd");
    await gate.report(
      "first",
      many(5, attempt("server", { model: "__proto__" })),
      Object.fromEntries([["__proto__", 1]]),
    );
    await evictDurableObject(gate);
    expect((await gateOf("odd").view()).models).toMatchObject([{ model: "__proto__", circuit: "open" }]);
  });
});
