import { clusterContents } from "../../clustering/cluster.ts";
import { type JobSpec, noUsage, type TaskAnswer } from "../job.ts";
import type { ClusteringFacts, JobData, NewCluster } from "../job-data.ts";
import { hideClusters } from "./hide-clusters.ts";
import { builtInVectors, modelVectors, type VectorSource } from "./vector-source.ts";

const pageSize = 2_000;
/** Members of its children that a parent cluster is described by. */
const membersOfParent = 20;
/** Outliers that are named one by one. */
const outliersNamed = 50;
/** Same seed, same clusters. */
const seed = 20_261_121;

/** More contents than this share without a vector: groups would be made of what is missing. */
const mostMissing = 0.02;

/**
 * Groups all results of a job by meaning: vectors of what was said about each, k-means, levels, a place in the plane.
 * @param embedded a model was asked for vectors before
 */
export async function clusterResults(spec: JobSpec, embedded: boolean, data: JobData): Promise<TaskAnswer> {
  const { minClusterSize } = spec.options;
  const { ids, authors, source, remark } = await (embedded
    ? readEmbedded(spec, data)
    : readAll(data, builtInVectors(spec, data)));
  const vectors = (seed: number, pause: () => Promise<void>) => source.rows(seed, pause);
  const tree = await clusterContents({ vectors, minClusterSize, seed, pause });
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
  const method = [tree.reason, remark].filter((words) => words !== "").join(" ");
  const k = tree.k - shown.hidden.clusters;
  await data.saveClusters(shown.clusters, shown.assignments, {
    method,
    k,
    tried: tree.tried,
    hidden: shown.hidden,
    outliers,
  });
  return { name: "cluster", clusterIds: idsByLevel(shown.clusters), usage: noUsage };
}

interface AllResults {
  ids: string[];
  /** Of contents, as far as known. */
  authors: Map<string, string>;
  source: VectorSource;
  /** Whose vectors they are, in words; empty where nobody was asked for any. */
  remark: string;
}

/** Reads all results; once more for the built-in vectors, where those of the model are not there. */
async function readEmbedded(spec: JobSpec, data: JobData): Promise<AllResults> {
  const { embeddingModel } = spec.options;
  const vectors = await modelVectors(spec, data);
  const said = await readAll(data, vectors);
  const { wanted, found } = vectors;
  const missing = wanted - found;
  if (missing > mostMissing * wanted) {
    const remark = `By the built-in vectors: ${embeddingModel} gave none for ${missing} of ${wanted} contents.`;
    return { ...(await readAll(data, builtInVectors(spec, data))), remark };
  }
  const apart = missing === 0 ? "" : ` ${missing} without one stand apart.`;
  return { ...said, remark: `By vectors of ${embeddingModel}.${apart}` };
}

async function readAll(data: JobData, source: VectorSource): Promise<AllResults> {
  const ids: string[] = [];
  const authors = new Map<string, string>();
  for (let after = ""; ; ) {
    const page = await data.results(after, pageSize);
    await source.add(page);
    for (const { contentId, author } of page) {
      ids.push(contentId);
      if (author !== null) authors.set(contentId, author);
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) break;
    after = last.contentId;
  }
  return { ids, authors, source, remark: "" };
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

/** The base first; those of one parent beside each other, since names are told apart within a question. */
function idsByLevel(clusters: NewCluster[]): string[][] {
  const levels = Map.groupBy(clusters, ({ level }) => level);
  return [...levels]
    .sort(([a], [b]) => b - a)
    .map(([, some]) => [...Map.groupBy(some, ({ parentId }) => parentId).values()].flat().map(({ id }) => id));
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
