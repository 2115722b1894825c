import { saveState } from "../worker/db/analyses.ts";
import { deliverOutbox } from "./deliver.ts";
import { finalState, type stateOf } from "./job-view.ts";
import type { Ledger } from "./ledger/ledger.ts";

const mirrorMilliseconds = 2_000;

/** What a delivery needs of its object. */
export interface DeliveryWorld {
  db: D1Database;
  state(): ReturnType<typeof stateOf>;
  /** Keeps the object awake for it. */
  keepAwake(work: Promise<void>): void;
  /** The end is written down. */
  ended(completedAt: number): void;
  /** Something has been saved. */
  saved(): void;
  /** It did not work: tried again by the watchdog. */
  failed(): void;
}

/** The way of a job into D1: results, words and the end by the outbox, and the row that lists show. */
export class Delivery {
  readonly #world: DeliveryWorld;
  readonly #ledger: Ledger;
  #running: Promise<void> | null = null;
  #mirrored: { status: string; at: number } = { status: "", at: 0 };

  constructor(ledger: Ledger, world: DeliveryWorld) {
    this.#ledger = ledger;
    this.#world = world;
  }

  /** Brings the outbox to D1; one delivery at a time. */
  deliver(): void {
    if (this.#running || this.#ledger.outbox.undelivered(1).length === 0) return;
    const { db, state, keepAwake, ended, saved, failed } = this.#world;
    const final = () => finalState(state(), this.#ledger.endsAs());
    this.#running = deliverOutbox(db, this.#ledger, final, Date.now)
      .then(async (finished) => {
        if (finished !== null) ended(finished);
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

  /** Keeps the row that lists show near the truth: at once when the status changes, else every other second. */
  async mirror(): Promise<void> {
    const job = this.#ledger.find();
    if (!job || job.completed_at !== null) return;
    const now = Date.now();
    if (this.#mirrored.status === job.status && now - this.#mirrored.at < mirrorMilliseconds) return;
    this.#mirrored = { status: job.status, at: now };
    await saveState(this.#world.db, this.#ledger.spec().analysisId, this.#world.state());
  }
}
