import type { CallEntry } from "../contract/provider.ts";

/** The open labels of a result as its reader said them; null where there is no such result. */
export async function readSaid(
  db: D1Database,
  analysisId: string,
  contentId: string,
): Promise<Record<string, string> | null> {
  const row = await db
    .prepare("SELECT said FROM result WHERE analysis_id = ? AND content_id = ?")
    .bind(analysisId, contentId)
    .first<{ said: string }>();
  return row === null ? null : (JSON.parse(row.said) as Record<string, string>);
}

export type CallOfTask = Pick<
  CallEntry,
  | "id"
  | "at"
  | "call"
  | "attempt"
  | "model"
  | "outcome"
  | "inputTokens"
  | "cachedInputTokens"
  | "outputTokens"
  | "costUsd"
  | "latencyMs"
>;

/** The attempts of one task, oldest first. */
export async function callsOfTask(db: D1Database, analysisId: string, task: number): Promise<CallOfTask[]> {
  const { results } = await db
    .prepare(
      `SELECT id, at, call, attempt, model, outcome, input_tokens AS inputTokens, cached_tokens AS cachedInputTokens,
         output_tokens AS outputTokens, cost_usd AS costUsd, latency_ms AS latencyMs
       FROM model_call WHERE analysis_id = ? AND task_id = ? ORDER BY id LIMIT 200`,
    )
    .bind(analysisId, task)
    .all<Omit<CallOfTask, "at"> & { at: number }>();
  return results.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}
