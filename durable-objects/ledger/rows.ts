import type { Phase, Status } from "../../worker/contract/analysis.ts";
import type { Value } from "./storage.ts";

/** A lease ends this long after its last renewal. */
export const leaseMilliseconds = 15_000;
/** Consumers renew this often. */
export const renewMilliseconds = 5_000;
/** A stream that is silent this long has lost its message or its consumer. */
export const silenceMilliseconds = 20_000;
/** Reported failures after which a task is closed as failed. */
export const mostFailures = 4;
/** Grants after which a task that nobody ever reported on is closed: its consumers die of it. */
export const mostGrants = 12;

export interface JobRow extends Record<string, Value> {
  spec: string;
  status: Status;
  pause_reason: string | null;
  error: string | null;
  phase: Phase;
  round: number;
  sync_points: number;
  rounds_done: number;
  loaded_after: string | null;
  prepared: number;
  label_version: number;
  items_total: number;
  items_done: number;
  items_fallback: number;
  items_failed: number;
  batches_done: number;
  batches_total: number;
  calls: number;
  input_tokens: number;
  cached_tokens: number;
  output_tokens: number;
  cost: number;
  cost_known: number;
  discovery_rate: string;
  discovery_read: number;
  cluster_ids: string | null;
  gathered: string | null;
  summary: string | null;
  started_at: number;
  completed_at: number | null;
  saved_at: number | null;
}

export interface TaskRow extends Record<string, Value> {
  id: number;
  name: string;
  phase: Phase;
  round: number;
  stream: number;
  items: number;
  input: string;
  status: "pending" | "queued" | "leased" | "waiting" | "done" | "failed" | "cancelled";
  due: number;
  token: number;
  grants: number;
  failures: number;
  label_version: number | null;
  started_at: number | null;
  completed_at: number | null;
  error: string | null;
}

export interface StreamRow extends Record<string, Value> {
  stream: number;
  slice: number;
  slice_state: "idle" | "sent" | "live";
  seen: number;
  failures: number;
  retry_at: number;
  items_done: number;
  new_labels: number;
  retries: number;
  missing: number;
  calls: number;
  input_tokens: number;
  output_tokens: number;
  cost: number;
  busy: number;
}

export interface NoticeRow extends Record<string, Value> {
  at: number;
  text: string;
}

/** A queue message: start this slice of this stream. */
export interface SliceMessage {
  stream: number;
  slice: number;
}

/** As much of a task as choosing one takes: every consumer that waits looks at many of them again and again. */
export type ClaimableTask = Pick<TaskRow, "id" | "stream" | "status" | "name">;

/** Tasks that may be claimed now, oldest first. */
export const claimableTasks = `SELECT id, stream, status, name FROM task
  WHERE status IN ('pending', 'queued') OR (status IN ('waiting', 'leased') AND due <= ?) ORDER BY id LIMIT ?`;

export const openTask = "SELECT 1 AS one FROM task WHERE status IN ('pending', 'queued', 'leased', 'waiting') LIMIT 1";
