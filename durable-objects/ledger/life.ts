import type { JobSpec, SaidResult } from "../../worker/analysis/job.ts";
import type { ChangedOptions, PauseKind, Status } from "../../worker/contract/analysis.ts";
import { LedgerAgain } from "./again.ts";
import { LedgerAnswers } from "./answers.ts";
import { LedgerLabels } from "./labels.ts";
import { LedgerMoney } from "./money.ts";
import { partMoods } from "./mood.ts";
import { LedgerOutbox } from "./outbox.ts";
import type { JobRow } from "./rows.ts";
import { LedgerSteps } from "./steps.ts";
import { createTables, firstRow, type LedgerStorage, tablesExist } from "./storage.ts";
import { LedgerStreams } from "./streams.ts";
import { LedgerTasks } from "./tasks.ts";
import { LedgerWindow } from "./window.ts";

/**
 * What came of asking again: it goes on; it was at it already; there is nothing to ask; the end of the job is still being
 * written down; it runs.
 */
export type Retried = "started" | "retrying" | "nothing" | "ending" | "running";

/** A job's life, from its making to its end; what its consumers do stands in `Ledger`. */
export class JobLife {
  protected readonly storage: LedgerStorage;
  readonly labels: LedgerLabels;
  readonly streams: LedgerStreams;
  readonly tasks: LedgerTasks;
  readonly outbox: LedgerOutbox;
  readonly money: LedgerMoney;
  readonly again: LedgerAgain;
  protected readonly window: LedgerWindow;
  protected readonly answers: LedgerAnswers;
  protected readonly steps: LedgerSteps;
  #spec: JobSpec | null = null;
  /** An object that was only asked about something leaves no tables behind. */
  #exists: boolean;

  constructor(storage: LedgerStorage) {
    this.#exists = tablesExist(storage);
    // A job that an earlier version began gets the tables that have come since, and its moods where they are now.
    if (this.#exists) {
      createTables(storage);
      partMoods(storage);
    }
    this.storage = storage;
    this.labels = new LedgerLabels(storage);
    this.streams = new LedgerStreams(storage);
    this.tasks = new LedgerTasks(storage, this.streams, this.labels);
    this.outbox = new LedgerOutbox(storage);
    this.money = new LedgerMoney(storage);
    this.again = new LedgerAgain(storage, this.labels);
    this.window = new LedgerWindow(storage);
    this.answers = new LedgerAnswers(storage, this.tasks, this.labels, this.again, this.outbox);
    this.steps = new LedgerSteps(storage, this.tasks, this.labels, this.again, this.outbox);
  }

  /** The job's row, undefined where this object holds none. */
  find(): JobRow | undefined {
    if (!this.#exists) return undefined;
    return firstRow<JobRow>(this.storage, "SELECT * FROM job");
  }

  job(): JobRow {
    const job = this.find();
    if (!job) throw new Error("this object holds no job");
    return job;
  }

  spec(): JobSpec {
    this.#spec ??= JSON.parse(this.job().spec) as JobSpec;
    return this.#spec;
  }

  // ── a job's life ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Creates the job; asked again it changes nothing. */
  create(spec: JobSpec, now: number): void {
    this.storage.atomically(() => {
      createTables(this.storage);
      this.#exists = true;
      if (this.find()) return;
      this.storage.all(
        "INSERT INTO job (id, spec, status, phase, started_at) VALUES (1, ?, 'running', 'discovery', ?)",
        JSON.stringify(spec),
        now,
      );
      this.streams.create(spec.options.streams);
      this.labels.start(spec);
    });
  }

  /** Its tables have been deleted. */
  forget(): void {
    this.#exists = false;
    this.#spec = null;
  }

  /** Makes the first tasks, once all contents are in. */
  prepared(): void {
    this.storage.atomically(() => {
      const { prepared, completed_at } = this.job();
      // Cancelled before its contents were in: nothing is to be made any more.
      if (prepared || completed_at !== null) return;
      this.storage.all("UPDATE job SET prepared = 1");
      this.outbox.event("analysis_started", { name: this.spec().name, itemsTotal: this.job().items_total });
      this.steps.advance(this.job(), this.spec());
    });
  }

  /** No new task is granted; those in flight end and count. @returns false where it stands still already */
  pause(reason: string): boolean {
    return this.storage.atomically(() => this.standStill(reason, "by-hand"));
  }

  /** There is nothing that could be read: the job ends as failed. */
  unreadable(reason: string): void {
    this.storage.atomically(() => {
      const { prepared, completed_at } = this.job();
      if (prepared || completed_at !== null) return;
      this.storage.all("UPDATE job SET prepared = 1");
      this.steps.fail(reason, this.spec());
    });
  }

  /** Options that hold differently from now on. @returns false where there is no job */
  change(options: ChangedOptions): boolean {
    if (!this.find()) return false;
    for (const [name, value] of Object.entries(options)) {
      this.storage.all("UPDATE job SET spec = json_set(spec, '$.options.' || ?, ?)", name, value ?? null);
    }
    this.#spec = null;
    return true;
  }

  /** Attempts broke off without a word on what they cost: so much at most, dollars. */
  lost(usd: number): void {
    if (this.find()) this.money.lost(usd);
  }

  protected standStill(reason: string, kind: PauseKind): boolean {
    if (this.find()?.status !== "running") return false;
    this.storage.all("UPDATE job SET status = 'paused', pause_reason = ?", reason);
    this.storage.all("INSERT OR REPLACE INTO pause (id, kind) VALUES (1, ?)", kind);
    this.outbox.event("analysis_paused", { reason, kind });
    return true;
  }

  /** What it waits for; null where it does not, or where a version paused it that kept no kind. */
  pauseKind(): PauseKind | null {
    if (this.job().status !== "paused") return null;
    return firstRow<{ kind: PauseKind }>(this.storage, "SELECT kind FROM pause")?.kind ?? null;
  }

  resume(): boolean {
    return this.storage.atomically(() => {
      const job = this.find();
      if (job?.status !== "paused") return false;
      this.storage.all("UPDATE job SET status = 'running', pause_reason = NULL");
      this.streams.restarted();
      this.streams.rested();
      this.window.open();
      this.outbox.event("analysis_resumed", {});
      if (job.prepared && !this.tasks.anyOpen()) this.steps.advance(this.job(), this.spec());
      return true;
    });
  }

  /** Rule g: after a restart nothing is on its way any more, and who lives says so soon. */
  restarted(now: number): void {
    this.storage.atomically(() => {
      this.streams.restarted();
      this.tasks.shortenLeases(now);
    });
  }

  /** Whoever starts a job that has ended has not heard of its end: it is written down once more. */
  tellEndAgain(): void {
    if (this.job().completed_at === null || this.outbox.undelivered(1).length > 0) return;
    this.outbox.put("finish", { told: true });
  }

  /** Ends the job with what it has. */
  cancel(now: number): boolean {
    return this.storage.atomically(() => {
      const status = this.find()?.status;
      if (status !== "running" && status !== "paused") return false;
      this.tasks.cancel(now);
      this.again.giveUp();
      this.storage.all("UPDATE job SET status = 'cancelled', completed_at = ?", now);
      this.outbox.event("analysis_cancelled", {});
      this.steps.closeBooks(this.spec(), { told: true });
      return true;
    });
  }

  /**
   * Contents without a good answer are asked again, and they alone; then what makes sense of the whole runs again. What
   * a cancelled job has not read stays unread.
   * @param said what the built-in engine answered in the place of a model, as D1 has it
   */
  retry(said: SaidResult[], now: number): Retried {
    return this.storage.atomically(() => {
      const job = this.find();
      if (!job) return "nothing";
      const { status, phase } = job;
      if (status === "running") return this.again.waiting() > 0 ? "retrying" : "running";
      if (this.outbox.ending()) return "ending";
      if (this.again.contents(said.length > 0) === 0) return "nothing";
      if (status !== "paused") this.tasks.leaveOut();
      this.again.open(said);
      if (phase !== "discovery" && phase !== "classification") this.tasks.cancel(now);
      this.storage.all(
        `UPDATE job SET status = 'running', pause_reason = NULL, error = NULL, completed_at = NULL, cluster_ids = NULL, gathered = NULL,
           round = iif(phase = 'discovery', round, rounds_done),
           phase = iif(phase = 'discovery', phase, 'classification')`,
      );
      this.streams.restarted();
      this.streams.rested();
      this.window.open();
      this.outbox.event("analysis_resumed", {});
      if (!this.tasks.anyOpen()) this.steps.advance(this.job(), this.spec());
      return "started";
    });
  }

  /** How a job ends that has nothing left to do. Contents that were never read make no completed one. */
  #endsAs(): Status {
    if (this.job().error !== null) return "failed";
    return this.tasks.leftOut() > 0 ? "cancelled" : "completed";
  }

  /** Everything but the end itself has arrived: a running job has ended. */
  finished(now: number): void {
    this.storage.atomically(() => {
      if (this.job().status !== "running") return;
      this.storage.all("UPDATE job SET status = ?, completed_at = ?", this.#endsAs(), now);
    });
  }
}
