import type { AnswerCache, ContentToFind } from "./reading/answer-cache.ts";

/** One result as clustering and insights read it. */
export interface ReadResult {
  contentId: string;
  title: string;
  summary: string;
  facets: Record<string, unknown>;
  /** Who wrote it, where that is known; counted, never shown to an engine. */
  author: string | null;
}

/** What was said about a content in one line: its open labels, then its summary, or its title where there is none. */
export function describeResult(result: ReadResult, openFacets: string[]): string {
  const labels = openFacets.map((facet) => result.facets[facet]).filter((value) => typeof value === "string");
  return [...labels, result.summary === "" ? result.title : result.summary].join(". ");
}

/** A cluster as the stage makes it; members and contrast are content ids, most telling first. */
export interface NewCluster {
  id: string;
  parentId: string | null;
  level: number;
  size: number;
  x: number;
  y: number;
  members: string[];
  contrast: string[];
}

/** A cluster as it is read again to be named. */
export interface ClusterToName {
  id: string;
  members: string[];
  contrast: string[];
  /** Names of the clusters that it holds, the largest first; none at the base. */
  parts: string[];
}

/** How well a name keeps what is private. */
export interface NameAudit {
  /** 1 (it points to a person) to 5 (to nobody). */
  score: number;
  reason: string;
  /** Who says so. */
  by: string;
  /** An earlier name did worse. */
  renamed: boolean;
}

/** How the clusters of a run came about. */
export interface ClusteringFacts {
  /** How the number of clusters was chosen, in words. */
  method: string;
  /** Base clusters. */
  k: number;
  tried: { k: number; silhouette: number }[];
  hidden: { clusters: number; items: number; reason: string };
  outliers: { items: number; contentIds: string[]; reason: string };
}

/** Vectors that were paid for, packed (engines/pack-vector), by their keys. */
export interface VectorStore {
  /** Those of the keys that there is a vector under, with how long it is when packed. */
  known(keys: string[]): Promise<Map<string, number>>;
  read(keys: string[]): Promise<Map<string, string>>;
  /** The first under a key stays. */
  keep(vectors: NewVector[]): Promise<void>;
}

export interface NewVector {
  key: string;
  contentId: string;
  vector: string;
  /** `provider/model`. */
  model: string;
}

/** What results are counted by. */
export type TallyKey = { by: "facet"; facet: string } | { by: "language" } | { by: "sentiment" };

export interface Tally {
  value: string;
  count: number;
  /** Of those that say when they happened: before the middle, and from it on. */
  earlier: number;
  later: number;
}

export interface Pair {
  a: string;
  b: string;
  count: number;
}

/** From when to when the answered contents happened, milliseconds since 1970; null where none says. */
export interface TimeSpan {
  answered: number;
  first: number | null;
  last: number | null;
}

/** What the stages need of the database, handed to them so that they know no SQL and a test can give them a Map. */
export interface JobData {
  contents(ids: string[]): Promise<ContentToFind[]>;
  /** What was answered before; null where nothing is kept. */
  answers: AnswerCache | null;
  vectors: VectorStore;
  /** Results after a content id, in id order. */
  results(after: string, limit: number): Promise<ReadResult[]>;
  resultsOf(contentIds: string[]): Promise<ReadResult[]>;
  /** The surest results with this value. */
  exemplars(facet: string, value: string, limit: number): Promise<ReadResult[]>;
  span(): Promise<TimeSpan>;
  tally(key: TallyKey, middle: number | null): Promise<Tally[]>;
  pairs(a: TallyKey, b: TallyKey): Promise<Pair[]>;
  /** The surest contents that have all these values, from then on where that is said. */
  having(values: { key: TallyKey; value: string }[], since: number | null, limit: number): Promise<string[]>;
  /** Replaces all clusters and says which content is in which. */
  saveClusters(
    clusters: NewCluster[],
    assignments: [contentId: string, clusterId: string][],
    facts: ClusteringFacts,
  ): Promise<void>;
  clusters(ids: string[]): Promise<ClusterToName[]>;
  /** Clusters of the top level, largest first. */
  topClusters(): Promise<{ id: string; name: string; size: number }[]>;
  nameClusters(names: { id: string; name: string; description: string; audit: NameAudit | null }[]): Promise<void>;
}
