import { openFacetNames, type ResultRow } from "../../worker/analysis/job.ts";
import type { Status } from "../../worker/contract/analysis.ts";
import { type Process, run, until } from "./process.ts";
import type { Life } from "./schedule.ts";
import type { WatchedLedger } from "./watched-ledger.ts";
import type { World } from "./world.ts";

const watchdogMilliseconds = 5_000;
const mirrorMilliseconds = 2_000;
/** Of deliver.ts. */
const entriesAtOnce = 16;

/** What durable-objects/delivery.ts and deliver.ts do, line by line. */
export class SimulatedDelivery {
  readonly #world: World;
  readonly #ledger: WatchedLedger;
  readonly #life: Life;
  readonly #saved: () => void;
  #running = false;
  #waiting: (() => void)[] = [];
  /** Of a planted bug: when the end was written to D1, while the ledger does not know it yet. */
  #endedInD1: number | null = null;
  #mirrored: { status: Status | ""; at: number } = { status: "", at: 0 };

  constructor(world: World, ledger: WatchedLedger, life: Life, saved: () => void) {
    this.#world = world;
    this.#ledger = ledger;
    this.#life = life;
    this.#saved = saved;
  }

  deliver(): void {
    if (this.#running || this.#ledger.real.outbox.undelivered(1).length === 0) return;
    this.#running = true;
    const delivered = (): void => {
      this.#running = false;
      this.deliver();
      this.#saved();
      this.#settle();
    };
    const failed = (): void => {
      this.#running = false;
      this.#world.object.setAlarm(this.#world.now() + watchdogMilliseconds);
      this.#settle();
    };
    run(this.#all(), this.#life, delivered, failed);
  }

  *settled(): Process<void> {
    this.deliver();
    while (this.#running) yield* until<void>((resume) => this.#waiting.push(resume));
  }

  *mirror(): Process<void> {
    const job = this.#ledger.real.find();
    if (!job || job.completed_at !== null) return;
    const now = this.#world.now();
    if (this.#mirrored.status === job.status && now - this.#mirrored.at < mirrorMilliseconds) return;
    this.#mirrored = { status: job.status, at: now };
    const { database } = this.#world;
    const { status, input_tokens: inputTokens } = job;
    yield* database.call(() => {
      const late = database.row.completedAt !== null && !this.#world.does("row after the end");
      if (!late) database.row = { ...database.row, status, inputTokens };
    });
  }

  #settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) this.#world.schedule.after(0, "settled", this.#life, resume);
  }

  *#all(): Process<void> {
    yield* this.#outbox();
    if (this.#endedInD1 !== null) this.#finish(this.#endedInD1);
    yield* this.mirror();
  }

  /** deliver.ts */
  *#outbox(): Process<void> {
    const { database } = this.#world;
    const { outbox, labels } = this.#ledger.real;
    for (;;) {
      const entries = outbox.undelivered(entriesAtOnce);
      const [first] = entries;
      if (!first) return;
      const end = entries.findIndex((entry) => entry.kind !== "results");
      const results = end === -1 ? entries : entries.slice(0, end);
      if (results.length > 0) {
        const rows = results.flatMap((entry) => JSON.parse(entry.body) as ResultRow[]);
        for (const facet of openFacetNames(this.#ledger.real.spec().facets)) labels.canonical(facet);
        yield* database.call(() => {
          for (const row of rows) database.results.set(row.contentId, row);
        });
        const ids = results.map((entry) => entry.id);
        this.#ledger.change((ledger) => ledger.outbox.delivered(ids, this.#world.now()));
        continue;
      }
      if (first.kind === "canonical") {
        const { facet } = JSON.parse(first.body) as { facet: string };
        yield* database.call(() => database.canonical.add(facet));
      } else {
        yield* this.#end();
      }
      this.#ledger.change((ledger) => ledger.outbox.delivered([first.id], this.#world.now()));
    }
  }

  /** `deliverEnd`: the ledger has ended before D1 says so. */
  *#end(): Process<void> {
    const { database } = this.#world;
    const now = this.#world.now();
    const last = this.#world.does("D1 ends first");
    if (!last) this.#finish(now);
    const job = this.#ledger.real.job();
    const completedAt = job.completed_at ?? (last ? now : null);
    // Paused meanwhile: whoever resumes it brings it to its end again.
    if (completedAt === null) return;
    const row = {
      status: job.status === "running" ? ("completed" as const) : job.status,
      inputTokens: job.input_tokens,
      completedAt,
    };
    // saveLabels
    yield* database.call(() => undefined);
    yield* database.call(() => {
      database.row = row;
    });
    if (last) this.#endedInD1 = completedAt;
  }

  #finish(now: number): void {
    this.#ledger.change((ledger) => ledger.finished(now));
  }
}
