import type { NewCluster } from "../job-data.ts";

export interface HiddenClusters {
  clusters: number;
  items: number;
  /** Why, in words for people; empty where nothing is hidden. */
  reason: string;
}

export interface Grouped {
  clusters: NewCluster[];
  assignments: [contentId: string, clusterId: string][];
}

/** A group that fewer people wrote is not shown where it is known who wrote: its name would speak of somebody. */
const fewestAuthors = 3;

/** Least number of authors for a least number of contents: whoever asks for groups of one content wants to see them. */
export function leastAuthors(minClusterSize: number): number {
  return Math.min(fewestAuthors, Math.max(1, minClusterSize));
}

/**
 * The privacy threshold (as in Clio: contents and distinct accounts): base clusters below it are taken out with all that
 * speaks of them, and what stands above them counts only what is left.
 * @param authors of contents, as far as known; a content without one may be of anybody and counts as one more
 */
export function hideClusters(
  { clusters, assignments }: Grouped,
  authors: Map<string, string>,
  minClusterSize: number,
): Grouped & { hidden: HiddenClusters } {
  const sizes = new Map<string, number>();
  const people = new Map<string, Set<string>>();
  for (const [contentId, clusterId] of assignments) {
    sizes.set(clusterId, (sizes.get(clusterId) ?? 0) + 1);
    const known = people.get(clusterId) ?? new Set();
    people.set(clusterId, known);
    const author = authors.get(contentId);
    known.add(author === undefined ? `content ${contentId}` : `author ${author}`);
  }
  const authorsNeeded = leastAuthors(minClusterSize);
  const small = new Set([...sizes].filter(([, size]) => size < minClusterSize).map(([id]) => id));
  const few = new Set([...people].filter(([id, { size }]) => !small.has(id) && size < authorsNeeded).map(([id]) => id));
  const isHidden = (clusterId: string): boolean => small.has(clusterId) || few.has(clusterId);
  const hiddenContents = new Set(assignments.filter(([, id]) => isHidden(id)).map(([contentId]) => contentId));
  if (hiddenContents.size === 0) return { clusters, assignments, hidden: { clusters: 0, items: 0, reason: "" } };
  const left = leftSizes(clusters, sizes, isHidden);
  const shown = (ids: string[]): string[] => ids.filter((id) => !hiddenContents.has(id));
  return {
    clusters: clusters.flatMap((cluster) => {
      const size = left.get(cluster.id) ?? 0;
      if (size === 0) return [];
      return [{ ...cluster, size, members: shown(cluster.members), contrast: shown(cluster.contrast) }];
    }),
    assignments: assignments.filter(([contentId]) => !hiddenContents.has(contentId)),
    hidden: {
      clusters: small.size + few.size,
      items: hiddenContents.size,
      reason: reasonOf(small.size, few.size, minClusterSize, authorsNeeded),
    },
  };
}

/** What each cluster holds without the hidden ones, from the base upwards. */
function leftSizes(
  clusters: NewCluster[],
  sizes: Map<string, number>,
  isHidden: (id: string) => boolean,
): Map<string, number> {
  const parents = new Map(clusters.map(({ id, parentId }) => [id, parentId]));
  const left = new Map<string, number>();
  for (const [base, size] of sizes) {
    if (isHidden(base)) continue;
    for (let id: string | null = base; id !== null; id = parents.get(id) ?? null) {
      left.set(id, (left.get(id) ?? 0) + size);
    }
  }
  return left;
}

function reasonOf(small: number, few: number, minClusterSize: number, authorsNeeded: number): string {
  const reasons = [
    small > 0 ? `${small} with fewer than ${minClusterSize} contents` : "",
    few > 0 ? `${few} written by fewer than ${authorsNeeded} people` : "",
  ].filter((reason) => reason !== "");
  return `${reasons.join(", ")}: too small to be shown without pointing at somebody.`;
}
