import { dotAt, type Rows } from "./dense.ts";
import type { Clustering } from "./k-means.ts";

const kept = 20;

/** For each cluster the rows nearest to its centroid: of its own members, and of all others. Nearest first. */
export async function nearestRows(
  rows: Rows,
  clustering: Clustering,
  pause: () => Promise<void>,
): Promise<{ members: number[]; contrast: number[] }[]> {
  const { centroids, assignments } = clustering;
  const members = Array.from({ length: centroids.count }, () => new Ranking());
  const contrast = Array.from({ length: centroids.count }, () => new Ranking());
  for (let row = 0; row < rows.count; row++) {
    for (let cluster = 0; cluster < centroids.count; cluster++) {
      const cosine = dotAt(rows.values, row * rows.width, centroids.values, cluster * rows.width, rows.width);
      (assignments[row] === cluster ? members : contrast)[cluster]?.offer(row, cosine);
    }
    if (row % 32 === 31) await pause();
  }
  return members.map((ranking, cluster) => ({ members: ranking.rows(), contrast: contrast[cluster]?.rows() ?? [] }));
}

/** The few best of many, in order. */
class Ranking {
  private entries: { row: number; cosine: number }[] = [];

  offer(row: number, cosine: number): void {
    const last = this.entries.at(-1);
    if (this.entries.length === kept && last && cosine <= last.cosine) return;
    let place = this.entries.length;
    while (place > 0 && (this.entries[place - 1]?.cosine ?? 0) < cosine) place -= 1;
    this.entries.splice(place, 0, { row, cosine });
    if (this.entries.length > kept) this.entries.pop();
  }

  rows(): number[] {
    return this.entries.map((entry) => entry.row);
  }
}
