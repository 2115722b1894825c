import type { SliceMessage } from "../../durable-objects/ledger/rows.ts";
import { type Grant, noUsage, type TaskAnswer } from "../../worker/analysis/job.ts";
import type { Usage } from "../../worker/engines/ask.ts";
import { type Process, run } from "./process.ts";
import { isFree, mostCost } from "./provider.ts";
import type { Life } from "./schedule.ts";
import type { World } from "./world.ts";

const claimWaitMilliseconds = 5_000;
const deliveries = 4;
/** Of queue.ts, for up to eight streams. */
const sliceMilliseconds = 8_000;

/** A call that failed, with what it cost. */
class CallFailed extends Error {
  readonly spent: Usage;
  readonly noneCanServe: boolean;

  constructor(message: string, spent: Usage, noneCanServe: boolean) {
    super(message);
    this.spent = spent;
    this.noneCanServe = noneCanServe;
  }
}

/** No leave now; nobody's fault. */
class Postponed extends Error {}

/** What worker/queue.ts does with one message, line by line; and dies or falls silent in the middle of it. */
export class Consumer implements Life {
  alive = true;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  start(message: SliceMessage, ended: () => void): void {
    run(this.#slice(message), this, ended, ended);
  }

  /** `runSlice`. */
  *#slice({ stream, slice }: SliceMessage): Process<void> {
    const { object } = this.#world;
    const may = yield* object.call(`begin ${stream}/${slice}`, (job) => job.begin(stream, slice));
    if (!may) return;
    const end = this.#world.now() + sliceMilliseconds;
    try {
      while (this.#world.now() < end) {
        const grant = yield* object.call(`claim ${stream}/${slice}`, (job) =>
          job.claim(stream, slice, claimWaitMilliseconds),
        );
        if (grant === "stop") break;
        if (grant === "wait") continue;
        yield* this.#doTask(grant);
      }
    } finally {
      yield* object.call(`end ${stream}/${slice}`, (job) => job.end(stream, slice));
    }
  }

  /** `doTask`. */
  *#doTask(grant: Grant): Process<void> {
    const { object, database } = this.#world;
    const renewal: Life = { alive: true };
    this.#renewEvery(grant, renewal);
    try {
      const parked = grant.earlierGrants > 0 ? yield* database.call(() => database.parked.get(grant.task)) : undefined;
      if (parked) this.#world.faults.count("parked answer delivered");
      const answer = parked?.answer ?? (yield* this.#attempt(grant, renewal));
      yield* this.#deliver(grant.task, parked?.token ?? grant.token, answer);
    } catch (failure) {
      const spent = failure instanceof CallFailed ? failure.spent : noUsage;
      const message = failure instanceof Error ? failure.message : "unknown";
      const { task, token } = grant;
      if (failure instanceof CallFailed && failure.noneCanServe) {
        yield* object.call(`halt ${task}`, (job) => job.halt(task, token, message, spent));
      } else if (failure instanceof Postponed) {
        yield* object.call(`halt ${task}`, (job) => job.halt(task, token, null, spent));
      } else {
        yield* object.call(`fail ${task}`, (job) => job.fail(task, token, message, spent));
      }
    } finally {
      renewal.alive = false;
    }
  }

  #renewEvery(grant: Grant, renewal: Life): void {
    this.#world.schedule.after(grant.renewMilliseconds, "renewal is due", renewal, () => {
      if (!this.alive) return;
      this.#renewEvery(grant, renewal);
      if (this.#world.faults.happens("renewal lost")) return;
      const nothing = () => undefined;
      const call = this.#world.object.call(`renew ${grant.task}`, (job) => job.renew(grant.task, grant.token));
      run(call, this, nothing, nothing);
    });
  }

  /** The paid call; the time it takes, the ways a consumer can end on it. */
  *#attempt(grant: Grant, renewal: Life): Process<TaskAnswer> {
    const { faults, random, provider } = this.#world;
    if (faults.happens("consumer died before it paid")) return yield* this.#die();
    const silent = faults.happens("consumer silent for long");
    const beforeItPays = silent && random.chance(0.5);
    if (beforeItPays) yield* this.#sayNothing(grant, renewal);
    if (!isFree(grant)) yield* this.#leave(grant);
    const paid = provider.ask(grant);
    if (paid === "deadly" || faults.happens("consumer died after it paid")) return yield* this.#die();
    yield* this.#world.sleep(random.chance(0.8) ? random.between(100, 4_000) : random.between(4_000, 25_000), this);
    if (silent && !beforeItPays) {
      yield* this.#sayNothing(grant, renewal);
      // What hangs so long mostly ends badly.
      if ("answer" in paid && random.chance(0.7)) {
        throw new CallFailed("timeout", paid.answer.usage, random.chance(0.5));
      }
    }
    if ("answer" in paid) return paid.answer;
    throw new CallFailed(paid.failure, paid.spent, paid.noneCanServe);
  }

  *#sayNothing(grant: Grant, renewal: Life): Process<void> {
    renewal.alive = false;
    yield* this.#world.sleep(this.#world.random.between(10_000, 60_000), this);
    const last = this.#world.books.tasks.get(grant.task)?.token;
    if (last !== grant.token) this.#world.faults.count("consumer woke after its lease had gone to another");
  }

  /** `booksOf`: no call without leave. */
  *#leave({ task, token }: Grant): Process<void> {
    for (;;) {
      const said = yield* this.#world.object.call(`leave ${task}`, (job) => job.leave({ task, token }, 0, mostCost));
      if (said.act === "go") return;
      if (said.act === "no") throw new CallFailed(said.reason, noUsage, true);
      if (said.act === "later") throw new Postponed();
    }
  }

  *#die(): Process<never> {
    this.alive = false;
    yield* this.#world.sleep(0, this);
    throw new Error("the dead do nothing");
  }

  /** `deliver`. Rule i. */
  *#deliver(task: number, token: number, answer: TaskAnswer): Process<void> {
    const { object, database, faults } = this.#world;
    for (let attempt = 1; ; attempt++) {
      if (attempt > 1) faults.count("answer delivered again");
      try {
        yield* object.call(`complete ${task}`, (job) => job.complete(task, token, answer));
        return;
      } catch {
        if (attempt === deliveries) {
          try {
            yield* database.call(() => database.parked.set(task, { token, answer }));
            faults.count("answer parked");
          } catch (failure) {
            faults.count("paid answer lost");
            throw new CallFailed(String(failure), answer.usage, false);
          }
          return;
        }
        yield* this.#world.sleep(200 * 2 ** attempt, this);
      }
    }
  }
}
