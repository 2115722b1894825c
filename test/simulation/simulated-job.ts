import type { Leave } from "../../durable-objects/ledger/money.ts";
import { nextLook, watchdogMilliseconds } from "../../durable-objects/watchdog.ts";
import type { Grant, ResultRow, TaskAnswer } from "../../worker/analysis/job.ts";
import { discoveryTarget } from "../../worker/analysis/reading/discover.ts";
import type { Usage } from "../../worker/engines/ask.ts";
import { hasEnded } from "./books.ts";
import { atOnce, type Process, run, until } from "./process.ts";
import type { Life } from "./schedule.ts";
import { SimulatedDelivery } from "./simulated-delivery.ts";
import type { WatchedLedger } from "./watched-ledger.ts";
import type { World } from "./world.ts";

const claimPollMilliseconds = 1_000;
const longestClaimWait = 10_000;
/** Of prepare.ts, much smaller, so that a crash falls between two pages. */
const pageSize = 7;

/**
 * What AnalysisJob (durable-objects/analysis-job.ts) does around the ledger, line by line: `await` is `yield*`, a
 * promise nobody waits for is a process of its own. Each method names what it stands for. Sockets, snapshots and the
 * end of the job's keeping are left out: they write nothing that the ledger decides by.
 */
export class SimulatedJob implements Life {
  alive = true;
  /** Those who called it and wait: they hear of its end. */
  readonly callers = new Set<() => void>();
  readonly #ledger: WatchedLedger;
  readonly #world: World;
  /** The waiting room of claims. */
  readonly #waiting = new Set<() => void>();
  readonly #delivery: SimulatedDelivery;
  #preparing = false;

  /** The constructor. */
  constructor(world: World, ledger: WatchedLedger) {
    this.#world = world;
    this.#ledger = ledger;
    this.#delivery = new SimulatedDelivery(world, ledger, this, () => this.#rouse());
    if (ledger.real.find()?.status === "running") ledger.restarted();
  }

  *start(): Process<void> {
    const { spec } = this.#world.setup;
    this.#ledger.change((ledger) => ledger.create(spec, this.#world.now()));
    this.#ledger.change((ledger) => ledger.tellEndAgain());
    yield* this.#wake();
  }

  *pause(reason: string): Process<void> {
    this.#ledger.change((ledger) => ledger.pause(reason));
    yield* this.#changed();
  }

  *resume(): Process<void> {
    this.#ledger.change((ledger) => ledger.resume());
    yield* this.#wake();
  }

  *cancel(): Process<void> {
    this.#ledger.change((ledger) => ledger.cancel(this.#world.now()));
    yield* this.#wake();
  }

  /** `retryFailed`. */
  *retry(): Process<void> {
    if (!this.#ledger.real.find()) return;
    yield* this.#delivery.settled();
    const { database } = this.#world;
    const standIns = this.#ledger.real.job().items_fallback > 0;
    const said = standIns ? yield* database.call(() => [...database.results.values()].filter(isStandIn)) : [];
    this.#world.object.setAlarm(this.#world.now() + watchdogMilliseconds);
    const retried = this.#ledger.retry(said);
    if (retried !== "started" && retried !== "retrying") return;
    yield* database.call(() => {
      if (hasEnded(database.row.status)) database.row = { ...database.row, status: "running", completedAt: null };
    });
    yield* this.#changed();
  }

  begin(stream: number, slice: number): Process<boolean> {
    return atOnce(() => this.#ledger.begin(stream, slice));
  }

  *claim(stream: number, slice: number, wait: number): Process<Grant | "wait" | "stop"> {
    const end = this.#world.now() + Math.min(wait, longestClaimWait);
    for (;;) {
      const grant = this.#ledger.claim(stream, slice);
      if (grant !== "wait") return grant;
      const left = end - this.#world.now();
      if (left <= 0) return grant;
      yield* this.#somethingNew(Math.min(left, claimPollMilliseconds));
    }
  }

  renew(task: number, token: number): Process<boolean> {
    return atOnce(() => this.#ledger.renew(task, token));
  }

  /** `leave` and cashier.ts, without the project's month. */
  *leave(grant: { task: number; token: number }, spent: number, most: number): Process<Leave> {
    const end = this.#world.now() + longestClaimWait;
    for (;;) {
      const said = this.#ledger.leave(grant, spent, most);
      if (said.act === "no") yield* this.#changed();
      const left = end - this.#world.now();
      if (said.act !== "wait" || left <= 0) return said;
      yield* this.#somethingNew(Math.min(left, claimPollMilliseconds));
    }
  }

  *setBudget(maxCostUsd: number): Process<void> {
    this.#ledger.change((ledger) => ledger.change({ maxCostUsd }));
    yield* this.#changed();
  }

  *complete(task: number, token: number, answer: TaskAnswer): Process<boolean> {
    const made = this.#ledger.real.find()?.batches_total;
    const accepted = this.#ledger.complete(task, token, answer);
    if (this.#ledger.real.find()?.batches_total !== made) this.#rouse();
    this.#delivery.deliver();
    yield* this.#send();
    if (this.#ledger.real.find()?.status === "paused") yield* this.#delivery.mirror();
    return accepted;
  }

  *fail(task: number, token: number, error: string, spent: Usage): Process<void> {
    this.#ledger.fail(task, token, error, spent);
    yield* this.#changed();
  }

  *halt(task: number, token: number, reason: string | null, spent: Usage): Process<void> {
    this.#ledger.halt(task, token, reason, spent);
    yield* this.#changed();
  }

  *end(stream: number, slice: number): Process<void> {
    this.#ledger.change((ledger) => ledger.end(stream, slice));
    yield* this.#send();
  }

  /** `alarm`, without the job's expiry. */
  *alarm(): Process<void> {
    const job = this.#ledger.real.find();
    if (!job) return;
    const nothingToSave = this.#ledger.real.outbox.undelivered(1).length === 0;
    if ((job.completed_at !== null || job.status === "paused") && nothingToSave) return;
    yield* this.#wake();
  }

  *#wake(): Process<void> {
    this.#world.object.setAlarm(nextLook(this.#ledger.real, this.#world.now()));
    const job = this.#ledger.real.find();
    if (!job) return;
    if (!job.prepared && job.status === "running") this.#prepare();
    yield* this.#changed();
  }

  /** `#prepare` and prepare.ts. */
  #prepare(): void {
    if (this.#preparing) return;
    this.#preparing = true;
    const stopped = () => {
      this.#preparing = false;
    };
    run(this.#bringIn(), this, stopped, stopped);
  }

  *#bringIn(): Process<void> {
    const { storage, database, setup } = this.#world;
    for (let loaded = Number(this.#ledger.real.job().loaded_after ?? 0); ; ) {
      const page = yield* database.call(() => setup.contents.slice(loaded, loaded + pageSize));
      if (page.length === 0) break;
      loaded += page.length;
      storage.atomically(() => {
        for (const id of page) {
          storage.all(
            `INSERT OR IGNORE INTO item (ordinal, content_id, external_id, tokens, language, kind, occurred_at, title, state)
             VALUES ((SELECT coalesce(max(ordinal), -1) + 1 FROM item), ?, ?, 100, 'en', 'conversation', NULL, '', 'open')`,
            id,
            id,
          );
        }
        storage.all("UPDATE job SET loaded_after = ?, items_total = (SELECT count(*) FROM item)", String(loaded));
      });
      if (page.length < pageSize) break;
    }
    if (this.#ledger.real.job().items_total === 0) {
      this.#ledger.change((ledger) => ledger.unreadable("nothing is there any more"));
      yield* this.#changed();
      return;
    }
    if (storage.all("SELECT 1 AS one FROM item WHERE sample IS NOT NULL LIMIT 1").length === 0) {
      const target = discoveryTarget(setup.contents.length, setup.spec.options.discovery);
      storage.all("UPDATE item SET sample = ordinal WHERE ordinal < ?", target);
    }
    this.#ledger.change((ledger) => ledger.prepared());
    yield* this.#changed();
  }

  *#changed(): Process<void> {
    this.#rouse();
    this.#delivery.deliver();
    yield* this.#send();
    try {
      yield* this.#delivery.mirror();
    } catch {
      // A row waits for D1.
    }
  }

  /** `#send` and lanes.ts. */
  *#send(): Process<void> {
    const messages = this.#ledger.real.find()?.prepared ? this.#ledger.pump() : [];
    if (messages.length === 0) return;
    this.#world.lanes.send(messages);
    yield* this.#world.sleep(this.#world.random.between(1, 10), this);
  }

  *#somethingNew(milliseconds: number): Process<void> {
    yield* until<void>((resume) => {
      this.#waiting.add(resume);
      this.#world.schedule.after(milliseconds, "claim looks again", this, () => {
        if (this.#waiting.delete(resume)) resume();
      });
    });
  }

  #rouse(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resume of waiting) this.#world.schedule.after(0, "claim is roused", this, resume);
  }
}

function isStandIn(row: ResultRow): boolean {
  return row.status === "fallback";
}
