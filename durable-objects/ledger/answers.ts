import type { JobSpec, ResultRow, TaskAnswer } from "../../worker/analysis/job.ts";
import type { Usage } from "../../worker/engines/ask.ts";
import type { LedgerAgain } from "./again.ts";
import type { LedgerLabels } from "./labels.ts";
import { LedgerLooks } from "./looks.ts";
import type { LedgerOutbox } from "./outbox.ts";
import type { JobRow, TaskRow } from "./rows.ts";
import type { LedgerStorage } from "./storage.ts";
import type { LedgerTasks } from "./tasks.ts";

/** What an accepted answer brought, for those who watch. */
export interface Accepted {
  results: ResultRow[];
  newLabels: { facet: string; label: string }[];
}

/** Brings what came back into the tables: results, words, counters, spend. */
export class LedgerAnswers {
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

  take(task: TaskRow, answer: TaskAnswer, job: JobRow, spec: JobSpec, now: number): Accepted {
    switch (answer.name) {
      case "extract":
        return this.#results(task, answer, job, spec);
      case "reconcile":
        this.#looks.save(task.id, answer.groups);
        break;
      case "cluster":
        this.#storage.all("UPDATE job SET cluster_ids = ?", JSON.stringify(answer.clusterIds));
        break;
      case "insights":
        this.#storage.all(
          "UPDATE job SET gathered = ?",
          JSON.stringify({ question: answer.question, contentIds: answer.contentIds }),
        );
        break;
      case "summarize":
        this.#storage.all("UPDATE job SET summary = ?", JSON.stringify(answer.summary));
        break;
      case "embed":
        if (answer.refused) {
          const { texts, reason } = answer.refused;
          this.#outbox.notice(`No vector for ${texts} ${texts === 1 ? "content" : "contents"}: ${reason}`, now);
        }
        break;
      // What it brought stands in D1.
      case "name-clusters":
        break;
    }
    return { results: [], newLabels: [] };
  }

  #results(task: TaskRow, answer: TaskAnswer & { name: "extract" }, job: JobRow, spec: JobSpec): Accepted {
    const contents = this.#tasks.contentsOf(task);
    const results = answer.results.filter((row) => contents.has(row.contentId));
    const answered = new Set(results.map((row) => row.contentId));
    const left = [...contents].filter(([contentId]) => !answered.has(contentId)).map(([, { ordinal }]) => ordinal);
    if (left.length > 0) {
      const { phase, round, stream } = task;
      this.#tasks.add([{ phase, round, stream, input: { name: "extract", ordinals: left } }]);
    }
    const discovering = task.phase === "discovery";
    const version = job.label_version + 1;
    const origin = discovering ? "discovery" : "stream";
    const newLabels = this.#labels.take(spec, results, task.id, version, origin);
    if (discovering) {
      const rate = JSON.stringify([...(JSON.parse(job.discovery_rate) as number[]), newLabels.length]);
      this.#storage.all("UPDATE job SET discovery_rate = ?, discovery_read = discovery_read + ?", rate, results.length);
    }
    if (discovering || spec.options.sync === "continuous") {
      this.#storage.all("UPDATE job SET label_version = ?", version);
    }
    this.#storage.all("UPDATE stream SET missing = missing + ? WHERE stream = ?", answer.missing, task.stream);
    this.record(results, spec, task.stream);
    return { results, newLabels };
  }

  /** Rule h: results leave by the outbox; their bodies are gone once D1 has them. */
  record(rows: ResultRow[], spec: JobSpec, stream?: number): void {
    this.#again.replaced(
      rows.map((row) => row.contentId),
      spec,
    );
    for (const status of ["done", "fallback", "failed"] as const) {
      const ids = rows.filter((row) => row.status === status).map((row) => row.contentId);
      if (ids.length === 0) continue;
      this.#storage.all(
        "UPDATE item SET state = ? WHERE content_id IN (SELECT value FROM json_each(?))",
        status,
        JSON.stringify(ids),
      );
      this.#storage.all(`UPDATE job SET items_${status} = items_${status} + ?`, ids.length);
    }
    if (stream !== undefined) {
      this.#storage.all("UPDATE stream SET items_done = items_done + ? WHERE stream = ?", rows.length, stream);
    }
    this.#outbox.put("results", rows);
  }

  spend(stream: number, usage: Usage): void {
    const { calls, inputTokens, cachedInputTokens, outputTokens, costUsd } = usage;
    this.#storage.all(
      `UPDATE job SET calls = calls + ?, input_tokens = input_tokens + ?, cached_tokens = cached_tokens + ?,
         output_tokens = output_tokens + ?, cost = cost + ?, cost_known = min(cost_known, ?)`,
      calls,
      inputTokens,
      cachedInputTokens,
      outputTokens,
      costUsd ?? 0,
      costUsd === null ? 0 : 1,
    );
    this.#storage.all(
      `UPDATE stream SET calls = calls + ?, input_tokens = input_tokens + ?, output_tokens = output_tokens + ?,
         cost = cost + ? WHERE stream = ?`,
      calls,
      inputTokens,
      outputTokens,
      costUsd ?? 0,
      stream,
    );
  }
}
