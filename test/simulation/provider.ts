import { addUsage, type Grant, noUsage, type ResultRow, type TaskAnswer } from "../../worker/analysis/job.ts";
import type { Usage } from "../../worker/engines/ask.ts";
import { answerTo, resultOf } from "../durable-objects/job-fixture.ts";
import type { Faults } from "./faults.ts";
import type { Random } from "./random.ts";
import type { Setup } from "./setup.ts";

/** What a consumer gets for its money, or what it cost all the same. */
export type Paid =
  | { answer: TaskAnswer }
  | { failure: string; spent: Usage; noneCanServe: boolean }
  /** What it read kills whoever reads it. */
  | "deadly";

/** Dollars that one call costs at most. */
export const mostCost = 1;
/** A power of two: sums of dollars are exact. */
export const tokensOfADollar = 1_024;

/** Tasks that ask no model. */
export function isFree({ work }: Grant): boolean {
  return work.name === "cluster" || work.name === "insights";
}

const words = ["Refund", "refund!", "Delivery", "delivery", "Login", "Log-in", "Invoice", "INVOICE", "Other"];

/** A provider that is paid by the call and notes what it was asked under which idempotency key. */
export class Provider {
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #setup: Setup;
  readonly #questions = new Map<string, string>();
  #paidUsd = 0;
  /** What it saw that must not be; not thrown, since whoever asks it survives a failure. */
  violation: string | null = null;
  /** What may be spent on the job; raised by the user. */
  limitUsd: number | null;

  constructor(random: Random, faults: Faults, setup: Setup) {
    this.#random = random;
    this.#faults = faults;
    this.#setup = setup;
    this.limitUsd = setup.spec.options.maxCostUsd;
  }

  /** Rule k: the same key, the same question. */
  ask(grant: Grant): Paid {
    const { work } = grant;
    const key = `${this.#setup.spec.analysisId}/${grant.task}/0`;
    const question = JSON.stringify(work);
    const before = this.#questions.get(key);
    if (before !== undefined && before !== question) {
      this.violation ??= `another question under the same idempotency key ${key}: ${before} → ${question}`;
    }
    this.#questions.set(key, question);
    if (isFree(grant)) return { answer: answerTo(grant, () => "") };
    if (this.#faults.happens("nobody can serve")) {
      const spent = this.#random.chance(0.5) ? noUsage : this.#price();
      return { failure: "the key was refused", spent, noneCanServe: true };
    }
    const spent = this.#price();
    const contentIds = work.name === "extract" ? work.contentIds : [];
    if (contentIds.some((id) => this.#setup.deadly.has(id))) return "deadly";
    if (contentIds.some((id) => this.#setup.unreadable.has(id))) {
      return { failure: "a content cannot be read", spent, noneCanServe: false };
    }
    if (this.#faults.happens("question refused")) {
      if (!grant.lastTry) return { failure: "server", spent, noneCanServe: false };
      // As queue.ts does it: after the last try the built-in engine answers, and what was spent is counted with it.
      return { answer: this.#answer(grant, addUsage(spent, noUsage), "fallback") };
    }
    return { answer: this.#answer(grant, spent, "done") };
  }

  #answer(grant: Grant, usage: Usage, status: ResultRow["status"]): TaskAnswer {
    const answer = answerTo(grant, (id) => words[(Number(id.slice(1)) * 7 + grant.token) % words.length] ?? "Other");
    if (answer.name === "reconcile" && grant.work.name === "reconcile") {
      return { ...answer, groups: groupsOf(grant.work.labels.map(({ label }) => label)), usage };
    }
    if (answer.name !== "extract") return { ...answer, usage };
    const rows = answer.results.map((row) => ({ ...resultOf(row.contentId, String(row.facets.intent)), status }));
    if (rows.length > 1 && this.#faults.happens("answer leaves contents out")) {
      return { ...answer, results: rows.slice(this.#random.between(1, rows.length - 1)), missing: 1, usage };
    }
    if (rows.length > 1 && this.#faults.happens("answer of a part, then nobody can serve")) {
      const [first, ...rest] = rows;
      const left = { contentIds: rest.map((row) => row.contentId), reason: "no credit left", noneCanServe: true };
      return { ...answer, results: first ? [first] : [], left, usage };
    }
    return { ...answer, results: rows, usage };
  }

  #price(): Usage {
    const most = mostCost * tokensOfADollar;
    const inputTokens = this.#random.chance(0.5) ? most : this.#random.between(1, most);
    this.#paidUsd += inputTokens / tokensOfADollar;
    const limit = this.limitUsd ?? Number.POSITIVE_INFINITY;
    if (this.#paidUsd > limit) this.violation ??= `no limit is ever passed: ${this.#paidUsd} of ${limit}`;
    return { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens: 1, costUsd: inputTokens / tokensOfADollar };
  }
}

/** Labels that begin alike mean the same. */
function groupsOf(labels: string[]): { canonical: string; aliases: string[]; reason: string }[] {
  const groups = new Map<string, string[]>();
  for (const label of labels) {
    const start = label.slice(0, 2).toLowerCase();
    groups.set(start, [...(groups.get(start) ?? []), label]);
  }
  return [...groups.values()].flatMap(([canonical, ...aliases]) =>
    canonical !== undefined && aliases.length > 0 ? [{ canonical, aliases, reason: "they begin alike" }] : [],
  );
}
