import { and, desc, eq, lt } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { mine } from "../accounts/access.ts";
import type { Owner } from "../accounts/owner.ts";
import { newId } from "../contract/id.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import { type Dataset, type DatasetInput, datasetSchema } from "../contract/project.ts";
import { deleteContents } from "./contents.ts";
import { analysis, dataset, fix } from "./schema.ts";

/** Rows that one statement deletes at most: well within the time that D1 gives to one. */
const slice = 5000;

export async function createDataset(
  db: D1Database,
  owner: Owner,
  projectId: string,
  input: DatasetInput,
  now: number,
): Promise<Dataset> {
  const row = {
    ...input,
    id: newId("dataset", now),
    organizationId: owner.organizationId,
    projectId,
    contentCount: 0,
    tokens: 0,
    images: 0,
    languages: {},
    leftOut: 0,
    redactPii: false,
    createdAt: now,
    updatedAt: now,
  };
  await drizzle(db).insert(dataset).values(row);
  return toDataset(row);
}

/** @throws not_found, forbidden */
export async function getDataset(db: D1Database, owner: Owner, id: string): Promise<Dataset> {
  const [row] = await drizzle(db).select().from(dataset).where(eq(dataset.id, id)).limit(1);
  return toDataset(mine(row, owner, "dataset"));
}

/** The datasets of a project, newest first. */
export async function listDatasets(
  db: D1Database,
  owner: Owner,
  projectId: string,
  page: PageQuery,
): Promise<Page<Dataset>> {
  const rows = await drizzle(db)
    .select()
    .from(dataset)
    .where(
      and(
        eq(dataset.projectId, projectId),
        eq(dataset.organizationId, owner.organizationId),
        page.cursor === undefined ? undefined : lt(dataset.id, page.cursor),
      ),
    )
    .orderBy(desc(dataset.id))
    .limit(page.limit + 1);
  const items = rows.slice(0, page.limit).map(toDataset);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** Deletes a dataset with its contents and the analyses of them, whose jobs have ended. @throws not_found, forbidden */
export async function deleteDataset(env: Env, owner: Owner, id: string): Promise<void> {
  await getDataset(env.DB, owner, id);
  await deleteDatasetRows(env, id);
}

/** The analyses of a dataset, whatever their state; whoever asks has checked whose it is. */
export async function analysesOf(db: D1Database, datasetId: string): Promise<string[]> {
  const rows = await drizzle(db).select({ id: analysis.id }).from(analysis).where(eq(analysis.datasetId, datasetId));
  return rows.map(({ id }) => id);
}

/** Everything below a dataset and the dataset itself, in slices; whoever calls has checked whose it is. */
export async function deleteDatasetRows(env: Env, id: string): Promise<void> {
  for (const analysisId of await analysesOf(env.DB, id)) await deleteAnalysisRows(env.DB, analysisId);
  await deleteContents(env, id);
  await drizzle(env.DB).delete(fix).where(eq(fix.datasetId, id));
  await drizzle(env.DB).delete(dataset).where(eq(dataset.id, id));
}

const tablesOfAnalysis = ["result", "label", "label_merge", "label_edit", "cluster", "parked_answer"] as const;

/**
 * Everything that belongs to one analysis, and its own row last. What its calls cost stays spent: they go on to count for
 * the project, or whoever deletes what has used up the month could spend it again.
 */
export async function deleteAnalysisRows(db: D1Database, analysisId: string): Promise<void> {
  const statements = tablesOfAnalysis.map(
    (table) => `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE analysis_id = ?1 LIMIT ?2)`,
  );
  statements.push(
    `UPDATE model_call SET project_id = (SELECT project_id FROM analysis WHERE id = ?1), analysis_id = NULL, task_id = NULL
     WHERE rowid IN (SELECT rowid FROM model_call WHERE analysis_id = ?1 LIMIT ?2)`,
  );
  for (const statement of statements) {
    const prepared = db.prepare(statement).bind(analysisId, slice);
    let changed = slice;
    while (changed >= slice) changed = (await prepared.run()).meta.changes;
  }
  await drizzle(db).delete(analysis).where(eq(analysis.id, analysisId));
}

function toDataset(row: Omit<typeof dataset.$inferSelect, "organizationId" | "quality">): Dataset {
  return {
    id: row.id,
    projectId: row.projectId,
    name: row.name,
    description: row.description,
    contentCount: row.contentCount,
    tokens: row.tokens,
    images: row.images,
    languages: datasetSchema.shape.languages.parse(row.languages),
    leftOut: row.leftOut,
    redactPii: row.redactPii,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}
