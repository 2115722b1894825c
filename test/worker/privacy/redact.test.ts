import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Redaction } from "../../../worker/privacy/redact.ts";

const said = (...contents: string[]) =>
  contents.map((content, place) => ({ role: place % 2 ? "assistant" : "user", content }));

describe("redaction", () => {
  test("the same value has the same placeholder in every message, whatever its spelling", () => {
    const { messages } = new Redaction(
      said(
        "My name is Ann Lee, write to Ann@Example.com or call +49 171 1234567.",
        "Thanks Ann, we wrote to ann@example.com and rang +49 (171) 123-4567; not to bob@example.com.",
      ),
    );
    expect(messages[0]?.content).toBe("My name is [NAME_1], write to [EMAIL_1] or call [PHONE_1].");
    expect(messages[1]?.content).toBe("Thanks [NAME_2], we wrote to [EMAIL_1] and rang [PHONE_1]; not to [EMAIL_2].");
  });

  test("a placeholder that stood in the content from the start is never ours", () => {
    const redaction = new Redaction(said("[EMAIL_1] is what they wrote, mine is a@b.co"));
    expect(redaction.messages[0]?.content).toBe("[EMAIL_1] is what they wrote, mine is [EMAIL_2]");
    expect(redaction.restore("[EMAIL_1] and [EMAIL_2]")).toBe("[EMAIL_1] and a@b.co");
  });

  test("names of speakers go, what they are stays, pictures are not shown", () => {
    const { messages } = new Redaction([
      { role: "maria lopez", content: "Hi, Maria here.", images: ["data:image/png;base64,AAAA"] },
      { role: "project manager", content: "Hello Maria." },
    ]);
    expect(messages.map(({ role }) => role)).toEqual(["NAME_2", "project manager"]);
    expect(JSON.stringify(messages)).not.toMatch(/maria/i);
    expect(JSON.stringify(messages)).not.toContain("base64");
  });

  test("a quote of the redacted text is put back verbatim, even one that ends inside a placeholder", () => {
    const content = "Reach me at jo@x.org or Jo@X.org, thanks";
    const redaction = new Redaction(said(content));
    const shown = redaction.messages[0]?.content ?? "";
    expect(redaction.restoreQuote(0, shown)).toBe(content);
    expect(redaction.restoreQuote(0, "at [EMAIL_1] or")).toBe("at jo@x.org or");
    expect(redaction.restoreQuote(0, "me at [EMA")).toBe("me at jo@x.org");
    expect(redaction.restoreQuote(0, "not there")).toBeNull();
    expect(redaction.restoreQuote(4, "at")).toBeNull();
  });

  const piece = fc.oneof(
    fc.constantFrom(
      "ann@example.com",
      "+1 415 555 0100",
      "4111 1111 1111 1111",
      "DE89370400440532013000",
      "192.0.2.17",
      "[EMAIL_1]",
    ),
    fc.lorem({ maxCount: 3 }),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(" "));

  test("any stretch of a redacted text leads back to a stretch of the original that holds what it stood for", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), fc.nat(), fc.nat(), (contents, a, b) => {
        const redaction = new Redaction(said(...contents));
        for (const [place, { content }] of redaction.messages.entries()) {
          expect(redaction.restoreQuote(place, content) ?? "").toBe(contents[place]);
          const [start, end] = [a % (content.length + 1), b % (content.length + 1)].sort((x, y) => x - y);
          const quote = content.slice(start, end);
          if (quote === "") continue;
          expect(contents[place]).toContain(redaction.restoreQuote(place, quote));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("nothing that was planted is left, and redacting twice gives the same", () => {
    const planted = fc.constantFrom(
      "ann@example.com",
      "4111 1111 1111 1111",
      "DE89 3704 0044 0532 0130 00",
      "192.0.2.17",
      "123-45-6789",
    );
    fc.assert(
      fc.property(planted, fc.lorem({ maxCount: 6 }), fc.lorem({ maxCount: 6 }), (value, left, right) => {
        const content = `${left} ${value} ${right}`;
        const once = new Redaction(said(content)).messages[0]?.content ?? "";
        expect(once).not.toContain(value);
        expect(new Redaction(said(content)).messages[0]?.content).toBe(once);
        expect(new Redaction(said(once)).messages[0]?.content).toBe(once);
      }),
      { numRuns: 200 },
    );
  });
});
