import type { Owner } from "../accounts/owner.ts";
import type { JobState } from "../analysis/job.ts";
import type {
  Analysis,
  ChangedOptions,
  Options,
  PauseKind,
  Progress,
  Status,
  Summary,
  UsageTotals,
} from "../contract/analysis.ts";
import { ParallaxError } from "../contract/error.ts";
import type { Stats } from "../contract/findings.ts";
import type { Page, PageQuery } from "../contract/page.ts";

interface AnalysisRecord {
  id: string;
  organization_id: string;
  project_id: string;
  dataset_id: string;
  template_id: string;
  name: string;
  model: string;
  options: string;
  status: Status;
  pause_reason: string | null;
  pause_kind: PauseKind | null;
  progress: string;
  usage: string;
  estimate: string | null;
  summary: string | null;
  error: string | null;
  pinned: number;
  created_at: number;
  started_at: number | null;
  completed_at: number | null;
  expires_at: number | null;
}

const columns = `id, organization_id, project_id, dataset_id, template_id, name, model, options, status, pause_reason,
  pause_kind, progress, usage, estimate, summary, error, pinned, created_at, started_at, completed_at, expires_at`;

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function analysisOf(record: AnalysisRecord): Analysis {
  return {
    id: record.id,
    name: record.name,
    status: record.status,
    pauseReason: record.pause_reason,
    pauseKind: record.pause_kind,
    model: record.model,
    templateId: record.template_id,
    datasetId: record.dataset_id,
    projectId: record.project_id,
    options: JSON.parse(record.options) as Options,
    progress: JSON.parse(record.progress) as Progress,
    usage: JSON.parse(record.usage) as UsageTotals,
    estimate: record.estimate === null ? null : (JSON.parse(record.estimate) as Analysis["estimate"]),
    headline: record.summary === null ? null : (JSON.parse(record.summary) as Summary).headline,
    pinned: record.pinned === 1,
    createdAt: new Date(record.created_at).toISOString(),
    startedAt: iso(record.started_at),
    completedAt: iso(record.completed_at),
    expiresAt: iso(record.expires_at),
    error: record.error,
  };
}

/** The organization that an analysis belongs to, expired or not; null where there is none. */
export async function ownerOfAnalysis(db: D1Database, id: string): Promise<string | null> {
  const row = await db
    .prepare("SELECT organization_id AS organizationId FROM analysis WHERE id = ?")
    .bind(id)
    .first<{ organizationId: string }>();
  return row?.organizationId ?? null;
}

/**
 * One analysis of an owner.
 * @throws ParallaxError not_found, forbidden (another owner's), expired
 */
export async function getAnalysis(db: D1Database, owner: Owner, id: string, now: number): Promise<Analysis> {
  const record = await db.prepare(`SELECT ${columns} FROM analysis WHERE id = ?`).bind(id).first<AnalysisRecord>();
  if (!record) throw new ParallaxError("not_found", `There is no analysis ${id}.`);
  if (record.organization_id !== owner.organizationId) {
    throw new ParallaxError("forbidden", `The analysis ${id} belongs to another owner.`);
  }
  if (record.expires_at !== null && record.expires_at < now && record.pinned === 0) {
    throw new ParallaxError("expired", `The analysis ${id} expired at ${iso(record.expires_at)}. Run it again.`);
  }
  return analysisOf(record);
}

/** Whether an analysis is kept past its time. */
export async function isPinned(db: D1Database, id: string): Promise<boolean> {
  return (await db.prepare("SELECT 1 FROM analysis WHERE id = ? AND pinned = 1").bind(id).first()) !== null;
}

export interface AnalysisFilter extends PageQuery {
  projectId?: string | undefined;
  datasetId?: string | undefined;
  contentId?: string | undefined;
  status?: Status | undefined;
}

/** An owner's analyses, newest first; expired ones are left out. */
export async function listAnalyses(
  db: D1Database,
  owner: Owner,
  filter: AnalysisFilter,
  now: number,
): Promise<Page<Analysis>> {
  const { results } = await db
    .prepare(
      `SELECT ${columns} FROM analysis
       WHERE organization_id = ?1 AND (?2 IS NULL OR id < ?2) AND (?3 IS NULL OR project_id = ?3)
         AND (?4 IS NULL OR dataset_id = ?4) AND (?5 IS NULL OR status = ?5)
         AND (?6 IS NULL OR id IN (SELECT analysis_id FROM result WHERE content_id = ?6))
         AND (expires_at IS NULL OR expires_at >= ?7 OR pinned = 1)
       ORDER BY id DESC LIMIT ?8`,
    )
    .bind(
      owner.organizationId,
      filter.cursor ?? null,
      filter.projectId ?? null,
      filter.datasetId ?? null,
      filter.status ?? null,
      filter.contentId ?? null,
      now,
      filter.limit + 1,
    )
    .all<AnalysisRecord>();
  const last = results[filter.limit - 1];
  return {
    items: results.slice(0, filter.limit).map(analysisOf),
    nextCursor: results.length > filter.limit && last ? last.id : null,
  };
}

export async function patchAnalysis(
  db: D1Database,
  id: string,
  patch: { name?: string | undefined; pinned?: boolean | undefined },
): Promise<void> {
  await db
    .prepare(
      "UPDATE analysis SET name = coalesce(?, name), pinned = coalesce(?, pinned), revision = revision + 1 WHERE id = ?",
    )
    .bind(patch.name ?? null, patch.pinned === undefined ? null : Number(patch.pinned), id)
    .run();
}

/** A job goes on after its end: until it ends again nothing expires. */
export async function reopenAnalysis(db: D1Database, id: string): Promise<void> {
  await db
    .prepare("UPDATE analysis SET status = 'running', completed_at = NULL, expires_at = NULL WHERE id = ?")
    .bind(id)
    .run();
}

/** Sets how much the job may spend, where it is shown and where it would be started from anew. */
export async function saveOptions(db: D1Database, id: string, changed: ChangedOptions): Promise<void> {
  await db.batch(
    Object.entries(changed).map(([name, value]) =>
      db
        .prepare(
          `UPDATE analysis SET options = json_set(options, '$.' || ?1, ?2),
             spec = json_set(spec, '$.options.' || ?1, ?2), revision = revision + 1 WHERE id = ?3`,
        )
        .bind(name, value, id),
    ),
  );
}

/** What the job of an analysis is started with. */
export async function specOf(db: D1Database, id: string): Promise<string | null> {
  const row = await db.prepare("SELECT spec FROM analysis WHERE id = ?").bind(id).first<{ spec: string }>();
  return row?.spec ?? null;
}

export async function saveState(db: D1Database, id: string, state: JobState): Promise<void> {
  await db
    .prepare(
      `UPDATE analysis SET status = ?, pause_reason = ?, pause_kind = ?, progress = ?, usage = ?, started_at = ?, error = ?
       WHERE id = ? AND completed_at IS NULL`,
    )
    .bind(
      state.status,
      state.pauseReason,
      state.pauseKind,
      JSON.stringify(state.progress),
      JSON.stringify(state.usage),
      state.startedAt,
      state.error,
      id,
    )
    .run();
}

/** An analysis that is about to be deleted has ended for everybody: nobody wakes its job or asks it for anything. */
export async function closeAnalysis(db: D1Database, id: string, now: number): Promise<void> {
  await db
    .prepare("UPDATE analysis SET status = 'cancelled', completed_at = ?1 WHERE id = ?2 AND completed_at IS NULL")
    .bind(now, id)
    .run();
}

/** What a job has used, where that is told after its end. */
export async function saveUsage(db: D1Database, id: string, usage: UsageTotals): Promise<void> {
  await db.prepare("UPDATE analysis SET usage = ? WHERE id = ?").bind(JSON.stringify(usage), id).run();
}

/** The end of a job. @returns false where the analysis is gone, e.g. deleted meanwhile */
export async function finishAnalysis(
  db: D1Database,
  id: string,
  state: JobState,
  end: { completedAt: number; expiresAt: number; summary: Summary | null; stats: Stats },
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE analysis SET status = ?, pause_reason = ?, pause_kind = ?, progress = ?, usage = ?, started_at = ?, error = ?,
         completed_at = ?, expires_at = ?, summary = ?, stats = ?, revision = revision + 1 WHERE id = ?`,
    )
    .bind(
      state.status,
      state.pauseReason,
      state.pauseKind,
      JSON.stringify(state.progress),
      JSON.stringify(state.usage),
      state.startedAt,
      state.error,
      end.completedAt,
      end.expiresAt,
      end.summary === null ? null : JSON.stringify(end.summary),
      JSON.stringify(end.stats),
      id,
    )
    .run();
  return meta.changes > 0;
}

/**
 * Jobs that D1 believes to be at work, with the spec that they are started with: what the watchdog outside the objects
 * wakes.
 */
export async function runningAnalyses(db: D1Database, limit: number): Promise<{ id: string; spec: string }[]> {
  const { results } = await db
    // A row may still say paused of a job that was resumed; waking one that waits is harmless.
    .prepare("SELECT id, spec FROM analysis WHERE completed_at IS NULL ORDER BY status = 'paused', id LIMIT ?")
    .bind(limit)
    .all<{ id: string; spec: string }>();
  return results;
}
