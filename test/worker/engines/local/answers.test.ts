import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facet } from "../../../../worker/contract/template.ts";
import { answerOf, extractAll, intent, talk } from "./ask-local.ts";

const outcome: Facet = {
  name: "outcome",
  description: "How did the conversation end?",
  type: "choice",
  choices: ["resolved", "not resolved", "escalated", "unclear"],
};
const everyType: Facet[] = [
  intent,
  outcome,
  { name: "score", description: "How satisfied is the customer?", type: "score" },
  { name: "urgent", description: "Is it urgent?", type: "boolean" },
  { name: "amount", description: "Amount of money", type: "number" },
  { name: "why", description: "Reason of the problem", type: "text" },
  { name: "terms", description: "Key terms", type: "list" },
];

describe("answers by type", () => {
  test("a choice follows how the conversation ended", async () => {
    const start = "My router does not work";
    expect(
      await answerOf(talk(start, "Agent: I fixed it.", "It is working now, thank you, that's all."), outcome),
    ).toBe("resolved");
    expect(await answerOf(talk(start, "Agent: I will transfer you to a specialist."), outcome)).toBe("escalated");
    expect(await answerOf(talk("hello there friend"), outcome)).toBe("unclear");
  });

  test("a choice of departments follows the subject", async () => {
    const facet: Facet = {
      ...outcome,
      name: "team",
      description: "Who handles it",
      choices: ["Billing", "Shipping", "Technical support", "Other"],
    };
    expect(await answerOf(talk("I was charged twice on my invoice"), facet)).toBe("Billing");
    expect(await answerOf(talk("Where is my parcel?"), facet)).toBe("Shipping");
    expect(await answerOf(talk("Mein WLAN geht nicht"), facet, "de")).toBe("Technical support");
    expect(await answerOf(talk("la la la"), facet)).toBe("Other");
  });

  test("a score follows feeling, within its limits", async () => {
    const facet: Facet = { name: "satisfaction", description: "Customer satisfaction", type: "score", min: 0, max: 10 };
    const happy = Number(
      await answerOf(talk("Excellent, I love it, perfect and wonderful service, thank you so much"), facet),
    );
    const cross = Number(await answerOf(talk("Terrible, the worst service, I am furious, this is useless"), facet));
    expect(happy).toBeGreaterThan(6);
    expect(cross).toBeLessThan(4);
  });

  test("a negated word of feeling is turned round", async () => {
    const [good, bad] = await extractAll([
      talk("The service was excellent, I am happy"),
      talk("The service was not excellent and I am not happy"),
    ]);
    expect(good?.sentiment).toBe("positive");
    expect(bad?.sentiment).toBe("negative");
  });

  test("a boolean is true where its words are said, false where they are denied", async () => {
    const facet: Facet = { name: "hasBalcony", description: "Does the person ask for a balcony?", type: "boolean" };
    expect(await answerOf(talk("I would like a balcony"), facet)).toBe(true);
    expect(await answerOf(talk("I do not need a balcony"), facet)).toBe(false);
    expect(await answerOf(talk("I would like a garden"), facet)).toBe(false);
  });

  test("a number stands near the words that ask for it, or is null", async () => {
    const facet: Facet = { name: "orderNumber", description: "Order number", type: "number" };
    expect(await answerOf(talk("I called 3 times. My order number is 48213."), facet)).toBe(48213);
    expect(await answerOf(talk("I have no idea"), facet)).toBeNull();
    const price: Facet = { name: "price", description: "Price paid", type: "number" };
    expect(await answerOf(talk("The price was 1.299,50 € last year"), price)).toBe(1299.5);
  });

  test("quotes stand verbatim in their message and hold the words that told", async () => {
    const messages = talk(
      "Hello!",
      "Agent: How can I help?",
      "My name is Jo. I want to cancel my gym membership today.",
    );
    const [item] = await extractAll([messages]);
    const [quote] = item?.evidence ?? [];
    expect(quote?.message).toBe(2);
    expect(messages[2]?.content).toContain(quote?.quote);
    expect(quote?.quote).toContain("membership");
  });

  test("only the modules asked for are answered", async () => {
    const modules = {
      summary: false,
      sentiment: false,
      evidence: false,
      clusters: true,
      insights: true,
      quality: true,
    };
    const [item] = await extractAll([talk("I want a refund")], [intent], { modules });
    expect(Object.keys(item ?? {}).sort()).toEqual(["confidence", "facets", "id"]);
  });

  test("thin evidence means low confidence, and a lexical reading is never sure", async () => {
    const [plain, thin] = await extractAll([talk("I want a refund for my order, please refund it"), talk("hm")]);
    expect(plain?.confidence).toBeGreaterThan(thin?.confidence ?? 1);
    expect(plain?.confidence).toBeLessThanOrEqual(0.8);
  });
});

describe("hostile contents", () => {
  test("two million characters are read in part, and the quote is verbatim", async () => {
    const content = `I want to cancel my subscription. ${"lorem ipsum dolor 🙂 ".repeat(100_000)}That's all.`;
    const [item] = await extractAll([talk(content)], everyType);
    expect(item?.facets.intent).toBe("Subscription cancellation");
    for (const { quote } of item?.evidence ?? []) {
      expect(quote.length).toBeLessThanOrEqual(200);
      expect(content.includes(quote)).toBe(true);
    }
  });

  test("words like __proto__ and constructor are words", async () => {
    const facet: Facet = { ...intent, name: "constructor" };
    const [item] = await extractAll([talk("__proto__ constructor toString", "hasOwnProperty __proto__")], [facet]);
    expect(typeof item?.facets.constructor).toBe("string");
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  test("any text gets a full answer: valid types, verbatim quotes, whole characters", async () => {
    const message = fc.record({
      role: fc.constantFrom("user", "assistant", "", "__proto__"),
      content: fc.oneof(fc.string({ unit: "grapheme", maxLength: 120 }), fc.string({ unit: "binary", maxLength: 120 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 4 }), async (messages) => {
        const [item] = await extractAll([messages], everyType);
        expect(outcome.choices).toContain(item?.facets.outcome);
        expect(item?.facets.score).toBeGreaterThanOrEqual(1);
        expect(item?.facets.score).toBeLessThanOrEqual(5);
        expect(typeof item?.facets.urgent).toBe("boolean");
        expect(Array.isArray(item?.facets.terms)).toBe(true);
        expect(item?.summary?.length).toBeLessThanOrEqual(240);
        expect(item?.summary?.isWellFormed()).toBe(true);
        for (const { message: index, quote } of item?.evidence ?? []) {
          expect(messages[index]?.content.includes(quote)).toBe(true);
        }
      }),
      { numRuns: 40, seed: 7 },
    );
  }, 60_000);
});
