/** What a project may spend in a calendar month (UTC), and what it has. Dollars. */
export interface SpentInMonth {
  limitUsd: number;
  /** By its analyses in this month, one of them left out. */
  othersUsd: number;
  /** By the one left out, before this month. */
  ownBeforeUsd: number;
}

/** The first millisecond of the month (UTC). */
export function startOfMonth(now: number): number {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1);
}

/**
 * @param except the analysis whose own spend is known better elsewhere; "" for none
 * @returns null where the project has no limit
 */
export async function monthOfProject(
  db: D1Database,
  projectId: string,
  except: string,
  now: number,
): Promise<SpentInMonth | null> {
  const row = await db
    .prepare("SELECT settings->>'$.monthlyCostUsd' AS limitUsd FROM project WHERE id = ?")
    .bind(projectId)
    .first<{ limitUsd: number | null }>();
  if (row?.limitUsd === null || row === null) return null;
  const since = startOfMonth(now);
  // Through the datasets, where the index is.
  const [others, alone, own] = await db.batch<{ usd: number }>([
    db
      .prepare(
        `SELECT total(model_call.cost_usd) AS usd FROM dataset JOIN analysis ON analysis.dataset_id = dataset.id
         JOIN model_call ON model_call.analysis_id = analysis.id
         WHERE dataset.project_id = ?1 AND analysis.id <> ?2 AND model_call.at >= ?3`,
      )
      .bind(projectId, except, since),
    // Calls outside of analyses: templates that were tried.
    db.prepare("SELECT total(cost_usd) AS usd FROM model_call WHERE project_id = ? AND at >= ?").bind(projectId, since),
    db.prepare("SELECT total(cost_usd) AS usd FROM model_call WHERE analysis_id = ? AND at < ?").bind(except, since),
  ]);
  return {
    limitUsd: row.limitUsd,
    othersUsd: (others?.results[0]?.usd ?? 0) + (alone?.results[0]?.usd ?? 0),
    ownBeforeUsd: own?.results[0]?.usd ?? 0,
  };
}
