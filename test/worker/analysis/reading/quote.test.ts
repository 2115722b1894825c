import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuotedMessage, unescapeMarkup } from "../../../../worker/analysis/reading/quote.ts";
import { escapeLines, escapeMarkup } from "../../../../worker/engines/prompts/escape.ts";

const find = (content: string, quote: string) => new QuotedMessage(content).find(quote);

describe("a quote", () => {
  it("is found as it was meant and as the prompt showed it", () => {
    const content = 'if a < b && c > d: "R&D" says &lt;b&gt;';
    for (const quote of ["a < b && c", "a &lt; b &amp;&amp; c", "says &lt;b&gt;", "says &amp;lt;b&amp;gt;"]) {
      const found = find(content, quote);
      expect(found).not.toBeNull();
      expect(content).toContain(found);
    }
    expect(find(content, "a &lt; b &amp;&amp; c")).toBe("a < b && c");
  });

  it("may go over the end of a line, which the prompt sets in, and is kept as the message has it", () => {
    const content = "first line\r\n\r\n  second\u0000line";
    expect(find(content, "line\n  second line")).toBe("line\r\n\r\n  second\u0000line");
    expect(find(content, "first line second")).toBe("first line\r\n\r\n  second");
  });

  it("is found across unseen characters that the prompt leaves out", () => {
    const content = "nice\u{E0069}\u{E0067} wea\u{E0001}ther";
    expect(find(content, "nice weather")).toBe(content);
  });

  it("is not found where a word is missing, changed, joined or parted", () => {
    const content = "where is my refund now";
    for (const quote of ["where is refund", "my refunds", "myrefund", "re fund", "now where", "\u{E0001}", " \n "]) {
      if (quote.trim() === "") expect(find("x", quote)).toBeNull();
      else expect(find(content, quote)).toBeNull();
    }
  });

  it("copied from any stretch of any shown message is found, and what is found stands there", () => {
    const piece = fc.oneof(
      fc.constantFrom("<", ">", "&", "&lt;", "\n", "\r\n", "\u2028", " ", "\u{E0041}", "é", "👩‍👩‍👧"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), fc.nat(), fc.nat(), (pieces, from, length) => {
        const content = pieces.join("").toWellFormed();
        const letters = [...content];
        const stretch = letters.slice(from % letters.length, (from % letters.length) + 1 + (length % 20)).join("");
        const copied = escapeLines(stretch).trim();
        if (copied === "") return;
        const found = find(content, copied);
        expect(found).not.toBeNull();
        expect(content).toContain(found);
      }),
    );
  });
});

describe("escaping", () => {
  it("is undone once, and only once", () => {
    for (const text of ["<b>", "&lt;", "&amp;amp;", "a & b", "&#60;"])
      expect(unescapeMarkup(escapeMarkup(text))).toBe(text);
  });
});
