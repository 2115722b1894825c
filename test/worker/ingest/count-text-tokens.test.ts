import fc from "fast-check";
import { estimateTokenCount } from "tokenx";
import { describe, expect, it } from "vitest";
import { countTextTokens } from "../../../worker/ingest/count-text-tokens.ts";

describe("Tokens are counted in place exactly as tokenx counts them", () => {
  it.each([
    "",
    " ",
    "\n",
    "Hello, where is my order?",
    "one\ntwo.\nthree\n\n  four\r\n\tfive",
    "a\n",
    ".\n",
    "。\n",
    "1234567 12 12ab  ---- ........ (((((((((",
    "internationalisation INTERNATIONAL lowercase lowercas Lowercas",
    "don't don’t naïve Straße déjà-vu",
    "你好,我的订单在哪里?谢谢。「はい」ありがとう!!韓国어",
    ",,你好。 、ああ、abc。def,",
    "Где мой заказ? Ευχαριστώ 👍🏽👨‍👩‍👧 ok",
    "\u00a0\u3000\ufeff\u2028a\u2029\u1680",
    "\u0000\u0001\u007f\u0085x",
    "\ud800 half \udc00",
  ])("in %j", (text) => {
    expect(countTextTokens(text)).toBe(estimateTokenCount(text));
  });

  it("in whatever text there is, letters, marks and white space of many writings mixed", () => {
    const signs = fc.constantFrom(
      ..." \n\t\r\u00a0\u3000.,-_'’\"(aZbz09é߀。、,あ漢한я👍\u0301\u200d\ufe0f\u0000\ud800",
    );
    const mixed = fc.string({ unit: signs, maxLength: 40 });
    const any = fc.string({ unit: "binary", maxLength: 60 });
    const words = fc.array(fc.oneof(mixed, any, fc.lorem({ maxCount: 4 })), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.oneof(
          mixed,
          any,
          words.map((list) => list.join(" ")),
        ),
        (text) => {
          expect(countTextTokens(text)).toBe(estimateTokenCount(text));
        },
      ),
      { numRuns: 1_000, seed: 20261121 },
    );
  });
});
