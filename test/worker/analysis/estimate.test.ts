import { describe, expect, it } from "vitest";
import { type Answered, estimate, type Load, type Reader } from "../../../worker/analysis/estimate.ts";
import { ownPriceList } from "../../../worker/models/price.ts";
import { specOf } from "../../durable-objects/job-fixture.ts";

const exact = { low: 1, mid: 1, high: 1 };
const reader: Reader = {
  model: "a/b",
  limits: { contextTokens: 100_000, outputTokens: 8_000, maxItems: 10 },
  factors: { latin: exact, cjk: exact, other: exact },
  prices: ownPriceList({ input: 1, output: 4 }),
  tokensOfAPicture: 1_000,
  overheadTokens: 50,
  replyTokens: 100,
  secondsPerCall: 1,
  secondsPerItem: 0,
  assumptions: [],
};

const loadOf = (contents: number): Load => ({ contents, counted: { latin: contents * 200 }, images: contents });

function of(contents: number, answered = 0, said: string | null = null) {
  const before: Answered = { load: loadOf(answered), said };
  const spec = specOf();
  return estimate(loadOf(contents), spec, spec.options, reader, 0, before);
}

describe("an estimate where some was answered before", () => {
  it("counts no tokens, pictures or answers for it, and says how many", () => {
    const [whole, part] = [of(100), of(100, 40, "40 were answered before")];
    expect(whole.cached).toBe(0);
    expect(part.cached).toBe(40);
    // Batches are spared only where nothing is left in them: as many calls, with what each says anew.
    expect(part.calls).toBe(whole.calls);
    expect(whole.inputTokens.mid - part.inputTokens.mid).toBe(40 * (200 + 1_000));
    expect(whole.outputTokens.mid - part.outputTokens.mid).toBe(40 * 100);
    expect(part.costUsd?.mid).toBeLessThan(whole.costUsd?.mid ?? 0);
    expect(part.assumptions).toContain("40 were answered before");
    expect(part.batchSize).toBe(whole.batchSize);
  });

  it("never counts more calls than there are contents to ask about, and with none left only the closing ones", () => {
    const closing = of(100, 100);
    expect(of(100, 97).calls - closing.calls).toBe(3);
    expect(of(100, 99).calls - closing.calls).toBe(1);
    expect(closing.seconds.mid).toBeLessThan(of(100, 97).seconds.mid);
  });

  it("takes the time of the calls that are left: none for the reading where all was answered", () => {
    const whole = of(100);
    const closing = of(100, 100);
    // Reconciling, naming and summing up, one after the other, each with a reply of its own.
    expect(closing.seconds.mid).toBe(Math.min(4, closing.calls) * reader.secondsPerCall);
    expect(closing.assumptions.join()).toContain("no content is asked about again");
    expect(whole.assumptions.join()).not.toContain("no content is asked about again");
    // Three contents are three calls at most, wherever they stand.
    expect(of(100, 97).seconds.mid - closing.seconds.mid).toBeLessThanOrEqual(3 * reader.secondsPerCall);
    const shown = { facets: [], modules: { ...specOf().modules, insights: false, clusters: false } };
    const options = { ...specOf().options, cluster: false };
    const nothing = estimate(loadOf(100), shown, options, reader, 0, { load: loadOf(100), said: null });
    expect(nothing).toMatchObject({ calls: 0, seconds: { mid: 0 }, costUsd: { mid: 0 } });
  });
});

describe("an estimate of very few contents", () => {
  const { minClusterSize } = specOf().options;
  const open = specOf().facets.filter(({ type }) => type === "label").length;

  it("counts no reconciling of one, and no clusters of fewer than the smallest may have", () => {
    const wide = { ...reader, limits: { ...reader.limits, maxItems: 1_000 } };
    const options = { ...specOf().options, itemsPerStream: 200 };
    const calls = (contents: number) => estimate(loadOf(contents), specOf(), options, wide, 0).calls;
    expect(open).toBeGreaterThan(0);
    // Reading it and summing it up.
    expect(calls(1)).toBe(2);
    expect(calls(2)).toBe(2 + 2 * open);
    expect(calls(minClusterSize)).toBe(calls(minClusterSize - 1) + 3);
  });
});
