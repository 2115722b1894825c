import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CountedLabel, LabelGroup } from "../../../../worker/analysis/job.ts";
import type { Look } from "../../../../worker/analysis/labels/label-votes.ts";
import { nextLooks } from "../../../../worker/analysis/labels/next-looks.ts";
import { finalGroups } from "../../../../worker/analysis/labels/settle-labels.ts";
import type { ModelLimits } from "../../../../worker/engines/ask.ts";

const names = ["Refund", "Refunds", "Money back", "Delivery", "Late delivery", "Login"];
const labels: CountedLabel[] = names.map((label, index) => ({ label, count: 10 - index, description: "" }));
const large: ModelLimits = { contextTokens: 1_000_000, outputTokens: 100_000, maxItems: 25 };

const look = (round: number, ...groups: string[][]): Look => ({
  round,
  target: null,
  shown: names,
  groups: groups.map(([canonical = "", ...aliases]) => ({ canonical, aliases, reason: `round ${round}` })),
});

const keyOf = (groups: LabelGroup[]) =>
  groups.map(({ canonical, aliases }) => [canonical, ...aliases.toSorted()].join("|")).sort();

describe("what several looks at the labels come to", () => {
  it("is transitive: what shares a member is one", () => {
    const looks = [look(0, ["Refund", "Refunds"], ["Money back", "refunds"])];
    expect(keyOf(finalGroups(labels, looks, null).groups)).toEqual(["Refund|Money back|Refunds"]);
  });

  it("holds only labels that exist, none of them in two groups", () => {
    const looks = [look(0, ["Shipping", "Delivery", "Late delivery", "Invented"], ["Login", "Nothing"])];
    expect(keyOf(finalGroups(labels, looks, null).groups)).toEqual(["Delivery|Late delivery"]);
  });

  it("ends a chain where its ends were said to differ, and says so in the log", () => {
    const looks = [
      look(0, ["Refund", "Refunds"], ["Delivery", "Late delivery"]),
      look(1, ["Refund", "Refunds", "Late delivery"], ["Delivery", "Login"]),
      look(2, ["Refund", "Refunds"], ["Delivery", "Late delivery"]),
    ];
    const { groups, conflicts } = finalGroups(labels, looks, null);
    expect(keyOf(groups)).toEqual(["Delivery|Late delivery", "Refund|Refunds"]);
    expect(conflicts.map(({ outcome }) => outcome)).toContain("merged");
    expect(conflicts.find((conflict) => conflict.labels.includes("Login"))).toMatchObject({ same: 1, apart: 2 });
  });

  it("takes one mistake for a mistake where another look contradicts it", () => {
    const looks = [look(0, ["Refund", "Login"]), look(1, ["Refund", "Refunds"]), look(2, ["Refund", "Refunds"])];
    expect(keyOf(finalGroups(labels, looks, null).groups)).toEqual(["Refund|Refunds"]);
  });

  it("never makes one of two words that are fixed, and keeps a fixed word's name", () => {
    const fixed = labels.map((label) => ({ ...label, fixed: ["Refunds", "Delivery"].includes(label.label) }));
    const all = look(0, ["Refund", "Refunds", "Delivery", "Late delivery"]);
    const { groups } = finalGroups(fixed, [all, { ...all, round: 1 }], null);
    for (const { canonical, aliases } of groups) {
      expect([canonical, ...aliases].filter((label) => ["Refunds", "Delivery"].includes(label))).toHaveLength(1);
      expect(["Refunds", "Delivery"]).toContain(canonical);
    }
    expect(groups.length).toBeGreaterThan(0);
  });

  it("does not depend on the order of looks, groups, aliases or labels", () => {
    const group = fc.record({
      canonical: fc.constantFrom(...names),
      aliases: fc.array(fc.constantFrom(...names, "Invented"), { maxLength: 3 }),
      reason: fc.constantFrom("a", "b"),
    });
    const looks = fc.array(fc.array(group, { maxLength: 4 }), { minLength: 1, maxLength: 5 });
    const random = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(looks, random, fc.option(fc.integer({ min: 2, max: 5 })), (said, draws, target) => {
        const shuffled = <Item>(items: Item[]) =>
          items
            .map((item) => ({ item, at: draws.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const before = said.map((groups, round): Look => ({ round, target: null, shown: names, groups }));
        const after = shuffled(before).map((one) => ({
          ...one,
          shown: shuffled(one.shown),
          groups: shuffled(one.groups).map((each) => ({ ...each, aliases: shuffled(each.aliases) })),
        }));
        const [first, second] = [finalGroups(labels, before, target), finalGroups(shuffled(labels), after, target)];
        expect(keyOf(second.groups)).toEqual(keyOf(first.groups));
        expect(second.groups.map(({ reason }) => reason).sort()).toEqual(
          first.groups.map(({ reason }) => reason).sort(),
        );
        const members = first.groups.flatMap(({ canonical, aliases }) => [canonical, ...aliases]);
        expect(new Set(members).size).toBe(members.length);
      }),
    );
  });
});

/** Asks as the plan does until nothing is asked any more. */
function reconciled(
  all: CountedLabel[],
  answer: (shown: string[], round: number, target: number | null) => string[][],
  limits = large,
  target: number | null = null,
) {
  const looks: Look[] = [];
  let largest = 0;
  for (let round = 0; ; round++) {
    const next = nextLooks({ labels: all, looks, limits, target, round });
    if (next.length === 0) break;
    looks.push(
      ...next.map((one): Look => {
        const shown = one.labels.map(({ label }) => label);
        largest = Math.max(largest, shown.length);
        const groups = answer(shown, round, one.target).map(([canonical = "", ...aliases]) => ({
          canonical,
          aliases,
          reason: "same",
        }));
        return { round, target: one.target, shown, groups };
      }),
    );
  }
  return { ...finalGroups(all, looks, target), looks, largest };
}

const counted = (labelNames: string[]): CountedLabel[] =>
  labelNames.map((label, index) => ({ label, count: 1 + (index % 7), description: "" }));

describe("the questions of a reconciliation", () => {
  it("are one where nothing means the same, and two where a model says the same twice", () => {
    const all = counted(Array.from({ length: 50 }, (_, index) => `Thing ${index}`));
    expect(reconciled(all, () => []).looks).toHaveLength(1);
    const pair = (shown: string[]) => (shown.includes("Thing 1") ? [["Thing 1", "Thing 2"]] : []);
    const { looks, groups } = reconciled(all, pair);
    expect(looks).toHaveLength(2);
    expect(groups).toHaveLength(1);
    expect(looks[1]?.shown).not.toEqual(looks[0]?.shown);
  });

  it("bring equals together that stand in different parts of a long list, within a bounded number of calls", () => {
    const words = ["alpha", "beta", "gamma", "delta", "kappa", "omega"];
    const all = counted(words.flatMap((word) => Array.from({ length: 250 }, (_, index) => `${word} ${index}`)));
    const byNumber = (shown: string[]) =>
      [...Map.groupBy(shown, (label) => label.split(" ")[1]).values()].filter((group) => group.length > 1);
    const { groups, looks, largest } = reconciled(all, byNumber);
    expect(largest).toBeLessThanOrEqual(400);
    expect(groups).toHaveLength(250);
    expect(groups.every(({ aliases }) => aliases.length === 5)).toBe(true);
    expect(looks.length).toBeLessThanOrEqual(60);
  });

  it("end where nothing is ever agreed on, and where every call is lost", () => {
    const all = counted(Array.from({ length: 700 }, (_, index) => `Thing ${index}`));
    let call = 0;
    const moody = (shown: string[]) => [shown.filter((_, index) => index % 3 === call++ % 3)];
    expect(reconciled(all, moody).looks.length).toBeLessThanOrEqual(64);
    for (let round = 0, asked = 1; asked > 0; round++) {
      expect(round).toBeLessThan(40);
      asked = nextLooks({ labels: all, looks: [], limits: large, target: null, round }).length;
    }
  });

  it("hold no more than fits the model", () => {
    const all = counted(Array.from({ length: 200 }, (_, index) => `Label ${index}`));
    const limits = { contextTokens: 4_000, outputTokens: 2_000, maxItems: 5 };
    const { largest, looks } = reconciled(all, () => [], limits);
    expect(looks.length).toBeGreaterThan(1);
    expect(largest).toBeLessThanOrEqual(67);
  });
});

describe("a number of labels that was asked for", () => {
  const all = counted(Array.from({ length: 40 }, (_, index) => `${index % 5} ${index}`));

  it("is reached by what a model puts together, and not undershot", () => {
    const loosely = (shown: string[], _round: number, target: number | null) =>
      target === null ? [] : [...Map.groupBy(shown, (label) => label[0]).values()];
    const { groups, left } = reconciled(all, loosely, large, 12);
    expect(left).toBe(12);
    expect(40 - groups.reduce((sum, { aliases }) => sum + aliases.length, 0)).toBe(12);
    expect(groups.every(({ by }) => by === undefined)).toBe(true);
  });

  it("is reached all the same where no model helps: the rarest go to Other, and the log says that a rule did it", () => {
    const { groups, left } = reconciled(all, () => [], large, 10);
    expect(left).toBe(10);
    expect(groups).toMatchObject([{ canonical: "Other", by: "rule", reason: expect.stringContaining("10 labels") }]);
    expect(groups[0]?.aliases).toHaveLength(31);
  });

  it("is no reason to touch what is few enough", () => {
    expect(reconciled(all, () => [], large, 40)).toMatchObject({ groups: [], left: 40 });
  });
});
