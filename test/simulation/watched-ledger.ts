import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import type { Retried } from "../../durable-objects/ledger/life.ts";
import type { Leave } from "../../durable-objects/ledger/money.ts";
import { type SliceMessage, silenceMilliseconds } from "../../durable-objects/ledger/rows.ts";
import { firstRow } from "../../durable-objects/ledger/storage.ts";
import type { Grant, SaidResult, TaskAnswer } from "../../worker/analysis/job.ts";
import type { Usage } from "../../worker/engines/ask.ts";
import { type Books, ensure, isOpen } from "./books.ts";
import type { Faults } from "./faults.ts";
import type { SimulatedStorage } from "./simulated-storage.ts";

/** What the onlooker remembers beyond the tables, over all the object's lives. */
export class Memory {
  /** Slices that were begun. */
  readonly begun = new Set<string>();
  /** What each task was about when it was granted first. */
  readonly told = new Set<string>();
  readonly works = new Map<number, string>();
}

/** The real ledger, with every call checked against what the tables said before it. */
export class WatchedLedger {
  readonly real: Ledger;
  readonly #storage: SimulatedStorage;
  readonly #books: Books;
  readonly #memory: Memory;
  readonly #faults: Faults;
  readonly #now: () => number;

  constructor(
    real: Ledger,
    storage: SimulatedStorage,
    books: Books,
    memory: Memory,
    faults: Faults,
    now: () => number,
  ) {
    this.real = real;
    this.#storage = storage;
    this.#books = books;
    this.#memory = memory;
    this.#faults = faults;
    this.#now = now;
  }

  /** Carries a call out and looks at what it has left. */
  change<Result>(call: (ledger: Ledger) => Result): Result {
    const result = call(this.real);
    this.#books.look(this.#now());
    return result;
  }

  /** Rule g. */
  restarted(): void {
    this.change((ledger) => ledger.restarted(this.#now()));
    const onTheWay = this.real.streams.all().filter((row) => row.slice_state !== "idle");
    ensure(onTheWay.length === 0, "after a restart nothing counts as on its way", onTheWay);
    const queued = [...this.#books.tasks.values()].filter((task) => task.status === "queued");
    ensure(queued.length === 0, "after a restart no task counts as sent for", queued);
  }

  /** Rules a and e. */
  pump(): SliceMessage[] {
    const now = this.#now();
    const messages = this.change((ledger) => ledger.pump(now));
    if (this.real.find()?.status === "running") {
      const silent = this.real.streams
        .all()
        .filter((row) => row.slice_state !== "idle" && row.seen <= now - silenceMilliseconds);
      ensure(silent.length === 0, "who is not heard of is not waited for", silent);
    }
    const marked = new Map(this.real.streams.all().map((row) => [row.stream, row]));
    for (const { stream, slice } of messages) {
      const row = marked.get(stream);
      ensure(row?.slice === slice && row.slice_state === "sent", "what is to be sent is marked before it is sent", row);
    }
    return messages;
  }

  /** Rule e. */
  begin(stream: number, slice: number): boolean {
    const begun = this.change((ledger) => ledger.begin(stream, slice, this.#now()));
    if (!begun) return false;
    const name = `${stream}/${slice}`;
    ensure(!this.#memory.begun.has(name), "a slice starts at most once", name);
    this.#memory.begun.add(name);
    return true;
  }

  /** Rules b, f and k. */
  claim(stream: number, slice: number): Grant | "wait" | "stop" {
    const now = this.#now();
    const failed = this.#books.job()?.items_failed ?? 0;
    const grant = this.change((ledger) => ledger.claim(stream, slice, now));
    if (typeof grant === "string") {
      const died = (this.#books.job()?.items_failed ?? 0) > failed;
      if (died) this.#faults.count("task closed because its consumers died of it");
      return grant;
    }
    const live = [...this.#books.tasks.values()].filter((task) => task.status === "leased" && task.due > now).length;
    const { streams } = this.real.spec().options;
    ensure(live <= streams, "calls in flight never exceed the number of streams", [live, streams]);
    const row = this.real.streams.all().find((candidate) => candidate.stream === stream);
    ensure(row?.slice === slice && row.slice_state === "live", "only the slice at work is granted something", row);
    ensure(this.#books.tasks.get(grant.task)?.token === grant.token, "a grant carries the last token", grant);
    const work = JSON.stringify(grant.work);
    const first = this.#memory.works.get(grant.task) ?? work;
    ensure(work === first, "a task that is granted again is the same question", [first, work]);
    this.#memory.works.set(grant.task, first);
    return grant;
  }

  /** Rule c: everything but the first answer needs the last token. */
  renew(id: number, token: number): boolean {
    const allowed = this.#holds(id, token);
    const before = this.#row(id);
    const renewed = this.change((ledger) => ledger.renew(id, token, this.#now()));
    ensure(renewed === allowed, "a lease is renewed by its holder alone", before);
    if (!renewed) ensure(this.#row(id) === before, "a refused renewal changes nothing", before);
    return renewed;
  }

  /** No call without leave, and leave for the holder of the last token alone. */
  leave(grant: { task: number; token: number }, spent: number, most: number): Leave {
    const allowed = this.#holds(grant.task, grant.token);
    const said = this.change((ledger) => ledger.leave(grant, spent, most, null, this.#now()));
    ensure(allowed || said.act === "later", "only the holder of the last token gets leave to pay", grant);
    return said;
  }

  /** Rule c: the first answer to an open task is accepted, whoever brings it. */
  complete(id: number, token: number, answer: TaskAnswer): boolean {
    const before = this.#books.tasks.get(id);
    const now = this.#now();
    const accepted =
      this.#report(id, token, answer.usage, (ledger) => ledger.complete(id, token, answer, now)) !== null;
    ensure(accepted === isOpen(before), "the first answer to an open task is accepted, and no second", [
      before,
      accepted,
    ]);
    if (!accepted) {
      this.#faults.count("answer to a closed task");
      return false;
    }
    ensure(this.#books.tasks.get(id)?.status === "done", "an accepted answer closes its task");
    const expired = before?.token !== token || before.status !== "leased" || before.due <= now;
    if (expired) this.#faults.count("answer accepted from an expired lease");
    return true;
  }

  fail(id: number, token: number, error: string, spent: Usage): boolean {
    const allowed = this.#holds(id, token);
    const before = this.#row(id);
    const failures = this.#books.tasks.get(id)?.failures ?? 0;
    const taken = this.#report(id, token, spent, (ledger) => ledger.fail(id, token, error, spent, this.#now()));
    ensure(taken === allowed, "a failure is reported by the holder of the last token alone", before);
    if (!taken) this.#refused(id, before);
    else ensure(this.#books.tasks.get(id)?.failures === failures + 1, "a failure is counted");
    if (this.#books.tasks.get(id)?.status === "failed") this.#faults.count("task closed as failed");
    return taken;
  }

  halt(id: number, token: number, reason: string | null, spent: Usage): boolean {
    const allowed = this.#holds(id, token);
    const task = this.#books.tasks.get(id);
    const before = this.#row(id);
    const taken = this.#report(id, token, spent, (ledger) => ledger.halt(id, token, reason, spent));
    ensure(taken === allowed, "a halt is reported by the holder of the last token alone", before);
    if (!taken) {
      this.#refused(id, before);
      return false;
    }
    const after = this.#books.tasks.get(id);
    ensure(
      after?.status === "pending" && after.failures === task?.failures && after.grants === task.grants - 1,
      "a halted task goes back as if it had never been granted",
      after,
    );
    ensure(reason === null || this.#books.job()?.status !== "running", "a halt makes the job stand still");
    return true;
  }

  /** Contents without a good answer are asked again: the one way in which a job that has ended goes on. */
  retry(said: SaidResult[]): Retried {
    this.#books.reopening = true;
    const retried = this.change((ledger) => ledger.retry(said, this.#now()));
    this.#books.reopening = false;
    if (retried === "started") this.#faults.count("asked again for what had failed");
    return retried;
  }

  #refused(id: number, before: string): void {
    this.#faults.count("failure reported too late");
    ensure(this.#row(id) === before, "a late report changes nothing but what was spent", before);
  }

  /** Calls the ledger with something that cost money: it counts whether it is accepted or not. */
  #report<Result>(id: number, token: number, usage: Usage, call: (ledger: Ledger) => Result): Result {
    const result = call(this.real);
    const attempt = `${id}/${token}`;
    if (this.#books.tasks.has(id) && !this.#memory.told.has(attempt)) {
      this.#memory.told.add(attempt);
      this.#books.spent += usage.inputTokens;
    }
    this.#books.look(this.#now());
    return result;
  }

  #holds(id: number, token: number): boolean {
    const task = this.#books.tasks.get(id);
    return task?.status === "leased" && task.token === token;
  }

  #row(id: number): string {
    return JSON.stringify(firstRow(this.#storage, "SELECT * FROM task WHERE id = ?", id));
  }
}
