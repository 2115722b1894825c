import type { TaskAnswer } from "../analysis/job.ts";

export interface ParkedAnswer {
  /** Of the grant it was made under: its cost is counted once, however often it is brought. */
  token: number;
  answer: TaskAnswer;
}

/** Keeps a paid answer whose object could not be reached, for the next attempt at its task. @param token of the grant it was made under */
export async function parkAnswer(
  db: D1Database,
  analysisId: string,
  task: number,
  token: number,
  answer: TaskAnswer,
  now: number,
): Promise<void> {
  await db
    .prepare("INSERT OR REPLACE INTO parked_answer (analysis_id, task, answer, created_at) VALUES (?, ?, ?, ?)")
    .bind(analysisId, task, JSON.stringify({ token, answer }), now)
    .run();
}

/** The answer that was parked for a task, if there is one; it stays until the job is removed, since taking it may fail too. */
export async function takeParkedAnswer(db: D1Database, analysisId: string, task: number): Promise<ParkedAnswer | null> {
  const row = await db
    .prepare("SELECT answer FROM parked_answer WHERE analysis_id = ? AND task = ?")
    .bind(analysisId, task)
    .first<{ answer: string }>();
  return row ? (JSON.parse(row.answer) as ParkedAnswer) : null;
}
