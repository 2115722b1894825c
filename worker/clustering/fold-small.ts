import { dotAt, type Rows } from "./dense.ts";
import { type Clustering, meansOf } from "./k-means.ts";

/**
 * Dissolves clusters below the least size, the smallest first: each member goes to the nearest cluster that is left. The
 * last cluster stays whatever its size, so that a few contents are never left without any.
 */
export function foldSmall(rows: Rows, clustering: Clustering, minClusterSize: number): Clustering {
  const { assignments } = clustering;
  const sizes = new Int32Array(clustering.centroids.count);
  for (const cluster of assignments) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  const alive = new Set(sizes.keys());
  let folded = false;
  for (;;) {
    const smallest = smallestOf(alive, sizes);
    if (smallest === null || alive.size === 1 || (sizes[smallest] ?? 0) >= minClusterSize) break;
    alive.delete(smallest);
    folded = true;
    for (let row = 0; row < rows.count; row++) {
      if (assignments[row] !== smallest) continue;
      const nearest = nearestOf(rows, row, clustering.centroids, alive);
      assignments[row] = nearest;
      sizes[nearest] = (sizes[nearest] ?? 0) + 1;
    }
    sizes[smallest] = 0;
  }
  if (!folded) return clustering;
  const place = new Map([...alive].map((cluster, index) => [cluster, index]));
  const renumbered = assignments.map((cluster) => place.get(cluster) ?? 0);
  return { centroids: meansOf(rows, renumbered, alive.size), assignments: renumbered, fit: clustering.fit };
}

function smallestOf(alive: Set<number>, sizes: Int32Array): number | null {
  let smallest: number | null = null;
  for (const cluster of alive) {
    if (smallest === null || (sizes[cluster] ?? 0) < (sizes[smallest] ?? 0)) smallest = cluster;
  }
  return smallest;
}

function nearestOf(rows: Rows, row: number, centroids: Rows, alive: Set<number>): number {
  let nearest = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const cluster of alive) {
    const cosine = dotAt(rows.values, row * rows.width, centroids.values, cluster * rows.width, rows.width);
    if (cosine > most) {
      most = cosine;
      nearest = cluster;
    }
  }
  return nearest;
}
