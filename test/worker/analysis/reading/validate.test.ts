import { describe, expect, it } from "vitest";
import { type Expected, validateExtract } from "../../../../worker/analysis/reading/validate.ts";

const expected: Expected = {
  facets: [
    { name: "intent", description: "", type: "label" },
    { name: "outcome", description: "", type: "choice", choices: ["resolved", "not resolved"] },
    { name: "urgency", description: "", type: "score" },
  ],
  known: { intent: [{ label: "Refund status", description: "" }] },
  frozen: false,
  items: [
    { id: "i1", messages: [{ role: "user", content: "where is my refund" }] },
    { id: "i2", messages: [{ role: "user", content: "cancel it" }] },
  ],
};

const good = { intent: "Refund status", outcome: "resolved", urgency: 3 };

function check(items: unknown, more: Partial<Expected> = {}) {
  const { valid, bad } = validateExtract({ items }, { ...expected, ...more });
  return { valid: Object.fromEntries(valid), bad: Object.fromEntries(bad) };
}

describe("a reply to extract", () => {
  it("keeps good rows and names what is missing", () => {
    const { valid, bad } = check([{ id: "i1", facets: good }]);
    expect(Object.keys(valid)).toEqual(["i1"]);
    expect(bad).toEqual({ i2: "missing from the reply" });
  });

  it("takes nothing from a reply that is not the JSON asked for", () => {
    for (const reply of [null, "I am sorry", { rows: [] }, { items: "none" }]) {
      const { valid, bad } = validateExtract(reply, expected);
      expect(valid.size).toBe(0);
      expect([...bad.values()]).toEqual(Array(2).fill("the reply was not the JSON asked for"));
    }
  });

  it("asks again for an item that is answered twice, since nobody knows which answer is meant", () => {
    const { valid, bad } = check([
      { id: "i1", facets: good },
      { id: "i1", facets: { ...good, urgency: 5 } },
      { id: "i2", facets: good },
    ]);
    expect(Object.keys(valid)).toEqual(["i2"]);
    expect(bad).toEqual({ i1: "answered 2 times" });
  });

  it("ignores rows for ids that were never given and facets that were never asked", () => {
    const { valid, bad } = check([
      { id: "i99", facets: good },
      { id: "i1", facets: { ...good, secret: "x", __proto__: { polluted: true } } },
      { id: "i2", facets: good },
    ]);
    expect(bad).toEqual({});
    expect(valid.i1?.facets).toEqual(good);
  });

  it("refuses values that do not fit their facet", () => {
    for (const facets of [
      { ...good, urgency: 9 },
      { ...good, urgency: "high" },
      { ...good, outcome: "maybe" },
      { ...good, intent: "   " },
      { ...good, intent: 7 },
      { outcome: "resolved", urgency: 3 },
    ]) {
      expect(
        check([
          { id: "i1", facets },
          { id: "i2", facets: good },
        ]).valid,
      ).not.toHaveProperty("i1");
    }
  });

  it("brings a known label and a choice to their own spelling, and numbers out of strings", () => {
    const { valid } = check([
      { id: "i1", facets: { intent: "refund_STATUS.", outcome: "Not Resolved", urgency: "4" } },
      { id: "i2", facets: good },
    ]);
    expect(valid.i1?.facets).toEqual({ intent: "Refund status", outcome: "not resolved", urgency: 4 });
  });

  it("accepts only known labels where they are frozen", () => {
    const items = [
      { id: "i1", facets: { ...good, intent: "Something new" } },
      { id: "i2", facets: { ...good, intent: "Other" } },
    ];
    const { valid, bad } = check(items, { frozen: true });
    expect(Object.keys(valid)).toEqual(["i2"]);
    expect(bad.i1).toContain("intent");
  });

  it("takes a word that was folded into a frozen label for that label", () => {
    const known = { intent: [{ label: "Money back", description: "", folded: ["Refund status"] }] };
    const items = [
      { id: "i1", facets: good },
      { id: "i2", facets: { ...good, intent: "Money back" } },
    ];
    const { valid } = check(items, { frozen: true, known });
    expect(Object.values(valid).map(({ facets }) => facets.intent)).toEqual(["Money back", "Money back"]);
  });

  it("keeps a quote that does not stand in its message as not verified, and never asks again for it", () => {
    const evidence = [
      { facet: "intent", message: 0, quote: "my refund" },
      { facet: "intent", message: 0, quote: "a refund of mine" },
      { facet: "intent", message: 7, quote: "my refund" },
      { facet: "made up", message: 0, quote: "my refund" },
    ];
    const { valid } = check([
      { id: "i1", facets: good, evidence },
      { id: "i2", facets: good },
    ]);
    expect(valid.i1?.evidence.map(({ verified }) => verified)).toEqual([true, false, false]);
  });

  it("makes labels one line of at most 80 characters without splitting a character", () => {
    const { valid } = check([
      { id: "i1", facets: { ...good, intent: `first\nsecond ${"👩‍👩‍👧".repeat(30)}` } },
      { id: "i2", facets: good },
    ]);
    const label = String(valid.i1?.facets.intent);
    expect(label).toMatch(/^first second /);
    expect(label.length).toBeLessThanOrEqual(80);
    expect(label.isWellFormed()).toBe(true);
  });
});

describe("a reply that copies the escaping of the prompt", () => {
  it("gives the words as they were meant, known labels and choices in their own spelling", () => {
    const open: Expected = {
      facets: [
        { name: "intent", description: "", type: "label" },
        { name: "team", description: "", type: "choice", choices: ["R&D", "A < B"] },
        { name: "tags", description: "", type: "list" },
      ],
      known: { intent: [{ label: "Q&A <beta>", description: "" }] },
      frozen: true,
      items: [{ id: "i1", messages: [{ role: "user", content: "if a < b & c" }] }],
    };
    const facets = { intent: "Q&amp;A &lt;beta&gt;", team: "A &lt; B", tags: ["x &amp; y"] };
    const evidence = [{ facet: "intent", message: 0, quote: "a &lt; b &amp; c" }];
    const { valid } = validateExtract({ items: [{ id: "i1", facets, summary: "a &lt; b", evidence }] }, open);
    expect(valid.get("i1")).toMatchObject({
      facets: { intent: "Q&A <beta>", team: "A < B", tags: ["x & y"] },
      summary: "a < b",
      evidence: [{ quote: "a < b & c", verified: true }],
    });
  });
});
