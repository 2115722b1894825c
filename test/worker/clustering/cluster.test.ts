import { describe, expect, test } from "vitest";
import { type ClusterInput, type ClusterTree, clusterContents } from "../../../worker/clustering/cluster.ts";
import { heldTexts, textVectors } from "../../../worker/clustering/text-vectors.ts";

const seed = 5;
const subjects = [
  ["refund", "money back", "reimburse"],
  ["flight", "airport", "boarding"],
  ["password", "login", "account"],
  ["pizza", "restaurant", "dinner"],
];

function clusterTexts(input: Omit<ClusterInput, "vectors"> & { texts: string[] }): Promise<ClusterTree> {
  const { texts, ...rest } = input;
  return clusterContents({ ...rest, vectors: (seed, pause) => textVectors(heldTexts(texts), seed, pause) });
}

/** Texts of four plain subjects, in turn. */
function mixed(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const words = subjects[index % subjects.length] ?? [];
    return `please help with ${words[index % 3]} and ${words[(index + 1) % 3]} thing ${words[(index >> 2) % 3]}`;
  });
}

// The machine that tests may be busy: the limit is there to end what hangs, not to measure.
describe("clustering contents", { timeout: 60_000 }, () => {
  test("texts of one subject meet, texts of different subjects part", async () => {
    const tree = await clusterTexts({ texts: mixed(80), minClusterSize: 5, seed });
    const clusterOfSubject = subjects.map(
      (_, subject) => new Set(tree.assignments.filter((_, index) => index % 4 === subject)),
    );
    const all = clusterOfSubject.flatMap((set) => [...set]);
    expect(new Set(all).size).toBe(all.length);
    expect(tree.k).toBeGreaterThanOrEqual(4);
  });

  test("the same seed gives the same tree", async () => {
    const input = { texts: mixed(60), minClusterSize: 3, seed };
    expect(await clusterTexts(input)).toEqual(await clusterTexts(input));
  });

  test("a thousand times the same text is one cluster", async () => {
    const tree = await clusterTexts({
      texts: new Array<string>(1_000).fill("where is my parcel"),
      minClusterSize: 5,
      seed,
    });
    expect(tree.k).toBe(1);
    expect(tree.nodes).toMatchObject([{ level: 0, parentId: null, size: 1_000 }]);
  });

  test.each([0, 1, 2, 3, 4, 5])("%i texts leave none without a cluster, whatever the least size", async (count) => {
    const texts = ["I want a refund", "book a flight", "hello", "", "hello"].slice(0, count);
    const tree = await clusterTexts({ texts, minClusterSize: 50, seed });
    expect(tree.assignments).toHaveLength(count);
    expect(tree.nodes.reduce((sum, node) => sum + node.size, 0)).toBe(count);
  });

  test("blank texts meet in a cluster of their own", async () => {
    const texts = [...mixed(40), ...new Array<string>(10).fill(""), "...", "🙂"];
    const { assignments } = await clusterTexts({ texts, minClusterSize: 5, seed });
    const blank = new Set(assignments.slice(40));
    expect(blank.size).toBe(1);
    expect(assignments.slice(0, 40).some((id) => blank.has(id))).toBe(false);
  });

  test("no base cluster is below the least size", async () => {
    const tree = await clusterTexts({ texts: mixed(101), minClusterSize: 12, seed });
    for (const node of tree.nodes.filter((one) => one.members)) expect(node.size).toBeGreaterThanOrEqual(12);
  });

  test("levels add up, parents stand one level higher, places lie in the unit square and apart", async () => {
    const texts = Array.from(
      { length: 240 },
      (_, index) => `subject${index % 24} word${index % 24} other${(index % 24) * 7}`,
    );
    const tree = await clusterTexts({ texts, minClusterSize: 2, seed });
    const byId = new Map(tree.nodes.map((node) => [node.id, node]));
    expect(tree.levels).toBeGreaterThanOrEqual(2);
    for (let level = 0; level < tree.levels; level++) {
      const nodes = tree.nodes.filter((node) => node.level === level);
      expect(nodes.reduce((sum, node) => sum + node.size, 0)).toBe(240);
      expect(new Set(nodes.map((node) => `${node.x}/${node.y}`)).size).toBe(nodes.length);
    }
    expect(tree.nodes.filter((node) => node.level === 0).length).toBeLessThanOrEqual(10);
    for (const node of tree.nodes) {
      if (node.level > 0) expect(byId.get(node.parentId ?? "")?.level).toBe(node.level - 1);
      expect(Math.min(node.x, node.y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(node.x, node.y)).toBeLessThanOrEqual(1);
    }
  });

  test("members belong to their cluster, contrast does not", async () => {
    const tree = await clusterTexts({ texts: mixed(80), minClusterSize: 5, seed });
    for (const { id, members = [], contrast = [] } of tree.nodes.filter((node) => node.members)) {
      expect(members.length).toBeGreaterThan(0);
      expect(members.length).toBeLessThanOrEqual(20);
      expect(members.every((index) => tree.assignments[index] === id)).toBe(true);
      expect(contrast.some((index) => tree.assignments[index] === id)).toBe(false);
    }
  });

  test("scripts without spaces part as well", async () => {
    const texts = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0 ? "返金をお願いします注文の返金" : "飛行機の予約をしたい航空券",
    );
    const { assignments } = await clusterTexts({ texts, minClusterSize: 5, seed });
    expect(assignments[0]).not.toBe(assignments[1]);
    expect(new Set(assignments).size).toBe(2);
  });

  test("what fits nowhere is told apart, and groups that are tight hold none of it", async () => {
    const odd = "zyx qwv jkq 98231 lorem unlike anything";
    const { outliers, tried } = await clusterTexts({ texts: [...mixed(80), odd], minClusterSize: 5, seed });
    expect(outliers.every((index) => index < 81)).toBe(true);
    expect(outliers[0]).toBe(80);
    expect(tried.length).toBeGreaterThan(1);
    expect((await clusterTexts({ texts: mixed(80), minClusterSize: 5, seed })).outliers).toEqual([]);
  });

  test("others get their turn", async () => {
    let pauses = 0;
    await clusterTexts({
      texts: mixed(300),
      minClusterSize: 5,
      seed,
      pause: async () => {
        pauses += 1;
      },
    });
    expect(pauses).toBeGreaterThan(10);
  });
});
