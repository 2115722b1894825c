import { closeAnalysis } from "../db/analyses.ts";

/**
 * Ends the jobs of analyses that are about to go: nothing of them is called, paid or written after this. First the row,
 * which the clock and other requests go by: while the rest is being deleted, or where that was cut off, nothing begins anew.
 */
export async function endJobs(env: Env, analysisIds: string[]): Promise<void> {
  for (const id of analysisIds) {
    await closeAnalysis(env.DB, id, Date.now());
    await env.ANALYSIS_JOB.getByName(id).remove();
  }
}
