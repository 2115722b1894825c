import { type JobSpec, openFacets } from "../../worker/analysis/job.ts";
import type { Phase, Progress, Status, StreamState, UsageTotals } from "../../worker/contract/analysis.ts";
import type { Batch, Stats } from "../../worker/contract/findings.ts";
import type { Page } from "../../worker/contract/page.ts";
import type { LedgerLabels } from "./labels.ts";
import type { JobRow, NoticeRow, StreamRow, TaskRow } from "./rows.ts";
import type { LedgerStorage } from "./storage.ts";

/** How much of the whole each phase is, percent: reading is nearly all of it. */
const readingShare = 86;
const shareBefore: Record<Phase, number> = {
  discovery: 0,
  classification: 0,
  reconciliation: 86,
  clustering: 90,
  insights: 97,
  summary: 98,
};

/** The job's counters as the outside sees them; nothing here counts rows. */
export function progressOf(
  job: JobRow,
  spec: JobSpec,
  streams: StreamRow[],
  working: TaskRow[],
  notices: NoticeRow[],
  etaSeconds: number | null,
): Progress {
  const finished = job.items_done + job.items_fallback + job.items_failed;
  return {
    phase: job.phase,
    percent: percentOf(job, finished),
    itemsTotal: job.items_total,
    itemsDone: job.items_done,
    itemsFallback: job.items_fallback,
    itemsFailed: job.items_failed,
    batchesDone: job.batches_done,
    batchesTotal: job.batches_total,
    round: job.rounds_done,
    rounds: roundsOf(job, spec, finished),
    streams: streams.map((row) => streamState(row, working, job.completed_at !== null)),
    etaSeconds: job.status === "running" ? etaSeconds : null,
    currentStep: stepInWords(job, roundsOf(job, spec, finished)),
    savedAt: job.saved_at === null ? null : new Date(job.saved_at).toISOString(),
    notices: notices.map(({ at, text }) => ({ at: new Date(at).toISOString(), text })),
  };
}

function percentOf(job: JobRow, finished: number): number {
  if (job.status === "completed") return 100;
  const read = job.items_total === 0 ? 0 : finished / job.items_total;
  return Math.round(Math.max(read * readingShare, shareBefore[job.phase]) * 10) / 10;
}

/** Rounds so far and still to come, as far as the last round tells. */
function roundsOf(job: JobRow, spec: JobSpec, finished: number): number {
  if (job.phase !== "classification") return job.rounds_done;
  const perRound = Math.max(1, spec.options.streams * spec.limits.maxItems);
  return job.round + Math.max(0, Math.ceil((job.items_total - finished - perRound) / perRound));
}

function streamState(row: StreamRow, working: TaskRow[], ended: boolean): StreamState {
  const task = working.find((candidate) => candidate.stream === row.stream);
  if (ended) return { stream: row.stream, state: "idle", itemsDone: row.items_done, batch: null };
  const state = task ? "working" : row.failures >= 3 ? "failed" : row.slice_state === "idle" ? "idle" : "waiting";
  return { stream: row.stream, state, itemsDone: row.items_done, batch: task?.id ?? null };
}

function endInWords(status: Status): string {
  if (status === "completed") return "Finished";
  return `${status === "failed" ? "Failed" : "Cancelled"}; what was found stays`;
}

function stepInWords(job: JobRow, rounds: number): string {
  if (job.status === "paused") return "Paused";
  if (job.status !== "running") return endInWords(job.status);
  switch (job.phase) {
    case "discovery":
      return job.prepared === 0 ? "Choosing the first contents" : "Discovering labels";
    case "classification":
      return rounds > 0 ? `Classifying, round ${job.round} of ${Math.max(job.round, rounds)}` : "Classifying";
    case "reconciliation":
      return "Reconciling labels";
    case "clustering":
      return job.cluster_ids === null ? "Grouping contents by meaning" : "Naming clusters";
    case "insights":
      return "Gathering insights";
    case "summary":
      return "Writing the summary";
  }
}

export function usageOf(job: JobRow): UsageTotals {
  return {
    calls: job.calls,
    inputTokens: job.input_tokens,
    cachedInputTokens: job.cached_tokens,
    outputTokens: job.output_tokens,
    costUsd: job.cost_known ? job.cost : null,
    costKnown: job.cost_known === 1,
  };
}

/** Tasks in the order they were made. @param after the last batch of the page before */
export function batchPage(storage: LedgerStorage, after: number, limit: number): Page<Batch> {
  const rows = storage.all<TaskRow>("SELECT * FROM task WHERE id > ? ORDER BY id LIMIT ?", after, limit + 1);
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map((task) => ({
      batch: task.id,
      phase: task.phase,
      task: task.name,
      stream: task.stream,
      round: task.round,
      status: task.status,
      items: task.items,
      retryCount: Math.max(0, task.grants - 1),
      startedAt: isoOrNull(task.started_at),
      completedAt: isoOrNull(task.completed_at),
      error: task.error,
    })),
    nextCursor: rows.length > limit && last ? String(last.id) : null,
  };
}

export function isoOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** What the mission calls statistics: discovery, streams, resolution. */
export function statsOf(job: JobRow, spec: JobSpec, streams: StreamRow[], labels: LedgerLabels, now: number): Stats {
  const elapsed = Math.max(1, (job.completed_at ?? now) - job.started_at);
  const used = streams.filter((row) => row.items_done > 0);
  const mappings: Record<string, Record<string, string>> = {};
  const unique: Record<string, number> = {};
  for (const facet of openFacets(spec.facets)) {
    mappings[facet.name] = labels.canonical(facet.name);
    unique[facet.name] = labels.standing(facet.name).length;
  }
  const conflicts = labels.conflicts();
  const mapped = Object.values(mappings).reduce((sum, mapping) => sum + Object.keys(mapping).length, 0);
  return {
    discovery: {
      totalProcessed: job.discovery_read,
      uniqueLabels: unique,
      discoveryRate: JSON.parse(job.discovery_rate) as number[],
    },
    processing: {
      totalRounds: job.rounds_done,
      averageStreamUtilization:
        used.length === 0 ? 0 : Math.min(1, used.reduce((sum, row) => sum + row.busy / elapsed, 0) / used.length),
      syncPoints: job.sync_points,
      streams: streams.map((row) => ({
        stream: row.stream,
        items: row.items_done,
        newLabels: row.new_labels,
        usage: {
          calls: row.calls,
          inputTokens: row.input_tokens,
          cachedInputTokens: 0,
          outputTokens: row.output_tokens,
          costUsd: job.cost_known ? row.cost : null,
          costKnown: job.cost_known === 1,
        },
        retryAttempts: row.retries,
        missing: row.missing,
        seconds: row.busy / 1000,
      })),
    },
    resolution: {
      conflictsFound: mapped + conflicts.length,
      conflictsResolved: mapped + conflicts.filter(({ outcome }) => outcome !== "undecided").length,
      canonicalMappings: mappings,
      conflicts,
    },
    consistency: labels.consistency(),
  };
}
