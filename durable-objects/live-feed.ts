import type { ResultRow } from "../worker/analysis/job.ts";
import type { Accepted } from "./ledger/answers.ts";

/** At most four messages a second. */
const interval = 250;
/** Results in one message. */
const resultsAtOnce = 100;

/** What has come in since the last message. */
export interface Happened {
  results: ResultRow[];
  newLabels: Accepted["newLabels"];
}

/** Gathers what happened and lets it out in one piece a quarter of a second; what is not sent yet is only in memory. */
export class LiveFeed {
  readonly #emit: (happened: Happened) => void;
  #results: ResultRow[] = [];
  #newLabels: Accepted["newLabels"] = [];
  #lastAt = 0;
  #shown = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(emit: (happened: Happened) => void) {
    this.#emit = emit;
  }

  /** Notes an accepted answer, or that only counters moved. */
  note(accepted: Accepted | null, now: number): void {
    if (accepted) {
      this.#results.push(...accepted.results);
      this.#newLabels.push(...accepted.newLabels);
    }
    // The first results are what people wait for: however fast the rest comes, they go out alone.
    if (!this.#shown && this.#results.length > 0) {
      this.#shown = true;
      this.flush(now);
    } else this.#timer ??= setTimeout(() => this.flush(Date.now()), Math.max(0, this.#lastAt + interval - now));
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  flush(now: number): void {
    this.stop();
    this.#lastAt = now;
    const happened = { results: this.#results, newLabels: this.#newLabels };
    this.#results = [];
    this.#newLabels = [];
    try {
      this.#emit(happened);
    } catch (failure) {
      // What watchers see never stands in the way of the job: they catch up by the snapshot.
      console.error("watchers were not told", String(failure).slice(0, 200));
    }
  }
}

/** Cuts what happened into messages of bounded size; nothing where nothing happened. */
export function inParts(happened: Happened): Happened[] {
  const parts: Happened[] = [];
  for (let start = 0; start < happened.results.length; start += resultsAtOnce) {
    const newLabels = start === 0 ? happened.newLabels : [];
    parts.push({ ...happened, newLabels, results: happened.results.slice(start, start + resultsAtOnce) });
  }
  return parts.length > 0 || happened.newLabels.length === 0 ? parts : [happened];
}
