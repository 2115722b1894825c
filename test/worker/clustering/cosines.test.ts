import { expect, test } from "vitest";
import { Cosines } from "../../../worker/clustering/cosines.ts";
import { dotAt, emptyRows, normalizeRow } from "../../../worker/clustering/dense.ts";
import { kMeans } from "../../../worker/clustering/k-means.ts";
import { seededRandom } from "../../../worker/clustering/random.ts";

const pause = async () => {};

function drawn(count: number, width: number) {
  const random = seededRandom(7);
  const rows = emptyRows(count, width);
  for (let index = 0; index < rows.values.length; index++) rows.values[index] = random() - 0.5;
  for (let row = 0; row < count; row++) normalizeRow(rows, row);
  return rows;
}

test("kept cosines are the very numbers that comparing gives", () => {
  const rows = drawn(20, 9);
  const cosines = Cosines.of(rows);
  for (let row = 19; row >= 0; row--) {
    const own = Array.from({ length: 20 }, (_, other) => dotAt(rows.values, row * 9, rows.values, other * 9, 9));
    expect([...(cosines?.with(row) ?? [])]).toEqual(own);
  }
});

test("k-means finds the same with them as without, and leaves those of other rows alone", async () => {
  const rows = drawn(200, 24);
  const input = { rows, k: 9, seed: 3, starts: 2 };
  const without = await kMeans(input, pause);
  expect(await kMeans({ ...input, cosines: Cosines.of(rows) }, pause)).toEqual(without);
  expect(await kMeans({ ...input, cosines: Cosines.of(drawn(200, 5)) }, pause)).toEqual(without);
});

test("for too many rows none are kept", () => {
  expect(Cosines.of(emptyRows(1_501, 1))).toBeUndefined();
});
