import type { JobSpec } from "../analysis/job.ts";
import type { Progress, UsageTotals } from "../contract/analysis.ts";

/** Writes the row of a new analysis, as it stands before its job starts; the same again changes nothing. */
export async function createAnalysis(
  db: D1Database,
  spec: JobSpec,
  contentIds: string[] | null,
  contents: number,
): Promise<void> {
  const { options } = spec;
  await db
    .prepare(
      `INSERT OR IGNORE INTO analysis (id, organization_id, project_id, dataset_id, template_id, spec, name, model, options,
         content_ids, status, progress, usage, estimate, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)`,
    )
    .bind(
      spec.analysisId,
      spec.organizationId,
      spec.projectId,
      spec.datasetId,
      spec.templateId,
      JSON.stringify(spec),
      spec.name,
      spec.model,
      JSON.stringify(options),
      contentIds === null ? null : JSON.stringify(contentIds),
      JSON.stringify(nothingDone(contents, options.streams)),
      JSON.stringify(nothingUsed),
      spec.estimate === null ? null : JSON.stringify(spec.estimate),
      spec.createdAt,
    )
    .run();
}

const nothingUsed: UsageTotals = {
  calls: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  costKnown: true,
};

function nothingDone(contents: number, streams: number): Progress {
  return {
    phase: "discovery",
    percent: 0,
    itemsTotal: contents,
    itemsDone: 0,
    itemsFallback: 0,
    itemsFailed: 0,
    batchesDone: 0,
    batchesTotal: 0,
    round: 0,
    rounds: 0,
    streams: Array.from({ length: streams }, (_, stream) => ({ stream, state: "waiting", itemsDone: 0, batch: null })),
    etaSeconds: null,
    currentStep: "Waiting to start",
    savedAt: null,
    notices: [],
  };
}
