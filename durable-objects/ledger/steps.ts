import type { JobSpec } from "../../worker/analysis/job.ts";
import { type Done, nextStep, roundCapacity, type Step } from "../../worker/analysis/plan.ts";
import type { LedgerAgain } from "./again.ts";
import type { LedgerLabels } from "./labels.ts";
import { LedgerLooks } from "./looks.ts";
import type { EndEntry, LedgerOutbox } from "./outbox.ts";
import type { JobRow } from "./rows.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";
import type { LedgerTasks } from "./tasks.ts";

/** From step to step: shows analysis/plan what is done and writes down what it says comes next. */
export class LedgerSteps {
  readonly #storage: LedgerStorage;
  readonly #tasks: LedgerTasks;
  readonly #labels: LedgerLabels;
  readonly #looks: LedgerLooks;
  readonly #again: LedgerAgain;
  readonly #outbox: LedgerOutbox;

  constructor(
    storage: LedgerStorage,
    tasks: LedgerTasks,
    labels: LedgerLabels,
    again: LedgerAgain,
    outbox: LedgerOutbox,
  ) {
    this.#storage = storage;
    this.#tasks = tasks;
    this.#labels = labels;
    this.#looks = new LedgerLooks(storage, labels);
    this.#again = again;
    this.#outbox = outbox;
  }

  /** After a task has closed: the next step where none is open, more batches ahead in continuous mode. */
  proceed(job: JobRow, spec: JobSpec): void {
    if (job.status !== "running") return;
    if (!this.#tasks.anyOpen()) {
      this.advance(job, spec);
      return;
    }
    const { streams, sync } = spec.options;
    if (sync !== "continuous" || job.phase !== "classification" || this.#tasks.unclaimed(streams) >= streams) return;
    const done = this.#done(job, spec);
    if (done.restCount > 0) this.#enter(nextStep(done), job, spec);
  }

  /** No task is open: the next step begins. */
  advance(job: JobRow, spec: JobSpec): void {
    const done = this.#done(job, spec);
    if (done.restCount === 0 && job.items_total > 0 && job.items_failed === job.items_total) this.#nothingRead(spec);
    else this.#enter(nextStep(done), job, spec);
  }

  /** Nothing can be reconciled, grouped or summed up: the end, with the last reason. */
  #nothingRead(spec: JobSpec): void {
    const last = firstRow<{ error: string }>(
      this.#storage,
      "SELECT error FROM task WHERE status = 'failed' AND error IS NOT NULL ORDER BY completed_at DESC, id DESC LIMIT 1",
    );
    this.fail(`Not one content could be read. The last reason: ${last?.error ?? "no model gave an answer"}`, spec);
  }

  /** The job can't go on: it ends as failed as soon as that is written down. What was found stays. */
  fail(error: string, spec: JobSpec): void {
    this.#storage.all("UPDATE job SET error = ?", error.slice(0, 500));
    this.closeBooks(spec);
  }

  #enter(step: Step, job: JobRow, spec: JobSpec): void {
    const phase = step === "finished" ? null : step.phase;
    if (job.phase === "reconciliation" && phase !== "reconciliation") {
      for (const facet of this.#looks.settle(spec)) this.#outbox.put("canonical", { facet });
    } else if (job.phase !== "reconciliation" && phase === "reconciliation") this.#looks.begin();
    if (step === "finished") {
      this.closeBooks(spec);
      return;
    }
    const barrier = job.phase === "classification" && step.round !== job.round;
    this.#storage.all(
      `UPDATE job SET phase = ?, round = ?, sync_points = sync_points + ?, rounds_done = max(rounds_done, ?),
         label_version = label_version + 1`,
      step.phase,
      step.round,
      barrier || step.phase !== job.phase ? 1 : 0,
      step.phase === "classification" ? step.round : 0,
    );
    this.#tasks.add(step.tasks);
  }

  /** What is left to write when no task will follow: one spelling for every word, then the end. */
  closeBooks(spec: JobSpec, end: EndEntry = { told: false }): void {
    // Closed before, and paused just then.
    if (this.#outbox.ending()) {
      this.#outbox.correctEnd(end);
      return;
    }
    for (const facet of spec.facets) {
      if (facet.type === "label") this.#outbox.put("canonical", { facet: facet.name });
    }
    this.#outbox.put("finish", end);
  }

  #done(job: JobRow, spec: JobSpec): Done {
    const sample = this.#storage.all<{ ordinal: number; tokens: number }>(
      "SELECT ordinal, tokens FROM item WHERE sample IS NOT NULL AND state = 'open' ORDER BY sample LIMIT ?",
      job.phase === "discovery" ? 1_000 : 0,
    );
    const rest = this.#storage.all<{ ordinal: number; tokens: number }>(
      "SELECT ordinal, tokens FROM item WHERE state = 'open' ORDER BY ordinal LIMIT ?",
      roundCapacity(spec),
    );
    // Those that are asked again count as answered and are to be read all the same; those left out are neither.
    const unanswered = job.items_total - job.items_done - job.items_fallback - job.items_failed;
    const restCount = unanswered + this.#again.waiting() - this.#tasks.leftOut() - this.#tasks.itemsInOpenTasks();
    return {
      spec,
      phase: job.phase,
      round: job.round,
      discoveryRate: JSON.parse(job.discovery_rate) as number[],
      discoveryRead: job.discovery_read,
      sample,
      rest,
      restCount,
      contents: job.items_total,
      labels: restCount === 0 ? this.#labels.allStanding(spec) : {},
      looks: job.phase === "reconciliation" ? this.#looks.all(spec) : {},
      clusterIds: job.cluster_ids === null ? null : levelsOf(JSON.parse(job.cluster_ids) as string[] | string[][]),
      gathered: job.gathered === null ? null : (JSON.parse(job.gathered) as Done["gathered"]),
    };
  }
}

/** An earlier version kept all ids in one list. */
function levelsOf(ids: string[] | string[][]): string[][] {
  const levels = ids.filter((level) => typeof level !== "string");
  return levels.length === ids.length ? levels : [ids.filter((id) => typeof id === "string")];
}
