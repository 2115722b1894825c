import { describe, expect, it } from "vitest";
import { hideClusters } from "../../../../worker/analysis/clusters/hide-clusters.ts";
import type { NewCluster } from "../../../../worker/analysis/job-data.ts";

const node = (
  id: string,
  parentId: string | null,
  level: number,
  size: number,
  members: string[] = [],
): NewCluster => ({
  id,
  parentId,
  level,
  size,
  x: 0.5,
  y: 0.5,
  members,
  contrast: ["b0", "a0"],
});

/** Two parents: p1 over a (6 contents) and b (5), p2 over c alone (2). */
const clusters = [
  node("p1", null, 0, 11),
  node("p2", null, 0, 2),
  node("a", "p1", 1, 6, ["a0"]),
  node("b", "p1", 1, 5, ["b0"]),
  node("c", "p2", 1, 2, ["c0"]),
];
const assignments = [6, 5, 2].flatMap((size, place) =>
  Array.from({ length: size }, (_, index): [string, string] => [`${"abc"[place]}${index}`, "abc"[place] ?? ""]),
);
const authors = (of: (contentId: string) => string | null) =>
  new Map(assignments.flatMap(([id]): [string, string][] => (of(id) === null ? [] : [[id, of(id) ?? ""]])));

describe("the privacy threshold", () => {
  it("hides what holds too few contents, with parents that held nothing else", () => {
    const { clusters: shown, assignments: left, hidden } = hideClusters({ clusters, assignments }, new Map(), 5);
    expect(shown.map(({ id, size }) => [id, size])).toEqual([
      ["p1", 11],
      ["a", 6],
      ["b", 5],
    ]);
    expect(left).toHaveLength(11);
    expect(hidden).toMatchObject({ clusters: 1, items: 2 });
    expect(hidden.reason).toContain("1 with fewer than 5 contents");
  });

  it("hides what too few people wrote where it is known who wrote, and nothing of it is left in what is shown", () => {
    const oneWrote = authors((id) => (id.startsWith("b") ? "ann" : id));
    const { clusters: shown, hidden } = hideClusters({ clusters, assignments }, oneWrote, 2);
    expect(shown.map(({ id, size }) => [id, size])).toEqual([
      ["p1", 6],
      ["p2", 2],
      ["a", 6],
      ["c", 2],
    ]);
    expect(shown.every(({ members, contrast }) => ![...members, ...contrast].includes("b0"))).toBe(true);
    expect(hidden).toMatchObject({ clusters: 1, items: 5 });
    expect(hidden.reason).toContain("1 written by fewer than 2 people");
  });

  it("counts a content of nobody known as one more person", () => {
    const twoOfAnn = authors((id) => (id === "b0" || id === "b1" ? "ann" : null));
    expect(hideClusters({ clusters, assignments }, twoOfAnn, 2).hidden.items).toBe(0);
  });

  it("hides nothing from whoever asks for groups of one", () => {
    expect(
      hideClusters(
        { clusters, assignments },
        authors(() => "ann"),
        1,
      ).hidden,
    ).toEqual({
      clusters: 0,
      items: 0,
      reason: "",
    });
  });
});
