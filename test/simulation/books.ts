import type { JobRow, TaskRow } from "../../durable-objects/ledger/rows.ts";
import { firstRow, tablesExist } from "../../durable-objects/ledger/storage.ts";
import type { ResultRow } from "../../worker/analysis/job.ts";
import type { Status } from "../../worker/contract/analysis.ts";
import { moodKey } from "../../worker/contract/reply.ts";
import type { Database } from "./database.ts";
import { Violation } from "./process.ts";
import { tokensOfADollar } from "./provider.ts";
import type { Setup } from "./setup.ts";
import type { SimulatedStorage } from "./simulated-storage.ts";

type Task = Pick<TaskRow, "id" | "status" | "token" | "due" | "items" | "grants" | "failures" | "label_version">;

interface Entry extends Record<string, string | number> {
  id: number;
  kind: string;
  body: string;
}

const closed = new Set(["done", "failed", "cancelled"]);

export function ensure(holds: boolean, property: string, details: unknown = ""): void {
  if (!holds) throw new Violation(`${property} ${details === "" ? "" : JSON.stringify(details)}`.trim());
}

export function hasEnded(status: Status | undefined): boolean {
  return status === "completed" || status === "cancelled" || status === "failed";
}

export function isOpen(task: Task | undefined): boolean {
  return task !== undefined && !closed.has(task.status);
}

/**
 * What an onlooker notes down about the ledger's tables, and what must hold between one look and the next, whoever did
 * what: nothing lost, nothing doubled, nothing that was closed opened again.
 */
export class Books {
  readonly #storage: SimulatedStorage;
  readonly #database: Database;
  readonly #setup: Setup;
  /** Tasks as they stood at the last look. */
  readonly tasks = new Map<number, Task>();
  /** The one result of each content. */
  readonly recorded = new Map<string, ResultRow>();
  /** Contents that wait for another answer than the one they have, by what they count as until then. */
  readonly #again = new Map<string, string>();
  /** Right now somebody asks again for what failed: a job that has ended may go on. */
  reopening = false;
  readonly #undelivered = new Map<number, Entry>();
  #newestEntry = 0;
  #looked = -1;
  #seen = new Map<string, number>();
  #inOpenTasks = 0;
  #job: Pick<JobRow, "status" | "label_version" | "batches_done"> = {
    status: "running",
    label_version: 0,
    batches_done: 0,
  };
  /** What the reports cost that the ledger has got, in input tokens. */
  spent = 0;

  constructor(storage: SimulatedStorage, database: Database, setup: Setup) {
    this.#storage = storage;
    this.#database = database;
    this.#setup = setup;
  }

  /** The job's row; undefined before there is one. */
  job(): JobRow | undefined {
    return tablesExist(this.#storage) ? firstRow<JobRow>(this.#storage, "SELECT * FROM job") : undefined;
  }

  /** Compares what stands in the tables with what stood there before. */
  look(now: number): void {
    const { row } = this.#database;
    ensure(row.completedAt === null || hasEnded(row.status), "D1 never says of an ended job that it runs", row);
    if (this.#storage.writes === this.#looked) return;
    this.#looked = this.#storage.writes;
    const job = this.job();
    if (!job) return;
    const [jobs, items, tasks, outbox, again] = ["job", "item", "task", "outbox", "again"].map((table) =>
      this.#changed(table),
    );
    if (jobs) this.#lookAtJob(job);
    if (tasks || jobs) this.#lookAtTasks(job, now);
    if (outbox) this.#lookAtOutbox();
    if (again) this.#lookAtAgain();
    if (items || tasks || jobs || again) this.#lookAtItems(job);
  }

  /** What must hold once a job has ended and nobody works for it any more. */
  close(): void {
    const job = this.job();
    ensure(job !== undefined, "a job that was started exists");
    if (!job) return;
    ensure(this.allArrived(), "everything in the outbox has reached D1");
    ensure(this.#database.row.status === job.status, "D1 says the job ended as the ledger does", this.#database.row);
    const { results } = this.#database;
    ensure(results.size === this.recorded.size, "D1 holds one result for each content that has one");
    for (const [id, row] of this.recorded) ensure(results.get(id)?.status === row.status, "D1 holds the result", id);
    ensure(results.size === this.recorded.size, "D1 holds one result for each content that has one");
    const answered = [...this.recorded.values()].filter((row) => row.status !== "failed").length;
    const counted = this.#storage.all<{ uses: number | null }>(
      `SELECT sum(count) AS uses FROM label UNION ALL SELECT sum(count) FROM tally WHERE facet = 'urgent'
       UNION ALL SELECT sum(count) FROM tally WHERE facet = ?`,
      moodKey,
    );
    ensure(
      counted.every(({ uses }) => (uses ?? 0) === answered),
      "each answer's words count once",
      [counted, answered],
    );
    if (job.status === "completed") {
      ensure(this.recorded.size === this.#setup.contents.length, "no content of a completed job is missing");
    }
  }

  /** D1 has all that was put in the outbox; an entry may still stand there where its object ended just before it left. */
  allArrived(): boolean {
    return [...this.#undelivered.values()].every((entry) => this.#arrived(entry));
  }

  #changed(table: string): boolean {
    const state = this.#storage.state(table);
    if (this.#seen.get(table) === state) return false;
    this.#seen.set(table, state);
    return true;
  }

  #lookAtJob(job: JobRow): void {
    const before = this.#job;
    const stays = !hasEnded(before.status) || this.reopening || job.status === before.status;
    ensure(stays, "a job that has ended stays as it ended", [before.status, job.status]);
    ensure(job.label_version >= before.label_version, "the version of the labels never goes back");
    ensure(job.batches_done >= before.batches_done && job.batches_done <= job.batches_total, "batches are counted");
    ensure(job.input_tokens === this.spent, "every report's spend is counted, once", [job.input_tokens, this.spent]);
    ensure(job.cost === this.spent / tokensOfADollar, "money is counted as tokens are");
    const streams = firstRow<{ spent: number | null }>(this.#storage, "SELECT sum(input_tokens) AS spent FROM stream");
    ensure((streams?.spent ?? 0) === this.spent, "what the streams spent is what the job spent");
    this.#job = { status: job.status, label_version: job.label_version, batches_done: job.batches_done };
  }

  #lookAtTasks(job: JobRow, now: number): void {
    const rows = this.#storage.all<Task & Record<string, string | number | null>>(
      "SELECT id, status, token, due, items, grants, failures, label_version FROM task ORDER BY id",
    );
    ensure(rows.length >= this.tasks.size, "no task disappears");
    let inOpenTasks = 0;
    for (const row of rows) {
      const before = this.tasks.get(row.id);
      if (isOpen(row)) inOpenTasks += row.items;
      if (before) this.#compare(before, row, job, now);
      this.tasks.set(row.id, row);
    }
    if (hasEnded(job.status)) {
      ensure(!rows.some(isOpen), "a job that has ended has no open task");
    }
    this.#inOpenTasks = inOpenTasks;
  }

  #compare(before: Task, task: Task, job: JobRow, now: number): void {
    if (!isOpen(before)) ensure(task.status === before.status, "a closed task stays closed", [before, task]);
    if (before.label_version !== null) {
      ensure(task.label_version === before.label_version, "a task sees the labels of its first grant", [before, task]);
    }
    if (task.token === before.token) return;
    ensure(task.token === before.token + 1, "tokens count up one by one", [before, task]);
    ensure(before.status !== "leased" || before.due <= now, "one live lease a task", [before, task, now]);
    ensure(job.status === "running", "nothing is granted while the job stands still", [task, job.status]);
  }

  #lookAtOutbox(): void {
    const entries = this.#storage.all<Entry>("SELECT id, kind, body FROM outbox ORDER BY id");
    const there = new Set(entries.map((entry) => entry.id));
    for (const [id, entry] of this.#undelivered) {
      if (there.has(id)) continue;
      ensure(this.#arrived(entry), "an entry leaves the outbox only when D1 has it", entry);
      this.#undelivered.delete(id);
    }
    for (const entry of entries) {
      if (entry.id <= this.#newestEntry) continue;
      this.#newestEntry = entry.id;
      this.#undelivered.set(entry.id, entry);
      if (entry.kind !== "results") continue;
      for (const row of JSON.parse(entry.body) as ResultRow[]) {
        const mayHaveOne = !this.recorded.has(row.contentId) || this.#again.has(row.contentId);
        ensure(mayHaveOne, "a content gets one result", [row, this.recorded.get(row.contentId)]);
        this.recorded.set(row.contentId, row);
      }
    }
  }

  #lookAtAgain(): void {
    this.#again.clear();
    const rows = this.#storage.all<{ content_id: string; was: string }>("SELECT content_id, was FROM again");
    for (const row of rows) this.#again.set(row.content_id, row.was);
  }

  #arrived({ kind, body }: Entry): boolean {
    const { results, canonical, row } = this.#database;
    if (kind === "results") {
      return (JSON.parse(body) as ResultRow[]).every(
        ({ contentId, status }) => results.get(contentId)?.status === status,
      );
    }
    if (kind === "canonical") return canonical.has((JSON.parse(body) as { facet: string }).facet);
    return row.completedAt !== null || this.#job.status === "paused";
  }

  #lookAtItems(job: JobRow): void {
    const rows = this.#storage.all<{ state: string; items: number }>(
      "SELECT state, count(*) AS items FROM item GROUP BY state",
    );
    const count = new Map(rows.map((row) => [row.state, row.items]));
    for (const was of this.#again.values()) count.set(was, (count.get(was) ?? 0) + 1);
    const of = (state: string) => count.get(state) ?? 0;
    const { items_done, items_fallback, items_failed, items_total } = job;
    ensure(
      items_done === of("done") && items_fallback === of("fallback") && items_failed === of("failed"),
      "the counters are what the contents are",
      [...count],
    );
    const final = items_done + items_fallback + items_failed;
    ensure(this.recorded.size === final, "a content that counts as answered has its result", [
      this.recorded.size,
      final,
    ]);
    const unread = of("open") + of("taken") + of("left") - this.#again.size;
    ensure(unread + final === items_total, "no content is lost", [...count]);
    if (job.status === "running" || job.status === "paused") {
      ensure(of("taken") === this.#inOpenTasks, "what is taken is in an open task", [of("taken"), this.#inOpenTasks]);
    }
  }
}
