import type { Analysis } from "../../worker/contract/analysis.ts";
import type { Result } from "../../worker/contract/findings.ts";
import type { LabelsReply } from "../../worker/contract/labels.ts";

/** What is asked of the analysis itself. */
export type Ended = Pick<Analysis, "status" | "error" | "progress">;

export interface Verdict {
  contents: number;
  results: number;
  /** Contents without a result. */
  lost: number;
  /** Results beyond the first of a content. */
  doubled: number;
  /** Results of contents that were never asked for. */
  foreign: number;
  /** Results that are neither `done` nor `fallback`. */
  failed: number;
  /** What does not fit together, in words. */
  problems: string[];
}

/**
 * Holds what an analysis left behind against what went in.
 * @param contentIds every content of the dataset, once
 */
export function judge(contentIds: string[], results: Result[], analysis: Ended, labels: LabelsReply): Verdict {
  const wanted = new Set(contentIds);
  const met = new Set<string>();
  let doubled = 0;
  let foreign = 0;
  for (const { contentId } of results) {
    if (met.has(contentId)) doubled++;
    else if (!wanted.has(contentId)) foreign++;
    met.add(contentId);
  }
  const lost = contentIds.filter((id) => !met.has(id)).length;
  const failed = results.filter((one) => one.status === "failed").length;
  const problems: string[] = [];
  if (lost > 0) problems.push(`${lost} contents have no result`);
  if (doubled > 0) problems.push(`${doubled} results are there twice`);
  if (foreign > 0) problems.push(`${foreign} results belong to no content of the dataset`);
  if (failed > 0) problems.push(`${failed} results failed`);
  if (analysis.status !== "completed") problems.push(`the analysis is ${analysis.status}: ${analysis.error ?? ""}`);
  if (analysis.progress.itemsTotal !== contentIds.length) {
    problems.push(`progress counts ${analysis.progress.itemsTotal} contents of ${contentIds.length}`);
  }
  problems.push(...miscounted(results, labels));
  return { contents: contentIds.length, results: results.length, lost, doubled, foreign, failed, problems };
}

/** A label's count must be the number of results that carry it, whatever was answered twice on the way. */
function miscounted(results: Result[], labels: LabelsReply): string[] {
  const problems: string[] = [];
  for (const [facet, list] of Object.entries(labels.facets)) {
    for (const { label, count } of list) {
      const carried = results.filter((one) => one.facets[facet] === label).length;
      if (carried !== count) problems.push(`label "${label}" of ${facet} counts ${count}, ${carried} results carry it`);
    }
  }
  return problems;
}
