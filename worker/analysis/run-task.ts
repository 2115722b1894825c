import type { Ask } from "../engines/ask.ts";
import type { Asking } from "./ask-checked.ts";
import { clusterResults } from "./clusters/cluster.ts";
import { embedResults } from "./clusters/embed-results.ts";
import { nameClusters } from "./clusters/name-clusters.ts";
import { gatherInsights, summarize } from "./insights/insights.ts";
import type { Grant, JobSpec, TaskAnswer } from "./job.ts";
import type { JobData } from "./job-data.ts";
import { reconcile } from "./labels/reconcile.ts";
import { extractOnce } from "./reading/answer-cache.ts";
import { extract } from "./reading/extract.ts";
import { readInParts } from "./reading/read-in-parts.ts";
import { labelsThatFit } from "./reading/room.ts";
import { withoutPersonalData } from "./reading/without-personal-data.ts";

/** The engines a task may ask: the job's own, and the built-in one for what the first can't answer. */
export interface Engines {
  ask: Ask;
  askFallback: Ask;
}

/** Does one task: from a grant to the answer that goes back into the ledger. */
export async function runTask(spec: JobSpec, grant: Grant, engines: Engines, whole: JobData): Promise<TaskAnswer> {
  const { work } = grant;
  const data = spec.options.redactPii ? withoutPersonalData(whole) : whole;
  const key = (call: number) => `${spec.analysisId}/${grant.task}/${call}`;
  const asking: Asking = { ...engines, key, retryAttempts: spec.options.retryAttempts };
  switch (work.name) {
    case "extract": {
      const contents = await data.contents(work.contentIds);
      const { ask, askFallback } = engines;
      const known = labelsThatFit(work.known, spec.limits);
      // Calls are counted through all questions of the task.
      let calls = 0;
      return extractOnce(spec, contents, known, data.answers, (open) =>
        readInParts(spec, open, known, (items) => extract(spec, items, known, ask, askFallback, () => key(calls++))),
      );
    }
    case "reconcile": {
      const facet = spec.facets.find((candidate) => candidate.name === work.facet);
      if (!facet) throw new Error(`the template has no facet ${work.facet}`);
      return reconcile(spec, facet, work.labels, work.target ?? null, asking);
    }
    case "embed":
      return embedResults(spec, work.contentIds, data, asking);
    case "cluster":
      return clusterResults(spec, work.embedded ?? false, data);
    case "name-clusters":
      return nameClusters(spec, work.clusterIds, data, asking);
    case "insights":
      return gatherInsights(spec, work.contents, work.counts, data);
    case "summarize":
      return summarize(spec, work.question, work.contentIds, asking);
  }
}
