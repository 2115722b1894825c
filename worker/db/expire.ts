/**
 * What goes when its time is over. A sweep does a bounded amount of work and goes on where the last one stopped: what is
 * left to do is read from the rows themselves. Every deletion may be repeated.
 */

/** How much one sweep does. */
export interface SweepLimits {
  /** Rows that one statement deletes at most: well within the time that D1 gives to one. */
  rowsAtOnce: number;
  /** Rows of analyses in all. */
  rows: number;
  analyses: number;
}

export const sweepLimits: SweepLimits = { rowsAtOnce: 5_000, rows: 50_000, analyses: 50 };

/**
 * Read from here on by nobody, since requests see an analysis expire at once. The hour lets end what began before:
 * a job told to go on in its last second has taken back its time by then.
 */
const graceMilliseconds = 3_600_000;
const dayMilliseconds = 86_400_000;

/** Where the read models of an analysis stand in KV. */
export function readModelsOf(analysisId: string): string {
  return `${readModels}${analysisId}/`;
}
export const readModels = "analysis/";

/**
 * Tables with what an analysis found. Labels and merges stay with the project, calls have a time of their own: they say
 * nothing of any content, and sums over days are made of them.
 */
const tablesOfFindings = ["result", "cluster", "parked_answer"] as const;

/**
 * Removes what expired analyses found, those that are pinned excepted: the job's object, results, clusters, read models,
 * and from the row what tells of contents. The row stays, so that it can be said that there was one, and other analyses can
 * be based on its labels.
 * @param endJob forgets what the job's object still holds
 * @returns rows deleted, and analyses that are done with
 */
export async function sweepAnalyses(
  { DB: db, KV: kv }: Pick<Env, "DB" | "KV">,
  endJob: (id: string) => Promise<void>,
  now: number,
  limits: SweepLimits = sweepLimits,
): Promise<{ rows: number; analyses: number }> {
  let rows = 0;
  let analyses = 0;
  for (const id of await dueAnalyses(db, now, limits.analyses)) {
    if (rows >= limits.rows) break;
    try {
      // First the object: what its alarm may have left undelivered must not come back after the rows are gone.
      await endJob(id);
      rows += await deleteFindings(db, id, limits.rowsAtOnce, limits.rows - rows);
      if (rows >= limits.rows) break;
      await deleteReadModels(kv, id);
      await leaveTombstone(db, id, now);
      analyses += 1;
    } catch (failure) {
      console.error("an analysis could not be swept, tried again", id, String(failure).slice(0, 200));
    }
  }
  return { rows, analyses };
}

async function dueAnalyses(db: D1Database, now: number, limit: number): Promise<string[]> {
  const { results } = await db
    .prepare(
      // `+` keeps SQLite from going through all that ever ended by the index on status.
      `SELECT id FROM analysis WHERE swept_at IS NULL AND pinned = 0 AND expires_at < ?1
         AND +status IN ('completed', 'failed', 'cancelled') ORDER BY expires_at LIMIT ?2`,
    )
    .bind(now - graceMilliseconds, limit)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** @returns rows deleted; as many as `most` where there may be more */
async function deleteFindings(db: D1Database, id: string, slice: number, most: number): Promise<number> {
  let rows = 0;
  for (const table of tablesOfFindings) {
    const statement = db.prepare(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE analysis_id = ?1 LIMIT ?2)`,
    );
    for (;;) {
      const wanted = Math.min(slice, most - rows);
      if (wanted === 0) return rows;
      const { meta } = await statement.bind(id, wanted).run();
      rows += meta.changes;
      if (meta.changes < wanted) break;
    }
  }
  return rows;
}

async function deleteReadModels(kv: KVNamespace, id: string): Promise<void> {
  const { keys } = await kv.list({ prefix: readModelsOf(id) });
  await Promise.all(keys.map(({ name }) => kv.delete(name)));
}

async function leaveTombstone(db: D1Database, id: string, now: number): Promise<void> {
  await db
    .prepare(
      `UPDATE analysis SET swept_at = ?1, content_ids = NULL, summary = NULL, stats = NULL, clustering = NULL
       WHERE id = ?2`,
    )
    .bind(now, id)
    .run();
}

/** Idempotency keys past their time. @returns how many went */
export async function sweepIdempotencyKeys(db: D1Database, now: number, limit: number): Promise<number> {
  const { meta } = await db
    .prepare(
      `DELETE FROM idempotency_key WHERE rowid IN
         (SELECT rowid FROM idempotency_key WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)`,
    )
    .bind(now, limit)
    .run();
  return meta.changes;
}

/** Parked answers of a day ago and more that no job will fetch any more. @returns how many went */
export async function sweepParkedAnswers(db: D1Database, now: number, limit: number): Promise<number> {
  const { meta } = await db
    .prepare(
      `DELETE FROM parked_answer WHERE rowid IN (SELECT parked.rowid FROM parked_answer AS parked
         LEFT JOIN analysis ON analysis.id = parked.analysis_id
         WHERE parked.created_at < ?1 AND (analysis.id IS NULL OR analysis.completed_at IS NOT NULL) LIMIT ?2)`,
    )
    .bind(now - dayMilliseconds, limit)
    .run();
  return meta.changes;
}
