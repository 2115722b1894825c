import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changedWords,
  editLabels,
  type FacetEdit,
  obstacleTo,
} from "../../../../worker/analysis/labels/edit-labels.ts";
import type { LabelEdit, LabelsReply } from "../../../../worker/contract/labels.ts";

const at = "2026-11-21T00:00:00.000Z";
const label = (name: string, count: number, aliases: string[] = []) => ({
  label: name,
  description: `about ${name}`,
  count,
  aliases,
  origin: "stream" as const,
});
const base: LabelsReply = {
  facets: { intent: [label("Refund", 9, ["Money back", "refund!"]), label("Delivery", 5), label("Login", 2)] },
  merges: [
    { facet: "intent", canonical: "Refund", aliases: ["Money back"], by: "model", reason: "same", count: 3, at },
    { facet: "intent", canonical: "Refund", aliases: ["refund!"], by: "rule", reason: "folded", count: 1, at },
  ],
};
const edited = (...edits: LabelEdit[]) =>
  editLabels(
    base,
    edits.map((edit): FacetEdit => ({ facet: "intent", edit, at })),
  );
const counts = (reply: LabelsReply) =>
  Object.fromEntries((reply.facets.intent ?? []).map((one) => [one.label, one.count]));

describe("labels changed by hand", () => {
  it("are renamed with all their words; the old name stands for the new one", () => {
    const reply = edited({ rename: { from: "Refund", to: "Repayment" } });
    expect(counts(reply)).toEqual({ Repayment: 9, Delivery: 5, Login: 2 });
    expect(reply.facets.intent?.[0]).toMatchObject({
      label: "Repayment",
      description: "about Refund",
      origin: "hand",
      aliases: ["Money back", "Refund", "refund!"],
    });
    expect(changedWords(base, reply, "intent")).toEqual({
      Refund: "Repayment",
      "Money back": "Repayment",
      "refund!": "Repayment",
    });
    expect(reply.merges.find(({ aliases }) => aliases.includes("Refund"))).toMatchObject({ by: "hand", count: 5 });
  });

  it("are merged into one of them or into a new word", () => {
    expect(counts(edited({ merge: { labels: ["Delivery", "Login"], into: "Delivery" } }))).toEqual({
      Refund: 9,
      Delivery: 7,
    });
    expect(counts(edited({ merge: { labels: ["Delivery", "Login"], into: "Other" } }))).toEqual({
      Refund: 9,
      Other: 7,
    });
  });

  it("are split into the words that were folded into them, with their counts", () => {
    const alone = edited({ split: { label: "Refund", aliases: ["Money back"] } });
    expect(counts(alone)).toEqual({ Refund: 6, Delivery: 5, "Money back": 3, Login: 2 });
    expect(changedWords(base, alone, "intent")).toEqual({ "Money back": "Money back" });
    const named = edited({ split: { label: "Refund", aliases: ["Money back", "refund!"], into: "Payback" } });
    expect(counts(named)).toEqual({ Refund: 5, Delivery: 5, Payback: 4, Login: 2 });
  });

  it("come back when an edit is left out", () => {
    const merge: LabelEdit = { merge: { labels: ["Delivery", "Login"], into: "Delivery" } };
    const rename: LabelEdit = { rename: { from: "Refund", to: "Repayment" } };
    expect(counts(edited(merge, rename))).toEqual({ Repayment: 9, Delivery: 7 });
    expect(counts(edited(rename))).toEqual({ Repayment: 9, Delivery: 5, Login: 2 });
    expect(edited().facets).toEqual(base.facets);
  });

  it("can't take a name that another label has, nor be found where there are none", () => {
    expect(obstacleTo(base, "intent", { rename: { from: "Refund", to: "delivery" } })).toContain("Merge the two");
    expect(obstacleTo(base, "intent", { rename: { from: "Nothing", to: "Else" } })).toContain("no label");
    expect(obstacleTo(base, "topic", { rename: { from: "A", to: "B" } })).toContain("no open facet");
    expect(obstacleTo(base, "intent", { merge: { labels: ["Nothing"], into: "Refund" } })).toContain("no label");
    expect(obstacleTo(base, "intent", { split: { label: "Refund", aliases: ["Login"] } })).toContain("no word");
    expect(
      obstacleTo(base, "intent", { split: { label: "Refund", aliases: ["Money back"], into: "Refund" } }),
    ).toContain("leave");
  });

  it("are merged under no name that looks like a label that is none of them, and may take another case of one", () => {
    const beside: LabelEdit = { merge: { labels: ["Delivery", "Login"], into: "REFUND" } };
    expect(obstacleTo(base, "intent", beside)).toBe("There is a label “Refund” already. Merge the two instead.");
    expect(edited(beside)).toEqual(edited());
    const own: LabelEdit = { merge: { labels: ["Delivery", "Refund"], into: "REFUND" } };
    expect(obstacleTo(base, "intent", own)).toBeNull();
    expect(counts(edited(own))).toEqual({ REFUND: 14, Login: 2 });
    expect(obstacleTo(edited(own), "intent", own)).toBeNull();
    expect(obstacleTo(base, "intent", { merge: { labels: ["Login"], into: "Refund" } })).toBeNull();
  });

  it("can't be told apart by what nobody sees", () => {
    for (const to of ["Delivery\u200b", "De\u00adlivery", "De\u200dlivery"])
      expect(obstacleTo(base, "intent", { rename: { from: "Refund", to } })).toContain("Merge the two");
  });

  it("take no word that stands for another label, and know what they folded as the one it is", () => {
    const taken = { rename: { from: "Login", to: "Money back" } };
    expect(obstacleTo(base, "intent", taken)).toBe("“Money back” is a word for “Refund”. Split it from there first.");
    expect(edited(taken)).toEqual(edited());
    const renamed = { rename: { from: "Login", to: "Sign-in" } };
    const split = { split: { label: "Sign-in", aliases: ["Login"], into: "refund!" } };
    expect(counts(edited(renamed, split))).toMatchObject({ Refund: 11, "Sign-in": 0 });
    expect(obstacleTo(edited(renamed, split), "intent", split)).toBeNull();
  });

  it("lose no content and no word, do the same when an edit is made twice, and may be made twice", () => {
    const word = fc.constantFrom("Refund", "Money back", "refund!", "Delivery", "DELIVERY", "Login", "New", "Refund 2");
    const edit: fc.Arbitrary<LabelEdit> = fc.oneof(
      fc.record({ rename: fc.record({ from: word, to: word }) }),
      fc.record({ merge: fc.record({ labels: fc.array(word, { minLength: 1, maxLength: 3 }), into: word }) }),
      fc.record({
        split: fc.record({ label: word, aliases: fc.array(word, { minLength: 1, maxLength: 2 }), into: word }),
      }),
      fc.record({ split: fc.record({ label: word, aliases: fc.array(word, { minLength: 1, maxLength: 2 }) }) }),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (wanted) => {
        const made: LabelEdit[] = [];
        for (const one of wanted) {
          const before = edited(...made);
          if (obstacleTo(before, "intent", one) !== null) continue;
          const after = edited(...made, one);
          expect(obstacleTo(after, "intent", one)).toBeNull();
          expect(edited(...made, one, one)).toEqual(after);
          made.push(one);
        }
        const reply = edited(...made);
        expect(Object.values(counts(reply)).reduce((sum, count) => sum + count, 0)).toBe(16);
        const said = new Set([...(reply.facets.intent ?? []).flatMap((one) => [one.label, ...one.aliases])]);
        for (const known of ["Refund", "Money back", "refund!", "Delivery", "Login"]) expect(said).toContain(known);
      }),
      { numRuns: 2_000 },
    );
  });
});
