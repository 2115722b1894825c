/** How well a grouping meets known classes; every figure is 1 for a perfect one. Both lists say the class of each item. */
export interface Scores {
  /** Share of items right under the best one-to-one matching of groups and classes. */
  accuracy: number;
  purity: number;
  /** Normalised mutual information, arithmetic mean. Rises with many small groups: never to be read alone. */
  nmi: number;
  /** Adjusted Rand index: 0 for chance. */
  ari: number;
  groups: number;
}

export function score(found: string[], gold: string[]): Scores {
  const table = contingency(found, gold);
  const items = found.length;
  const rows = table.map((row) => sum(row));
  const columns = (table[0] ?? []).map((_, column) => sum(table.map((row) => row[column] ?? 0)));
  return {
    accuracy: bestMatching(table) / items,
    purity: sum(table.map((row) => Math.max(...row))) / items,
    nmi: mutualInformation(table, rows, columns, items),
    ari: adjustedRand(table, rows, columns, items),
    groups: table.length,
  };
}

function contingency(found: string[], gold: string[]): number[][] {
  const rows = numbering(found);
  const columns = numbering(gold);
  const table = Array.from(rows, () => new Array<number>(columns.size).fill(0));
  for (const [index, group] of found.entries()) {
    const row = table[rows.get(group) ?? 0];
    const column = columns.get(gold[index] ?? "") ?? 0;
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

function numbering(labels: string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return numbers;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Items on the best one-to-one matching: the Hungarian algorithm with potentials (Kuhn, Munkres), O(n³). */
function bestMatching(table: number[][]): number {
  const size = Math.max(table.length, table[0]?.length ?? 0);
  const gain = (row: number, column: number): number => table[row]?.[column] ?? 0;
  const u = new Float64Array(size + 1);
  const v = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  const way = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row;
    let column = 0;
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(size + 1);
    do {
      used[column] = 1;
      const current = rowOf[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= size; other++) {
        if (used[other]) continue;
        const reduced = -gain(current - 1, other - 1) - (u[current] ?? 0) - (v[other] ?? 0);
        if (reduced < (least[other] ?? 0)) {
          least[other] = reduced;
          way[other] = column;
        }
        if ((least[other] ?? 0) < delta) {
          delta = least[other] ?? 0;
          next = other;
        }
      }
      for (let other = 0; other <= size; other++) {
        if (used[other]) {
          const held = rowOf[other] ?? 0;
          u[held] = (u[held] ?? 0) + delta;
          v[other] = (v[other] ?? 0) - delta;
        } else least[other] = (least[other] ?? 0) - delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = way[column] ?? 0;
      rowOf[column] = rowOf[before] ?? 0;
      column = before;
    }
  }
  let total = 0;
  for (let column = 1; column <= size; column++) total += gain((rowOf[column] ?? 0) - 1, column - 1);
  return total;
}

function mutualInformation(table: number[][], rows: number[], columns: number[], items: number): number {
  let information = 0;
  for (const [row, counts] of table.entries()) {
    for (const [column, count] of counts.entries()) {
      if (count > 0)
        information += (count / items) * Math.log((count * items) / ((rows[row] ?? 1) * (columns[column] ?? 1)));
    }
  }
  const mean = (entropy(rows, items) + entropy(columns, items)) / 2;
  return mean === 0 ? 1 : information / mean;
}

function entropy(counts: number[], items: number): number {
  return -sum(counts.filter((count) => count > 0).map((count) => (count / items) * Math.log(count / items)));
}

function adjustedRand(table: number[][], rows: number[], columns: number[], items: number): number {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const both = sum(table.flatMap((row) => row.map(pairs)));
  const inRows = sum(rows.map(pairs));
  const inColumns = sum(columns.map(pairs));
  const expected = (inRows * inColumns) / pairs(items);
  const most = (inRows + inColumns) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}
