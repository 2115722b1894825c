import { describe, expect, test } from "vitest";
import { catalogue, catalogueModel } from "../../../worker/models/catalogue.ts";
import { lifecycleAt, whyNotUsable } from "../../../worker/models/lifecycle.ts";

const today = Date.parse("2026-11-21");

describe("the catalogue", () => {
  test("names each model once, and each says where its facts come from", () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    for (const model of catalogue) {
      const facts = {
        limits: model.contextTokens !== null || model.outputTokens !== null,
        prices: model.priceList !== null,
        lifecycle: true,
        dates: model.releasedAt !== null || model.knowledgeCutoff !== null,
        capabilities: model.capabilities !== null,
        rateLimits: model.rateLimits !== null,
        speed: model.speed !== null,
        scores: model.scores !== null,
      };
      const sourced = Object.entries(model.provenance).map(([group, source]) => [group, source !== null]);
      expect([model.id, Object.fromEntries(sourced)]).toEqual([model.id, facts]);
    }
  });

  test("has no price of 0 but for words that are never written, and prices in the order of their days and tiers", () => {
    for (const { priceList, id, capabilities } of catalogue) {
      const wordless = capabilities?.includes("embeddings") ?? false;
      const days = (priceList ?? []).map(({ from }) => from ?? "");
      expect([id, days]).toEqual([id, [...days].sort()]);
      for (const { tiers } of priceList ?? []) {
        const bounds = tiers.map(({ aboveInputTokens }) => aboveInputTokens);
        expect([id, bounds[0], bounds]).toEqual([id, 0, [...new Set(bounds)].sort((a, b) => a - b)]);
        for (const tier of tiers) {
          for (const price of [tier.input, wordless ? null : tier.output, tier.cachedInput, tier.cacheWrite]) {
            expect([id, price === null || price > 0]).toEqual([id, true]);
          }
        }
      }
    }
  });

  test("replaces what ends by what lasts", () => {
    for (const { id, lifecycle } of catalogue) {
      if (lifecycle.replacement === null) continue;
      const instead = catalogueModel(lifecycle.replacement);
      expect([id, instead?.lifecycle.state]).toEqual([id, "active"]);
    }
  });

  test.each([
    ["anthropic/claude-3-5-sonnet", "It was retired on 2025-10-28. Take anthropic/claude-sonnet-5-5 instead."],
    ["openai/gpt-4-turbo", "It was retired on 2026-10-23. Take openai/gpt-5.6-sol instead."],
    ["openai/gpt-4-vision-preview", "It is retired. Take openai/gpt-6-luna instead."],
    ["google/gemini-2.0-flash", "It was retired on 2026-06-01. Take google/gemini-3.5-flash-lite instead."],
  ])("says of %s what to take instead", (id, words) => {
    const lifecycle = catalogueModel(id)?.lifecycle;
    expect(lifecycle && whyNotUsable(lifecycleAt(lifecycle, today))).toBe(words);
  });

  test("lets a model end on its day though nobody has written that it ended", () => {
    const flash = catalogueModel("google/gemini-2.5-flash")?.lifecycle;
    if (!flash) throw new Error("no Gemini 2.5 Flash");
    expect(lifecycleAt(flash, Date.parse("2026-11-30T23:59:59Z")).state).toBe("deprecated");
    expect(lifecycleAt(flash, Date.parse("2026-12-01T00:00:00Z")).state).toBe("retired");
  });
});
