import { Cosines, mostRowsKnown } from "./cosines.ts";
import { pickRows, type Rows } from "./dense.ts";
import { kMeans } from "./k-means.ts";
import { sampleIndexes, seededRandom } from "./random.ts";

export interface ChosenK {
  k: number;
  /** Why, in words for people. */
  reason: string;
  /** The numbers that were tried, with the mean silhouette of each; empty where there was no choice. */
  tried: TriedK[];
}

export interface TriedK {
  k: number;
  silhouette: number;
}

/** Rows that candidates are tried on: their cosines are all kept. */
const triedOn = mostRowsKnown;
/** Where the rows themselves fill the memory fewer do: 8 MB of cosines instead of 18. */
const manyRows = 50_000;
const triedOnOfMany = 1_000;
/** Rows whose silhouette is measured. */
const measuredOn = 1_000;
const mostClusters = 300;
const candidatesTried = 7;
/** Silhouette rises slowly with many small groups: this share below the highest counts as as good, and fewer groups are easier to read. */
const asGood = 0.06;
/** Rounds of a trial: enough to tell candidates apart, not to settle. */
const trialRounds = 6;

/**
 * How many clusters: of a few candidates between few and many the smallest whose silhouette (Rousseeuw 1987), on a sample,
 * is about the highest. Bounded by the least size of a cluster.
 */
export async function chooseK(
  rows: Rows,
  minClusterSize: number,
  seed: number,
  pause: () => Promise<void>,
  known?: Cosines | undefined,
): Promise<ChosenK> {
  const most = mostFor(rows.count, minClusterSize);
  if (most <= 1) {
    const why =
      rows.count < 2 * Math.max(1, minClusterSize)
        ? `${rows.count} contents are too few for two groups of ${minClusterSize}`
        : "too few contents";
    return { k: Math.min(1, rows.count), reason: `One group: ${why}.`, tried: [] };
  }
  const chosen = sampleIndexes(rows.count, rows.count > manyRows ? triedOnOfMany : triedOn, seededRandom(seed));
  const sample = chosen.length === rows.count ? rows : pickRows(rows, chosen);
  const cosines = known?.rows === sample ? known : new Cosines(sample);
  const tried: TriedK[] = [];
  for (const k of candidates(Math.min(most, Math.floor(sample.count / 2)))) {
    const clustering = await kMeans({ rows: sample, k, seed, starts: 1, rounds: trialRounds, cosines }, pause);
    const found = clustering.centroids.count;
    if (found < 2) return { k: 1, reason: "One group: the contents are all alike.", tried };
    const silhouette = await meanSilhouette(cosines, clustering.assignments, found, seed, pause);
    tried.push({ k: found, silhouette });
  }
  const highest = Math.max(...tried.map((one) => one.silhouette));
  const best = tried.find((one) => one.silhouette >= highest - Math.abs(highest) * asGood) ?? { k: 1, silhouette: 0 };
  // Where fewer groups are found than asked for, numbers repeat.
  const distinct = tried.filter(({ k }, place) => tried.findIndex((one) => one.k === k) === place);
  return {
    k: best.k,
    reason: `${best.k} groups: the fewest that separate about as well as the best of ${distinct.length} numbers tried (${distinct.map((one) => one.k).join(", ")}), silhouette ${best.silhouette.toFixed(2)} on ${sample.count.toLocaleString("en-US")} contents.`,
    tried: distinct,
  };
}

function mostFor(count: number, minClusterSize: number): number {
  const bySize = Math.floor(count / Math.max(2, minClusterSize * 1.5));
  return Math.min(mostClusters, bySize, Math.ceil(count / 4));
}

/** From few to `most`, each about the same factor above the last. */
function candidates(most: number): number[] {
  const least = Math.max(2, Math.min(most, Math.round(Math.sqrt(most) / 1.5)));
  const factor = (most / least) ** (1 / (candidatesTried - 1));
  const numbers = Array.from({ length: candidatesTried }, (_, index) => Math.round(least * factor ** index));
  return [...new Set(numbers)].filter((k) => k >= 2);
}

/** Mean silhouette of some rows, by cosine distance to all rows of the sample. */
export async function meanSilhouette(
  cosines: Cosines,
  assignments: Int32Array,
  k: number,
  seed: number,
  pause: () => Promise<void>,
): Promise<number> {
  const { rows } = cosines;
  const sizes = new Int32Array(k);
  for (const cluster of assignments) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  const measured = sampleIndexes(rows.count, measuredOn, seededRandom(seed + 1));
  const distances = new Float64Array(k);
  let total = 0;
  for (const [place, row] of measured.entries()) {
    distances.set(sizes);
    const own = cosines.with(row);
    for (let other = 0; other < own.length; other++) {
      const cluster = assignments[other] as number;
      distances[cluster] = (distances[cluster] as number) - (own[other] as number);
    }
    total += silhouetteOf(assignments[row] ?? 0, distances, sizes);
    if (place % 128 === 127) await pause();
  }
  return measured.length === 0 ? 0 : total / measured.length;
}

function silhouetteOf(own: number, distances: Float64Array, sizes: Int32Array): number {
  const ownSize = (sizes[own] ?? 0) - 1;
  if (ownSize <= 0) return 0;
  const inside = (distances[own] ?? 0) / ownSize;
  let outside = Number.POSITIVE_INFINITY;
  for (let cluster = 0; cluster < sizes.length; cluster++) {
    const size = sizes[cluster] ?? 0;
    if (cluster !== own && size > 0) outside = Math.min(outside, (distances[cluster] ?? 0) / size);
  }
  const larger = Math.max(inside, outside);
  return larger < 1e-9 ? 0 : (outside - inside) / larger;
}
