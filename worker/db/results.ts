import type { ResultRow } from "../analysis/job.ts";
import type { ReadResult } from "../analysis/job-data.ts";
import type { Result } from "../contract/findings.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import { jsonPieces } from "./bulk.ts";
import { conditionsOf, type ResultFilter, sqlText } from "./result-filter.ts";

/**
 * Writes results; asked again with the same it changes nothing. `said` keeps the open labels as they were answered,
 * `facets` the words that stand for them by now.
 * @param canonical per open facet, spelling → the word that stands for it
 */
export async function saveResults(
  db: D1Database,
  analysisId: string,
  rows: ResultRow[],
  canonical: Map<string, Map<string, string>>,
): Promise<void> {
  const bodies = rows.map((row) => {
    const said: Record<string, string> = {};
    const facets = { ...row.facets };
    for (const [facet, words] of canonical) {
      const value = row.facets[facet];
      if (typeof value !== "string") continue;
      said[facet] = value;
      facets[facet] = words.get(value) ?? value;
    }
    return { ...row, facets, said };
  });
  const statements = jsonPieces(bodies).map((piece) =>
    db
      .prepare(
        `INSERT INTO result (analysis_id, content_id, status, facets, said, sentiment, confidence, summary, evidence,
           model, attempts, error)
         SELECT ?1, value->>'$.contentId', value->>'$.status', value->'$.facets', value->'$.said',
           value->>'$.sentiment', value->>'$.confidence', value->>'$.summary', value->'$.evidence', value->>'$.model',
           value->>'$.attempts', value->>'$.error'
         FROM json_each(?2) WHERE true
         ON CONFLICT (analysis_id, content_id) DO UPDATE SET status = excluded.status, facets = excluded.facets,
           said = excluded.said, sentiment = excluded.sentiment, confidence = excluded.confidence,
           summary = excluded.summary, evidence = excluded.evidence, model = excluded.model,
           attempts = excluded.attempts, error = excluded.error`,
      )
      .bind(analysisId, piece),
  );
  if (statements.length > 0) await db.batch(statements);
}

/** Brings every result of a facet to the words that stand: one pass, idempotent, since it starts from what was said. */
export async function applyCanonical(
  db: D1Database,
  analysisId: string,
  facet: string,
  words: Record<string, string>,
): Promise<void> {
  const pairs = Object.entries(words);
  if (pairs.length === 0) return;
  const path = `$."${facet}"`;
  await db.batch(
    jsonPieces(pairs).map((piece) =>
      db
        .prepare(
          // Written down first, the words get an index of their own; read from the list for each result they took 7 s of
          // 100,000 results and 300 words instead of 0.3. What stands already is not written again.
          `WITH word AS MATERIALIZED (SELECT value->>0 AS said, value->>1 AS stands FROM json_each(?3))
           UPDATE result SET facets = json_set(facets, ?2, word.stands) FROM word
           WHERE analysis_id = ?1 AND word.said = result.said->>?2 AND facets->>?2 IS NOT word.stands`,
        )
        .bind(analysisId, path, piece),
    ),
  );
}

interface ResultRecord {
  content_id: string;
  external_id: string;
  title: string;
  language: string;
  status: Result["status"];
  facets: string;
  sentiment: Result["sentiment"];
  confidence: number | null;
  summary: string;
  evidence: string;
  cluster_id: string | null;
  model: string;
  attempts: number;
  error: string | null;
}

const resultColumns = `result.content_id, content.external_id, content.title, content.language, result.status,
  result.facets, result.sentiment, result.confidence, result.summary, result.evidence, result.cluster_id, result.model,
  result.attempts, result.error`;

function resultOf(record: ResultRecord): Result {
  const { content_id, external_id, cluster_id, facets, evidence, ...same } = record;
  return {
    ...same,
    contentId: content_id,
    externalId: external_id,
    clusterId: cluster_id,
    facets: JSON.parse(facets) as Result["facets"],
    evidence: JSON.parse(evidence) as Result["evidence"],
  };
}

/** Results in content order. */
export async function listResults(
  db: D1Database,
  analysisId: string,
  filter: ResultFilter & PageQuery,
): Promise<Page<Result>> {
  const { sql, values } = conditionsOf(analysisId, filter);
  const after = `?${values.length + 1}`;
  const { results } = await db
    .prepare(
      `SELECT ${resultColumns} FROM result JOIN content ON content.id = result.content_id
       WHERE ${sql} AND result.content_id > ${after} ORDER BY result.content_id LIMIT ?${values.length + 2}`,
    )
    .bind(...values, filter.cursor ?? "", filter.limit + 1)
    .all<ResultRecord>();
  const last = results[filter.limit - 1];
  return {
    items: results.slice(0, filter.limit).map(resultOf),
    nextCursor: results.length > filter.limit && last ? last.content_id : null,
  };
}

interface ReadRecord {
  content_id: string;
  title: string;
  summary: string;
  facets: string;
  author: string | null;
}

function readOf(record: ReadRecord): ReadResult {
  return {
    contentId: record.content_id,
    title: record.title,
    summary: record.summary,
    facets: JSON.parse(record.facets) as ReadResult["facets"],
    author: record.author,
  };
}

const readFrom = `SELECT result.content_id, content.title, result.summary, result.facets, content.author
  FROM result JOIN content ON content.id = result.content_id WHERE result.analysis_id = ?1 AND result.status <> 'failed'`;

/** Answered results after a content id: what clustering reads. */
export async function readResults(
  db: D1Database,
  analysisId: string,
  after: string,
  limit: number,
): Promise<ReadResult[]> {
  const { results } = await db
    .prepare(`${readFrom} AND result.content_id > ?2 ORDER BY result.content_id LIMIT ?3`)
    .bind(analysisId, after, limit)
    .all<ReadRecord>();
  return results.map(readOf);
}

export async function readResultsOf(db: D1Database, analysisId: string, contentIds: string[]): Promise<ReadResult[]> {
  const { results } = await db
    .prepare(`${readFrom} AND result.content_id IN (SELECT value FROM json_each(?2))`)
    .bind(analysisId, JSON.stringify(contentIds))
    .all<ReadRecord>();
  return results.map(readOf);
}

/** The surest results with a value of a facet. */
export async function readExemplars(
  db: D1Database,
  analysisId: string,
  facet: string,
  value: string,
  limit: number,
): Promise<ReadResult[]> {
  const { results } = await db
    .prepare(
      `${readFrom} AND CAST(result.facets->>?2 AS TEXT) = ?3
       ORDER BY result.confidence DESC, result.content_id LIMIT ?4`,
    )
    .bind(analysisId, `$."${facet}"`, sqlText(value), limit)
    .all<ReadRecord>();
  return results.map(readOf);
}
