import { describe, expect, it } from "vitest";
import { Postponed } from "../../../../worker/engines/failure.ts";
import { ChainWorldFixture } from "./chain-fixture.ts";
import { answers, fails } from "./simulated-model.ts";

const question = { task: "probe" } as const;

describe("a question whose asker holds", () => {
  it("begins no call, and says that it may be put again", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers()]);
    const hold = new AbortController();
    hold.abort();
    const ask = world.askRaw([a]);
    const failure = await world.thrown(
      world.clock.until(ask(question, { idempotencyKey: "j/1/0", hold: hold.signal })),
    );
    expect(failure).toBeInstanceOf(Postponed);
    expect(a.calls).toHaveLength(0);
  });

  it("lets the call on its way go to its end", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [answers({ totalMs: 5_000 })]);
    const hold = new AbortController();
    world.clock.after(1_000, () => hold.abort());
    const ask = world.askRaw([a]);
    const answer = await world.clock.until(ask(question, { idempotencyKey: "j/1/0", hold: hold.signal }));
    expect(answer).toMatchObject({ model: "a/one", usage: { calls: 1 } });
  });

  it("does not try again, and does not go on to the next, once it holds; what was spent is told", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("server", { afterMs: 2_000 })]);
    const b = world.model("b/two", [answers()]);
    const hold = new AbortController();
    world.clock.after(1_000, () => hold.abort());
    const ask = world.askRaw([a, b]);
    const failure = await world.thrown(
      world.clock.until(ask(question, { idempotencyKey: "j/1/0", hold: hold.signal })),
    );
    expect(failure).toBeInstanceOf(Postponed);
    expect(failure).toMatchObject({ spent: { calls: 1 } });
    expect([a.calls.length, b.calls.length]).toEqual([1, 0]);
  });
});

describe("a question that may wait only so long", () => {
  it("is given back, with the time from which it may go, where the provider wants a longer pause", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("rate_limited", { status: 429, retryAfter: 30_000 })]);
    const began = world.clock.now();
    const ask = world.askRaw([a]);
    const failure = await world.thrown(
      world.clock.until(ask(question, { idempotencyKey: "j/1/0", longestWait: 5_000 })),
    );
    expect(failure).toBeInstanceOf(Postponed);
    if (failure instanceof Postponed) expect(failure.until - began).toBeGreaterThanOrEqual(30_000);
    expect(world.clock.now() - began).toBeLessThan(5_000);
  });

  it("waits a short pause out", async () => {
    const world = new ChainWorldFixture();
    const a = world.model("a/one", [fails("rate_limited", { status: 429, retryAfter: 2_000 }), answers()]);
    const ask = world.askRaw([a]);
    const answer = await world.clock.until(ask(question, { idempotencyKey: "j/1/0", longestWait: 5_000 }));
    expect(answer).toMatchObject({ model: "a/one", usage: { calls: 2 } });
  });

  it("is given back where one's own limits have no room for so long", async () => {
    const world = new ChainWorldFixture();
    const client = world.client("a", "one", { requestsPerMinute: 1 });
    const a = world.model("a/one", [answers()], { gate: client });
    const ask = world.askRaw([a]);
    const context = { idempotencyKey: "j/1/0", longestWait: 5_000 };
    await world.clock.until(ask(question, context));
    expect(await world.thrown(world.clock.until(ask(question, context)))).toBeInstanceOf(Postponed);
    expect(a.calls).toHaveLength(1);
  });
});
