import { describe, expect, it } from "vitest";
import { CallFailure, type FailureKind, NoneCanServe } from "../../../../worker/engines/failure.ts";
import { ChainWorldFixture } from "./chain-fixture.ts";
import { answers, fails, hangs, usage } from "./simulated-model.ts";

describe("a question that is answered", () => {
  it("says who answered and what it cost, and leaves no timer behind that holds a call", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers()], { thinkingTokens: 50 });
    expect(await world.ask([a])()).toEqual({
      reply: { ok: true },
      model: "a/one",
      usage: { calls: 1, inputTokens: 100, cachedInputTokens: 0, outputTokens: 20, costUsd: 1 },
    });
    expect(a.calls[0]?.call).toMatchObject({ model: "one", idempotencyKey: "job/1/0", maxOutputTokens: 150 });
    expect(world.attempts).toEqual([
      expect.objectContaining({
        attempt: 1,
        outcome: "ok",
        latencyMs: 100,
        firstTokenMs: 50,
        costUsd: 1,
        task: "probe",
      }),
    ]);
    await world.clock.pass(10_000);
    expect(world.clock.pending).toBe(0);
  });

  it("keeps the good rows of an answer that was cut by the output limit", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers({ text: '{"items":[', stop: "length" })]);
    expect(await world.ask([a])()).toMatchObject({ reply: { cut: '{"items":[' } });
    expect(world.told).toEqual(["a/one ok"]);
  });

  it.each([
    ["text that is no JSON", answers({ text: "Sorry!" })],
    ["a refusal to use the tool", fails("bad_output", { usage })],
  ])("hands back %s as no reply, paid for, without asking again by itself", async (_, does) => {
    const world = new ChainWorldFixture();
    const [a, b] = [world.model("a/one", [does]), world.model("b/two", [answers()])];
    const answer = await world.ask([a, b])();
    expect(answer).toMatchObject({
      reply: undefined,
      model: "a/one",
      usage: { calls: 1, outputTokens: 20, costUsd: 1 },
    });
    expect(world.told).toEqual(["a/one bad_output"]);
  });
});

describe("what an answer used", () => {
  const free = () => 0;
  const unpriced = () => null;

  it.each([
    ["says nothing", null],
    ["says nonsense", { ...usage, outputTokens: Number.NaN }],
    ["says less than nothing", { ...usage, inputTokens: -100 }],
  ])("is unknown, and so is its cost, where its server %s", async (_, said) => {
    const world = new ChainWorldFixture();
    const answer = await world.ask([world.model("a/one", [answers({ usage: said })])])();
    expect(answer.usage).toEqual({
      calls: 1,
      inputTokens: 0,
      cachedInputTokens: 0,
      outputTokens: 0,
      costUsd: null,
    });
    expect(world.attempts).toEqual([expect.objectContaining({ outcome: "ok", costUsd: null })]);
  });

  it("is unknown too where the whole answer was no JSON", async () => {
    const world = new ChainWorldFixture();
    const answer = await world.ask([world.model("a/one", [answers({ text: "Sorry!", usage: null })])])();
    expect(answer.usage.costUsd).toBeNull();
  });

  it.each([
    ["is free", free, 0],
    ["has no price", unpriced, null],
  ])("costs what a model costs that %s, said or not", async (_, priceOf, costUsd) => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers({ usage: null })], { priceOf });
    expect((await world.ask([a])()).usage.costUsd).toBe(costUsd);
  });

  it("is rounded down, and no part of it is larger than the whole", async () => {
    const world = new ChainWorldFixture();
    const said = { ...usage, inputTokens: 100.9, cachedInputTokens: 500 };
    const failed = fails("cut_short", { usage: { ...usage, outputTokens: 1e12 } });
    await world.ask([world.model("a/one", [failed, answers({ usage: said })])])();
    expect(world.attempts.map(({ usage: used }) => [used.inputTokens, used.cachedInputTokens])).toEqual([
      [0, 0],
      [100, 100],
    ]);
  });
});

describe("a failure", () => {
  const once: [FailureKind, string[]][] = [
    ["server", ["a/one server", "a/one ok"]],
    ["connection", ["a/one connection", "a/one ok"]],
    ["cut_short", ["a/one cut_short", "a/one ok"]],
    ["overloaded", ["a/one overloaded", "b/two ok"]],
    ["timeout", ["a/one timeout", "b/two ok"]],
    ["rate_limited", ["a/one rate_limited", "b/two ok"]],
    ["auth", ["a/one auth", "b/two ok"]],
    ["no_credit", ["a/one no_credit", "b/two ok"]],
    ["model_gone", ["a/one model_gone", "b/two ok"]],
    ["context_too_long", ["a/one context_too_long", "b/two ok"]],
    ["content_refused", ["a/one content_refused", "b/two ok"]],
    ["bad_request", ["a/one bad_request", "b/two ok"]],
    ["misconfigured", ["a/one misconfigured", "b/two ok"]],
  ];
  it.each(once)("%s, once, is followed by the right one within 50 ms", async (kind, told) => {
    const world = new ChainWorldFixture();
    const [a, b] = [world.model("a/one", [fails(kind), answers()]), world.model("b/two", [answers()])];
    await world.ask([a, b])();
    expect(world.told).toEqual(told);
    const [failed, next] = world.attempts;
    expect((next?.at ?? 0) - (failed?.at ?? 0) - (failed?.latencyMs ?? 0)).toBeLessThan(50);
  });

  it("that lasts goes to the next model after one more try, under the same key, and everything is counted", async () => {
    const world = new ChainWorldFixture();
    const [a, b] = [world.model("a/one", [fails("server", { usage })]), world.model("b/two", [answers()])];
    const answer = await world.ask([a, b])("job/7/2");
    expect(world.told).toEqual(["a/one server", "a/one server", "b/two ok"]);
    expect([...a.calls, ...b.calls].map(({ call }) => call.idempotencyKey)).toEqual(["job/7/2", "job/7/2", "job/7/2"]);
    expect(answer.usage).toEqual({ calls: 3, inputTokens: 300, cachedInputTokens: 0, outputTokens: 60, costUsd: 3 });
    expect(world.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it("of a model with nobody behind it is tried twice more, waiting longer each time, and thrown with what was spent", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("server", { status: 500, usage })]);
    const failure = await world.thrown(world.ask([a])());
    expect(failure).toBeInstanceOf(CallFailure);
    expect(failure).toMatchObject({
      kind: "server",
      message: "a/one: simulated server",
      spent: { calls: 3, costUsd: 3 },
    });
    const gaps = a.calls.map(({ at }, i) => at - (a.calls[i - 1]?.at ?? at) - 10).slice(1);
    expect(gaps[0]).toBeGreaterThanOrEqual(125);
    expect(gaps[1]).toBeGreaterThanOrEqual(500);
  });

  it("that never reached the provider is no call, and one that broke off leaves the sum of costs known", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("connection"), fails("cut_short")]);
    const answer = await world.ask([a, world.model("b/two", [answers()])])();
    expect(world.attempts.map(({ costUsd }) => costUsd)).toEqual([0, null, 1]);
    expect(answer.usage).toMatchObject({ calls: 2, costUsd: 1 });
  });

  it("of the question itself is thrown as it is, so that the stage can cut it", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("context_too_long", { status: 400 })]);
    const b = world.model("b/two", [fails("auth", { status: 401 })]);
    const failure = await world.thrown(world.ask([a, b])());
    expect(failure).toMatchObject({ name: "CallFailure", kind: "context_too_long", spent: { calls: 2, costUsd: 0 } });
    world.tokens = 50_000;
    expect(await world.thrown(world.ask([a])())).toMatchObject({ kind: "context_too_long", spent: { calls: 0 } });
    expect(a.calls).toHaveLength(1);
  });

  it("of a provider's client itself is the server's, and says nothing of what it stumbled over", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers()], {
      send: () => {
        throw new TypeError("secret words of a content");
      },
    });
    const failure = await world.thrown(world.ask([a])());
    expect(failure).toMatchObject({ kind: "server", message: "a/one: the answer could not be read (TypeError)" });
  });
});

describe("a hang", () => {
  it.each([
    ["headers", 15_000, "did not respond within 15 s"],
    ["first", 120_000, "did not begin to answer within 120 s"],
    ["middle", 30_000, "fell silent for 30 s"],
  ] as const)(
    "at the %s ends after its deadline, though the client is deaf, and the next answers",
    async (at, after, words) => {
      const world = new ChainWorldFixture();
      const [a, b] = [world.model("a/one", [hangs(at)]), world.model("b/two", [answers()])];
      const began = world.clock.now();
      expect(await world.ask([a, b])()).toMatchObject({ model: "b/two" });
      expect(world.told).toEqual(["a/one timeout", "b/two ok"]);
      expect((b.calls[0]?.at ?? 0) - began).toBeLessThan(after + 50);
      expect((b.calls[0]?.at ?? 0) - began).toBeGreaterThanOrEqual(after);
      const reason: unknown = a.calls[0]?.signal.reason;
      expect(reason).toMatchObject({ kind: "timeout", message: words });
    },
  );

  it("is seen early once the model's own speed is known", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers()]);
    const ask = world.ask([a, world.model("b/two", [answers()])]);
    for (let i = 0; i < 20; i++) await ask();
    await world.clock.pass(300);
    a.script = [hangs("headers")];
    const began = world.clock.now();
    expect(await ask()).toMatchObject({ model: "b/two" });
    expect(world.clock.now() - began).toBeLessThan(2_300);
  });

  it("is not ended by the deadline of a slow beginning once pieces come", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers({ firstTokenMs: 100_000, totalMs: 125_000 })]);
    expect(await world.ask([a])()).toMatchObject({ model: "a/one" });
  });
});

describe("an open circuit", () => {
  it("is stepped over without any call, its failover told once, and traffic returns when a probe succeeds", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("server")]);
    const ask = world.ask([a, world.model("b/two", [answers()])]);
    for (let i = 0; i < 3; i++) await ask();
    expect(a.calls).toHaveLength(5);
    const asked = a.calls.length;
    await ask();
    expect(a.calls).toHaveLength(asked);
    expect(world.failovers).toEqual([
      { from: "a/one", to: "b/two", reason: "failed on its side", at: expect.any(Number) },
    ]);
    await world.clock.pass(1_000);
    expect(await ask()).toMatchObject({ model: "b/two" });
    expect(a.calls).toHaveLength(asked + 1);
    a.script = [answers()];
    expect(await ask()).toMatchObject({ model: "b/two" });
    await world.clock.pass(2_000);
    expect(await ask()).toMatchObject({ model: "a/one" });
    expect(await ask()).toMatchObject({ model: "a/one" });
    expect(world.failovers).toHaveLength(1);
    const kinds = world
      .gate("a")
      .view()
      .events.map(({ kind }) => kind);
    expect(kinds).toEqual(["closed", "half-opened", "opened", "half-opened", "failover", "opened"]);
  });

  it("is what a provider ends with that refuses whatever it is asked: from then on nobody can serve", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("bad_request", { status: 400 })]);
    const ask = world.ask([a]);
    for (let i = 0; i < 4; i++) expect(await world.thrown(ask())).toMatchObject({ kind: "bad_request" });
    const refused = [await world.thrown(ask()), await world.thrown(ask())];
    expect(refused.at(-1)).toBeInstanceOf(NoneCanServe);
    expect(refused.at(-1)).toMatchObject({ message: expect.stringContaining("a/one refused the request") });
  });

  it("is probed by one of many at a time; the others go on elsewhere", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("server")]);
    const b = world.model("b/two", [answers()]);
    for (let i = 0; i < 3; i++) await world.ask([a, b])();
    await world.clock.pass(1_500);
    const before = a.calls.length;
    a.script = [fails("server", { afterMs: 5_000 })];
    const asks = [world.ask([a, b]), world.ask([a, b]), world.ask([a, b]), world.ask([a, b])];
    await Promise.all(asks.map((ask) => ask()));
    expect(a.calls).toHaveLength(before + 1);
  });
});

describe("where nobody can serve", () => {
  it("says so at once when the keys are refused, naming each and why", async () => {
    const world = new ChainWorldFixture();
    const chain = [
      world.model("a/one", [fails("auth", { status: 401 })]),
      world.model("b/two", [fails("no_credit", { status: 402 })]),
      world.model("c/three", [answers()], { retiresAt: "2026-11-20T00:00:00Z" }),
    ];
    const began = world.clock.now();
    const failure = await world.thrown(world.ask(chain)());
    expect(failure).toBeInstanceOf(NoneCanServe);
    expect(failure).toMatchObject({
      message: "a/one refused the key (401); b/two has no credit left (402); c/three was retired on 2026-11-20",
      spent: { calls: 2, costUsd: 0 },
    });
    await world.thrown(world.ask(chain)());
    expect(world.attempts).toHaveLength(2);
    expect(world.clock.now() - began).toBeLessThan(100);
  });

  it("opens every model behind a refused key, and none behind another", async () => {
    const world = new ChainWorldFixture();
    await world.thrown(world.ask([world.model("a/one", [fails("auth", { status: 401 })])])());
    const sibling = world.model("a/two", [answers()]);
    const newKey = world.model("a/one", [answers()], { keyId: "k2" });
    await world.thrown(world.ask([sibling])());
    expect(sibling.calls).toHaveLength(0);
    expect(await world.ask([sibling, newKey])()).toMatchObject({ model: "a/one" });
  });

  it("waits through an outage with ever rarer probes, gives up when patience is over, and says when it tries again", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("server", { status: 503 })]);
    await world.thrown(world.ask([a])());
    const began = world.clock.now();
    const before = a.calls.length;
    const failure = await world.thrown(world.ask([a])());
    expect(failure).toBeInstanceOf(NoneCanServe);
    expect(String(failure)).toMatch(/a\/one failed on its side \(503\); another try is worth it from 12:0\d UTC$/);
    expect(world.clock.now() - began).toBeLessThanOrEqual(21_000);
    // Two more failures open the circuit; then probes after 1, 2, 4 and 8 s.
    expect(a.calls.length - before).toBe(6);
  });

  it("goes on as soon as the outage is over", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("server")]);
    await world.thrown(world.ask([a])());
    a.script = [fails("server"), fails("server"), fails("server"), answers()];
    expect(await world.ask([a])()).toMatchObject({ model: "a/one" });
  });

  it("waits for a rate limit to end, for longer than for an outage, and no second longer than told", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("rate_limited", { retryAfter: 45_000 }), answers()]);
    const began = world.clock.now();
    expect(await world.ask([a])()).toMatchObject({ model: "a/one", usage: { calls: 2 } });
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(45_000);
    expect(world.clock.now() - began).toBeLessThan(46_000);
    a.script = [fails("rate_limited", { retryAfter: 50_000, status: 429 })];
    expect(String(await world.thrown(world.ask([a])()))).toMatch(/is over its rate limit until 12:0\d UTC \(429\)$/);
  });
});

describe("a caller that gives up", () => {
  it("ends its call at once, without holding it against the model", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [hangs("first")]);
    const controller = new AbortController();
    world.clock.after(3_000, () => controller.abort(new Error("the job was paused")));
    const began = world.clock.now();
    expect(await world.thrown(world.ask([a])("k", controller.signal))).toMatchObject({ message: "the job was paused" });
    expect(world.clock.now() - began).toBe(3_000);
    expect(world.told).toEqual(["a/one aborted"]);
    expect(a.calls[0]?.signal.aborted).toBe(true);
  });
});

describe("hedging", () => {
  it("asks a second model when the first is slow to begin; the faster answers, the other is ended, both are counted", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers({ firstTokenMs: 60_000, totalMs: 61_000 })]);
    const b = world.model("b/two", [answers()]);
    const answer = await world.ask([a, b], { hedge: true })();
    expect(answer).toMatchObject({ model: "b/two", usage: { calls: 2 } });
    expect(world.told.toSorted()).toEqual(["a/one aborted", "b/two ok"]);
    expect(a.calls[0]?.signal.aborted).toBe(true);
    expect(world.failovers).toEqual([]);
  });

  it("asks nobody else where the first begins in time, and lets the second go on where the first fails", async () => {
    const world = new ChainWorldFixture();
    const b = world.model("b/two", [answers({ firstTokenMs: 8_000, totalMs: 9_000 })]);
    await world.ask([world.model("a/one", [answers({ totalMs: 20_000 })]), b], { hedge: true })();
    expect(b.calls).toHaveLength(0);
    const late = world.model("a/late", [fails("overloaded", { afterMs: 12_000 })]);
    expect(await world.ask([late, b], { hedge: true })()).toMatchObject({ model: "b/two" });
    expect(world.told.slice(1)).toEqual(["a/late overloaded", "b/two ok"]);
  });
});
