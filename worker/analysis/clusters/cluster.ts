import { clusterContents } from "../../clustering/cluster.ts";
import { type JobSpec, noUsage, openFacetNames, type TaskAnswer } from "../job.ts";
import { type ClusteringFacts, describeResult, type JobData, type NewCluster } from "../job-data.ts";
import { hideClusters } from "./hide-clusters.ts";

const pageSize = 2_000;
/** Members of its children that a parent cluster is described by. */
const membersOfParent = 20;
/** Outliers that are named one by one. */
const outliersNamed = 50;
/** Same seed, same clusters. */
const seed = 20_261_121;

/** Groups all results of a job by meaning: vectors of what was said about each, k-means, levels, a place in the plane. */
export async function clusterResults(spec: JobSpec, data: JobData): Promise<TaskAnswer> {
  // Clio clusters one facet; words of several would group contents by what they have in common with most.
  const facets = openFacetNames(spec.facets).slice(0, 1);
  const ids: string[] = [];
  const texts: string[] = [];
  const authors = new Map<string, string>();
  for (let after = ""; ; ) {
    const page = await data.results(after, pageSize);
    for (const result of page) {
      ids.push(result.contentId);
      texts.push(describeResult(result, facets));
      if (result.author !== null) authors.set(result.contentId, result.author);
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) break;
    after = last.contentId;
  }
  const textsRead = () => {
    texts.length = 0;
  };
  const { minClusterSize } = spec.options;
  const tree = await clusterContents({ texts, minClusterSize, seed, pause, textsRead });
  const idOf = (index: number): string[] => ids.slice(index, index + 1);
  const clusters: NewCluster[] = tree.nodes.map(({ id, parentId, level, size, x, y, members, contrast }) => ({
    id,
    parentId,
    level,
    size,
    x,
    y,
    members: (members ?? []).flatMap(idOf),
    contrast: (contrast ?? []).flatMap(idOf),
  }));
  const assignments = ids.flatMap((id, index): [string, string][] => {
    const cluster = tree.assignments[index];
    return cluster === undefined ? [] : [[id, cluster]];
  });
  const shown = hideClusters({ clusters, assignments }, authors, minClusterSize);
  describeParents(shown.clusters);
  const outliers = outliersIn(tree.outliers.flatMap(idOf), shown.assignments);
  const { reason: method, tried } = tree;
  const k = tree.k - shown.hidden.clusters;
  await data.saveClusters(shown.clusters, shown.assignments, { method, k, tried, hidden: shown.hidden, outliers });
  return { name: "cluster", clusterIds: shown.clusters.map((cluster) => cluster.id), usage: noUsage };
}

/** Said in words: they are counted with the cluster that is nearest to them. What is hidden is not spoken of. */
function outliersIn(
  found: string[],
  assignments: [contentId: string, clusterId: string][],
): ClusteringFacts["outliers"] {
  const shown = new Set(found.length === 0 ? [] : assignments.map(([contentId]) => contentId));
  const contentIds = found.filter((id) => shown.has(id));
  const items = contentIds.length;
  if (items === 0) return { items, contentIds, reason: "" };
  const [stand, them] = items === 1 ? ["content stands", "it is"] : ["contents stand", "they are"];
  const count = items.toLocaleString("en-US");
  const reason = `${count} ${stand} far from the middle of every group; ${them} counted with the nearest.`;
  return { items, contentIds: contentIds.slice(0, outliersNamed), reason };
}

/** Lets other work of the isolate go on. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** A parent is described by the most central members of each of its children, in turn; leaves first, so that it works upwards. */
function describeParents(clusters: NewCluster[]): void {
  for (const parent of [...clusters].sort((a, b) => b.level - a.level)) {
    if (parent.members.length > 0) continue;
    const children = clusters.filter((cluster) => cluster.parentId === parent.id);
    for (let place = 0; parent.members.length < membersOfParent && place < membersOfParent; place++) {
      for (const child of children) parent.members.push(...child.members.slice(place, place + 1));
    }
    const others = clusters.filter((cluster) => cluster.level === parent.level && cluster.id !== parent.id);
    parent.contrast = others.flatMap((other) => other.members.slice(0, 3)).slice(0, membersOfParent);
  }
}
