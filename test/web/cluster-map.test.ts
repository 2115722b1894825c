import { describe, expect, it } from "vitest";
import { childrenOf, hueOf, layTiles, pathTo, tileToward, wordsIn } from "../../web/cluster-map.ts";
import type { ClusterNode } from "../../worker/contract/findings.ts";

const node = (id: string, parentId: string | null, size: number): ClusterNode => ({
  id,
  parentId,
  level: parentId === null ? 1 : 0,
  name: id,
  description: "",
  size,
  x: 0,
  y: 0,
});
const nodes = [
  node("small", null, 10),
  node("big", null, 90),
  node("b1", "big", 60),
  node("b2", "big", 30),
  node("s1", "small", 10),
];

describe("the cluster map", () => {
  it("ranks children by size and takes a node with an unknown parent for a root", () => {
    expect(childrenOf([...nodes, node("lost", "gone", 50)], null).map((one) => one.id)).toEqual([
      "big",
      "lost",
      "small",
    ]);
  });

  it("gives every tile room inside the map, in proportion to its size", () => {
    const tiles = layTiles(nodes, null, 800, 500, true);
    expect(tiles.map((tile) => tile.node.id).sort()).toEqual(["b1", "b2", "big", "s1", "small"]);
    for (const tile of tiles) {
      expect(tile.left).toBeGreaterThanOrEqual(0);
      expect(tile.left + tile.width).toBeLessThanOrEqual(800);
      expect(tile.top + tile.height).toBeLessThanOrEqual(500);
    }
    const area = (id: string) => {
      const tile = tiles.find((one) => one.node.id === id);
      return tile === undefined ? 0 : tile.width * tile.height;
    };
    expect(area("b1")).toBeGreaterThan(area("b2"));
  });

  it("shows one level where there is no room for two", () => {
    expect(layTiles(nodes, null, 360, 400, false).map((tile) => tile.kind)).toEqual(["leaf", "leaf"]);
  });

  it("keeps the colour of a top cluster in every view beneath it", () => {
    const [, , b1] = nodes;
    expect(b1 && hueOf(nodes, b1)).toBe("var(--hue-0)");
  });

  it("finds the way down, and ends on a circle", () => {
    expect(pathTo(nodes, "b1").map((one) => one.id)).toEqual(["big", "b1"]);
    expect(pathTo([node("x", "y", 1), node("y", "x", 1)], "x")).toHaveLength(2);
    expect(pathTo(nodes, "nothing")).toEqual([]);
  });

  it("moves to the neighbour in a direction, and stays where there is none", () => {
    const tiles = layTiles(nodes, "big", 600, 200, false);
    const [first, second] = [...tiles.keys()].sort((a, b) => (tiles[a]?.left ?? 0) - (tiles[b]?.left ?? 0));
    expect(tileToward(tiles, first ?? -1, "right")).toBe(second);
    expect(tileToward(tiles, first ?? -1, "left")).toBe(-1);
  });

  it("writes the name above its count wherever two lines fit, in one line where one does", () => {
    const leaf = (width: number, height: number) => wordsIn({ kind: "leaf", width, height }, 90, 14);
    expect(leaf(120, 120)).toEqual({ way: "stacked", lines: 6 });
    expect(leaf(120, 44)).toEqual({ way: "stacked", lines: 1 });
    expect(leaf(120, 26)).toMatchObject({ way: "line" });
    expect(leaf(36, 40)).toEqual({ way: "stacked", lines: 1 });
    // Never a count without a name.
    expect(leaf(30, 40).way).toBe("nothing");
    expect(leaf(120, 10).way).toBe("nothing");
  });

  it("lets a name run down a tile that is narrow and tall, unless it is short enough to stand", () => {
    expect(wordsIn({ kind: "leaf", width: 26, height: 140 }, 90, 14).way).toBe("upright");
    expect(wordsIn({ kind: "leaf", width: 26, height: 140 }, 15, 14).way).toBe("stacked");
    expect(wordsIn({ kind: "group", width: 30, height: 140 }, 90, 14).way).toBe("nothing");
  });
});
