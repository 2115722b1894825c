/** Rows of equal length, one after another in one array. */
export interface Rows {
  count: number;
  width: number;
  values: Float32Array;
}

export function emptyRows(count: number, width: number): Rows {
  return { count, width, values: new Float32Array(count * width) };
}

/** Dot product of two stretches of `width` values. Four sums at a time: V8 keeps them in registers. */
export function dotAt(a: Float32Array, aStart: number, b: Float32Array, bStart: number, width: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let index = 0;
  for (; index + 3 < width; index += 4) {
    s0 += (a[aStart + index] as number) * (b[bStart + index] as number);
    s1 += (a[aStart + index + 1] as number) * (b[bStart + index + 1] as number);
    s2 += (a[aStart + index + 2] as number) * (b[bStart + index + 2] as number);
    s3 += (a[aStart + index + 3] as number) * (b[bStart + index + 3] as number);
  }
  let sum = s0 + s1 + s2 + s3;
  for (; index < width; index++) sum += (a[aStart + index] as number) * (b[bStart + index] as number);
  return sum;
}

/** Makes a row of length 1; a row of nothing stays as it is. Returns its length before. */
export function normalizeRow(rows: Rows, row: number): number {
  const start = row * rows.width;
  const length = Math.sqrt(dotAt(rows.values, start, rows.values, start, rows.width));
  if (length > 1e-12) {
    for (let index = start; index < start + rows.width; index++)
      rows.values[index] = (rows.values[index] ?? 0) / length;
  }
  return length;
}

/** A row shorter than this says nothing. */
const blankLength = 1e-6;

/** Makes all rows of length 1; those that say nothing get the last coordinate, which is kept for them, and so meet. */
export function markBlanks(rows: Rows): void {
  for (let row = 0; row < rows.count; row++) {
    if (normalizeRow(rows, row) >= blankLength) continue;
    rows.values.fill(0, row * rows.width, (row + 1) * rows.width);
    rows.values[(row + 1) * rows.width - 1] = 1;
  }
}

/** Adds `weight` times a row of `from` to a row of `to`, both of `from`'s width. */
export function addRow(to: Rows, toRow: number, from: Rows, fromRow: number, weight = 1): void {
  const target = to.values;
  const values = from.values;
  const width = from.width;
  const start = toRow * to.width;
  const source = fromRow * width;
  let index = 0;
  for (; index + 3 < width; index += 4) {
    const to = start + index;
    const at = source + index;
    target[to] = (target[to] as number) + weight * (values[at] as number);
    target[to + 1] = (target[to + 1] as number) + weight * (values[at + 1] as number);
    target[to + 2] = (target[to + 2] as number) + weight * (values[at + 2] as number);
    target[to + 3] = (target[to + 3] as number) + weight * (values[at + 3] as number);
  }
  for (; index < width; index++) {
    target[start + index] = (target[start + index] as number) + weight * (values[source + index] as number);
  }
}

export function pickRows(rows: Rows, indexes: number[]): Rows {
  const picked = emptyRows(indexes.length, rows.width);
  for (const [place, index] of indexes.entries()) {
    picked.values.set(rows.values.subarray(index * rows.width, (index + 1) * rows.width), place * rows.width);
  }
  return picked;
}
