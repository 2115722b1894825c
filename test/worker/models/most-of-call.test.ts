import { describe, expect, it } from "vitest";
import { type Dearest, mostOfCall } from "../../../worker/models/most-of-call.ts";
import { costOf, ownPriceList } from "../../../worker/models/price.ts";

function model(prices: Parameters<typeof ownPriceList>[0], more: Partial<Dearest> = {}): Dearest {
  const list = ownPriceList(prices);
  return {
    model: "sim/m",
    tokenFactor: 1,
    tokensOfAPicture: 1_000,
    outputTokens: 8_000,
    thinkingTokens: 0,
    priceOf: (usage, at) => costOf(usage, list, at),
    ...more,
  };
}

const carried = { counted: 10_000, pictures: 0, outputTokens: 2_000 };

describe("the most that a call may cost", () => {
  it("is no less than any bill for it within its bounds", () => {
    const dear = model({ input: 2, output: 8, cachedInput: 0.2, cacheWrite: 2.5 }, { tokenFactor: 1.3 });
    const most = mostOfCall([dear], carried, 0) ?? 0;
    for (const share of [0, 0.5, 1]) {
      const inputTokens = 13_000;
      const cacheWriteTokens = inputTokens * share;
      const cachedInputTokens = (inputTokens - cacheWriteTokens) * share;
      const bill = dear.priceOf({ inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens: 2_000 }, 0) ?? 0;
      expect(most).toBeGreaterThanOrEqual(bill);
    }
    // And not absurdly more: a tenth above the worst factor, and the framing.
    expect(most).toBeCloseTo(((10_000 * 1.3 * 1.1 + 400) * 2.5 + 2_000 * 8) / 1e6, 5);
  });

  it("is that of the dearest model of the chain", () => {
    const [cheap, dear] = [model({ input: 1, output: 4 }), model({ input: 3, output: 12 })];
    expect(mostOfCall([cheap, dear], carried, 0)).toBe(mostOfCall([dear], carried, 0));
  });

  it("counts pictures and thinking, but never more output than the model is asked for", () => {
    const plain = mostOfCall([model({ input: 1, output: 1 })], carried, 0) ?? 0;
    const seen = mostOfCall([model({ input: 1, output: 1 })], { ...carried, pictures: 3 }, 0) ?? 0;
    expect(seen - plain).toBeCloseTo(3_000 / 1e6, 12);
    const thinking = model({ input: 1, output: 1 }, { thinkingTokens: 50_000 });
    expect((mostOfCall([thinking], carried, 0) ?? 0) - plain).toBeCloseTo(6_000 / 1e6, 12);
  });

  it("takes the tier that the worst input would be billed at", () => {
    const tier = { input: 1, output: 1, cachedInput: null, cacheWrite: null };
    const tiers = [
      { ...tier, aboveInputTokens: 0 },
      { ...tier, input: 2, aboveInputTokens: 11_000 },
    ];
    const list = [{ from: null, tiers, batchShare: null }];
    const tiered = model({ input: 1, output: 1 }, { priceOf: (usage, at) => costOf(usage, list, at) });
    expect(mostOfCall([tiered], carried, 0)).toBeCloseTo(((10_000 * 1.1 + 400) * 2 + 2_000) / 1e6, 9);
  });

  it("is unknown where one price is, and nothing where nobody is paid", () => {
    const unknown = model({ input: 1, output: 1 }, { priceOf: () => null });
    expect(mostOfCall([model({ input: 1, output: 1 }), unknown], carried, 0)).toBeNull();
    expect(mostOfCall([], carried, 0)).toBe(0);
  });
});
