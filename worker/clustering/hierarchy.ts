import type { Rows } from "./dense.ts";
import { kMeans, meansOf } from "./k-means.ts";

/** One level: where each node stands, and which node of the level above holds it. */
export interface Level {
  centroids: Rows;
  sizes: number[];
  /** Index in the level above; null at the top. */
  parents: number[] | null;
}

const topNodes = 10;
/** From this many base clusters on there are two levels, three. */
const twoLevelsFrom = 11;
const threeLevelsFrom = 61;
const startsPerLevel = 4;

/**
 * Levels above the base clusters, top first. Sizes fall by the same factor from level to level,
 * n_l / n_(l-1) = (n_top / n_base)^(1 / (L - 1)), as in Clio (Tamkin et al. 2024, appendix on hierarchies); parents come
 * of clustering the centroids.
 */
export async function buildLevels(
  centroids: Rows,
  sizes: number[],
  seed: number,
  pause: () => Promise<void>,
): Promise<Level[]> {
  const base: Level = { centroids, sizes, parents: null };
  const levels = [base];
  for (const target of levelSizes(centroids.count)) {
    const [below] = levels;
    if (!below || target >= below.centroids.count) continue;
    const weights = Float32Array.from(below.sizes);
    const { assignments } = await kMeans(
      { rows: below.centroids, k: target, seed, starts: startsPerLevel, weights },
      pause,
    );
    const count = 1 + Math.max(...assignments);
    const above: Level = {
      centroids: meansOf(below.centroids, assignments, count, weights),
      sizes: new Array<number>(count).fill(0),
      parents: null,
    };
    for (const [index, parent] of assignments.entries()) {
      above.sizes[parent] = (above.sizes[parent] ?? 0) + (below.sizes[index] ?? 0);
    }
    below.parents = [...assignments];
    levels.unshift(above);
  }
  return levels;
}

/** Numbers of nodes of the levels above the base, from the lowest to the top. */
export function levelSizes(base: number): number[] {
  const levels = base >= threeLevelsFrom ? 3 : base >= twoLevelsFrom ? 2 : 1;
  if (levels === 1) return [];
  const top = Math.min(topNodes, Math.max(2, Math.round(Math.sqrt(base))));
  const factor = (top / base) ** (1 / (levels - 1));
  return Array.from({ length: levels - 1 }, (_, index) => Math.max(top, Math.round(base * factor ** (index + 1))));
}
