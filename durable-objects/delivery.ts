import { saveState, saveUsage } from "../worker/db/analyses.ts";
import { deliverOutbox, type EndView } from "./deliver.ts";
import type { Ledger } from "./ledger/ledger.ts";

const mirrorMilliseconds = 2_000;

/** What a delivery needs of its object. */
export interface DeliveryWorld extends EndView {
  db: D1Database;
  /** Keeps the object awake for it. */
  keepAwake(work: Promise<void>): void;
  /** The end is written down, and told. */
  ended(): void;
  /** Something has been saved. */
  saved(): unknown;
  /** It did not work: tried again by the watchdog. */
  failed(): void;
}

/** The way of a job into D1: results, words and the end by the outbox, and the row that lists show. */
export class Delivery {
  readonly #world: DeliveryWorld;
  readonly #ledger: Ledger;
  #running: Promise<void> | null = null;
  #mirrored: { status: string; at: number; calls: number } = { status: "", at: 0, calls: 0 };

  constructor(ledger: Ledger, world: DeliveryWorld) {
    this.#ledger = ledger;
    this.#world = world;
  }

  /** Brings the outbox to D1; one delivery at a time. */
  deliver(): void {
    if (this.#running || !this.#ledger.find() || this.#ledger.outbox.undelivered(1).length === 0) return;
    const { db, keepAwake, ended, saved, failed } = this.#world;
    this.#running = deliverOutbox(db, this.#ledger, this.#world, Date.now)
      .then(async (finished) => {
        if (finished) ended();
        else await this.mirror();
        this.#running = null;
        // What came in meanwhile goes out now, and those who wait for results to be saved look again.
        this.deliver();
        saved();
      })
      .catch((failure) => {
        this.#running = null;
        failed();
        console.error("results wait for D1", this.#ledger.find()?.status, String(failure).slice(0, 200));
      });
    keepAwake(this.#running);
  }

  /** Resolves when what stood in the outbox is in D1, or could not be brought there. */
  async settled(): Promise<void> {
    this.deliver();
    while (this.#running) await this.#running;
  }

  /** The same, where nothing hangs on it: what D1 does not take now it gets with the next change. */
  async mirrorOrLater(): Promise<void> {
    await this.mirror().catch((failure) => console.error("a row waits for D1", String(failure).slice(0, 200)));
  }

  /** Keeps the row that lists show near the truth: at once when the status changes, else every other second. */
  async mirror(): Promise<void> {
    const job = this.#ledger.find();
    if (!job) return;
    const { db } = this.#world;
    const { analysisId } = this.#ledger.spec();
    const now = Date.now();
    const { status, calls } = job;
    if (job.completed_at !== null) {
      // Calls that were in flight when it was cancelled have been paid for all the same.
      const late = this.#mirrored.calls !== calls && !this.#ledger.outbox.ending();
      if (late) await saveUsage(db, analysisId, this.#world.state().usage);
      this.#mirrored = { status, at: now, calls };
      return;
    }
    if (this.#mirrored.status === status && now - this.#mirrored.at < mirrorMilliseconds) return;
    this.#mirrored = { status, at: now, calls };
    await saveState(db, analysisId, this.#world.state());
  }
}
