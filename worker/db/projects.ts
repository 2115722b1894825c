import { and, desc, eq, lt, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { mine } from "../accounts/access.ts";
import type { Owner } from "../accounts/owner.ts";
import { newId } from "../contract/id.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import { type Project, type ProjectInput, type ProjectPatch, projectSettingsSchema } from "../contract/project.ts";
import { analysesOf, deleteDatasetRows } from "./datasets.ts";
import { dataset, project } from "./schema.ts";

/** Written out, since drizzle leaves out the tables' names where a query reads from one only. */
const datasetCount = sql<number>`(SELECT count(*) FROM dataset WHERE dataset.project_id = project.id)`;
/** Through the datasets, where the index is. */
const analysisCount = sql<number>`(SELECT count(*) FROM dataset JOIN analysis ON analysis.dataset_id = dataset.id
  WHERE dataset.project_id = project.id)`;

const columns = {
  id: project.id,
  organizationId: project.organizationId,
  name: project.name,
  description: project.description,
  settings: project.settings,
  createdAt: project.createdAt,
  datasetCount,
  analysisCount,
};

export async function createProject(db: D1Database, owner: Owner, input: ProjectInput, now: number): Promise<Project> {
  const row = { ...input, id: newId("project", now), organizationId: owner.organizationId, createdAt: now };
  await drizzle(db).insert(project).values(row);
  return toProject({ ...row, datasetCount: 0, analysisCount: 0 });
}

/** @throws not_found, forbidden */
export async function getProject(db: D1Database, owner: Owner, id: string): Promise<Project> {
  const [row] = await drizzle(db).select(columns).from(project).where(eq(project.id, id)).limit(1);
  return toProject(mine(row, owner, "project"));
}

/** The owner's projects, newest first. */
export async function listProjects(db: D1Database, owner: Owner, page: PageQuery): Promise<Page<Project>> {
  const rows = await drizzle(db)
    .select(columns)
    .from(project)
    .where(
      and(
        eq(project.organizationId, owner.organizationId),
        page.cursor === undefined ? undefined : lt(project.id, page.cursor),
      ),
    )
    .orderBy(desc(project.id))
    .limit(page.limit + 1);
  const items = rows.slice(0, page.limit).map(toProject);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** Settings are merged into those that are there. @throws not_found, forbidden */
export async function updateProject(db: D1Database, owner: Owner, id: string, patch: ProjectPatch): Promise<Project> {
  const old = await getProject(db, owner, id);
  const changed = {
    name: patch.name ?? old.name,
    description: patch.description ?? old.description,
    settings: { ...old.settings, ...patch.settings },
  };
  await drizzle(db)
    .update(project)
    .set(changed)
    .where(and(eq(project.id, id), eq(project.organizationId, owner.organizationId)));
  return { ...old, ...changed };
}

/** The analyses of a project, whatever their state. @throws not_found, forbidden */
export async function analysesOfProject(db: D1Database, owner: Owner, id: string): Promise<string[]> {
  await getProject(db, owner, id);
  const ids = await Promise.all((await datasetsOf(db, id)).map((datasetId) => analysesOf(db, datasetId)));
  return ids.flat();
}

/**
 * Deletes a project with all that is in it, children first, so that a deletion that is cut off can be asked for again.
 * The jobs of its analyses have ended.
 * @throws not_found, forbidden
 */
export async function deleteProject(env: Env, owner: Owner, id: string): Promise<void> {
  await getProject(env.DB, owner, id);
  for (const datasetId of await datasetsOf(env.DB, id)) await deleteDatasetRows(env, datasetId);
  await drizzle(env.DB)
    .delete(project)
    .where(and(eq(project.id, id), eq(project.organizationId, owner.organizationId)));
}

async function datasetsOf(db: D1Database, projectId: string): Promise<string[]> {
  const rows = await drizzle(db).select({ id: dataset.id }).from(dataset).where(eq(dataset.projectId, projectId));
  return rows.map(({ id }) => id);
}

type Row = Omit<typeof project.$inferSelect, "organizationId"> & { datasetCount: number; analysisCount: number };

function toProject(row: Row): Project {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    settings: projectSettingsSchema.parse(row.settings),
    datasetCount: row.datasetCount,
    analysisCount: row.analysisCount,
    createdAt: new Date(row.createdAt).toISOString(),
  };
}
