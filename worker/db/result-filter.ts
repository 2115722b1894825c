import type { Result } from "../contract/findings.ts";

/** What a list of results, and every count of them, can be narrowed to. */
export interface ResultFilter {
  status?: Result["status"] | undefined;
  facet?: string | undefined;
  value?: string | undefined;
  /** Takes in the clusters below it. */
  cluster?: string | undefined;
  sentiment?: string | undefined;
  language?: string | undefined;
  contentId?: string | undefined;
  /** When the content happened: from this day on, to the end of that one; `YYYY-MM-DD`, UTC. */
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
}

export interface Conditions {
  /** Of `result` joined with `content`; `?1` is the analysis. */
  sql: string;
  values: (string | number)[];
  /** False where nothing of `content` is asked for. */
  needsContent: boolean;
}

const dayMilliseconds = 86_400_000;

export function conditionsOf(analysisId: string, filter: ResultFilter): Conditions {
  const conditions = ["result.analysis_id = ?1"];
  const values: (string | number)[] = [analysisId];
  const where = (condition: string, ...more: (string | number)[]) => {
    conditions.push(condition.replace(/@(\d)/g, (_, place: string) => `?${values.length + Number(place)}`));
    values.push(...more);
  };
  if (filter.status) where("result.status = @1", filter.status);
  if (filter.contentId) where("result.content_id = @1", filter.contentId);
  if (filter.sentiment) where("result.sentiment = @1", filter.sentiment);
  if (filter.language) where("content.language = @1", filter.language);
  if (filter.from) where("content.occurred_at >= @1", Date.parse(filter.from));
  if (filter.to) where("content.occurred_at < @1", Date.parse(filter.to) + dayMilliseconds);
  if (filter.facet && filter.value !== undefined) {
    where(
      // "true" is what a label may be called, too: a boolean is told by its type.
      `(CASE json_type(result.facets, @1) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
           ELSE CAST(result.facets->>@1 AS TEXT) END = @2
         OR json_type(result.facets, @1) = 'array' AND EXISTS (SELECT 1 FROM json_each(result.facets, @1) AS said
           WHERE CASE said.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE said.value END = @2))`,
      pathOf(filter.facet),
      filter.value,
    );
  }
  if (filter.cluster) {
    where(
      `result.cluster_id IN (WITH RECURSIVE below (id) AS (SELECT @1 UNION SELECT cluster.id FROM cluster
         JOIN below ON cluster.parent_id = below.id WHERE cluster.analysis_id = ?1) SELECT id FROM below)`,
      filter.cluster,
    );
  }
  if (filter.q) {
    where(
      "(instr(lower(result.summary), @1) OR instr(lower(content.title), @1) OR content.external_id = @2)",
      filter.q.toLowerCase(),
      filter.q,
    );
  }
  const sql = conditions.join(" AND ");
  return { sql, values, needsContent: sql.includes("content.") };
}

/** Where a facet stands in the JSON of a result. */
export function pathOf(facet: string): string {
  return `$."${facet.replaceAll('"', "")}"`;
}

/** JSON booleans come out of `->>` as 1 and 0. */
export function sqlText(value: string): string {
  return value === "true" ? "1" : value === "false" ? "0" : value;
}
