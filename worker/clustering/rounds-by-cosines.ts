import type { Cosines } from "./cosines.ts";

export interface RoundsDone {
  /** Cluster of each row. */
  assignments: Int32Array;
  /** What they were before the last round, whose means the rows went to; null where these were the beginnings. */
  before: Int32Array | null;
}

/**
 * Rounds of k-means where the cosines of all rows are known. The product of a row with the sum of a cluster is the sum of
 * its cosines with the members: kept up to date as rows move, which costs a hundredth of comparing vectors.
 * @param first the rows that clusters begin with
 * @param settled rounds end when not more rows than this move
 */
export async function roundsByCosines(
  cosines: Cosines,
  first: number[],
  rounds: number,
  settled: number,
  pause: () => Promise<void>,
): Promise<RoundsDone> {
  const { count } = cosines.rows;
  const sums = first.map((row) => cosines.with(row));
  let scales: Float64Array = new Float64Array(first.length).fill(1);
  const assignments = new Int32Array(count).fill(-1);
  let before: Int32Array | null = null;
  for (let round = 0; ; round++) {
    const earlier: Int32Array = assignments.slice();
    assignNearest(sums, scales, assignments);
    await pause();
    const moved = assignments.reduce((total, cluster, row) => total + (cluster === earlier[row] ? 0 : 1), 0);
    if (moved <= settled || round + 1 >= rounds) return { assignments, before };
    // What the sums hold at first are the beginnings: those belong to the cosines, and count no longer.
    if (round === 0) for (let cluster = 0; cluster < sums.length; cluster++) sums[cluster] = new Float64Array(count);
    await moveCosines(cosines, sums, earlier, assignments, pause);
    scales = scalesOf(sums, assignments);
    before = assignments.slice();
  }
}

/** Puts each row to the cluster it is nearest to; ties stay where they are, or go to the first. */
function assignNearest(sums: Float64Array[], scales: Float64Array, assignments: Int32Array): void {
  const most = new Float64Array(assignments.length).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < assignments.length; row++) {
    const own = assignments[row] as number;
    if (own >= 0) most[row] = (sums[own]?.[row] ?? 0) * (scales[own] ?? 0);
  }
  for (const [cluster, sum] of sums.entries()) {
    const scale = scales[cluster] as number;
    for (let row = 0; row < assignments.length; row++) {
      const cosine = (sum[row] as number) * scale;
      if (cosine <= (most[row] as number)) continue;
      most[row] = cosine;
      assignments[row] = cluster;
    }
  }
}

/** Takes the cosines of rows that moved from the sums of the clusters they left to those they came to. */
async function moveCosines(
  cosines: Cosines,
  sums: Float64Array[],
  before: Int32Array,
  after: Int32Array,
  pause: () => Promise<void>,
): Promise<void> {
  for (let row = 0; row < after.length; row++) {
    const from = before[row] as number;
    const to = after[row] as number;
    if (from === to) continue;
    const own = cosines.with(row);
    if (from >= 0) addTo(sums[from], own, -1);
    addTo(sums[to], own, 1);
    if (row % 256 === 255) await pause();
  }
}

function addTo(sum: Float64Array | undefined, own: Float64Array, weight: number): void {
  if (!sum) return;
  for (let index = 0; index < own.length; index++) {
    sum[index] = (sum[index] as number) + weight * (own[index] as number);
  }
}

/** One by the length of each cluster's sum of vectors; 0 where a cluster is empty. */
function scalesOf(sums: Float64Array[], assignments: Int32Array): Float64Array {
  const squares = new Float64Array(sums.length);
  const sizes = new Int32Array(sums.length);
  for (const [row, cluster] of assignments.entries()) {
    squares[cluster] = (squares[cluster] as number) + (sums[cluster]?.[row] ?? 0);
    sizes[cluster] = (sizes[cluster] as number) + 1;
  }
  return squares.map((square, cluster) => (sizes[cluster] === 0 || square < 1e-24 ? 0 : 1 / Math.sqrt(square)));
}
