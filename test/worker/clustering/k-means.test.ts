import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dotAt, emptyRows, normalizeRow, type Rows } from "../../../worker/clustering/dense.ts";
import { eigen } from "../../../worker/clustering/eigen.ts";
import { levelSizes } from "../../../worker/clustering/hierarchy.ts";
import { kMeans } from "../../../worker/clustering/k-means.ts";
import { project } from "../../../worker/clustering/projection.ts";
import { seededRandom } from "../../../worker/clustering/random.ts";
import type { SparseRows } from "../../../worker/clustering/sparse.ts";
import { sparseMatrix } from "../../../worker/clustering/sparse-products.ts";
import { truncatedSvd } from "../../../worker/clustering/svd.ts";

const noPause = async (): Promise<void> => {};

function unitRows(vectors: number[][]): Rows {
  const rows = emptyRows(vectors.length, vectors[0]?.length ?? 0);
  for (const [index, vector] of vectors.entries()) {
    rows.values.set(vector, index * rows.width);
    normalizeRow(rows, index);
  }
  return rows;
}

describe("k-means", { timeout: 60_000 }, () => {
  const vector = fc
    .array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 3 })
    .filter((values) => values.some((value) => value !== 0));

  test("every row is with its nearest centroid, no cluster is empty, equal rows are together", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(vector, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        async (vectors, k) => {
          const rows = unitRows(vectors);
          const { centroids, assignments } = await kMeans({ rows, k, seed: 1, starts: 2 }, noPause);
          expect(centroids.count).toBeLessThanOrEqual(Math.min(k, vectors.length));
          expect(new Set(assignments).size).toBe(centroids.count);
          const clusterOf = new Map<string, number>();
          for (const [row, cluster] of assignments.entries()) {
            const key = Array.from(rows.values.subarray(row * 3, row * 3 + 3), (value) => value.toFixed(5)).join();
            expect(clusterOf.get(key) ?? cluster).toBe(cluster);
            clusterOf.set(key, cluster);
          }
        },
      ),
      { numRuns: 100, seed: 11 },
    );
  });

  test("the same seed gives the same clusters", async () => {
    const random = seededRandom(3);
    const rows = unitRows(Array.from({ length: 200 }, () => [random() - 0.5, random() - 0.5, random() - 0.5]));
    const run = () => kMeans({ rows, k: 9, seed: 4, starts: 3 }, noPause);
    expect(await run()).toEqual(await run());
  });

  test("no rows, no clusters; more clusters than rows, as many as rows", async () => {
    expect((await kMeans({ rows: emptyRows(0, 3), k: 4, seed: 1, starts: 1 }, noPause)).centroids.count).toBe(0);
    const two = unitRows([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect((await kMeans({ rows: two, k: 10, seed: 1, starts: 1 }, noPause)).centroids.count).toBe(2);
  });

  test("more rows than are looked at in one go still all get a cluster", async () => {
    const random = seededRandom(8);
    const rows = emptyRows(25_000, 4);
    for (let row = 0; row < rows.count; row++) {
      rows.values[row * 4 + (row % 4)] = 1;
      rows.values[row * 4 + ((row + 1) % 4)] = random() * 0.2;
      normalizeRow(rows, row);
    }
    const { assignments } = await kMeans({ rows, k: 4, seed: 2, starts: 2 }, noPause);
    for (let row = 0; row < rows.count; row += 97) expect(assignments[row]).toBe(assignments[row % 4]);
  });
});

describe("reduction", () => {
  test("eigenvectors of a symmetric matrix give it back", async () => {
    const matrix = Float64Array.from([4, 1, 2, 1, 3, 0, 2, 0, 5]);
    const { values, vectors } = await eigen(matrix, 3, noPause);
    expect([...values].sort((a, b) => b - a)).toEqual([...values]);
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        let sum = 0;
        for (let index = 0; index < 3; index++) {
          sum += (values[index] ?? 0) * (vectors[index * 3 + row] ?? 0) * (vectors[index * 3 + column] ?? 0);
        }
        expect(sum).toBeCloseTo(matrix[row * 3 + column] ?? 0, 8);
      }
    }
  });

  test("singular values of a diagonal matrix are its values; left vectors are orthonormal", async () => {
    const matrix: SparseRows = {
      count: 6,
      width: 6,
      starts: Int32Array.from([0, 1, 2, 3, 4, 5, 6]),
      columns: Int32Array.from([0, 1, 2, 3, 4, 5]),
      values: Float32Array.from([1, 6, 3, 2, 5, 4]),
    };
    const { left, singularValues } = await truncatedSvd(sparseMatrix(matrix), 3, 4, seededRandom(1), noPause);
    for (const [index, value] of [6, 5, 4].entries()) expect(singularValues[index]).toBeCloseTo(value, 3);
    const column = (index: number) =>
      Float32Array.from({ length: 6 }, (_, row) => left.values[row * left.width + index] ?? 0);
    expect(dotAt(column(0), 0, column(0), 0, 6)).toBeCloseTo(1, 4);
    expect(dotAt(column(0), 0, column(1), 0, 6)).toBeCloseTo(0, 4);
  });

  test("levels shrink by one factor, from three levels to one", () => {
    expect(levelSizes(8)).toEqual([]);
    expect(levelSizes(36)).toEqual([6]);
    expect(levelSizes(160)).toEqual([40, 10]);
  });

  test("points that are equal are pushed apart", async () => {
    const places = await project(unitRows(new Array<number[]>(12).fill([1, 2, 3])), noPause);
    expect(new Set(places.map(({ x, y }) => `${x}/${y}`)).size).toBe(12);
    expect(await project(unitRows([[1, 0]]), noPause)).toEqual([{ x: 0.5, y: 0.5 }]);
  });
});
