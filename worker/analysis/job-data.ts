import type { AnswerCache, ContentToFind } from "./answer-cache.ts";

/** One result as clustering and insights read it. */
export interface ReadResult {
  contentId: string;
  title: string;
  summary: string;
  facets: Record<string, unknown>;
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

/** What the stages need of the database, handed to them so that they know no SQL and a test can give them a Map. */
export interface JobData {
  contents(ids: string[]): Promise<ContentToFind[]>;
  /** What was answered before; null where nothing is kept. */
  answers: AnswerCache | null;
  /** Results after a content id, in id order. */
  results(after: string, limit: number): Promise<ReadResult[]>;
  resultsOf(contentIds: string[]): Promise<ReadResult[]>;
  /** The surest results with this value. */
  exemplars(facet: string, value: string, limit: number): Promise<ReadResult[]>;
  /** Replaces all clusters and says which content is in which. */
  saveClusters(
    clusters: NewCluster[],
    assignments: [contentId: string, clusterId: string][],
    method: string,
  ): Promise<void>;
  clusters(ids: string[]): Promise<{ id: string; members: string[]; contrast: string[] }[]>;
  /** Clusters of the top level, largest first. */
  topClusters(): Promise<{ id: string; name: string; size: number }[]>;
  nameClusters(names: { id: string; name: string; description: string }[]): Promise<void>;
}
