import { describe, expect, test } from "vitest";
import type { DatedPrice } from "../../../worker/contract/model.ts";
import { catalogueModel } from "../../../worker/models/catalogue.ts";
import { costOf, ownPriceList, priceAt, pricesTimes } from "../../../worker/models/price.ts";

const november = Date.parse("2026-11-21");
const millions = 1_000_000;

const call = (inputTokens: number, outputTokens: number, cachedInputTokens = 0, cacheWriteTokens = 0) => ({
  inputTokens,
  outputTokens,
  cachedInputTokens,
  cacheWriteTokens,
});

function listOf(id: string): DatedPrice[] | null {
  const model = catalogueModel(id);
  if (!model) throw new Error(`no ${id}`);
  return model.priceList;
}

const cents = (dollars: number | null) => (dollars === null ? null : Math.round(dollars * 100) / 100);

describe("costs that others published", () => {
  test("Clio: 100,000 conversations, to the cent with what it says of labels and hierarchy", () => {
    // arXiv 2412.13678, tables 2 and 3: 1,000 tokens and a prompt of 300 in, 100 out for each conversation.
    const facets = costOf(call(130 * millions, 10 * millions), ownPriceList({ input: 0.25, output: 1.25 }), november);
    expect(facets).toBe(45);
    const [labels, hierarchy] = [3.75, 0.063];
    expect(cents((facets ?? 0) + labels + hierarchy)).toBe(48.81);
  });

  test.each([
    [500, 925_573, 53_073, 0.1707],
    [1_000, 1_748_032, 104_218, 0.3247],
    [6_000, 11_084_725, 655_724, 2.0561],
  ])("Kura: %i chats with GPT-4o mini", (_chats, input, output, dollars) => {
    expect(costOf(call(input, output), listOf("openai/gpt-4o-mini"), november)).toBeCloseTo(dollars, 4);
  });

  test.each([
    [500, 959_792, 69_856, 0.4957],
    [1_000, 1_809_783, 132_094, 0.9353],
  ])("Kura: %i chats with GPT-4.1 mini", (_chats, input, output, dollars) => {
    expect(costOf(call(input, output), listOf("openai/gpt-4.1-mini"), november)).toBeCloseTo(dollars, 4);
  });
});

describe("a price", () => {
  test("of Gemini Flash 3.6 to 3.8 doubles at the first moment of 2027", () => {
    const lastMoment = Date.parse("2027-01-01T00:00:00Z") - 1;
    for (const version of ["3.6", "3.7", "3.8"]) {
      const list = listOf(`google/gemini-${version}-flash`);
      expect(costOf(call(millions, millions, 0), list, lastMoment)).toBe(4.5);
      expect(costOf(call(millions, millions, 0), list, lastMoment + 1)).toBe(9);
      expect(costOf(call(millions, 0, millions), list, lastMoment + 1)).toBe(0.15);
    }
  });

  test("is that of the whole call's tier, whose bound belongs to the tier below", () => {
    const haiku = listOf("anthropic/claude-haiku-5-5");
    expect(costOf(call(100_000, 1_000), haiku, november)).toBeCloseTo(0.0105, 10);
    expect(costOf(call(100_001, 1_000), haiku, november)).toBeCloseTo(0.0525005, 10);
    const sol = listOf("openai/gpt-6.1-sol");
    expect(costOf(call(272_000, 1_000), sol, november)).toBeCloseTo(0.554, 10);
    expect(costOf(call(272_001, 1_000), sol, november)).toBeCloseTo(1.103004, 10);
  });

  test("counts what was cached and what was written to the cache apart from the rest", () => {
    const haiku = listOf("anthropic/claude-haiku-5-5");
    expect(costOf(call(100_000, 0, 60_000, 30_000), haiku, november)).toBeCloseTo(0.001 + 0.0006 + 0.00375, 10);
    // No price for either is known: ordinary input, not nothing.
    expect(costOf(call(millions, 0, millions), ownPriceList({ input: 2, output: 8 }), november)).toBe(2);
  });

  test("is half in a batch where that is known, and not known where it is not", () => {
    expect(costOf(call(millions, 0), listOf("openai/gpt-4.1"), november, true)).toBe(1);
    expect(costOf(call(millions, 0), listOf("bedrock/amazon.nova-pro-v1:0"), november, true)).toBeNull();
  });

  test("that nobody knows is null and never 0", () => {
    expect(costOf(call(0, 0), null, november)).toBeNull();
    expect(costOf(call(1, 1), [], november)).toBeNull();
    const later: DatedPrice[] = pricesTimes(ownPriceList({ input: 1, output: 1 }), 1).map((price) => ({
      ...price,
      from: "2027-01-01",
    }));
    expect(costOf(call(1, 1), later, november)).toBeNull();
    expect(priceAt(later, Date.parse("2027-01-01"))).not.toBeNull();
  });

  test("of another region is a decimal number again", () => {
    const [price] = pricesTimes(ownPriceList({ input: 0.3, output: 2.5 }), 1.1);
    expect(price?.tiers[0]).toMatchObject({ input: 0.33, output: 2.75, cachedInput: null });
  });
});
