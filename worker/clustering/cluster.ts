import { chooseK, type TriedK } from "./choose-k.ts";
import { Cosines } from "./cosines.ts";
import type { Rows } from "./dense.ts";
import { foldSmall } from "./fold-small.ts";
import { buildLevels, type Level } from "./hierarchy.ts";
import { type Clustering, kMeans } from "./k-means.ts";
import { nearestRows } from "./nearest.ts";
import { drawTogether } from "./neighbours.ts";
import { coarseCopy, outlierRows } from "./outliers.ts";
import { project } from "./projection.ts";

export interface ClusterInput {
  /** Makes a row of length 1 for each content. Called once; whoever makes them need not keep them. */
  vectors: (seed: number, pause: () => Promise<void>) => Promise<Rows>;
  /** Smaller clusters are folded into their nearest. */
  minClusterSize: number;
  /** The same seed and vectors give the same tree. */
  seed: number;
  /** Called after every few milliseconds of work, so that others get their turn. */
  pause?: (() => Promise<void>) | undefined;
}

export interface ClusterNode {
  id: string;
  parentId: string | null;
  /** 0 is the top. */
  level: number;
  /** Contents in it. */
  size: number;
  /** Its place in the unit square. */
  x: number;
  y: number;
  /** Base clusters only: indexes of the contents nearest to its middle, at most 20. */
  members?: number[];
  /** Base clusters only: the nearest contents of other clusters, at most 20. */
  contrast?: number[];
}

export interface ClusterTree {
  /** From the top down, larger before smaller. */
  nodes: ClusterNode[];
  /** Id of the base cluster of each content. */
  assignments: string[];
  levels: number;
  /** Number of base clusters, and why so many. */
  k: number;
  reason: string;
  /** The numbers that were tried on the way, and how well each parted. */
  tried: TriedK[];
  /** Indexes of the contents that stand far from the middle of any cluster, the farthest first. */
  outliers: number[];
}

/** Runs from different beginnings: more where they are cheap. */
const mostStarts = 4;
const workAllowed = 1e9;
/** Rounds of a run; later ones move next to nothing. */
const rounds = 15;
/** Steps of work between two pauses that are handed on; stages offer a pause about every millisecond. */
const stepsBetweenPauses = 10;

/** Vectors → clusters → levels → places: the recipe of clustering. */
export async function clusterContents(input: ClusterInput): Promise<ClusterTree> {
  const { seed } = input;
  const pause = spaced(input.pause);
  const vectors = await input.vectors(seed, pause);
  if (vectors.count === 0) {
    return {
      nodes: [],
      assignments: [],
      levels: 0,
      k: 0,
      reason: "There is nothing to group.",
      tried: [],
      outliers: [],
    };
  }
  const minClusterSize = Math.max(1, Math.floor(input.minClusterSize));
  const undrawn = await coarseCopy(vectors, pause);
  const rows = await drawTogether(vectors, seed, pause);
  const cosines = Cosines.of(rows);
  const chosen = await chooseK(rows, minClusterSize, seed, pause, cosines);
  const raw = await kMeans({ rows, k: chosen.k, seed, starts: startsFor(rows, chosen.k), rounds, cosines }, pause);
  const clustering = bySize(foldSmall(rows, raw, minClusterSize));
  const levels = await buildLevels(clustering.centroids, sizesOf(clustering), seed, pause);
  const nearest = await nearestRows(rows, clustering, pause);
  const { nodes, baseIds } = await nodesOf(levels, nearest, pause);
  const k = clustering.centroids.count;
  const folded = raw.centroids.count - k;
  const note = folded > 0 ? ` ${folded} below the least size of ${minClusterSize} were folded into their nearest.` : "";
  return {
    nodes,
    assignments: Array.from(clustering.assignments, (cluster) => baseIds[cluster] ?? ""),
    levels: levels.length,
    k,
    reason: chosen.reason + note,
    tried: chosen.tried,
    outliers: await outlierRows(undrawn, clustering.assignments, k, pause),
  };
}

function startsFor(rows: Rows, k: number): number {
  const perStart = Math.min(rows.count, 12_000) * k * rows.width * rounds;
  return Math.max(1, Math.min(mostStarts, Math.floor(workAllowed / perStart)));
}

function spaced(pause: (() => Promise<void>) | undefined): () => Promise<void> {
  if (!pause) return async () => {};
  let steps = 0;
  return async () => {
    steps += 1;
    if (steps % stepsBetweenPauses === 0) await pause();
  };
}

function sizesOf(clustering: Clustering): number[] {
  const sizes = new Array<number>(clustering.centroids.count).fill(0);
  for (const cluster of clustering.assignments) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  return sizes;
}

/** Numbers the clusters from the largest to the smallest. */
function bySize(clustering: Clustering): Clustering {
  const sizes = sizesOf(clustering);
  const order = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
  const place = new Int32Array(order.length);
  for (const [index, cluster] of order.entries()) place[cluster] = index;
  const { width } = clustering.centroids;
  const centroids = { ...clustering.centroids, values: new Float32Array(clustering.centroids.values.length) };
  for (const [index, cluster] of order.entries()) {
    centroids.values.set(clustering.centroids.values.subarray(cluster * width, (cluster + 1) * width), index * width);
  }
  return { ...clustering, centroids, assignments: clustering.assignments.map((cluster) => place[cluster] ?? 0) };
}

async function nodesOf(
  levels: Level[],
  nearest: { members: number[]; contrast: number[] }[],
  pause: () => Promise<void>,
): Promise<{ nodes: ClusterNode[]; baseIds: string[] }> {
  const nodes: ClusterNode[] = [];
  let above: string[] = [];
  for (const [depth, level] of levels.entries()) {
    const places = await project(level.centroids, pause);
    const ids = level.sizes.map((_, index) => `c${nodes.length + index}`);
    const isBase = depth === levels.length - 1;
    for (const [index, size] of level.sizes.entries()) {
      const { x, y } = places[index] ?? { x: 0.5, y: 0.5 };
      const parent = level.parents?.[index];
      nodes.push({
        id: ids[index] ?? "",
        parentId: parent === undefined ? null : (above[parent] ?? null),
        level: depth,
        size,
        x,
        y,
        ...(isBase ? nearest[index] : {}),
      });
    }
    above = ids;
  }
  return { nodes, baseIds: above };
}
