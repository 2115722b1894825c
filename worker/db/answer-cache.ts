import type { AnswerCache, KeptAnswer } from "../analysis/reading/answer-cache.ts";
import { jsonPieces } from "./bulk.ts";

const keptMilliseconds = 7 * 86_400_000;

/** The kept answers of one owner. */
export function answerCache(db: D1Database, organizationId: string, now: () => number): AnswerCache {
  return {
    async find(keys) {
      const { results } = await db
        .prepare(
          `SELECT key, value, model FROM answer_cache
           WHERE key IN (SELECT value FROM json_each(?1)) AND organization_id = ?2 AND expires_at > ?3`,
        )
        .bind(JSON.stringify(keys), organizationId, now())
        .all<{ key: string; value: string; model: string }>();
      return new Map(
        results.map(({ key, value, model }) => [key, { item: JSON.parse(value) as KeptAnswer["item"], model }]),
      );
    },

    keep: (answers) => keepAnswers(db, organizationId, answers, now()),
  };
}

/**
 * Keeps what was paid for, until its time is over.
 * @param answers `item` is what was answered, as it is to be found
 */
export async function keepAnswers(
  db: D1Database,
  organizationId: string,
  answers: { key: string; contentId: string; item: unknown; model: string }[],
  now: number,
): Promise<void> {
  const statements = jsonPieces(answers).map((piece) =>
    db
      .prepare(
        // Nothing is kept of a content that was deleted while it was read; what is past its time gives way.
        `INSERT INTO answer_cache (key, organization_id, content_id, value, model, created_at, expires_at)
         SELECT value->>'$.key', ?1, value->>'$.contentId', value->'$.item', value->>'$.model', ?2, ?3
         FROM json_each(?4) WHERE EXISTS (SELECT 1 FROM content WHERE content.id = value->>'$.contentId')
         ON CONFLICT (key) DO UPDATE SET organization_id = excluded.organization_id,
           content_id = excluded.content_id, value = excluded.value, model = excluded.model,
           created_at = excluded.created_at, expires_at = excluded.expires_at
         WHERE answer_cache.expires_at <= ?2`,
      )
      .bind(organizationId, now, now + keptMilliseconds, piece),
  );
  if (statements.length > 0) await db.batch(statements);
}

/**
 * How much of a dataset was answered before.
 * @param contentIds null for all of it
 * @param questions hashes of the question as each model that may serve would be asked it
 */
export async function measureAnswered(
  db: D1Database,
  organizationId: string,
  datasetId: string,
  contentIds: string[] | null,
  questions: string[],
  now: number,
): Promise<{ contents: number; tokens: number; images: number }> {
  const row = await db
    .prepare(
      `SELECT count(*) AS contents, coalesce(sum(tokens), 0) AS tokens, coalesce(sum(images), 0) AS images FROM content
       WHERE dataset_id = ?1 AND organization_id = ?2 AND (?3 IS NULL OR id IN (SELECT value FROM json_each(?3)))
         AND EXISTS (SELECT 1 FROM answer_cache
           WHERE key IN (SELECT value || '.' || content.hash FROM json_each(?4))
             AND answer_cache.organization_id = ?2 AND expires_at > ?5)`,
    )
    .bind(
      datasetId,
      organizationId,
      contentIds === null ? null : JSON.stringify(contentIds),
      JSON.stringify(questions),
      now,
    )
    .first<{ contents: number; tokens: number; images: number }>();
  return row ?? { contents: 0, tokens: 0, images: 0 };
}

/** Deletes what is past its time. @returns how many */
export async function sweepAnswers(db: D1Database, now: number, limit: number): Promise<number> {
  const { meta } = await db
    .prepare(
      `DELETE FROM answer_cache
       WHERE key IN (SELECT key FROM answer_cache WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)`,
    )
    .bind(now, limit)
    .run();
  return meta.changes;
}

/** Deletes what was answered about some contents, in slices. */
export async function deleteAnswersAbout(db: D1Database, contentIds: string[], slice: number): Promise<void> {
  const statement = db
    .prepare(
      `DELETE FROM answer_cache WHERE key IN (SELECT key FROM answer_cache
         WHERE content_id IN (SELECT value FROM json_each(?1)) LIMIT ?2)`,
    )
    .bind(JSON.stringify(contentIds), slice);
  let deleted = slice;
  while (deleted >= slice) deleted = (await statement.run()).meta.changes;
}

/** The same in one statement, for the transaction in which the contents go themselves. */
export function lastAnswersAbout(db: D1Database, contentIds: string[]): D1PreparedStatement {
  return db
    .prepare("DELETE FROM answer_cache WHERE content_id IN (SELECT value FROM json_each(?1))")
    .bind(JSON.stringify(contentIds));
}
