import type { Fix, FixAction, IssueKind, QualityReport } from "../contract/quality.ts";
import type { ScannedContent, TwinChange } from "../quality/findings.ts";
import { jsonPieces } from "./bulk.ts";

/** What a report depends on: it is old as soon as this has changed. */
const stateOf = "updated_at || '/' || content_count || '/' || left_out";

/** The last report on a dataset, where nothing has changed since; and the present state, to keep the next one under. */
export async function keptReport(
  db: D1Database,
  datasetId: string,
): Promise<{ state: string; report: QualityReport | null }> {
  const row = await db
    .prepare(
      `SELECT ${stateOf} AS state, CASE WHEN quality->>'$.state' = ${stateOf} THEN quality->'$.report' END AS report
       FROM dataset WHERE id = ?1`,
    )
    .bind(datasetId)
    .first<{ state: string; report: string | null }>();
  return { state: row?.state ?? "", report: row?.report ? (JSON.parse(row.report) as QualityReport) : null };
}

export async function keepReport(db: D1Database, state: string, report: QualityReport): Promise<void> {
  await db
    .prepare("UPDATE dataset SET quality = ?1 WHERE id = ?2")
    .bind(JSON.stringify({ state, report }), report.datasetId)
    .run();
}

/** Contents of a dataset that nobody looked at yet, left-out ones too. */
export async function uncheckedContents(db: D1Database, datasetId: string, limit: number): Promise<string[]> {
  const { results } = await db
    .prepare("SELECT id FROM content WHERE dataset_id = ?1 AND (checks IS NULL OR sketch IS NULL) ORDER BY id LIMIT ?2")
    .bind(datasetId, limit)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

export async function saveChecks(
  db: D1Database,
  rows: { id: string; checks: string[]; sketch: string }[],
): Promise<void> {
  for (const piece of jsonPieces(rows)) {
    await db
      .prepare(
        `UPDATE content SET checks = j.value->'$.checks', sketch = j.value->>'$.sketch'
         FROM json_each(?1) AS j WHERE content.id = j.value->>'$.id'`,
      )
      .bind(piece)
      .run();
  }
}

interface ScanRow extends Omit<ScannedContent, "checks" | "twinExact"> {
  checks: string | null;
  twinExact: number;
}

/** Contents that no fix left out, as the report looks at them, in the order of their ids. */
export async function scanContents(
  db: D1Database,
  datasetId: string,
  after: string,
  limit: number,
): Promise<ScannedContent[]> {
  const { results } = await db
    .prepare(
      `SELECT id, tokens, language, quality, checks, coalesce(sketch, '') AS sketch, twin, twin_exact AS twinExact
       FROM content WHERE dataset_id = ?1 AND id > ?2 AND left_out IS NULL ORDER BY id LIMIT ?3`,
    )
    .bind(datasetId, after, limit)
    .all<ScanRow>();
  return results.map((row) => ({
    ...row,
    checks: row.checks === null ? [] : (JSON.parse(row.checks) as string[]),
    twinExact: row.twinExact === 1,
  }));
}

export async function saveTwins(db: D1Database, changes: TwinChange[]): Promise<void> {
  for (const piece of jsonPieces(changes)) {
    await db
      .prepare(
        `UPDATE content SET twin = j.value->>'$.twin', twin_exact = j.value->>'$.exact'
         FROM json_each(?1) AS j WHERE content.id = j.value->>'$.id'`,
      )
      .bind(piece)
      .run();
  }
}

export async function titlesOf(
  db: D1Database,
  ids: string[],
): Promise<Map<string, { externalId: string; title: string }>> {
  const { results } = await db
    .prepare("SELECT id, external_id AS externalId, title FROM content WHERE id IN (SELECT value FROM json_each(?1))")
    .bind(JSON.stringify(ids))
    .all<{ id: string; externalId: string; title: string }>();
  return new Map(results.map(({ id, ...row }) => [id, row]));
}

/** Which contents have an issue. `?2` is its kind. */
function having(issue: IssueKind): string {
  if (issue === "exact-duplicate") return "twin IS NOT NULL AND twin_exact = 1 AND ?2 <> ''";
  if (issue === "near-duplicate") return "twin IS NOT NULL AND twin_exact = 0 AND ?2 <> ''";
  return `EXISTS (SELECT 1 FROM json_each(content.checks) AS c
    WHERE c.value = ?2 OR substr(c.value, 1, length(?2) + 1) = ?2 || ':')`;
}

/** A content with an issue, as it is handed out. */
export interface BadRow {
  id: string;
  externalId: string;
  title: string;
  language: string;
  tokens: number;
  quality: number | null;
  detail: string;
  of: string | null;
}

/** The kept contents that have an issue, after an id. */
export async function listBadRows(
  db: D1Database,
  datasetId: string,
  issue: IssueKind,
  after: string,
  limit: number,
): Promise<BadRow[]> {
  const { results } = await db
    .prepare(
      `SELECT id, external_id AS externalId, title, language, tokens, quality,
         coalesce((SELECT substr(c.value, length(?2) + 2) FROM json_each(content.checks) AS c
           WHERE substr(c.value, 1, length(?2) + 1) = ?2 || ':'), '') AS detail,
         (SELECT twin.external_id FROM content AS twin
           WHERE twin.id = content.twin AND ?2 IN ('exact-duplicate', 'near-duplicate')) AS of
       FROM content WHERE dataset_id = ?1 AND left_out IS NULL AND id > ?3 AND ${having(issue)} ORDER BY id LIMIT ?4`,
    )
    .bind(datasetId, issue, after, limit)
    .all<BadRow>();
  return results;
}

const counts = `UPDATE dataset SET
  content_count = (SELECT count(*) FROM content WHERE dataset_id = ?1 AND left_out IS NULL),
  left_out = (SELECT count(*) FROM content WHERE dataset_id = ?1 AND left_out IS NOT NULL),
  tokens = (SELECT coalesce(sum(tokens), 0) FROM content WHERE dataset_id = ?1 AND left_out IS NULL),
  images = (SELECT coalesce(sum(images), 0) FROM content WHERE dataset_id = ?1 AND left_out IS NULL),
  languages = (SELECT json_group_object(language, n) FROM
    (SELECT language, count(*) AS n FROM content WHERE dataset_id = ?1 AND left_out IS NULL GROUP BY language)),
  updated_at = max(?2, updated_at + 1)
  WHERE id = ?1`;

interface NewFix {
  id: string;
  organizationId: string;
  datasetId: string;
  issue: IssueKind;
  action: FixAction;
  now: number;
}

/** Leaves the contents of an issue out: marked, not deleted. One transaction with the dataset's counts. */
export async function leaveOut(db: D1Database, fix: NewFix): Promise<void> {
  await db.batch([
    db
      .prepare(`UPDATE content SET left_out = ?3 WHERE dataset_id = ?1 AND left_out IS NULL AND ${having(fix.issue)}`)
      .bind(fix.datasetId, fix.issue, fix.id),
    insertFix(db, fix, "SELECT count(*) FROM content WHERE dataset_id = ?3 AND left_out = ?1"),
    db.prepare(counts).bind(fix.datasetId, fix.now),
  ]);
}

/** Puts roles in the place of those that stand in the bodies; these stay as they are. */
export async function putRoles(db: D1Database, fix: NewFix, roles: Map<string, Record<string, string>>): Promise<void> {
  const rows = [...roles].map(([id, said]) => ({ id, roles: { fix: fix.id, said } }));
  await db.batch([
    ...jsonPieces(rows).map((piece) =>
      db
        .prepare(
          `UPDATE content SET roles = j.value->'$.roles'
           FROM json_each(?1) AS j WHERE content.id = j.value->>'$.id' AND content.dataset_id = ?2`,
        )
        .bind(piece, fix.datasetId),
    ),
    dropChecks(db, fix.datasetId, fix.id),
    insertFix(db, fix, "SELECT count(*) FROM content WHERE dataset_id = ?3 AND roles->>'$.fix' = ?1"),
    db.prepare(counts).bind(fix.datasetId, fix.now),
  ]);
}

/** Has wrongly decoded characters mended as the bodies are read; these stay as they are. Titles are kept for the way back. */
export async function putMended(
  db: D1Database,
  fix: NewFix,
  titles: { id: string; title: string; was: string }[],
): Promise<void> {
  await db.batch([
    ...jsonPieces(titles).map((piece) =>
      db
        .prepare(
          `UPDATE content SET title = j.value->>'$.title', mended = json_object('fix', ?3, 'title', j.value->>'$.was')
           FROM json_each(?1) AS j WHERE content.id = j.value->>'$.id' AND content.dataset_id = ?2`,
        )
        .bind(piece, fix.datasetId, fix.id),
    ),
    dropChecks(db, fix.datasetId, fix.id),
    insertFix(db, fix, "SELECT count(*) FROM content WHERE dataset_id = ?3 AND mended->>'$.fix' = ?1"),
    db.prepare(counts).bind(fix.datasetId, fix.now),
  ]);
}

/** What a fix changed in the reading is looked at again. */
function dropChecks(db: D1Database, datasetId: string, fixId: string): D1PreparedStatement {
  return db
    .prepare(
      "UPDATE content SET checks = NULL WHERE dataset_id = ?1 AND (roles->>'$.fix' = ?2 OR mended->>'$.fix' = ?2)",
    )
    .bind(datasetId, fixId);
}

/** Has models read this dataset redacted from now on. */
export async function redactDataset(db: D1Database, fix: NewFix, count: number): Promise<void> {
  await db.batch([
    db.prepare("UPDATE dataset SET redact_pii = 1 WHERE id = ?1").bind(fix.datasetId),
    insertFix(db, fix, `SELECT ${Math.trunc(count)} WHERE ?1 <> '' AND ?3 <> ''`),
    db.prepare(counts).bind(fix.datasetId, fix.now),
  ]);
}

/** @param count a SELECT of one number */
function insertFix(db: D1Database, fix: NewFix, count: string): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO fix (id, organization_id, dataset_id, issue, action, count, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, (${count}), ?6)`,
    )
    .bind(fix.id, fix.organizationId, fix.datasetId, fix.issue, fix.action, fix.now);
}

/** Takes a fix back: everything is as if it had not been. */
export async function undoFix(db: D1Database, { id, datasetId }: Fix, now: number): Promise<void> {
  await db.batch([
    db.prepare("UPDATE fix SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL").bind(id, now),
    db.prepare("UPDATE content SET left_out = NULL WHERE dataset_id = ?1 AND left_out = ?2").bind(datasetId, id),
    dropChecks(db, datasetId, id),
    db.prepare("UPDATE content SET roles = NULL WHERE dataset_id = ?1 AND roles->>'$.fix' = ?2").bind(datasetId, id),
    db
      .prepare(
        `UPDATE content SET title = mended->>'$.title', mended = NULL WHERE dataset_id = ?1 AND mended->>'$.fix' = ?2`,
      )
      .bind(datasetId, id),
    db
      .prepare(
        `UPDATE dataset SET redact_pii = EXISTS
           (SELECT 1 FROM fix WHERE dataset_id = ?1 AND action = 'redact' AND undone_at IS NULL) WHERE id = ?1`,
      )
      .bind(datasetId),
    db.prepare(counts).bind(datasetId, now),
  ]);
}

/** Fixes of a dataset, newest first; undone ones too. */
export async function listFixes(db: D1Database, datasetId: string): Promise<Fix[]> {
  const { results } = await db
    .prepare(
      `SELECT id, dataset_id AS datasetId, issue, action, count, created_at AS createdAt, undone_at AS undoneAt
       FROM fix WHERE dataset_id = ?1 ORDER BY id DESC LIMIT 200`,
    )
    .bind(datasetId)
    .all<Omit<Fix, "createdAt" | "undoneAt"> & { createdAt: number; undoneAt: number | null }>();
  return results.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt).toISOString(),
    undoneAt: row.undoneAt === null ? null : new Date(row.undoneAt).toISOString(),
  }));
}
