import { addRow, dotAt, emptyRows, normalizeRow, type Rows } from "./dense.ts";
import { kMeans } from "./k-means.ts";

/** Neighbours that each row is drawn to. */
const neighbourCount = 10;
const drawnTimes = 2;
/** Up to this many rows every pair is compared; above, only rows of the nearest cells. */
const comparedAll = 6_000;
const cellsSearched = 2;
const cellRounds = 2;
/** Rows of one cell that a row is compared with at most: bounds the work where thousands are alike. */
const mostComparedInCell = 500;
/** Fewer rows have no neighbourhood to speak of. */
const fewestRows = 40;

/**
 * Draws each row towards its nearest neighbours, twice: the mean of itself and them, weighted by cosine. What a short text
 * does not say its neighbours do, and groups part more clearly (graph diffusion; as in Wu et al. 2019, simple graph
 * convolution). Costs rows × compared rows × width.
 */
export async function drawTogether(rows: Rows, seed: number, pause: () => Promise<void>): Promise<Rows> {
  if (rows.count < fewestRows) return rows;
  const neighbours = await nearestNeighbours(rows, seed, pause);
  let from = rows;
  let to = emptyRows(rows.count, rows.width);
  for (let time = 0; time < drawnTimes; time++) {
    for (let row = 0; row < rows.count; row++) {
      to.values.fill(0, row * to.width, (row + 1) * to.width);
      addRow(to, row, from, row);
      for (let place = row * neighbourCount; place < (row + 1) * neighbourCount; place++) {
        const weight = neighbours.weights[place] ?? 0;
        if (weight > 0) addRow(to, row, from, neighbours.rows[place] ?? 0, weight);
      }
      normalizeRow(to, row);
      if (row % 512 === 511) await pause();
    }
    [from, to] = [to, from];
  }
  return from;
}

interface Neighbours {
  /** Of each row its nearest, one after another; weight 0 where there are fewer. */
  rows: Int32Array;
  weights: Float32Array;
}

async function nearestNeighbours(rows: Rows, seed: number, pause: () => Promise<void>): Promise<Neighbours> {
  const found: Neighbours = {
    rows: new Int32Array(rows.count * neighbourCount),
    weights: new Float32Array(rows.count * neighbourCount),
  };
  if (rows.count <= comparedAll) {
    for (let row = 0; row < rows.count; row++) {
      for (let other = row + 1; other < rows.count; other++) {
        const cosine = cosineOf(rows, row, other);
        offer(found, row, other, cosine);
        offer(found, other, row, cosine);
      }
      if (row % 8 === 7) await pause();
    }
    return found;
  }
  const { centroids, members } = await cellsOf(rows, seed, pause);
  for (let row = 0; row < rows.count; row++) {
    for (const cell of nearestCells(rows, row, centroids)) compare(rows, row, members[cell] ?? new Int32Array(), found);
    if (row % 16 === 15) await pause();
  }
  return found;
}

async function cellsOf(
  rows: Rows,
  seed: number,
  pause: () => Promise<void>,
): Promise<{ centroids: Rows; members: Int32Array[] }> {
  const k = Math.min(300, Math.ceil(Math.sqrt(rows.count)));
  const { centroids, assignments } = await kMeans({ rows, k, seed, starts: 1, rounds: cellRounds }, pause);
  const members = Array.from({ length: centroids.count }, (): number[] => []);
  for (const [row, cell] of assignments.entries()) members[cell]?.push(row);
  return { centroids, members: members.map((list) => Int32Array.from(list)) };
}

function nearestCells(rows: Rows, row: number, centroids: Rows): number[] {
  const cosines = Array.from({ length: centroids.count }, (_, cell) =>
    dotAt(rows.values, row * rows.width, centroids.values, cell * rows.width, rows.width),
  );
  return [...cosines.keys()].sort((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0) || a - b).slice(0, cellsSearched);
}

/** Compares one row with the others of a cell, evenly chosen where they are too many. */
function compare(rows: Rows, row: number, others: Int32Array, found: Neighbours): void {
  const step = Math.max(1, Math.ceil(others.length / mostComparedInCell));
  for (let place = step === 1 ? 0 : row % step; place < others.length; place += step) {
    const other = others[place] as number;
    if (other !== row) offer(found, row, other, cosineOf(rows, row, other));
  }
}

function cosineOf(rows: Rows, row: number, other: number): number {
  return dotAt(rows.values, row * rows.width, rows.values, other * rows.width, rows.width);
}

/** Keeps the other if it is among the row's nearest so far. */
function offer(found: Neighbours, row: number, other: number, cosine: number): void {
  const first = row * neighbourCount;
  const last = first + neighbourCount - 1;
  if (cosine <= (found.weights[last] as number)) return;
  let at = last;
  while (at > first && (found.weights[at - 1] as number) < cosine) {
    found.weights[at] = found.weights[at - 1] as number;
    found.rows[at] = found.rows[at - 1] as number;
    at -= 1;
  }
  found.weights[at] = cosine;
  found.rows[at] = other;
}
