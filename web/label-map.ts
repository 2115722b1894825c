import type { ClusterNode } from "../worker/contract/findings.ts";
import { type LabelCounts, ranked } from "./live-state.ts";

/** Tiles drawn of a facet; a smaller one could not be read. */
const tilesAtMost = 40;

/** The labels of one facet as nodes of a map. */
export interface LabelNodes {
  facet: string;
  nodes: ClusterNode[];
}

/**
 * What stands in for the clusters while contents are still read: the labels of the facet that has most contents by now,
 * as flat nodes of a map. The name of a label is the id of its node.
 */
export function labelNodes(labels: LabelCounts): LabelNodes | null {
  const facets = [...labels]
    .map(([facet, counts]) => ({ facet, rows: ranked(counts).filter((row) => row.count > 0) }))
    .map((one) => ({ ...one, contents: one.rows.reduce((sum, row) => sum + row.count, 0) }))
    .filter((one) => one.contents > 0);
  const [first] = facets.sort((a, b) => b.contents - a.contents);
  if (first === undefined) return null;
  const nodes = first.rows.slice(0, tilesAtMost).map(({ label, count }) => ({
    id: label,
    parentId: null,
    level: 0,
    name: label,
    description: "",
    size: count,
    x: 0,
    y: 0,
  }));
  return { facet: first.facet, nodes };
}
