import type { Grant, JobSpec, NewTask, TaskInput, Work } from "../../worker/analysis/job.ts";
import type { LedgerLabels } from "./labels.ts";
import {
  type ClaimableTask,
  claimableTasks,
  type JobRow,
  leaseMilliseconds,
  mostFailures,
  mostGrants,
  openTask,
  renewMilliseconds,
  type TaskRow,
} from "./rows.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";
import type { LedgerStreams } from "./streams.ts";

/** A renewal may be so late. */
const renewalSlack = 1_500;
/** First wait of a task that failed; doubled with each further failure. */
const firstBackoff = 500;

/** Phases whose tasks read results, and so wait until all of them have reached D1. */
const readsResults = new Set(["embed", "cluster", "name-clusters", "insights"]);

/** The units of paid work: who holds which, under which token, until when. */
export class LedgerTasks {
  readonly #storage: LedgerStorage;
  readonly #streams: LedgerStreams;
  readonly #labels: LedgerLabels;

  constructor(storage: LedgerStorage, streams: LedgerStreams, labels: LedgerLabels) {
    this.#storage = storage;
    this.#streams = streams;
    this.#labels = labels;
  }

  add(tasks: NewTask[]): void {
    for (const { phase, round, stream, input } of tasks) {
      const ordinals = input.name === "extract" ? input.ordinals : [];
      this.#storage.all(
        "INSERT INTO task (name, phase, round, stream, items, input, status) VALUES (?, ?, ?, ?, ?, ?, 'pending')",
        input.name,
        phase,
        round,
        stream,
        ordinals.length,
        JSON.stringify(input),
      );
      this.#storage.all(
        "UPDATE item SET state = 'taken' WHERE ordinal IN (SELECT value FROM json_each(?))",
        JSON.stringify(ordinals),
      );
    }
    this.#storage.all("UPDATE job SET batches_total = batches_total + ?", tasks.length);
  }

  task(id: number): TaskRow | undefined {
    return firstRow<TaskRow>(this.#storage, "SELECT * FROM task WHERE id = ?", id);
  }

  anyOpen(): boolean {
    return firstRow(this.#storage, openTask) !== undefined;
  }

  itemsInOpenTasks(): number {
    const row = firstRow<{ items: number }>(
      this.#storage,
      `SELECT coalesce(sum(items), 0) AS items FROM task WHERE status IN ('pending', 'queued', 'leased', 'waiting')`,
    );
    return row?.items ?? 0;
  }

  /** Contents that were never read and are not to be: those of a cancelled job of which others are asked again. */
  leftOut(): number {
    return firstRow<{ contents: number }>(this.#storage, "SELECT left_out AS contents FROM course")?.contents ?? 0;
  }

  /** What was not read when the job ended stays unread. */
  leaveOut(): void {
    this.#storage.all(
      "UPDATE course SET left_out = left_out + (SELECT count(*) FROM item WHERE state IN ('open', 'taken'))",
    );
    this.#storage.all("UPDATE item SET state = 'left' WHERE state IN ('open', 'taken')");
  }

  /** Tasks that nobody has yet taken, up to a limit. */
  unclaimed(limit: number): number {
    return this.#storage.all("SELECT id FROM task WHERE status IN ('pending', 'queued') LIMIT ?", limit).length;
  }

  /**
   * Chooses the next task of a stream: its own first, then one whose stream does not work, in continuous mode any.
   * @param window calls that may be in flight; fewer than there are streams where only some of them are to work
   * @returns "wait" while there may be work soon, "stop" when none is open, the task's id when it must be closed
   */
  next(stream: number, spec: JobSpec, window: number, now: number): TaskRow | "wait" | "stop" {
    // Rule f: calls in flight never exceed the number of streams.
    if (this.inFlight(now) >= window) return window < spec.options.streams ? "stop" : "wait";
    const tasks = this.#storage.all<ClaimableTask>(claimableTasks, now, spec.options.streams * 2);
    const chosen = this.#choose(tasks, stream, spec, now);
    const task = chosen && this.task(chosen.id);
    if (!task) return this.anyOpen() ? "wait" : "stop";
    return readsResults.has(task.name) && this.#unsaved() ? "wait" : task;
  }

  /** Results have reached D1: is there a task that waited for it? */
  mayReadResults(): boolean {
    if (this.#unsaved()) return false;
    const open = this.#storage.all<{ name: string }>(
      "SELECT DISTINCT name FROM task WHERE status IN ('pending', 'queued')",
    );
    return open.some(({ name }) => readsResults.has(name));
  }

  #choose(tasks: ClaimableTask[], stream: number, spec: JobSpec, now: number): ClaimableTask | undefined {
    const own = tasks.find((task) => task.stream === stream);
    if (own) return own;
    if (spec.options.sync === "continuous") return tasks[0];
    const able = this.#streams.able(now);
    return tasks.find((task) => task.status === "leased" || task.status === "waiting" || !able.has(task.stream));
  }

  /** Open tasks that have failed. */
  failing(): number {
    return this.#count("status IN ('pending', 'leased', 'waiting') AND failures > 0");
  }

  /** Tasks that somebody is at. */
  inFlight(now: number): number {
    return this.#count("status = 'leased' AND due > ?", now);
  }

  #count(where: string, ...values: number[]): number {
    const row = firstRow<{ tasks: number }>(
      this.#storage,
      `SELECT count(*) AS tasks FROM task WHERE ${where}`,
      ...values,
    );
    return row?.tasks ?? 0;
  }

  /** Results that have not reached D1 yet. */
  #unsaved(): boolean {
    return firstRow(this.#storage, "SELECT 1 AS one FROM outbox LIMIT 1") !== undefined;
  }

  /** Did its consumers die of it, one after the other, without a word? */
  isPoison(task: TaskRow): boolean {
    return task.grants >= mostGrants;
  }

  /** Rule b: one live lease a task. The labels it sees are fixed at the first grant, so a repeated call is the same call. */
  grant(task: TaskRow, stream: number, job: JobRow, spec: JobSpec, now: number): Grant {
    const token = task.token + 1;
    const version = task.label_version ?? job.label_version;
    this.#storage.all(
      `UPDATE task SET status = 'leased', due = ?, token = ?, grants = grants + 1, stream = ?, label_version = ?,
         started_at = coalesce(started_at, ?) WHERE id = ?`,
      now + leaseMilliseconds,
      token,
      stream,
      version,
      now,
      task.id,
    );
    return {
      task: task.id,
      token,
      phase: task.phase,
      round: task.round,
      earlierGrants: task.grants,
      lastTry: task.failures >= mostFailures - 1,
      renewMilliseconds,
      work: this.#work(JSON.parse(task.input) as TaskInput, version, job, spec),
    };
  }

  #work(input: TaskInput, version: number, job: JobRow, spec: JobSpec): Work {
    switch (input.name) {
      case "extract": {
        const contentIds = this.#contents(input.ordinals).map((row) => row.content_id);
        return { name: "extract", contentIds, known: this.#labels.known(spec, version) };
      }
      case "embed": {
        const { from, to } = input;
        const ordinals = Array.from({ length: to - from }, (_, index) => from + index);
        return { name: "embed", contentIds: this.#contents(ordinals).map((row) => row.content_id) };
      }
      case "insights":
        return { name: "insights", counts: this.#labels.counts(spec), contents: job.items_total };
      default:
        return input;
    }
  }

  #contents(ordinals: number[]): { ordinal: number; content_id: string; external_id: string }[] {
    return this.#storage.all(
      "SELECT ordinal, content_id, external_id FROM item WHERE ordinal IN (SELECT value FROM json_each(?)) ORDER BY ordinal",
      JSON.stringify(ordinals),
    );
  }

  /** The contents of an extract task, by id. */
  contentsOf(task: TaskRow): Map<string, { ordinal: number; externalId: string }> {
    const input = JSON.parse(task.input) as TaskInput;
    if (input.name !== "extract") return new Map();
    return new Map(
      this.#contents(input.ordinals).map((row) => [
        row.content_id,
        { ordinal: row.ordinal, externalId: row.external_id },
      ]),
    );
  }

  /** @returns false where another has been granted the task since, or it is closed */
  renew(id: number, token: number, now: number): boolean {
    const task = this.task(id);
    if (task?.status !== "leased" || task.token !== token) return false;
    this.#storage.all("UPDATE task SET due = ? WHERE id = ?", now + leaseMilliseconds, id);
    this.#streams.seen(task.stream, now);
    return true;
  }

  /** After a restart: whoever still works renews its lease before it would have had to; the others are not waited for. */
  shortenLeases(now: number): void {
    const due = now + renewMilliseconds + renewalSlack;
    this.#storage.all("UPDATE task SET due = ?1 WHERE status = 'leased' AND due > ?1", due);
  }

  /** When the next lease or wait is over; null where none is. */
  nextDue(now: number): number | null {
    const next = firstRow<{ due: number | null }>(
      this.#storage,
      "SELECT min(due) AS due FROM task WHERE status IN ('leased', 'waiting') AND due > ?",
      now,
    );
    return next?.due ?? null;
  }

  /** Closes a task for good. */
  close(task: TaskRow, status: "done" | "failed", error: string | null, now: number): void {
    this.#storage.all(
      "UPDATE task SET status = ?, completed_at = ?, error = ? WHERE id = ?",
      status,
      now,
      error === null ? null : error.slice(0, 500),
      task.id,
    );
    this.#storage.all("UPDATE job SET batches_done = batches_done + 1");
  }

  /**
   * Notes a failure and has the task tried again, later each time.
   * @returns true when it has failed too often and must be closed
   */
  failed(task: TaskRow, error: string, now: number): boolean {
    const failures = task.failures + 1;
    this.#storage.all(
      "UPDATE task SET status = 'waiting', due = ?, failures = ?, error = ? WHERE id = ?",
      now + firstBackoff * 2 ** (failures - 1),
      failures,
      error.slice(0, 500),
      task.id,
    );
    return failures >= mostFailures;
  }

  /** Gives a task back as it was before its last grant, which does not count as one. */
  release(task: TaskRow): void {
    this.#storage.all("UPDATE task SET status = 'pending', due = 0, grants = grants - 1 WHERE id = ?", task.id);
  }

  /** Cancels everything that is open; late answers are refused. */
  cancel(now: number): void {
    this.#storage.all(
      "UPDATE task SET status = 'cancelled', completed_at = ? WHERE status IN ('pending', 'queued', 'leased', 'waiting')",
      now,
    );
  }
}
