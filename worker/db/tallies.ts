import type { Pair, Tally, TallyKey, TimeSpan } from "../analysis/job-data.ts";
import { pathOf } from "./result-filter.ts";

const most = 500;

/** What is counted, as SQL; `place` is the parameter that holds the path of a facet. */
function valueSql(key: TallyKey, place: string): string {
  if (key.by === "language") return "content.language";
  if (key.by === "sentiment") return "result.sentiment";
  return `CASE json_type(result.facets, ${place}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
    WHEN 'array' THEN NULL ELSE CAST(result.facets->>${place} AS TEXT) END`;
}

const pathIn = (key: TallyKey): string => (key.by === "facet" ? pathOf(key.facet) : "$");
const answered = `FROM result JOIN content ON content.id = result.content_id
  WHERE result.analysis_id = ?1 AND result.status <> 'failed'`;

/** How many were answered, and from when to when they happened. */
export async function readSpan(db: D1Database, analysisId: string): Promise<TimeSpan> {
  const row = await db
    .prepare(
      `SELECT count(*) AS answered, min(content.occurred_at) AS first, max(content.occurred_at) AS last ${answered}`,
    )
    .bind(analysisId)
    .first<TimeSpan>();
  return row ?? { answered: 0, first: null, last: null };
}

/** Values with their counts, most frequent first; lists are left out. @param middle where the later half begins */
export async function readTally(
  db: D1Database,
  analysisId: string,
  key: TallyKey,
  middle: number | null,
): Promise<Tally[]> {
  const { results } = await db
    .prepare(
      `SELECT ${valueSql(key, "?2")} AS value, count(*) AS count,
         coalesce(sum(content.occurred_at < ?3), 0) AS earlier, coalesce(sum(content.occurred_at >= ?3), 0) AS later
       ${answered} GROUP BY 1 HAVING value IS NOT NULL ORDER BY 2 DESC, 1 LIMIT ${most}`,
    )
    .bind(analysisId, pathIn(key), middle ?? 0)
    .all<Tally>();
  return results;
}

/** How often two values meet. Both paths are bound, and so both have to be named, whether or not it is a facet. */
export async function readPairs(db: D1Database, analysisId: string, a: TallyKey, b: TallyKey): Promise<Pair[]> {
  const { results } = await db
    .prepare(
      `SELECT ${valueSql(a, "?2")} AS a, ${valueSql(b, "?3")} AS b, count(*) AS count ${answered}
         AND ?2 <> '' AND ?3 <> '' GROUP BY 1, 2 HAVING a IS NOT NULL AND b IS NOT NULL ORDER BY 3 DESC, 1, 2 LIMIT ${most}`,
    )
    .bind(analysisId, pathIn(a), pathIn(b))
    .all<Pair>();
  return results;
}

/** The surest contents that have all these values; from `since` on where that is said. */
export async function contentsHaving(
  db: D1Database,
  analysisId: string,
  values: { key: TallyKey; value: string }[],
  since: number | null,
  limit: number,
): Promise<string[]> {
  const paths = values.flatMap(({ key, value }) => [pathIn(key), value]);
  const having = values.map(({ key }, place) => ` AND ${valueSql(key, `?${4 + 2 * place}`)} = ?${5 + 2 * place}`);
  const { results } = await db
    .prepare(
      `SELECT result.content_id AS id ${answered} AND (?2 = 0 OR content.occurred_at >= ?2)${having.join("")}
       ORDER BY result.confidence DESC, result.content_id LIMIT ?3`,
    )
    .bind(analysisId, since ?? 0, limit, ...paths)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}
