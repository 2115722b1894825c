import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import type { LedgerStorage } from "../../durable-objects/ledger/storage.ts";
import { Books, hasEnded } from "./books.ts";
import { Consumer } from "./consumer.ts";
import { Database } from "./database.ts";
import { type Disturbance, disturbances, Faults } from "./faults.ts";
import { Lanes } from "./lanes.ts";
import { type Process, run, until } from "./process.ts";
import { Provider } from "./provider.ts";
import { Random } from "./random.ts";
import { type Life, Schedule } from "./schedule.ts";
import { type Setup, setupOf } from "./setup.ts";
import { SimulatedObject } from "./simulated-object.ts";
import { SimulatedStorage, type StorageOptions } from "./simulated-storage.ts";

/** Ways to do wrong what AnalysisJob, its delivery and the clock outside do. */
export type ShellBug = "no clock outside" | "D1 ends first" | "row after the end";

/** What of the world is not as it should be: nothing, or one planted bug. */
export interface Variant extends StorageOptions {
  /** Makes the ledger; the real one where left out. */
  ledger?: ((storage: LedgerStorage) => Ledger) | undefined;
  /** What is done wrong around the ledger. */
  shell?: ShellBug | undefined;
}

/** Somewhen in the future of everybody: no clock ever stands before 1970. */
const beginning = 1_800_000_000_000;
const startEvery = 1_000;

/** Everything around one job: the platform, the consumers, D1, a provider, a user, and all that goes wrong. */
export class World {
  readonly schedule = new Schedule();
  readonly random: Random;
  readonly faults: Faults;
  readonly setup: Setup;
  readonly storage: SimulatedStorage;
  readonly database: Database;
  readonly books: Books;
  readonly lanes: Lanes;
  readonly provider: Provider;
  readonly object: SimulatedObject;
  readonly #always: Life = { alive: true };
  readonly #consumers = new Set<Consumer>();
  readonly #variant: Variant;
  /** How far the clock that everybody reads is off. */
  #skew = 0;
  #resuming = false;

  constructor(seed: number, variant: Variant) {
    this.random = new Random(seed);
    this.#variant = variant;
    this.setup = setupOf(this.random);
    this.faults = new Faults(this.random);
    this.storage = new SimulatedStorage(variant);
    this.database = new Database(this.schedule, this.random, this.faults);
    this.books = new Books(this.storage, this.database, this.setup);
    this.lanes = new Lanes(this.schedule, this.random, this.faults, (message) => {
      const consumer = new Consumer(this);
      this.#consumers.add(consumer);
      consumer.start(message, () => this.#consumers.delete(consumer));
    });
    this.provider = new Provider(this.random, this.faults, this.setup);
    const make = variant.ledger ?? ((storage: LedgerStorage) => new Ledger(storage));
    this.object = new SimulatedObject(this, () => make(this.storage));
    this.#begin();
  }

  /** What everybody believes the time to be. */
  now(): number {
    return beginning + this.schedule.time + this.#skew;
  }

  does(bug: ShellBug): boolean {
    return this.#variant.shell === bug;
  }

  *sleep(milliseconds: number, life: Life): Process<void> {
    yield* until<void>((resume) => this.schedule.after(milliseconds, "slept", life, () => resume()));
  }

  /** The job has ended and D1 knows. */
  over(): boolean {
    const job = this.books.job();
    return (
      job !== undefined && hasEnded(job.status) && this.database.row.status === job.status && this.books.allArrived()
    );
  }

  #begin(): void {
    const { schedule, random, setup } = this;
    this.#command("start", (job) => job.start());
    this.#clockOutside(random.between(60, 300) * 1_000);
    this.#user();
    if (setup.asksAgain > 0) this.#userAsksAgain(setup.asksAgain);
    if (setup.cancelledAfter !== null) {
      schedule.after(setup.cancelledAfter, "somebody cancels", this.#always, () => {
        this.faults.count("cancelled");
        this.#command("cancel", (job) => job.cancel());
      });
    }
    schedule.after(setup.calmAfter, "calm", this.#always, () => {
      this.faults.calm = true;
      this.database.down = false;
      this.object.outOfReach = false;
    });
    for (const kind of disturbances) this.#disturb(kind);
  }

  /** Somebody calls until it is heard. */
  #command(what: string, method: Parameters<SimulatedObject["call"]>[1]): void {
    const again = () =>
      this.schedule.after(startEvery, `${what} again`, this.#always, () => this.#command(what, method));
    run(this.object.call(what, method), this.#always, () => undefined, again);
  }

  /** worker/scheduled.ts: starts whatever D1 believes to be at work. */
  #clockOutside(every: number): void {
    if (this.does("no clock outside")) return;
    this.schedule.after(every, "the clock outside", this.#always, () => {
      this.#clockOutside(every);
      const { status } = this.database.row;
      if (this.database.down || hasEnded(status)) return;
      if (this.object.alarmDied) this.faults.count("job woken by the clock outside after its alarm had died");
      const nothing = () => undefined;
      run(
        this.object.call("start by the clock", (job) => job.start()),
        this.#always,
        nothing,
        nothing,
      );
    });
  }

  /** Whoever looks at a paused job resumes it, some time later. */
  #user(): void {
    this.schedule.after(2_000, "the user looks", this.#always, () => {
      this.#user();
      if (this.#resuming || this.books.job()?.status !== "paused") return;
      this.#resuming = true;
      this.schedule.after(this.random.between(1, 40) * 1_000, "the user resumes", this.#always, () => {
        this.#resuming = false;
        const limit = this.provider.limitUsd;
        if (limit !== null && this.books.job()?.pause_reason?.startsWith("The budget")) {
          this.provider.limitUsd = limit + 2;
          this.faults.count("budget used up");
          this.#command("budget", (job) => job.setBudget(limit + 2));
        }
        this.#command("resume", (job) => job.resume());
      });
    });
  }

  /** Whoever sees that contents could not be read asks for them again, a few times. */
  #userAsksAgain(times: number): void {
    this.schedule.after(10_000, "the user looks for failures", this.#always, () => {
      const job = this.books.job();
      const failures = (job?.items_failed ?? 0) + (job?.items_fallback ?? 0);
      const asks = failures > 0 && hasEnded(this.database.row.status) && this.random.chance(0.8);
      if (asks) this.#command("retry", (object) => object.retry());
      if (!asks || times > 1) this.#userAsksAgain(asks ? times - 1 : times);
    });
  }

  #disturb(kind: Disturbance): void {
    const delay = this.faults.next(kind);
    if (delay === null) return;
    this.schedule.after(delay, kind, this.#always, () => {
      if (this.faults.calm) return;
      this.#disturb(kind);
      this.faults.count(kind);
      this.#happen(kind);
    });
  }

  #happen(kind: Disturbance): void {
    const { random, object, database } = this;
    switch (kind) {
      case "object ended between commits":
        object.end();
        break;
      case "object about to end between two writes":
        this.storage.crashAfter = random.between(0, 30);
        break;
      case "everything in memory ended":
        object.end();
        this.lanes.restart();
        for (const consumer of this.#consumers) consumer.alive = false;
        this.#consumers.clear();
        break;
      case "clock jumped forward":
        this.#skew = random.between(this.#skew, 400_000);
        object.clockJumped();
        break;
      case "clock jumped back":
        this.#skew = random.between(-200_000, this.#skew);
        object.clockJumped();
        break;
      case "D1 was down":
        database.down = true;
        this.schedule.after(random.between(1_000, 30_000), "D1 is back", this.#always, () => {
          database.down = false;
        });
        break;
      case "object was out of reach":
        object.outOfReach = true;
        this.schedule.after(random.between(1_000, 30_000), "the object is back", this.#always, () => {
          object.outOfReach = false;
        });
        break;
      case "paused":
        this.#command("pause", (job) => job.pause("by hand"));
        break;
    }
  }
}
