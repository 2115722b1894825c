import type { Label, LabelsReply, Merge } from "../contract/labels.ts";
import { jsonPieces } from "./bulk.ts";

/** Replaces the labels and merges of an analysis by what its ledger says. They outlive its results. */
export async function saveLabels(db: D1Database, analysisId: string, labels: LabelsReply): Promise<void> {
  const rows = Object.entries(labels.facets).flatMap(([facet, list]) => list.map((label) => ({ facet, ...label })));
  const merges = labels.merges.flatMap(({ aliases, at, ...merge }) =>
    aliases.map((alias) => ({ ...merge, alias, at: Date.parse(at) })),
  );
  await db.batch([
    db.prepare("DELETE FROM label WHERE analysis_id = ?").bind(analysisId),
    db.prepare("DELETE FROM label_merge WHERE analysis_id = ?").bind(analysisId),
    ...jsonPieces(rows).map((piece) =>
      db
        .prepare(
          `INSERT OR REPLACE INTO label (analysis_id, facet, label, description, count, origin)
           SELECT ?1, value->>'$.facet', value->>'$.label', value->>'$.description', value->>'$.count',
             value->>'$.origin' FROM json_each(?2)`,
        )
        .bind(analysisId, piece),
    ),
    ...jsonPieces(merges).map((piece) =>
      db
        .prepare(
          `INSERT OR REPLACE INTO label_merge (analysis_id, facet, alias, canonical, by, reason, count, at)
           SELECT ?1, value->>'$.facet', value->>'$.alias', value->>'$.canonical', value->>'$.by', value->>'$.reason',
             coalesce(value->>'$.count', 0), value->>'$.at' FROM json_each(?2)`,
        )
        .bind(analysisId, piece),
    ),
  ]);
}

/** The labels and merges that were saved last, without what people changed since (analysis/labels/edited-labels.ts). */
export async function listLabels(db: D1Database, analysisId: string): Promise<LabelsReply> {
  const [labels, merges] = await Promise.all([
    db
      .prepare(
        "SELECT facet, label, description, count, origin FROM label WHERE analysis_id = ? ORDER BY facet, count DESC, label",
      )
      .bind(analysisId)
      .all<Omit<Label, "aliases"> & { facet: string }>(),
    db
      .prepare(
        "SELECT facet, alias, canonical, by, reason, count, at FROM label_merge WHERE analysis_id = ? ORDER BY facet, canonical, alias",
      )
      .bind(analysisId)
      .all<{
        facet: string;
        alias: string;
        canonical: string;
        by: Merge["by"];
        reason: string;
        count: number;
        at: number;
      }>(),
  ]);
  const facets: Record<string, Label[]> = {};
  for (const { facet, ...label } of labels.results) {
    const aliases = merges.results.filter((merge) => merge.facet === facet && merge.canonical === label.label);
    facets[facet] = [...(facets[facet] ?? []), { ...label, aliases: aliases.map((merge) => merge.alias) }];
  }
  return {
    facets,
    merges: merges.results.map(({ alias, at, ...merge }) => ({
      ...merge,
      aliases: [alias],
      at: new Date(at).toISOString(),
    })),
  };
}
