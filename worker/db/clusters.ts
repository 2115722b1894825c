import type { ClusteringFacts, ClusterToName, NameAudit, NewCluster } from "../analysis/job-data.ts";
import type { ClusterNode } from "../contract/findings.ts";
import { jsonPieces } from "./bulk.ts";

/** What a cluster is called that has no name: its number among the clusters would tell nobody anything. */
const nameBySize = (size: string): string =>
  `printf('Group of %,d %s', ${size}, iif(${size} = 1, 'content', 'contents'))`;

/**
 * Replaces the clusters of an analysis and says which content is in which. The same again changes nothing; of an analysis
 * that was deleted meanwhile nothing is kept.
 */
export async function saveClusters(
  db: D1Database,
  analysisId: string,
  clusters: NewCluster[],
  assignments: [contentId: string, clusterId: string][],
  facts: ClusteringFacts,
): Promise<void> {
  const levels = clusters.length === 0 ? 0 : Math.max(...clusters.map((cluster) => cluster.level)) + 1;
  const clustering = JSON.stringify({ levels, ...facts });
  await db.batch([
    db.prepare("DELETE FROM cluster WHERE analysis_id = ?").bind(analysisId),
    ...jsonPieces(clusters).map((piece) =>
      db
        .prepare(
          `INSERT INTO cluster (analysis_id, id, parent_id, level, name, description, size, x, y, members, contrast)
           SELECT ?1, value->>'$.id', value->>'$.parentId', value->>'$.level', ${nameBySize("value->>'$.size'")}, '',
             value->>'$.size', value->>'$.x', value->>'$.y', value->'$.members', value->'$.contrast' FROM json_each(?2)
           WHERE EXISTS (SELECT 1 FROM analysis WHERE analysis.id = ?1)`,
        )
        .bind(analysisId, piece),
    ),
    db.prepare("UPDATE result SET cluster_id = NULL WHERE analysis_id = ? AND cluster_id IS NOT NULL").bind(analysisId),
    db.prepare("UPDATE analysis SET clustering = ? WHERE id = ?").bind(clustering, analysisId),
  ]);
  await assignClusters(db, analysisId, assignments);
}

/** Statements sent in one batch: a bounded time in which nothing else can write. */
const statementsAtOnce = 10;

/**
 * One statement a cluster, whose list of contents drives the search by key. (A join of results with all pairs at once
 * made SQLite walk every pair for every result: minutes for 100,000 contents.)
 */
async function assignClusters(
  db: D1Database,
  analysisId: string,
  assignments: [contentId: string, clusterId: string][],
): Promise<void> {
  const contentsOf = new Map<string, string[]>();
  for (const [contentId, clusterId] of assignments) {
    const contents = contentsOf.get(clusterId);
    if (contents) contents.push(contentId);
    else contentsOf.set(clusterId, [contentId]);
  }
  const statements = [...contentsOf].flatMap(([clusterId, contents]) =>
    jsonPieces(contents).map((piece) =>
      db
        .prepare(
          `UPDATE result SET cluster_id = ?2
           WHERE analysis_id = ?1 AND content_id IN (SELECT value FROM json_each(?3))`,
        )
        .bind(analysisId, clusterId, piece),
    ),
  );
  for (let start = 0; start < statements.length; start += statementsAtOnce) {
    await db.batch(statements.slice(start, start + statementsAtOnce));
  }
}

/** The most central members and nearest outsiders of some clusters, and the names of those that they hold. */
export async function readClusters(db: D1Database, analysisId: string, ids: string[]): Promise<ClusterToName[]> {
  const { results } = await db
    .prepare(
      `SELECT id, members, contrast,
         (SELECT json_group_array(name) FROM (SELECT part.name FROM cluster AS part
           WHERE part.analysis_id = ?1 AND part.parent_id = cluster.id ORDER BY part.size DESC, part.id)) AS parts
       FROM cluster WHERE analysis_id = ?1 AND id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(analysisId, JSON.stringify(ids))
    .all<{ id: string; members: string; contrast: string; parts: string }>();
  return results.map((row) => ({
    id: row.id,
    members: JSON.parse(row.members) as string[],
    contrast: JSON.parse(row.contrast) as string[],
    parts: JSON.parse(row.parts) as string[],
  }));
}

/** @param names where a name is empty, a cluster is called by how many contents it has */
export async function nameClusters(
  db: D1Database,
  analysisId: string,
  names: { id: string; name: string; description: string; audit: NameAudit | null }[],
): Promise<void> {
  await db
    .prepare(
      `UPDATE cluster SET description = said.description, audit = said.audit,
         name = iif(said.name <> '', said.name, ${nameBySize("cluster.size")})
       FROM (SELECT value->>'$.id' AS id, value->>'$.name' AS name, value->>'$.description' AS description,
               nullif(value->'$.audit', 'null') AS audit
             FROM json_each(?2)) AS said
       WHERE cluster.analysis_id = ?1 AND cluster.id = said.id`,
    )
    .bind(analysisId, JSON.stringify(names))
    .run();
}

type ClusterRecord = Omit<ClusterNode, "parentId" | "contentIds" | "audit"> & {
  parent_id: string | null;
  members: string;
  audit: string | null;
};

/** All clusters, top level first, largest first. @param withMembers adds the ids of the most central contents */
export async function listClusters(db: D1Database, analysisId: string, withMembers: boolean): Promise<ClusterNode[]> {
  const { results } = await db
    .prepare(
      `SELECT id, parent_id, level, name, description, size, x, y, members, audit FROM cluster
       WHERE analysis_id = ? ORDER BY level, size DESC, id`,
    )
    .bind(analysisId)
    .all<ClusterRecord>();
  return results.map(({ parent_id, members, audit, ...node }) => ({
    ...node,
    audit: audit === null ? null : (JSON.parse(audit) as NameAudit),
    parentId: parent_id,
    ...(withMembers ? { contentIds: JSON.parse(members) as string[] } : {}),
  }));
}
