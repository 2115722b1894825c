import { describe, expect, it } from "vitest";
import type { AttemptReport } from "../../../../worker/engines/gate/gate-link.ts";
import { ChainWorldFixture } from "./chain-fixture.ts";
import { answers, fails } from "./simulated-model.ts";

function report(world: ChainWorldFixture, more: Partial<AttemptReport> = {}): AttemptReport {
  return {
    model: "one",
    keyId: "k1",
    at: world.clock.now(),
    outcome: "ok",
    retryAfterMs: null,
    firstTokenMs: 50,
    totalMs: 100,
    probe: false,
    inputTokens: 100,
    outputTokens: 20,
    counted: null,
    ...more,
  };
}

describe("two isolates on one gate", () => {
  it("share a breaker: once the first has opened it, the second sends one more request at most", async () => {
    const world = new ChainWorldFixture();
    const first = world.model("a/one", [fails("server")], {}, "first");
    const second = world.model("a/one", [answers(), fails("server")], {}, "second");
    // The second has a fresh view, of a time when all was well.
    await world.ask([second])();
    await world.clock.pass(300);
    for (let i = 0; i < 3; i++) await world.ask([first, world.model("b/two", [answers()])])();
    expect(first.calls).toHaveLength(5);
    for (let i = 0; i < 5; i++) await world.ask([second, world.model("b/two", [answers()])])();
    expect(second.calls.length - 1).toBeLessThanOrEqual(1);
  });

  it("share a refused key at once, and none asks again for a minute", async () => {
    const world = new ChainWorldFixture();
    const first = world.model("a/one", [fails("auth")], {}, "first");
    const second = world.model("a/one", [answers()], {}, "second");
    await world.thrown(world.ask([first])());
    await world.clock.pass(30_000);
    await world.thrown(world.ask([second])());
    expect(second.calls).toHaveLength(0);
    await world.clock.pass(31_000);
    expect(await world.ask([second])()).toMatchObject({ model: "a/one" });
    await world.clock.pass(2_000);
    first.script = [answers()];
    expect(await world.ask([first])()).toMatchObject({ model: "a/one" });
  });

  it("share good news: who waits for a circuit goes on when another isolate has closed it", async () => {
    const world = new ChainWorldFixture();
    const client = world.client("a", "first");
    for (let i = 0; i < 5; i++) client.report(report(world, { outcome: "server" }));
    for (const wait of [1_000, 2_000, 4_000]) {
      await world.clock.pass(wait);
      expect(await world.clock.until(client.probe("one", "k1"))).toBe(true);
      client.report(report(world, { outcome: "server", probe: true, totalMs: 0 }));
    }
    // The next probe is due in 8 s; meanwhile a call that was on its way brings good news.
    world.clock.after(3_000, () => client.report(report(world, { probe: true, totalMs: 0 })));
    const began = world.clock.now();
    await world.ask([world.model("a/one", [answers()], {}, "second")])();
    expect(world.clock.now() - began).toBeLessThan(5_500);
  });

  it("never probe at the same time, however long the probe takes while its isolate lives", async () => {
    const world = new ChainWorldFixture();
    const [first, second] = [world.client("a", "first"), world.client("a", "second")];
    for (let i = 0; i < 5; i++) first.report(report(world, { outcome: "server" }));
    await world.clock.pass(1_500);
    expect(await world.clock.until(first.probe("one", "k1"))).toBe(true);
    const landed = first.begin("one", 600_000);
    for (let i = 0; i < 10; i++) {
      await world.clock.pass(6_000);
      expect(await world.clock.until(second.probe("one", "k1"))).toBe(false);
    }
    // It dies: nothing is heard of it any more.
    world.gate("a").away = "hangs";
    await world.clock.pass(10_000);
    landed();
    world.gate("a").away = "no";
    await world.clock.pass(16_000);
    expect(await world.clock.until(second.probe("one", "k1"))).toBe(true);
  });
});

describe("the gate is asked rarely", () => {
  it("not at all while nothing goes on, nor for a call within a second of the last view", async () => {
    const world = new ChainWorldFixture();
    const gate = world.gate("a");
    const a = world.model("a/one", [answers()]);
    await world.ask([a])();
    await world.clock.pass(60_000);
    const idle = gate.asked;
    await world.clock.pass(3_600_000);
    expect(gate.asked).toBe(idle);
    await world.ask([a])();
    await world.clock.pass(260);
    const warm = gate.asked;
    for (let i = 0; i < 5; i++) await world.ask([a])();
    // Half a second of calls: two bundles of reports.
    expect(gate.asked - warm).toBeLessThanOrEqual(2);
  });

  it("tells good news in bundles and bad news at once", async () => {
    const world = new ChainWorldFixture();
    const [gate, client] = [world.gate("a"), world.client("a")];
    for (let i = 0; i < 10; i++) client.report(report(world));
    expect(gate.asked).toBe(0);
    await world.clock.pass(260);
    expect(gate.asked).toBe(1);
    expect(gate.view().models[0]).toMatchObject({ samples: 10, firstTokenMs: { p50: 50, p99: 50 } });
    client.report(report(world, { outcome: "timeout" }));
    expect(gate.asked).toBe(2);
  });

  it("sends what is left when a request ends, whose timers end with it", async () => {
    const world = new ChainWorldFixture();
    const client = world.client("a");
    client.report(report(world));
    await world.clock.until(client.flush());
    expect(world.gate("a").view().models[0]).toMatchObject({ samples: 1 });
  });
});

describe("a gate out of reach", () => {
  it.each(["refuses", "hangs"] as const)(
    "that %s holds no call up for long, and its isolate breaks circuits alone",
    async (away) => {
      const world = new ChainWorldFixture();
      world.gate("a").away = away;
      world.gate("b").away = away;
      const a = world.model("a/one", [fails("server")]);
      const ask = world.ask([a, world.model("b/two", [answers()])]);
      const began = world.clock.now();
      await ask();
      // A question of 100 ms, two failures of 10 ms, and at most two waits for the gate.
      expect(world.clock.now() - began).toBeLessThanOrEqual(800);
      for (let i = 0; i < 4; i++) await ask();
      expect(a.calls.length).toBeLessThanOrEqual(6);
      a.script = [answers()];
      await world.clock.pass(3_000);
      expect(await ask()).toMatchObject({ model: "a/one" });
    },
  );

  it("hears of everything when it is back", async () => {
    const world = new ChainWorldFixture();
    const [gate, client] = [world.gate("a"), world.client("a")];
    gate.away = "refuses";
    for (let i = 0; i < 5; i++) client.report(report(world, { outcome: "server" }));
    expect(client.look("one", "k1")).toMatchObject({ circuit: "open", because: "server" });
    await world.clock.pass(1_200);
    gate.away = "no";
    client.report(report(world));
    await world.clock.pass(300);
    expect(gate.view().models[0]).toMatchObject({ samples: 1 });
    expect(gate.view().events.map(({ kind }) => kind)).toContain("opened");
  });
});

describe("limits", () => {
  it("let no more calls be on their way at once than they say, in the order of coming", async () => {
    const world = new ChainWorldFixture();
    const client = world.client("a", "one", { concurrency: 2 });
    const a = world.model("a/one", [answers({ totalMs: 1_000 })]);
    const began = world.clock.now();
    await Promise.all(Array.from({ length: 6 }, (_, i) => world.ask([a])(`k${i}`)));
    expect(a.calls.map(({ call }) => call.idempotencyKey)).toEqual(["k0", "k1", "k2", "k3", "k4", "k5"]);
    const starts = a.calls.map(({ at }) => at - began);
    expect(Math.max(...starts)).toBeLessThan(2_100);
    for (const start of starts) {
      expect(starts.filter((other) => other <= start && other > start - 1_000).length).toBeLessThanOrEqual(2);
    }
    expect(client.inFlight("one")).toBe(0);
  });

  it("get back the place of a call whose request was torn down, when it must be over", async () => {
    const world = new ChainWorldFixture();
    const client = world.client("a", "one", { concurrency: 1 });
    expect(client.tryEnter(100, 60_000)).not.toBeNull();
    expect(client.tryEnter(100, 60_000)).toBeNull();
    const began = world.clock.now();
    const leave = await world.clock.until(client.enter(100, 60_000, undefined));
    expect(world.clock.now() - began).toBe(60_000);
    leave();
    expect(client.tryEnter(100, 60_000)).not.toBeNull();
  });

  it("of a minute are kept by two isolates together, used to the full, with fewer questions to the gate than calls", async () => {
    const world = new ChainWorldFixture();
    const limits = { requestsPerMinute: 300 };
    for (const isolate of ["first", "second"]) world.client("a", isolate, limits);
    const models = ["first", "second"].map((isolate) => world.model("a/one", [answers()], {}, isolate));
    const streams = models.flatMap((model) =>
      Array.from({ length: 20 }, async () => {
        const ask = world.askRaw([model]);
        for (let i = 0; i < 15; i++) await ask({ task: "probe" }, { idempotencyKey: `k${i}` });
      }),
    );
    await world.clock.until(Promise.all(streams));
    const starts = models.flatMap(({ calls }) => calls.map(({ at }) => at)).sort((a, b) => a - b);
    expect(starts).toHaveLength(600);
    const busiest = starts.map((start) => starts.filter((other) => other >= start && other < start + 60_000).length);
    expect(Math.max(...busiest)).toBeLessThanOrEqual(300);
    expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeLessThan(160_000);
    expect(world.gate("a").takes).toBeLessThan(600);
  });
});
