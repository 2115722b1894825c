import type { Breakdown, BreakdownBy } from "../contract/breakdown.ts";
import { conditionsOf, pathOf, type ResultFilter } from "./result-filter.ts";

const rowsShown = 200;
const dayMilliseconds = 86_400_000;
/** Longest spans that are counted by day, by week. */
const daysByDay = 62;
const daysByWeek = 730;

const columns = { language: "content.language", sentiment: "result.sentiment", status: "result.status" } as const;
/** Weeks begin on Monday. */
const times = {
  day: "date(content.occurred_at / 1000, 'unixepoch')",
  week: "date(content.occurred_at / 1000, 'unixepoch', 'weekday 0', '-6 days')",
  month: "strftime('%Y-%m', content.occurred_at / 1000, 'unixepoch')",
} as const;

/**
 * How the results that pass a filter split: one pass over the results of one analysis, whatever is asked.
 * @param of the facet, where it is by facet
 */
export async function breakDown(
  db: D1Database,
  analysisId: string,
  filter: ResultFilter,
  by: BreakdownBy,
  of: string | undefined,
): Promise<Breakdown> {
  const conditions = conditionsOf(analysisId, filter);
  const unit = by === "time" ? await unitOf(db, conditions) : null;
  const { sql, values } = conditions;
  const path = by === "facet" ? [pathOf(of ?? "")] : [];
  const place = `?${values.length + 1}`;
  const value =
    by === "facet"
      ? `CASE said.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE said.value END`
      : by === "cluster"
        ? "result.cluster_id"
        : by === "time"
          ? times[unit ?? "day"]
          : columns[by];
  const needsContent = conditions.needsContent || by === "language" || by === "time";
  // A list counts for each thing in it; whatever has no value is one row, with null.
  const list = `LEFT JOIN json_each(result.facets, ${place}) AS said`;
  const { results } = await db
    .prepare(
      `SELECT ${value} AS value, count(DISTINCT result.content_id) AS count FROM result
       ${needsContent ? "JOIN content ON content.id = result.content_id" : ""} ${by === "facet" ? list : ""}
       WHERE ${sql} GROUP BY 1 ORDER BY ${by === "time" ? "1" : "2 DESC, 1"} LIMIT 2000`,
    )
    .bind(...values, ...path)
    .all<{ value: string | number | null; count: number }>();
  const total = await countOf(db, analysisId, filter);
  const rows = results.map((row) => ({ value: row.value === null ? null : String(row.value), count: row.count }));
  const most = by === "cluster" || by === "time" ? rows.length : rowsShown;
  return { by, of: of ?? null, unit, total, rows: rows.slice(0, most), left: Math.max(0, rows.length - most) };
}

/** Results that pass a filter. */
export async function countOf(db: D1Database, analysisId: string, filter: ResultFilter): Promise<number> {
  const { sql, values, needsContent } = conditionsOf(analysisId, filter);
  const row = await db
    .prepare(
      `SELECT count(*) AS count FROM result
       ${needsContent ? "JOIN content ON content.id = result.content_id" : ""} WHERE ${sql}`,
    )
    .bind(...values)
    .first<{ count: number }>();
  return row?.count ?? 0;
}

async function unitOf(
  db: D1Database,
  { sql, values }: { sql: string; values: (string | number)[] },
): Promise<NonNullable<Breakdown["unit"]>> {
  const span = await db
    .prepare(
      `SELECT max(content.occurred_at) - min(content.occurred_at) AS span FROM result
       JOIN content ON content.id = result.content_id WHERE ${sql}`,
    )
    .bind(...values)
    .first<{ span: number | null }>();
  const days = (span?.span ?? 0) / dayMilliseconds;
  return days <= daysByDay ? "day" : days <= daysByWeek ? "week" : "month";
}
