import { dotAt } from "./dense.ts";

/** Some rows of an array: `count` of them, `stride` values from one to the next. */
export interface RowBlock {
  values: Float32Array;
  start: number;
  stride: number;
  count: number;
}

/** Lanes that `dotAt` sums in: the same here, so that a product is the very number that `dotAt` gives. */
const lanes = 4;

/**
 * Adds the dot product of each row of `a` with each of `b`, over their first `depth` values, to `to`: that of rows i and j
 * at `i * b.count + j`. Two rows by four at a time: each value fetched is used several times, which halves the work of
 * asking for one product after another.
 */
export function addDotProducts(a: RowBlock, b: RowBlock, depth: number, to: Float64Array): void {
  const pairs = a.count - (a.count % 2);
  const fours = b.count - (b.count % 4);
  for (let i = 0; i < pairs; i += 2) {
    for (let j = 0; j < fours; j += 4) addTwoByFour(a, i, b, j, depth, to);
  }
  for (let i = 0; i < a.count; i++) {
    for (let j = i < pairs ? fours : 0; j < b.count; j++) {
      const at = i * b.count + j;
      to[at] = (to[at] as number) + dotAt(a.values, a.start + i * a.stride, b.values, b.start + j * b.stride, depth);
    }
  }
}

function addTwoByFour(a: RowBlock, i: number, b: RowBlock, j: number, depth: number, to: Float64Array): void {
  const left = a.values;
  const right = b.values;
  const a0 = a.start + i * a.stride;
  const a1 = a0 + a.stride;
  const b0 = b.start + j * b.stride;
  const b1 = b0 + b.stride;
  const b2 = b1 + b.stride;
  const b3 = b2 + b.stride;
  const whole = depth - (depth % lanes);
  const upper = i * b.count + j;
  const lower = upper + b.count;
  for (let lane = 0; lane < lanes; lane++) {
    let s00 = 0;
    let s01 = 0;
    let s02 = 0;
    let s03 = 0;
    let s10 = 0;
    let s11 = 0;
    let s12 = 0;
    let s13 = 0;
    for (let at = lane; at < whole; at += lanes) {
      const x = left[a0 + at] as number;
      const y = left[a1 + at] as number;
      const p = right[b0 + at] as number;
      const q = right[b1 + at] as number;
      const r = right[b2 + at] as number;
      const s = right[b3 + at] as number;
      s00 += x * p;
      s01 += x * q;
      s02 += x * r;
      s03 += x * s;
      s10 += y * p;
      s11 += y * q;
      s12 += y * r;
      s13 += y * s;
    }
    to[upper] = (to[upper] as number) + s00;
    to[upper + 1] = (to[upper + 1] as number) + s01;
    to[upper + 2] = (to[upper + 2] as number) + s02;
    to[upper + 3] = (to[upper + 3] as number) + s03;
    to[lower] = (to[lower] as number) + s10;
    to[lower + 1] = (to[lower + 1] as number) + s11;
    to[lower + 2] = (to[lower + 2] as number) + s12;
    to[lower + 3] = (to[lower + 3] as number) + s13;
  }
  for (let at = whole; at < depth; at++) {
    for (let step = 0; step < 4; step++) {
      const value = right[b0 + step * b.stride + at] as number;
      to[upper + step] = (to[upper + step] as number) + (left[a0 + at] as number) * value;
      to[lower + step] = (to[lower + step] as number) + (left[a1 + at] as number) * value;
    }
  }
}
