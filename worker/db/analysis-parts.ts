import type { JobSpec } from "../analysis/job.ts";
import type { ClusteringFacts } from "../analysis/job-data.ts";
import type { Summary } from "../contract/analysis.ts";
import { ParallaxError } from "../contract/error.ts";
import type { Stats } from "../contract/findings.ts";

/** Parts of the row that only some pages need. */
export interface AnalysisParts {
  ended: boolean;
  contentIds: string[] | null;
  summary: Summary | null;
  stats: Stats | null;
  clustering: Clustering | null;
}

export async function readAnalysisParts(db: D1Database, id: string): Promise<AnalysisParts> {
  const row = await db
    .prepare(
      "SELECT completed_at IS NOT NULL AS ended, content_ids, summary, stats, clustering FROM analysis WHERE id = ?",
    )
    .bind(id)
    .first<{ ended: number } & Record<"content_ids" | "summary" | "stats" | "clustering", string | null>>();
  if (!row) throw new ParallaxError("not_found", `There is no analysis ${id}.`);
  return {
    ended: row.ended === 1,
    contentIds: row.content_ids === null ? null : (JSON.parse(row.content_ids) as string[]),
    summary: row.summary === null ? null : (JSON.parse(row.summary) as Summary),
    stats: row.stats === null ? null : (JSON.parse(row.stats) as Stats),
    clustering: row.clustering === null ? null : (JSON.parse(row.clustering) as Clustering),
  };
}

/** The facets that an analysis asked about, in the template's order. */
export async function readFacetNames(db: D1Database, id: string): Promise<string[]> {
  const row = await db.prepare("SELECT spec FROM analysis WHERE id = ?").bind(id).first<{ spec: string }>();
  return row ? (JSON.parse(row.spec) as JobSpec).facets.map((facet) => facet.name) : [];
}

/** How what models read was redacted; null where it was not. */
export async function redactionOf(db: D1Database, id: string): Promise<string | null> {
  const row = await db
    .prepare("SELECT spec->>'$.redaction' AS redaction FROM analysis WHERE id = ?")
    .bind(id)
    .first<{ redaction: string | null }>();
  return row?.redaction ?? null;
}

export async function saveSummary(db: D1Database, id: string, summary: Summary): Promise<void> {
  await db.prepare("UPDATE analysis SET summary = ? WHERE id = ?").bind(JSON.stringify(summary), id).run();
}

/** Rows of an earlier version say less. */
export type Clustering = Pick<ClusteringFacts, "method" | "hidden"> & Partial<ClusteringFacts> & { levels: number };
