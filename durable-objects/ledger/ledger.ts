import { failedResult, type Grant, type TaskAnswer } from "../../worker/analysis/job.ts";
import type { Usage } from "../../worker/engines/ask.ts";
import type { Accepted } from "./answers.ts";
import { JobLife } from "./life.ts";
import type { Leave, Month } from "./money.ts";
import type { SliceMessage, TaskRow } from "./rows.ts";
import { firstRow } from "./storage.ts";

/** So many contents without one good answer are enough to say that a model is of no use. */
const uselessAnswers = 20;

/**
 * The only truth about one job: which task is open, who holds it, what came back. Each method is one commit, takes
 * `now` and does nothing outside its tables; what comes next is decided by analysis/plan. The ledger's rules a-h
 * (README, "The ledger") hold here and nowhere else.
 */
export class Ledger extends JobLife {
  /** @returns the messages to send; they are marked as sent already */
  pump(now: number): SliceMessage[] {
    return this.storage.atomically(() => {
      if (this.find()?.status !== "running") return [];
      return this.streams.pump(this.window.size(this.spec().options.streams), now);
    });
  }

  /** A consumer starts a slice. @returns false where it must not */
  begin(stream: number, slice: number, now: number): boolean {
    return this.storage.atomically(() => {
      if (this.find()?.status === "running") return this.streams.begin(stream, slice, now);
      this.end(stream, slice);
      return false;
    });
  }

  /** The stream's next task; "wait" while there may be work soon; "stop" when the slice has nothing more to do. */
  claim(stream: number, slice: number, now: number): Grant | "wait" | "stop" {
    return this.storage.atomically(() => {
      const job = this.find();
      if (job?.status !== "running") return "stop";
      const row = this.streams.live(stream, slice, now);
      if (!row) return "stop";
      if (row.retry_at > now) return "wait";
      const window = this.window.size(this.spec().options.streams);
      const task = this.tasks.next(stream, this.spec(), window, now);
      if (typeof task === "string") return task;
      if (!this.tasks.isPoison(task)) return this.tasks.grant(task, stream, job, this.spec(), now);
      this.#giveUp(task, `${task.grants} consumers in a row ended without a word`, now);
      return "wait";
    });
  }

  /** True where a task was held up by results that had not reached D1, and is so no more. */
  mayReadResults(): boolean {
    return this.find() !== undefined && this.tasks.mayReadResults();
  }

  /** Keeps a lease alive. @returns false where another has been granted the task since, or it is closed */
  renew(id: number, token: number, now: number): boolean {
    return this.find() !== undefined && this.tasks.renew(id, token, now);
  }

  /**
   * May a call be made that may cost so much (`LedgerMoney.leave`)? Where the money is short for good, the job stands
   * still in the same commit. Needs the last token.
   */
  leave(
    grant: { task: number; token: number },
    spent: number,
    most: number | null,
    month: Month | null,
    now: number,
  ): Leave {
    return this.storage.atomically(() => {
      const task = this.find() && this.tasks.task(grant.task);
      if (task?.status !== "leased" || task.token !== grant.token)
        return { act: "later", reason: "Another consumer has this task by now." };
      const job = this.job();
      if (job.status !== "running") return { act: "later", reason: `The job is ${job.status}.` };
      const said = this.money.leave(grant, spent, most, job, this.spec().options.maxCostUsd, month, now);
      if (said.act === "no") this.standStill(said.reason, said.kind);
      return said;
    });
  }

  /** A consumer ends its slice. */
  end(stream: number, slice: number): void {
    if (this.find()) this.streams.end(stream, slice);
  }

  /**
   * Rule c: the first answer to an open task is accepted, whoever brings it. Rule d: the last answer of a step and the
   * making of the next are this one commit. Spend counts whether the answer is accepted or not.
   * @returns what it brought, or null where the task was closed already
   */
  complete(id: number, token: number, answer: TaskAnswer, now: number): Accepted | null {
    return this.storage.atomically(() => {
      const task = this.#spent(id, token, answer.usage);
      if (!task) return null;
      if (task.status === "done" || task.status === "failed" || task.status === "cancelled") return null;
      const before = this.job();
      const accepted = this.answers.take(task, answer, before, this.spec(), now);
      this.tasks.close(task, "done", null, now);
      if (answer.name === "extract" && answer.left?.noneCanServe) {
        this.standStill(answer.left.reason, answer.left.toMend ? "mend-provider" : "no-provider");
      }
      this.#mindUseless(before.items_fallback);
      this.storage.all(
        "UPDATE stream SET failures = 0, busy = busy + ?, new_labels = new_labels + ? WHERE stream = ?",
        now - (task.started_at ?? now),
        accepted.newLabels.length,
        task.stream,
      );
      this.#wentWell(accepted, now);
      this.steps.proceed(this.job(), this.spec());
      return accepted;
    });
  }

  /**
   * A consumer reports that it could not do its task. Needs the last token.
   * @param spent what the attempts cost all the same; counted whoever brings it
   * @returns false where it is not its any more
   */
  fail(id: number, token: number, error: string, spent: Usage, now: number): boolean {
    return this.storage.atomically(() => {
      const task = this.#spent(id, token, spent);
      if (task?.status !== "leased" || task.token !== token) return false;
      this.streams.failed(task.stream, now);
      const over = this.tasks.failed(task, error, now);
      this.#wentBadly(now);
      if (over) this.#giveUp(task, error, now);
      return true;
    });
  }

  /**
   * No model can serve: the task goes back as if it had never been granted, and the job stands still until somebody
   * resumes it. Needs the last token.
   * @param reason null where only the task goes back
   * @param toMend whether people must put a provider right before resuming is of any use
   * @returns false where it is not its any more
   */
  halt(id: number, token: number, reason: string | null, spent: Usage, toMend = false): boolean {
    return this.storage.atomically(() => {
      const task = this.#spent(id, token, spent);
      if (task?.status !== "leased" || task.token !== token) return false;
      this.tasks.release(task);
      if (reason !== null) this.standStill(reason, toMend ? "mend-provider" : "no-provider");
      return true;
    });
  }

  #spent(id: number, token: number, spent: Usage): TaskRow | undefined {
    const task = this.find() && this.tasks.task(id);
    if (!task) return undefined;
    const told = "INSERT INTO told (task, token) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1 AS one";
    if (firstRow(this.storage, told, id, token)) this.answers.spend(task.stream, spent);
    this.money.free(id, token);
    return task;
  }

  /** A model that never gave an answer that could be used would be paid to the end; somebody should know before. */
  #mindUseless(fallbackBefore: number): void {
    const { items_done, items_fallback } = this.job();
    if (items_done > 0 || fallbackBefore >= uselessAnswers || items_fallback < uselessAnswers) return;
    const { model, options } = this.spec();
    if (options.onProviderDown === "fallback") return;
    this.standStill(
      `Not one of the first ${items_fallback} contents got an answer from ${model} that could be used; the built-in engine ` +
        "answered in its place. Try another model, or resume to go on all the same.",
      "useless",
    );
  }

  #wentBadly(now: number): void {
    if (!this.window.narrows(this.streams.all(), this.tasks.failing())) return;
    // Whoever rests would keep the one stream from its turn.
    this.streams.rested();
    this.outbox.notice("Parallel work keeps failing; going on with one stream.", now);
  }

  /** Answers of the built-in engine alone say nothing about the models. */
  #wentWell({ results }: Accepted, now: number): void {
    if (results.length > 0 && results.every(({ status }) => status !== "done")) return;
    if (!this.window.widens()) return;
    this.outbox.notice(`Work goes well again; going on with ${this.spec().options.streams} streams.`, now);
  }

  /** Tells people something about how the job goes. */
  notice(text: string, now: number): void {
    if (this.find()) this.storage.atomically(() => this.outbox.notice(text, now));
  }

  /** Closes a task as failed; its contents get a result that says why, so that none is missing. */
  #giveUp(task: TaskRow, error: string, now: number): void {
    const contents = this.tasks.contentsOf(task);
    if (contents.size > 0)
      this.answers.record(
        [...contents].map(([id, { externalId }]) => failedResult(id, externalId, error, task.grants)),
        this.spec(),
      );
    this.tasks.close(task, "failed", error, now);
    this.outbox.event("analysis_error", { error: `Task ${task.id} (${task.name}): ${error}`, fatal: false });
    this.steps.proceed(this.job(), this.spec());
  }
}
