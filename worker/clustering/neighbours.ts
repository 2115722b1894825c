import { addRow, dotAt, emptyRows, normalizeRow, type Rows } from "./dense.ts";
import { addDotProducts } from "./dot-products.ts";
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
/** Rows compared with all others between two pauses. */
const rowsAtOnce = 8;
/** Columns whose former values are held at once. */
const columnsAtOnce = 4;
/** Fewer rows have no neighbourhood to speak of. */
const fewestRows = 40;

/**
 * Draws each row towards its nearest neighbours, twice: the mean of itself and them, weighted by cosine. What a short text
 * does not say its neighbours do, and groups part more clearly (graph diffusion; as in Wu et al. 2019, simple graph
 * convolution). Costs rows × compared rows × width.
 * @param rows changed in place: with 100,000 of them a second copy would be 29 MB
 * @returns the same rows
 */
export async function drawTogether(rows: Rows, seed: number, pause: () => Promise<void>): Promise<Rows> {
  if (rows.count < fewestRows) return rows;
  const neighbours = await nearestNeighbours(rows, seed, pause);
  for (let time = 0; time < drawnTimes; time++) {
    for (let first = 0; first < rows.width; first += columnsAtOnce) {
      await drawColumns(rows, neighbours, first, Math.min(columnsAtOnce, rows.width - first), pause);
    }
    for (let row = 0; row < rows.count; row++) {
      normalizeRow(rows, row);
      if (row % 8_192 === 8_191) await pause();
    }
  }
  return rows;
}

/**
 * Draws some columns of all rows, in place: what they were before is held for these columns alone, a fraction of what a
 * second copy of all rows would take.
 */
async function drawColumns(
  rows: Rows,
  neighbours: Neighbours,
  first: number,
  columns: number,
  pause: () => Promise<void>,
): Promise<void> {
  const { count, width, values } = rows;
  const before = emptyRows(count, columns);
  for (let row = 0; row < count; row++) {
    const start = row * width + first;
    before.values.set(values.subarray(start, start + columns), row * columns);
  }
  const drawn = emptyRows(1, columns);
  for (let row = 0; row < count; row++) {
    drawn.values.fill(0);
    addRow(drawn, 0, before, row);
    for (let place = row * neighbourCount; place < (row + 1) * neighbourCount; place++) {
      const weight = neighbours.weights[place] ?? 0;
      if (weight > 0) addRow(drawn, 0, before, neighbours.rows[place] ?? 0, weight);
    }
    values.set(drawn.values, row * width + first);
    if (row % 4_096 === 4_095) await pause();
  }
}

interface Neighbours {
  /** Of each row its nearest, one after another; weight 0 where there are fewer. */
  rows: Int32Array;
  weights: Float32Array;
}

async function nearestNeighbours(rows: Rows, seed: number, pause: () => Promise<void>): Promise<Neighbours> {
  if (rows.count <= comparedAll) {
    const found = noNeighbours(rows.count);
    for (let first = 0; first < rows.count; first += rowsAtOnce) {
      compareWithLater(rows, first, found);
      await pause();
    }
    return found;
  }
  // Cells first: what they are found with is gone before there is room needed for neighbours.
  const { centroids, members } = await cellsOf(rows, seed, pause);
  const found = noNeighbours(rows.count);
  for (let row = 0; row < rows.count; row++) {
    for (const cell of nearestCells(rows, row, centroids)) compare(rows, row, members[cell] ?? new Int32Array(), found);
    if (row % 16 === 15) await pause();
  }
  return found;
}

function noNeighbours(count: number): Neighbours {
  return { rows: new Int32Array(count * neighbourCount), weights: new Float32Array(count * neighbourCount) };
}

/** Compares some rows with each other and with all later ones. */
function compareWithLater(rows: Rows, first: number, found: Neighbours): void {
  const { values, width } = rows;
  const later = rows.count - first;
  const count = Math.min(rowsAtOnce, later);
  const cosines = new Float64Array(count * later);
  const some = { values, start: first * width, stride: width, count };
  addDotProducts(some, { ...some, count: later }, width, cosines);
  for (let place = 0; place < count; place++) {
    for (let other = place + 1; other < later; other++) {
      const cosine = cosines[place * later + other] as number;
      offer(found, first + place, first + other, cosine);
      offer(found, first + other, first + place, cosine);
    }
  }
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

/** The nearest first; of those equally near the one with the lower number. */
function nearestCells(rows: Rows, row: number, centroids: Rows): number[] {
  const nearest: number[] = [];
  const cosines: number[] = [];
  for (let cell = 0; cell < centroids.count; cell++) {
    const cosine = dotAt(rows.values, row * rows.width, centroids.values, cell * rows.width, rows.width);
    let at = nearest.length;
    while (at > 0 && (cosines[at - 1] as number) < cosine) at--;
    if (at >= cellsSearched) continue;
    nearest.splice(at, 0, cell);
    cosines.splice(at, 0, cosine);
    nearest.length = Math.min(nearest.length, cellsSearched);
    cosines.length = nearest.length;
  }
  return nearest;
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
