/** Ends the jobs of analyses that are about to go: nothing of them is called, paid or written after this. */
export async function endJobs(env: Env, analysisIds: string[]): Promise<void> {
  for (const id of analysisIds) await env.ANALYSIS_JOB.getByName(id).remove();
}
