import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { soundGroups } from "../../../worker/analysis/reconcile.ts";

const labels = ["Refund", "Refunds", "Money back", "Delivery", "Late delivery", "Login"].map((label, index) => ({
  label,
  count: 10 - index,
  description: "",
}));

describe("groups of labels", () => {
  it("are joined where they share a member", () => {
    const groups = soundGroups(
      [
        { canonical: "Refund", aliases: ["Refunds"], reason: "plural" },
        { canonical: "Money back", aliases: ["refunds"], reason: "same wish" },
      ],
      labels,
    );
    expect(groups).toEqual([
      { canonical: "Refund", aliases: ["Money back", "Refunds"], reason: expect.stringContaining("plural") },
    ]);
  });

  it("never name a label that does not exist, nor one in two groups", () => {
    const groups = soundGroups(
      [
        { canonical: "Shipping", aliases: ["Delivery", "Late delivery", "Invented"], reason: "" },
        { canonical: "Login", aliases: ["Nothing"], reason: "" },
      ],
      labels,
    );
    expect(groups).toEqual([{ canonical: "Delivery", aliases: ["Late delivery"], reason: "" }]);
  });

  it("do not depend on the order of groups, aliases or labels", () => {
    const group = fc.record({
      canonical: fc.constantFrom(...labels.map(({ label }) => label)),
      aliases: fc.array(fc.constantFrom(...labels.map(({ label }) => label), "Invented"), { maxLength: 3 }),
      reason: fc.constant("r"),
    });
    fc.assert(
      fc.property(
        fc.array(group, { maxLength: 5 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (groups, random) => {
          const shuffled = <Item>(items: Item[]) =>
            items
              .map((item) => ({ item, at: random.next().value ?? 0 }))
              .sort((a, b) => a.at - b.at)
              .map(({ item }) => item);
          const again = shuffled(groups).map((one) => ({ ...one, aliases: shuffled(one.aliases) }));
          const key = (found: ReturnType<typeof soundGroups>) =>
            found.map(({ canonical, aliases }) => [canonical, ...aliases].join("|")).sort();
          expect(key(soundGroups(again, shuffled(labels)))).toEqual(key(soundGroups(groups, labels)));
        },
      ),
    );
  });
});
