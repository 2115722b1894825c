import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { Crash, type Process, run, until } from "./process.ts";
import type { Life } from "./schedule.ts";
import { SimulatedJob } from "./simulated-job.ts";
import { Memory, WatchedLedger } from "./watched-ledger.ts";
import type { World } from "./world.ts";

/** Tries of an alarm after the first, as the platform does it, each twice as long after the last. */
const alarmRetries = 6;
const firstAlarmRetry = 2_000;

/**
 * A Durable Object as the platform runs it: made when somebody asks for it, ended at any moment. Its storage and its
 * alarm outlive it; whoever waits for it hears only that it is gone.
 */
export class SimulatedObject {
  readonly #world: World;
  readonly #makeLedger: () => Ledger;
  readonly #memory = new Memory();
  readonly #network: Life = { alive: true };
  #job: SimulatedJob | null = null;
  #alarmAt: number | null = null;
  #alarmLife: Life = { alive: true };
  #alarmTries = 0;
  #alarmFailures = 0;
  /** Calls do not arrive, whoever calls. */
  outOfReach = false;
  alarmDied = false;

  constructor(world: World, makeLedger: () => Ledger) {
    this.#world = world;
    this.#makeLedger = makeLedger;
    world.storage.onCrash = (torn) => {
      const inside = torn
        ? "object ended between two writes of a commit"
        : "object ended before the first write of a commit";
      world.faults.count(this.#job === null ? "object ended while it was made" : inside);
      this.end();
    };
  }

  /** A call from outside. @throws where the request, the object or the reply is lost on the way */
  *call<Result>(what: string, method: (job: SimulatedJob) => Process<Result>): Process<Result> {
    const { schedule, random, faults } = this.#world;
    return yield* until<Result>((resume, fail) => {
      const back = (act: () => void) => schedule.after(random.between(1, 12), `${what} replied`, this.#network, act);
      const gone = () => back(() => fail(new Error("the object is not to be reached")));
      schedule.after(random.between(1, 12), what, this.#network, () => {
        if (this.outOfReach || faults.happens("request lost")) {
          gone();
          return;
        }
        const job = this.#awake();
        if (job === null) {
          gone();
          return;
        }
        job.callers.add(gone);
        run(
          method(job),
          job,
          (result) => {
            job.callers.delete(gone);
            if (faults.happens("reply lost")) gone();
            else back(() => resume(result));
          },
          (failure) => {
            job.callers.delete(gone);
            back(() => fail(failure));
          },
        );
      });
    });
  }

  /** Ends the object wherever it stands: what it had in memory is gone. */
  end(): void {
    const job = this.#job;
    this.#job = null;
    this.#world.storage.crashAfter = null;
    if (job === null) return;
    job.alive = false;
    for (const gone of job.callers) gone();
  }

  setAlarm(at: number): void {
    this.#alarmAt = at;
    this.#alarmTries = 0;
    this.alarmDied = false;
    this.clockJumped();
  }

  /** The alarm stands for a time of the clock. */
  clockJumped(): void {
    if (this.#alarmAt === null) return;
    this.#planAlarm(Math.max(0, this.#alarmAt - this.#world.now()));
  }

  #planAlarm(delay: number): void {
    this.#alarmLife.alive = false;
    this.#alarmLife = { alive: true };
    this.#world.schedule.after(delay, "alarm", this.#alarmLife, () => this.#alarm());
  }

  #alarm(): void {
    this.#alarmAt = null;
    const { faults, random } = this.#world;
    if (faults.happens("alarm failed")) this.#alarmFailures = random.between(1, 10);
    if (this.#alarmFailures > 0 || this.outOfReach) {
      if (this.#alarmFailures > 0) this.#alarmFailures -= 1;
      this.#alarmAgain();
      return;
    }
    const job = this.#awake();
    if (job === null) {
      this.#alarmAgain();
      return;
    }
    const again = () => this.#alarmAgain();
    job.callers.add(again);
    const done = (after: () => void) => {
      job.callers.delete(again);
      after();
    };
    run(
      job.alarm(),
      job,
      () =>
        done(() => {
          this.#alarmTries = 0;
        }),
      () => done(again),
    );
  }

  #alarmAgain(): void {
    // Armed anew before it failed.
    if (this.#alarmAt !== null) return;
    this.#alarmTries += 1;
    if (this.#alarmTries > alarmRetries) {
      this.#world.faults.count("alarm given up by the platform");
      this.#alarmTries = 0;
      this.alarmDied = true;
      return;
    }
    this.#planAlarm(firstAlarmRetry * 2 ** (this.#alarmTries - 1));
  }

  #awake(): SimulatedJob | null {
    if (this.#job !== null) return this.#job;
    const { storage, books, faults } = this.#world;
    try {
      const ledger = this.#makeLedger();
      const now = () => this.#world.now();
      this.#job = new SimulatedJob(this.#world, new WatchedLedger(ledger, storage, books, this.#memory, faults, now));
      return this.#job;
    } catch (failure) {
      if (failure instanceof Crash) return null;
      throw failure;
    }
  }
}
