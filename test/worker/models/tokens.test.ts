import { describe, expect, test } from "vitest";
import { estimateCost } from "../../../worker/models/estimate-cost.ts";
import { ownPriceList } from "../../../worker/models/price.ts";
import { correctedTokens, scriptOf, tokenFactors } from "../../../worker/models/tokens.ts";

describe("the writing of a text", () => {
  test.each([
    ["Where is my refund? Commande nº 12", "latin"],
    ["退货什么时候能到？订单 A-17", "cjk"],
    ["返品はいつ届きますか。", "cjk"],
    ["환불은 언제 되나요?", "cjk"],
    ["Где мой возврат?", "other"],
    ["أين استرداد أموالي؟ order 12", "other"],
    ["", "latin"],
    ["12:30 – 14:00 ₿", "latin"],
  ])("of “%s” is %s", (text, script) => {
    expect(scriptOf(text)).toBe(script);
  });
});

describe("tokens", () => {
  test("grow by the model's factor for the writing, which its own usage replaces", () => {
    const starting = tokenFactors("claude-since-4.7");
    expect(correctedTokens(1000, "latin", starting)).toEqual({ low: 1200, mid: 1350, high: 1470 });
    expect(correctedTokens(1000, "cjk", starting).mid).toBe(1050);
    const learned = tokenFactors("claude-since-4.7", { latin: { low: 1.3, mid: 1.4, high: 1.45 } });
    expect(correctedTokens(1000, "latin", learned).mid).toBe(1400);
    expect(learned.cjk).toEqual(starting.cjk);
  });

  test("of a tokenizer that nobody has compared span widely", () => {
    const { low, high } = correctedTokens(1000, "latin", tokenFactors(null));
    expect(high / low).toBeGreaterThan(1.5);
  });
});

describe("an estimate", () => {
  const at = Date.parse("2026-11-21");
  const workload = {
    counted: { latin: 100_000, cjk: 50_000 },
    calls: 10,
    overheadTokens: 1_000,
    imageTokens: 7_000,
    outputTokens: { low: 10_000, mid: 20_000, high: 30_000 },
    cachedShare: 0.5,
    batch: false,
  };
  const factors = {
    latin: { low: 1, mid: 2, high: 3 },
    cjk: { low: 1, mid: 1, high: 1 },
    other: { low: 1, mid: 1, high: 1 },
  };

  test("adds contents, overhead and pictures, and prices what is cached as such", () => {
    const prices = ownPriceList({ input: 1, output: 10, cachedInput: 0.1 });
    const { inputTokens, costUsd } = estimateCost(workload, factors, prices, at);
    expect(inputTokens).toEqual({ low: 167_000, mid: 277_000, high: 387_000 });
    // mid: 267,000 plain, 10,000 cached, 20,000 written.
    expect(costUsd?.mid).toBeCloseTo(0.267 + 0.001 + 0.2, 10);
    expect(costUsd?.low).toBeLessThan(costUsd?.mid ?? 0);
  });

  test("takes the tier of one call, not of all together", () => {
    const prices = ownPriceList({ input: 1, output: 0.0001 }).map((price) => ({
      ...price,
      tiers: [...price.tiers, { aboveInputTokens: 30_000, input: 2, output: 1, cachedInput: null, cacheWrite: null }],
    }));
    const { costUsd } = estimateCost({ ...workload, cachedShare: 0 }, factors, prices, at);
    expect(costUsd?.mid).toBeCloseTo(0.277, 4);
    expect(costUsd?.high).toBeGreaterThan(0.774);
  });

  test("of an unknown price is unknown, its tokens are not", () => {
    const { costUsd, outputTokens } = estimateCost(workload, factors, null, at);
    expect(costUsd).toBeNull();
    expect(outputTokens.mid).toBe(20_000);
  });
});
