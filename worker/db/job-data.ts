import type { JobSpec } from "../analysis/job.ts";
import type { JobData } from "../analysis/job-data.ts";
import { answerCache } from "./answer-cache.ts";
import { listClusters, nameClusters, readClusters, saveClusters } from "./clusters.ts";
import { readContents } from "./contents.ts";
import { readExemplars, readResults, readResultsOf } from "./results.ts";
import { contentsHaving, readPairs, readSpan, readTally } from "./tallies.ts";
import { vectorStore } from "./vectors.ts";

/** The database as the stages of one job see it. */
export function jobData(env: Pick<Env, "DB" | "FILES">, spec: JobSpec): JobData {
  const { DB: db } = env;
  const id = spec.analysisId;
  return {
    contents: (ids) => readContents(env, ids),
    answers: answerCache(db, spec.organizationId, Date.now),
    vectors: vectorStore(db, spec.organizationId, Date.now),
    results: (after, limit) => readResults(db, id, after, limit),
    resultsOf: (contentIds) => readResultsOf(db, id, contentIds),
    exemplars: (facet, value, limit) => readExemplars(db, id, facet, value, limit),
    span: () => readSpan(db, id),
    tally: (key, middle) => readTally(db, id, key, middle),
    pairs: (a, b) => readPairs(db, id, a, b),
    having: (values, since, limit) => contentsHaving(db, id, values, since, limit),
    saveClusters: (clusters, assignments, facts) => saveClusters(db, id, clusters, assignments, facts),
    clusters: (ids) => readClusters(db, id, ids),
    topClusters: async () => (await listClusters(db, id, false)).filter((cluster) => cluster.level === 0),
    nameClusters: (names) => nameClusters(db, id, names),
  };
}
