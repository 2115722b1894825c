import { describe, expect, it } from "vitest";
import { ChainWorldFixture, prompt } from "./chain-fixture.ts";
import { answers, fails, usage } from "./simulated-model.ts";

function three(world: ChainWorldFixture) {
  return ["a/one", "b/two", "c/three"].map((model) => world.model(model, [answers()]));
}

describe("who is asked first", () => {
  it("is by priority the first of the chain, every time", async () => {
    const world = new ChainWorldFixture();
    const ask = world.ask(three(world));
    for (let i = 0; i < 3; i++) await ask();
    expect(world.told).toEqual(["a/one ok", "a/one ok", "a/one ok"]);
  });

  it("is by round-robin each in turn, and the one after it where its turn can't be had", async () => {
    const world = new ChainWorldFixture();
    const chain = three(world);
    const ask = world.ask(chain, { strategy: "round-robin" });
    for (let i = 0; i < 4; i++) await ask();
    const second = chain[1];
    if (second) second.script = [fails("model_gone")];
    for (let i = 0; i < 4; i++) await ask();
    expect(world.told).toEqual([
      ...["a/one ok", "b/two ok", "c/three ok", "a/one ok"],
      ...["b/two model_gone", "c/three ok", "c/three ok", "a/one ok", "c/three ok"],
    ]);
  });

  it("is by least-busy the one with the fewest calls on their way, this isolate's own at once", async () => {
    const world = new ChainWorldFixture();
    const ask = world.askRaw(three(world), { strategy: "least-busy" });
    const asks = Array.from({ length: 6 }, async (_, i) => {
      await new Promise<void>((resolve) => world.clock.after(i, resolve));
      return ask({ task: "probe" }, { idempotencyKey: `k${i}` });
    });
    const models = (await world.clock.until(Promise.all(asks))).map(({ model }) => model);
    expect(models).toEqual(["a/one", "b/two", "c/three", "a/one", "b/two", "c/three"]);
  });

  it("is by fastest whoever was never measured, then the quickest for an answer of this length", async () => {
    const world = new ChainWorldFixture();
    // Long enough to tell how fast a model writes.
    const long = { usage: { ...usage, outputTokens: 100 } };
    const slow = world.model("a/slow", [answers({ ...long, firstTokenMs: 100, totalMs: 3_000 })]);
    const quick = world.model("b/quick", [answers({ ...long, firstTokenMs: 800, totalMs: 1_000 })]);
    const ask = world.ask([slow, quick], { strategy: "fastest" });
    for (let i = 0; i < 4; i++) {
      await ask();
      await world.clock.pass(300);
    }
    expect(world.told).toEqual(["a/slow ok", "b/quick ok", "b/quick ok", "b/quick ok"]);
    // For an answer of one token the first token decides.
    world.prompt = { ...prompt, outputTokens: 1 };
    expect(await ask()).toMatchObject({ model: "a/slow" });
  });

  it("is by cheapest the lowest price for this call, an unknown one last", async () => {
    const world = new ChainWorldFixture();
    const chain = [
      world.model("a/unknown", [answers()], { priceOf: () => null }),
      world.model("b/dear", [answers()], { priceOf: ({ outputTokens }) => outputTokens }),
      world.model("c/cheap", [fails("auth")], { priceOf: ({ inputTokens }) => inputTokens / 2 }),
    ];
    expect(await world.ask(chain, { strategy: "cheapest" })()).toMatchObject({ model: "b/dear" });
    expect(world.told).toEqual(["c/cheap auth", "b/dear ok"]);
    expect(await world.ask(chain.slice(0, 1), { strategy: "cheapest" })()).toMatchObject({ usage: { costUsd: null } });
  });
});

describe("who can't do the job", () => {
  it("is not asked, and named with the reason where nobody can", async () => {
    const world = new ChainWorldFixture();
    world.prompt = { ...prompt, parts: [{ type: "image", mediaType: "image/png", base64: "" }] };
    const chain = [
      world.model("a/blind", [answers()]),
      world.model("b/loose", [answers()], { structured: false }),
      world.model("c/old", [answers()], { retiresAt: "2026-11-21T11:00:00Z", images: true }),
    ];
    expect(await world.thrown(world.ask(chain)())).toMatchObject({
      name: "NoneCanServe",
      message: "a/blind does not read images; b/loose can't be held to a JSON schema; c/old was retired on 2026-11-21",
    });
    const seeing = world.model("d/seeing", [answers()], { images: true, retiresAt: "2026-12-01" });
    expect(await world.ask([...chain, seeing])()).toMatchObject({ model: "d/seeing" });
    expect(world.told).toEqual(["d/seeing ok"]);
    expect(world.failovers).toEqual([]);
  });

  it("is left out for a question it can't hold, and asked again for a shorter one", async () => {
    const world = new ChainWorldFixture();
    const small = world.model("a/small", [answers()], {
      limits: { contextTokens: 1_000, outputTokens: 100, maxItems: 5 },
    });
    const ask = world.ask([small, world.model("b/large", [answers()])]);
    world.tokens = 2_000;
    expect(await ask()).toMatchObject({ model: "b/large" });
    world.tokens = 900;
    expect(await ask()).toMatchObject({ model: "a/small" });
  });
});
