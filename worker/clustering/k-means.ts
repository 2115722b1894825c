import type { Cosines } from "./cosines.ts";
import { addRow, dotAt, emptyRows, normalizeRow, pickRows, type Rows } from "./dense.ts";
import { sampleIndexes, seededRandom } from "./random.ts";
import { roundsByCosines } from "./rounds-by-cosines.ts";

export interface KMeansInput {
  /** Vectors of length 1. */
  rows: Rows;
  k: number;
  seed: number;
  /** Runs from different beginnings; the best is kept. */
  starts: number;
  /** How much each row counts; all alike where left out. */
  weights?: Float32Array | undefined;
  /** Most rounds of a run. */
  rounds?: number | undefined;
  /** What is known of these rows already. */
  cosines?: Cosines | undefined;
}

export interface Clustering {
  /** Length 1 each; as many as there are clusters, which may be fewer than asked for. */
  centroids: Rows;
  /** Cluster of each row. */
  assignments: Int32Array;
  /** Mean cosine of rows and their centroids, 0..1: the higher the tighter. */
  fit: number;
}

const mostRounds = 30;
/** Rounds end when not more than this share of rows moves. */
const settledShare = 0.0005;
/** Above this number of rows the centroids are found on a sample and refined on all. */
const sampledAbove = 20_000;
const sampleSize = 12_000;
/** With more clusters than this one draw for each beginning is enough. */
const manyClusters = 160;
const refiningRounds = 2;

/**
 * Spherical k-means (Dhillon and Modha 2001) with k-means++ beginnings (Arthur and Vassilvitskii 2007). The same input
 * always gives the same clusters; identical rows never part; no cluster is empty.
 */
export async function kMeans(input: KMeansInput, pause: () => Promise<void>): Promise<Clustering> {
  const { rows, seed } = input;
  if (rows.count === 0 || input.k < 1)
    return { centroids: emptyRows(0, rows.width), assignments: new Int32Array(), fit: 0 };
  if (rows.count > sampledAbove && input.weights === undefined) return kMeansBySample(input, pause);
  const cosines = input.cosines?.rows === rows ? input.cosines : undefined;
  let best: Clustering | null = null;
  for (let start = 0; start < Math.max(1, input.starts); start++) {
    const random = seededRandom(seed + start * 7_919);
    const first = await beginnings(rows, input.k, random, pause, cosines);
    const rounds = input.rounds ?? mostRounds;
    const clustering =
      cosines && input.weights === undefined
        ? await iterateByCosines(cosines, first, rounds, pause)
        : await iterate(rows, pickRows(rows, first), rounds, input.weights, pause);
    if (!best || clustering.fit > best.fit + 1e-9) best = clustering;
    if (first.length === 1) break;
  }
  return best ?? { centroids: emptyRows(0, rows.width), assignments: new Int32Array(rows.count), fit: 0 };
}

async function kMeansBySample(input: KMeansInput, pause: () => Promise<void>): Promise<Clustering> {
  const chosen = sampleIndexes(input.rows.count, sampleSize, seededRandom(input.seed));
  const sampled = await kMeans({ ...input, rows: pickRows(input.rows, chosen) }, pause);
  return iterate(
    input.rows,
    sampled.centroids,
    Math.min(input.rounds ?? refiningRounds, refiningRounds),
    undefined,
    pause,
  );
}

/** k-means++: rows to begin with, each next one far from those before. Fewer than k where there are fewer different rows. */
async function beginnings(
  rows: Rows,
  k: number,
  random: () => number,
  pause: () => Promise<void>,
  cosines: Cosines | undefined,
): Promise<number[]> {
  const chosen = [Math.floor(random() * rows.count)];
  const distances = new Float64Array(rows.count).fill(Number.POSITIVE_INFINITY);
  const candidates = k <= manyClusters ? 2 + Math.floor(Math.log(k)) : 1;
  while (chosen.length < Math.min(k, rows.count)) {
    const total = updateDistances(rows, chosen.at(-1) ?? 0, distances, cosines);
    if (total <= rows.count * 1e-7) break;
    chosen.push(bestCandidate(rows, distances, total, candidates, random, cosines));
    await pause();
  }
  return chosen;
}

function updateDistances(
  { values, width, count }: Rows,
  chosen: number,
  distances: Float64Array,
  cosines: Cosines | undefined,
): number {
  const known = cosines?.with(chosen);
  let total = 0;
  for (let row = 0; row < count; row++) {
    const cosine = known ? (known[row] as number) : dotAt(values, row * width, values, chosen * width, width);
    const distance = Math.max(0, 1 - cosine);
    const near = Math.min(distances[row] as number, distance < 1e-6 ? 0 : distance);
    distances[row] = near;
    total += near;
  }
  return total;
}

/** Greedy k-means++: of a few drawn rows the one that brings all others nearest. */
function bestCandidate(
  { values, width, count }: Rows,
  distances: Float64Array,
  total: number,
  candidates: number,
  random: () => number,
  cosines: Cosines | undefined,
): number {
  if (candidates === 1) return drawRow(distances, total * random());
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let draw = 0; draw < candidates; draw++) {
    const row = drawRow(distances, total * random());
    const known = cosines?.with(row);
    let potential = 0;
    for (let other = 0; other < count; other++) {
      const own = distances[other] as number;
      if (own === 0) continue;
      const cosine = known ? (known[other] as number) : dotAt(values, other * width, values, row * width, width);
      potential += Math.min(own, 1 - cosine);
    }
    if (potential < least) {
      least = potential;
      best = row;
    }
  }
  return best;
}

function drawRow(distances: Float64Array, target: number): number {
  let sum = 0;
  let last = 0;
  for (let row = 0; row < distances.length; row++) {
    const distance = distances[row] as number;
    if (distance === 0) continue;
    sum += distance;
    last = row;
    if (sum >= target) return row;
  }
  return last;
}

/** The same as `iterate` finds, the quicker way. */
async function iterateByCosines(
  cosines: Cosines,
  first: number[],
  rounds: number,
  pause: () => Promise<void>,
): Promise<Clustering> {
  const { rows } = cosines;
  const { assignments, before } = await roundsByCosines(cosines, first, rounds, settledMoves(rows), pause);
  const centroids = before ? meansOf(rows, before, first.length) : pickRows(rows, first);
  return compact(rows, assignments, centroids);
}

function settledMoves(rows: Rows): number {
  return Math.floor(rows.count * settledShare);
}

/** Lloyd's rounds until next to nothing moves. */
async function iterate(
  rows: Rows,
  first: Rows,
  rounds: number,
  weights: Float32Array | undefined,
  pause: () => Promise<void>,
): Promise<Clustering> {
  let centroids = first;
  const places: Places = { assignments: new Int32Array(rows.count).fill(-1), cosines: new Float32Array(rows.count) };
  const settled = settledMoves(rows);
  let changed: Uint8Array | null = null;
  for (let round = 0; ; round++) {
    const before: Int32Array = places.assignments.slice();
    await assign(rows, centroids, places, changed, pause);
    const moves = movesBetween(before, places.assignments, centroids.count);
    if (moves.moved <= settled || round + 1 >= rounds) break;
    changed = moves.changed;
    centroids = meansOf(rows, places.assignments, centroids.count, weights);
  }
  return compact(rows, places.assignments, centroids);
}

interface Places {
  /** Cluster of each row, -1 before it has one. */
  assignments: Int32Array;
  /** Cosine of each row and its centroid. */
  cosines: Float32Array;
}

/**
 * Puts each row to its nearest centroid; ties stay where they are, or go to the first. A row whose own centroid is as it
 * was is compared only with those that changed: in late rounds few do.
 */
async function assign(
  rows: Rows,
  centroids: Rows,
  places: Places,
  changed: Uint8Array | null,
  pause: () => Promise<void>,
): Promise<void> {
  const { width, values } = rows;
  const all = Int32Array.from({ length: centroids.count }, (_, cluster) => cluster);
  const some = changed ? all.filter((cluster) => changed[cluster] === 1) : all;
  for (let row = 0; row < rows.count; row++) {
    const own = places.assignments[row] ?? -1;
    const kept = changed !== null && own >= 0 && changed[own] === 0;
    let nearest = kept ? own : 0;
    let most = kept ? (places.cosines[row] as number) : Number.NEGATIVE_INFINITY;
    for (const cluster of kept ? some : all) {
      const cosine = dotAt(values, row * width, centroids.values, cluster * width, width);
      if (cosine > most) {
        most = cosine;
        nearest = cluster;
      }
    }
    places.assignments[row] = nearest;
    places.cosines[row] = most;
    if (row % 128 === 127) await pause();
  }
}

function movesBetween(before: Int32Array, after: Int32Array, k: number): { moved: number; changed: Uint8Array } {
  const changed = new Uint8Array(k);
  let moved = 0;
  for (let row = 0; row < after.length; row++) {
    const from = before[row] ?? -1;
    const to = after[row] ?? 0;
    if (from === to) continue;
    moved += 1;
    changed[to] = 1;
    if (from >= 0) changed[from] = 1;
  }
  return { moved, changed };
}

export function meansOf(rows: Rows, assignments: Int32Array, k: number, weights?: Float32Array): Rows {
  const means = emptyRows(k, rows.width);
  for (let row = 0; row < rows.count; row++) addRow(means, assignments[row] ?? 0, rows, row, weights?.[row] ?? 1);
  for (let cluster = 0; cluster < k; cluster++) normalizeRow(means, cluster);
  return means;
}

/** Leaves out clusters that nothing was put to. */
function compact(rows: Rows, assignments: Int32Array, centroids: Rows): Clustering {
  const { width } = rows;
  let together = 0;
  for (const [row, cluster] of assignments.entries()) {
    together += dotAt(rows.values, row * width, centroids.values, cluster * width, width);
  }
  const fit = together / Math.max(1, rows.count);
  const sizes = new Int32Array(centroids.count);
  for (const cluster of assignments) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  const used = [...sizes.keys()].filter((cluster) => (sizes[cluster] ?? 0) > 0);
  if (used.length === centroids.count) return { centroids, assignments, fit };
  const place = new Map(used.map((cluster, index) => [cluster, index]));
  const renumbered = assignments.map((cluster) => place.get(cluster) ?? 0);
  return { centroids: meansOf(rows, renumbered, used.length), assignments: renumbered, fit };
}
