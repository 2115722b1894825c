import type { VectorStore } from "../analysis/job-data.ts";
import { keepAnswers } from "./answer-cache.ts";

/** Keys of one statement: their vectors are read as one answer of D1. */
const keysAtOnce = 500;

/** The kept vectors of one owner. They stand with the answers of models, and go with them. */
export function vectorStore(db: D1Database, organizationId: string, now: () => number): VectorStore {
  async function found<Row>(what: string, keys: string[]): Promise<Row[]> {
    const rows: Row[] = [];
    for (let start = 0; start < keys.length; start += keysAtOnce) {
      const { results } = await db
        .prepare(
          `SELECT ${what} FROM answer_cache
           WHERE key IN (SELECT value FROM json_each(?1)) AND organization_id = ?2 AND expires_at > ?3`,
        )
        .bind(JSON.stringify(keys.slice(start, start + keysAtOnce)), organizationId, now())
        .all<Row>();
      rows.push(...results);
    }
    return rows;
  }
  return {
    async known(keys) {
      const rows = await found<{ key: string; size: number }>("key, length(value->>'$') AS size", keys);
      return new Map(rows.map(({ key, size }) => [key, size]));
    },
    async read(keys) {
      const rows = await found<{ key: string; vector: string }>("key, value->>'$' AS vector", keys);
      return new Map(rows.map(({ key, vector }) => [key, vector]));
    },
    keep: (vectors) =>
      keepAnswers(
        db,
        organizationId,
        vectors.map(({ vector, ...rest }) => ({ ...rest, item: vector })),
        now(),
      ),
  };
}
