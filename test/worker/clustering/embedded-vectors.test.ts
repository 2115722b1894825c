import { describe, expect, test } from "vitest";
import { clusterContents } from "../../../worker/clustering/cluster.ts";
import { dotAt, type Rows } from "../../../worker/clustering/dense.ts";
import { embeddedVectors } from "../../../worker/clustering/embedded-vectors.ts";
import { gaussian, seededRandom } from "../../../worker/clustering/random.ts";
import { packVector, unpackVector } from "../../../worker/engines/pack-vector.ts";

const noPause = async (): Promise<void> => {};

/** Vectors around the middles of some classes, all of them moved far the same way, as those of real models are. */
function around(classes: number, count: number, width: number, noise: number): (Int8Array | null)[] {
  const normal = gaussian(seededRandom(7));
  const draw = (scale: number) => Array.from({ length: width }, () => normal() * scale);
  const common = draw(3);
  const middles = Array.from({ length: classes }, () => draw(1));
  return Array.from({ length: count }, (_, index) => {
    const spread = draw(noise);
    const middle = middles[index % classes] ?? [];
    const packed = packVector(spread.map((value, at) => value + (middle[at] ?? 0) + (common[at] ?? 0)));
    return packed === null ? null : unpackVector(packed);
  });
}

const reading = (vectors: (Int8Array | null)[]) => ({
  count: vectors.length,
  read: async (indexes: number[]) => indexes.map((index) => vectors[index] ?? null),
});

function cosine(rows: Rows, a: number, b: number): number {
  return dotAt(rows.values, a * rows.width, rows.values, b * rows.width, rows.width);
}

describe("vectors that a model gave", { timeout: 60_000 }, () => {
  test("keep what parts classes and lose what all have in common", async () => {
    const rows = await embeddedVectors(reading(around(8, 400, 768, 1)), 1, noPause);
    expect(rows.count).toBe(400);
    expect(rows.width).toBeLessThanOrEqual(101);
    expect(cosine(rows, 0, 8)).toBeGreaterThan(0.4);
    expect(cosine(rows, 0, 1)).toBeLessThan(0.2);
  });

  test("are clustered into their classes, though no two contents share a word", async () => {
    const vectors = around(12, 600, 384, 1);
    const tree = await clusterContents({
      vectors: (seed, pause) => embeddedVectors(reading(vectors), seed, pause),
      minClusterSize: 5,
      seed: 3,
    });
    const classesOf = new Map<string, Set<number>>();
    for (const [index, cluster] of tree.assignments.entries()) {
      classesOf.set(cluster, (classesOf.get(cluster) ?? new Set()).add(index % 12));
    }
    for (const classes of classesOf.values()) expect(classes.size).toBe(1);
  });

  test("beyond those that are learnt from are placed along the same directions", async () => {
    const rows = await embeddedVectors(reading(around(6, 2_604, 96, 0.5)), 1, noPause);
    for (const index of [0, 700, 1_400, 2_598]) {
      expect(cosine(rows, index, (index + 6) % 2_604)).toBeGreaterThan(0.5);
      expect(Math.abs(cosine(rows, index, index) - 1)).toBeLessThan(1e-4);
    }
  });

  test("that are missing or of another length meet apart from all others", async () => {
    const vectors = around(3, 60, 64, 0.3);
    vectors[4] = null;
    vectors[9] = new Int8Array(12).fill(1);
    const rows = await embeddedVectors(reading(vectors), 1, noPause);
    expect(cosine(rows, 4, 9)).toBeCloseTo(1, 6);
    expect(Math.abs(cosine(rows, 4, 0))).toBeLessThan(1e-6);
  });

  test.each([
    ["none", [null, null, null]],
    ["one", [Int8Array.of(1, 2, 3)]],
    ["no content", []],
    ["all of the same direction", Array.from({ length: 30 }, () => Int8Array.of(5, -3, 100, 7))],
  ])("are clustered where there is %s", async (_, vectors) => {
    const tree = await clusterContents({
      vectors: (seed, pause) => embeddedVectors(reading(vectors), seed, pause),
      minClusterSize: 5,
      seed: 3,
    });
    expect(tree.assignments).toHaveLength(vectors.length);
    expect(tree.k).toBeLessThanOrEqual(1);
  });
});

describe("a packed vector", () => {
  test("points where it pointed", () => {
    const normal = gaussian(seededRandom(3));
    const values = Array.from({ length: 1_536 }, () => normal() * 0.02);
    const packed = packVector(values) ?? "";
    expect(packed.length).toBe(2_048);
    const back = Float32Array.from(unpackVector(packed));
    const own = Float32Array.from(values);
    const length = (of: Float32Array) => Math.sqrt(dotAt(of, 0, of, 0, of.length));
    expect(dotAt(own, 0, back, 0, own.length) / (length(own) * length(back))).toBeGreaterThan(0.9995);
  });

  test.each([[[]], [[0, 0]], [[1, Number.NaN]], [[Number.POSITIVE_INFINITY]]])("is none of %j", (values) => {
    expect(packVector(values)).toBeNull();
  });
});
