import type { JobSpec } from "../analysis/job.ts";
import type { JobData } from "../analysis/job-data.ts";
import { answerCache } from "./answer-cache.ts";
import { listClusters, nameClusters, readClusters, saveClusters } from "./clusters.ts";
import { readContents } from "./contents.ts";
import { readExemplars, readResults, readResultsOf } from "./results.ts";

/** The database as the stages of one job see it. */
export function jobData(env: Pick<Env, "DB" | "FILES">, spec: JobSpec): JobData {
  const { DB: db } = env;
  const id = spec.analysisId;
  return {
    contents: (ids) => readContents(env, ids),
    answers: answerCache(db, spec.organizationId, Date.now),
    results: (after, limit) => readResults(db, id, after, limit),
    resultsOf: (contentIds) => readResultsOf(db, id, contentIds),
    exemplars: (facet, value, limit) => readExemplars(db, id, facet, value, limit),
    saveClusters: (clusters, assignments, method) => saveClusters(db, id, clusters, assignments, method),
    clusters: (ids) => readClusters(db, id, ids),
    topClusters: async () => (await listClusters(db, id, false)).filter((cluster) => cluster.level === 0),
    nameClusters: (names) => nameClusters(db, id, names),
  };
}
