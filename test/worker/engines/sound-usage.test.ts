import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TokenUsage } from "../../../worker/engines/model-call.ts";
import { soundUsage } from "../../../worker/engines/sound-usage.ts";

/** As it comes from outside, where the types promise nothing. */
function said(usage: unknown): TokenUsage | null {
  return JSON.parse(JSON.stringify({ usage }), (_, value) => {
    return value === "NaN" ? Number.NaN : value === "Infinity" ? Number.POSITIVE_INFINITY : value;
  }).usage;
}

const good = { inputTokens: 330, cachedInputTokens: 300, cacheWriteTokens: 20, outputTokens: 42, reasoningTokens: 30 };

describe("what a server says it used", () => {
  it("is taken where it makes sense", () => {
    expect(soundUsage(good)).toEqual(good);
    expect(soundUsage(said({ ...good, outputTokens: 42.9 }))).toEqual(good);
    expect(soundUsage(said({ inputTokens: 0, outputTokens: 0 }))).toEqual({
      inputTokens: 0,
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 0,
      reasoningTokens: 0,
    });
  });

  it.each([null, -1, "NaN", "Infinity", 1e9 + 1, "12", [12], {}, true])(
    "is unknown where a main count is %j",
    (count) => {
      expect(soundUsage(said({ ...good, inputTokens: count }))).toBeNull();
      expect(soundUsage(said({ ...good, outputTokens: count }))).toBeNull();
    },
  );

  it.each([null, "none", 7, [], {}])("is unknown where it is %j", (usage) => {
    expect(soundUsage(said(usage))).toBeNull();
  });

  it("has no part that is larger than its whole", () => {
    const more = { inputTokens: 100, cachedInputTokens: 90, cacheWriteTokens: 50, outputTokens: 5, reasoningTokens: 9 };
    expect(soundUsage(more)).toEqual({ ...more, cacheWriteTokens: 10, reasoningTokens: 5 });
    expect(soundUsage({ ...more, cachedInputTokens: 1e8 })).toMatchObject({
      cachedInputTokens: 100,
      cacheWriteTokens: 0,
    });
    expect(soundUsage(said({ ...good, cachedInputTokens: -5, cacheWriteTokens: "NaN", reasoningTokens: "x" }))).toEqual(
      {
        ...good,
        cachedInputTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
      },
    );
  });

  it("is null or adds up, whatever comes", () => {
    const count = fc.oneof(fc.double(), fc.integer(), fc.constant(undefined), fc.string());
    const anything = fc.record({
      inputTokens: count,
      cachedInputTokens: count,
      cacheWriteTokens: count,
      outputTokens: count,
      reasoningTokens: count,
    });
    fc.assert(
      fc.property(anything, (usage) => {
        const sound = soundUsage(usage as TokenUsage);
        if (sound === null) return true;
        const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = sound;
        const fits = cachedInputTokens + cacheWriteTokens <= inputTokens && reasoningTokens <= outputTokens;
        return fits && Object.values(sound).every((value) => Number.isSafeInteger(value) && value >= 0 && value <= 1e9);
      }),
    );
  });
});
