import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countLatin, countLetters, mayHoldOtherScripts } from "../../../worker/quality/count-letters.ts";

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(..."aZ é̂ßя漢あ한Ωª𠀀👍\ud800_-"), maxLength: 40 }),
);
const matches = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe("Letters are counted", () => {
  it("as the patterns of Unicode properties count them", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(countLetters(text)).toBe(matches(text, /[\p{L}\p{M}]/gu));
        expect(countLatin(text)).toBe(matches(text, /\p{Script=Latin}/gu));
      }),
      { numRuns: 1_000, seed: 20261121 },
    );
  });
});

describe("Other scripts than Latin", () => {
  it("are never overlooked, whichever sign of Unicode it is", () => {
    const scripts = [
      "Arabic",
      "Greek",
      "Cyrillic",
      "Han",
      "Hangul",
      "Hiragana",
      "Thai",
      "Hebrew",
      "Ethiopic",
      "Georgian",
    ];
    const other = new RegExp(`[${scripts.map((script) => `\\p{Script=${script}}`).join("")}]`, "u");
    const overlooked: string[] = [];
    for (let point = 0; point <= 0x10ffff; point++) {
      const sign = String.fromCodePoint(point);
      if (!mayHoldOtherScripts(sign) && other.test(sign)) overlooked.push(point.toString(16));
    }
    expect(overlooked).toEqual([]);
  });

  it("are not looked for in texts of western languages", () => {
    expect(mayHoldOtherScripts("Où est ma commande ? “Straße” – naïve, łódź… 5 €")).toBe(false);
  });
});
