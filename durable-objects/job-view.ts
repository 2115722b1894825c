import type { JobSpec, JobState } from "../worker/analysis/job.ts";
import type { Analysis, Summary } from "../worker/contract/analysis.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { NoticeRow, TaskRow } from "./ledger/rows.ts";
import type { LedgerStorage } from "./ledger/storage.ts";
import { isoOrNull, progressOf, usageOf } from "./ledger/view.ts";
import type { Pace } from "./pace.ts";

/** Notices in the progress that goes out four times a second. */
const shownNotices = 10;
const dayMilliseconds = 86_400_000;

/** When what a job found expires: the one place that knows. */
export function expiryOf(spec: JobSpec, completedAt: number): number {
  return completedAt + spec.options.ttlDays * dayMilliseconds;
}

/** The job as it stands. */
export function stateOf(ledger: Ledger, storage: LedgerStorage, pace: Pace, now: number): JobState {
  const job = ledger.job();
  const working = storage.all<TaskRow>("SELECT * FROM task WHERE status = 'leased' LIMIT 64");
  const read = job.items_done + job.items_fallback + job.items_failed;
  const notices = storage.all<NoticeRow>("SELECT at, text FROM notice ORDER BY id DESC LIMIT ?", shownNotices);
  const eta = pace.secondsLeft(read, job.items_total, now);
  return {
    status: job.status,
    pauseReason: job.pause_reason,
    pauseKind: ledger.pauseKind(),
    progress: progressOf(job, ledger.spec(), ledger.streams.all(), working, notices, eta),
    usage: usageOf(job),
    startedAt: job.started_at,
    error: job.error,
  };
}

/** The analysis as the API and the socket show it. */
export function analysisOf(ledger: Ledger, state: JobState): Analysis {
  const spec = ledger.spec();
  const job = ledger.job();
  const { status, pauseReason, pauseKind, progress, usage, error } = state;
  const expiry = job.completed_at === null ? null : expiryOf(spec, job.completed_at);
  return {
    id: spec.analysisId,
    name: spec.name,
    status,
    pauseReason,
    pauseKind,
    model: spec.model,
    templateId: spec.templateId,
    datasetId: spec.datasetId,
    projectId: spec.projectId,
    options: spec.options,
    progress,
    usage,
    estimate: spec.estimate,
    headline: job.summary === null ? null : (JSON.parse(job.summary) as Summary).headline,
    pinned: false,
    createdAt: new Date(spec.createdAt).toISOString(),
    startedAt: isoOrNull(job.started_at),
    completedAt: isoOrNull(job.completed_at),
    expiresAt: isoOrNull(expiry),
    error,
  };
}

/** A job that has just ended by itself still runs for others until D1 has its end: who comes for it then finds all of it. */
export function untilWritten(ledger: Ledger, analysis: Analysis): Analysis {
  const early = analysis.completedAt !== null && ledger.outbox.endUntold();
  return early ? { ...analysis, status: "running", completedAt: null, expiresAt: null } : analysis;
}
