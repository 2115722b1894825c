import { describe, expect, test } from "vitest";
import { Cosines } from "../../../worker/clustering/cosines.ts";
import { dotAt, emptyRows, normalizeRow, type Rows } from "../../../worker/clustering/dense.ts";
import { addDotProducts } from "../../../worker/clustering/dot-products.ts";
import { kMeans } from "../../../worker/clustering/k-means.ts";
import { seededRandom } from "../../../worker/clustering/random.ts";
import type { SparseRows } from "../../../worker/clustering/sparse.ts";
import { times, timesTransposed } from "../../../worker/clustering/sparse-products.ts";

const pause = async () => {};

function drawn(count: number, width: number, seed = 7): Rows {
  const random = seededRandom(seed);
  const rows = emptyRows(count, width);
  for (let index = 0; index < rows.values.length; index++) rows.values[index] = random() - 0.5;
  return rows;
}

/** `perRow` values in each row, in columns that differ. */
function drawnSparse(count: number, width: number, perRow: number): SparseRows {
  const random = seededRandom(5);
  const filled = count * perRow;
  return {
    count,
    width,
    starts: Int32Array.from({ length: count + 1 }, (_, row) => row * perRow),
    columns: Int32Array.from({ length: filled }, (_, at) => (Math.floor(at / perRow) * 7 + (at % perRow)) % width),
    values: Float32Array.from({ length: filled }, () => random() - 0.5),
  };
}

describe("many dot products at once", () => {
  test.each([
    [1, 1, 1],
    [2, 4, 4],
    [3, 5, 7],
    [6, 9, 18],
  ])("are the very numbers that one after another gives: %i rows with %i of width %i", (first, second, width) => {
    const a = drawn(first, width);
    const b = drawn(second, width, 8);
    const found = new Float64Array(first * second);
    const block = (rows: Rows) => ({ values: rows.values, start: 0, stride: width, count: rows.count });
    addDotProducts(block(a), block(b), width, found);
    const single = Array.from(found, (_, at) =>
      dotAt(a.values, Math.floor(at / second) * width, b.values, (at % second) * width, width),
    );
    expect([...found]).toEqual(single);
  });

  test("are added to what is there, over a part of longer rows", () => {
    const rows = { values: Float32Array.from([9, 1, 2, 9, 3, 4]), start: 1, stride: 3, count: 2 };
    const found = Float64Array.from([100, 0, 0, 0]);
    addDotProducts(rows, rows, 2, found);
    expect([...found]).toEqual([105, 11, 11, 25]);
  });
});

describe("products of sparse and dense rows", () => {
  // The second has more values than a transposed copy is made of.
  test.each([
    [50, 40, 11],
    [1_000, 700, 501],
  ])("%i × %i with %i values in a row, both ways", async (count, width, perRow) => {
    const matrix = drawnSparse(count, width, perRow);
    const right = drawn(width, 3);
    const left = drawn(count, 3);
    const straight = new Float64Array(count * 3);
    const turned = new Float64Array(width * 3);
    for (let at = 0; at < matrix.values.length; at++) {
      const row = Math.floor(at / perRow);
      const column = matrix.columns[at] ?? 0;
      const value = matrix.values[at] ?? 0;
      for (let step = 0; step < 3; step++) {
        straight[row * 3 + step] = (straight[row * 3 + step] ?? 0) + value * (right.values[column * 3 + step] ?? 0);
        turned[column * 3 + step] = (turned[column * 3 + step] ?? 0) + value * (left.values[row * 3 + step] ?? 0);
      }
    }
    expect(farthest((await times(matrix, right, pause)).values, straight)).toBeLessThan(1e-4);
    expect(farthest((await timesTransposed(matrix, left, pause)).values, turned)).toBeLessThan(1e-4);
  });

  function farthest(found: Float32Array, wanted: Float64Array): number {
    expect(found.length).toBe(wanted.length);
    return wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - (found[at] ?? Number.NaN))), 0);
  }
});

test("rounds by known cosines put rows where comparing vectors puts them, also where groups run empty or rows are equal", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const rows = drawn(120, 5, seed);
    for (let row = 0; row < rows.count; row++) normalizeRow(rows, row);
    // Every third row is the one before once more.
    for (let row = 2; row < rows.count; row += 3) rows.values.copyWithin(row * 5, (row - 1) * 5, row * 5);
    const input = { rows, k: 30, seed, starts: 2, rounds: 8 };
    expect(await kMeans({ ...input, cosines: Cosines.of(rows) }, pause)).toEqual(await kMeans(input, pause));
  }
});
