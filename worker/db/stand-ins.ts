import type { SaidResult } from "../analysis/job.ts";

const pageSize = 5_000;

/** What the built-in engine answered in the place of a model, in the words in which it did. */
export async function readStandIns(db: D1Database, analysisId: string): Promise<SaidResult[]> {
  const said: SaidResult[] = [];
  for (let after = ""; ; ) {
    const { results } = await db
      .prepare(
        `SELECT content_id AS contentId, json_patch(facets, said) AS facets, sentiment FROM result
         WHERE analysis_id = ? AND status = 'fallback' AND content_id > ? ORDER BY content_id LIMIT ?`,
      )
      .bind(analysisId, after, pageSize)
      .all<{ contentId: string; facets: string; sentiment: string | null }>();
    said.push(...results.map((row) => ({ ...row, facets: JSON.parse(row.facets) as SaidResult["facets"] })));
    const last = results.at(-1);
    if (!last || results.length < pageSize) return said;
    after = last.contentId;
  }
}
