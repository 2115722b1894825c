import type { Grant, JobSpec, JobState, TaskAnswer } from "../worker/analysis/job.ts";
import type { Analysis, ChangedOptions, Summary } from "../worker/contract/analysis.ts";
import type { Stats } from "../worker/contract/findings.ts";
import type { LabelsReply } from "../worker/contract/labels.ts";
import { isPinned, reopenAnalysis } from "../worker/db/analyses.ts";
import { readStandIns } from "../worker/db/stand-ins.ts";
import type { Usage } from "../worker/engines/ask.ts";
import { announce, insightsSoFar } from "./announce.ts";
import { Cashier } from "./cashier.ts";
import { Delivery } from "./delivery.ts";
import { analysisOf, stateOf, untilWritten } from "./job-view.ts";
import { JobWhy } from "./job-why.ts";
import { sendToLanes } from "./lanes.ts";
import { Ledger } from "./ledger/ledger.ts";
import type { Retried } from "./ledger/life.ts";
import type { Leave } from "./ledger/money.ts";
import { statsOf } from "./ledger/view.ts";
import { type Happened, LiveFeed } from "./live-feed.ts";
import { objectStorage } from "./object-storage.ts";
import { Pace } from "./pace.ts";
import { Patience } from "./patience.ts";
import { Preparation } from "./prepare.ts";
import { longestWait, WaitingRoom } from "./waiting-room.ts";
import { keeping, nextLook, watchdogMilliseconds } from "./watchdog.ts";
import { Watchers } from "./watchers.ts";

/**
 * One job: carries out what the ledger decides. Consumers claim, renew and complete tasks by RPC; messages to the lanes
 * only wake them; an alarm is the watchdog; results leave by the outbox; sockets hibernate.
 */
export class AnalysisJob extends JobWhy {
  readonly #storage = objectStorage(this.ctx.storage);
  readonly #ledger = new Ledger(this.#storage);
  readonly #feed = new LiveFeed((happened) => this.#emit(happened));
  readonly #pace = new Pace();
  readonly #cashier = new Cashier(this.env.DB, this.#ledger);
  readonly #delivery = new Delivery(this.#ledger, {
    db: this.env.DB,
    flush: () => this.#feed.flush(Date.now()),
    state: () => this.#state(),
    keepAwake: (work) => this.ctx.waitUntil(work),
    ended: () => this.#watching().tell(),
    saved: () => this.#ledger.mayReadResults() && this.#waiting.rouse(),
    failed: () => void this.ctx.storage.setAlarm(Date.now() + watchdogMilliseconds),
  });
  #watchers: Watchers | null = null;
  readonly #waiting = new WaitingRoom();
  readonly #preparation = new Preparation();
  readonly #patience = new Patience();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    if (this.#ledger.find()?.status === "running") this.#ledger.restarted(Date.now());
  }

  // ── a job's life ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Starts the job; asked again it only wakes it, as the clock does for any job whose alarm may have died. */
  async start(spec: string): Promise<void> {
    this.#ledger.create(JSON.parse(spec) as JobSpec, Date.now());
    this.#ledger.tellEndAgain();
    await this.#wake();
  }

  async pause(reason: string): Promise<void> {
    this.#ledger.pause(reason);
    await this.#changed();
  }

  async resume(): Promise<void> {
    this.#cashier.forgetMonth();
    this.#patience.renew();
    this.#ledger.resume();
    await this.#wake();
  }

  async cancel(): Promise<void> {
    this.#ledger.cancel(Date.now());
    await this.#wake();
  }

  /** @returns null where this object holds no job any more */
  async retryFailed(): Promise<Retried | null> {
    const job = this.#ledger.find();
    if (!job) return null;
    const { analysisId } = this.#ledger.spec();
    await this.#delivery.settled();
    const said = job.items_fallback > 0 ? await readStandIns(this.env.DB, analysisId) : [];
    // First, or a crash would leave a job at work that nothing watches.
    await this.ctx.storage.setAlarm(Date.now() + watchdogMilliseconds);
    const retried = this.#ledger.retry(said, Date.now());
    // Told again, since the row may not have been written the first time.
    if (retried !== "started" && retried !== "retrying") return retried;
    this.#cashier.forgetMonth();
    await reopenAnalysis(this.env.DB, analysisId);
    await this.#changed();
    return retried;
  }

  async change(options: ChangedOptions): Promise<void> {
    if (this.#ledger.change(options)) await this.#changed();
  }

  /** Forgets the job and closes its sockets; what was on its way to D1 has arrived there after this. */
  async remove(): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) socket.close(1000, "the analysis was deleted");
    await this.#forget();
    await this.#delivery.settled();
  }

  async #forget(): Promise<void> {
    this.#feed.stop();
    this.#ledger.forget();
    this.#watchers = null;
    await this.ctx.storage.deleteAll();
  }

  // ── for consumers ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** @returns the job's spec as JSON, or null where this slice must not start */
  async begin(stream: number, slice: number): Promise<string | null> {
    return this.#ledger.begin(stream, slice, Date.now()) ? JSON.stringify(this.#ledger.spec()) : null;
  }

  /** The next task; waits for one at most `wait` milliseconds. */
  async claim(stream: number, slice: number, wait: number): Promise<Grant | "wait" | "stop"> {
    return this.#waiting.look(Math.min(wait, longestWait), async () => {
      const said = this.#ledger.claim(stream, slice, Date.now());
      if (said !== "wait") this.#feed.note(null, Date.now());
      return { said, again: said === "wait" };
    });
  }

  /** @returns false where no further call may begin for this grant: it is void, or the job stands still */
  async renew(task: number, token: number): Promise<boolean> {
    return this.#ledger.renew(task, token, Date.now()) && this.#ledger.job().status === "running";
  }

  /** May this call be made (`Ledger.leave`)? */
  async leave(grant: { task: number; token: number }, spent: number, most: number | null): Promise<Leave> {
    const said = await this.#cashier.leave(grant, spent, most, longestWait);
    if (said.act === "no") await this.#changed();
    return said;
  }

  /** Attempts broke off without a word on what they cost. */
  async lost(usd: number): Promise<void> {
    this.#ledger.lost(usd);
  }

  /** @returns true where the answer was taken */
  async complete(task: number, token: number, answer: TaskAnswer): Promise<boolean> {
    const before = this.#ledger.find()?.batches_total ?? 0;
    const accepted = this.#ledger.complete(task, token, answer, Date.now());
    this.#feed.note(accepted, Date.now());
    if (accepted !== null) this.#patience.renew();
    const made = (this.#ledger.find()?.batches_total ?? 0) - before;
    // In rounds each stream has a task of its own and must look itself.
    if (made > 0) this.#waiting.rouse(this.#ledger.spec().options.sync === "continuous" ? made : undefined);
    this.#cashier.rouse();
    this.#delivery.deliver();
    await this.#send();
    if (this.#ledger.find()?.status !== "running") await this.#delivery.mirrorOrLater();
    return accepted !== null;
  }

  async fail(task: number, token: number, error: string, spent: Usage): Promise<void> {
    this.#ledger.fail(task, token, error, spent, Date.now());
    await this.#changed();
  }

  /** The task goes back; where there is a reason, e.g. that no model can serve, the job pauses with it. */
  async halt(task: number, token: number, reason: string | null, spent: Usage, toMend = false): Promise<void> {
    this.#ledger.halt(task, token, reason, spent, toMend);
    await this.#changed();
  }

  /** No call could begin now: the task goes back; where that is so for too long, the job pauses. */
  async postpone(task: number, token: number, reason: string, spent: Usage): Promise<void> {
    await this.halt(task, token, this.#patience.afterWaiting(reason, Date.now()), spent);
  }

  async notice(text: string): Promise<void> {
    this.#ledger.notice(text, Date.now());
    this.#feed.note(null, Date.now());
  }

  async end(stream: number, slice: number): Promise<void> {
    this.#ledger.end(stream, slice);
    await this.#send();
  }

  // ── for those who look ────────────────────────────────────────────────────────────────────────────────────────────

  async snapshot(): Promise<string | null> {
    return this.#ledger.find() ? JSON.stringify(this.#analysis()) : null;
  }

  async labels(): Promise<LabelsReply | null> {
    return this.#ledger.find() ? this.#ledger.labels.reply(this.#ledger.spec()) : null;
  }

  async insights(): Promise<Summary | null> {
    return this.#ledger.find() ? { headline: "", insights: insightsSoFar(this.#ledger) } : null;
  }

  async stats(): Promise<Stats | null> {
    const job = this.#ledger.find();
    return job ? statsOf(job, this.#ledger.spec(), this.#ledger.streams.all(), this.#ledger.labels, Date.now()) : null;
  }

  /** The live socket; the route has checked who asks. 404 where this object holds no job. */
  override async fetch(request: Request): Promise<Response> {
    if (!this.#ledger.find()) return new Response(null, { status: 404 });
    const after = new URL(request.url).searchParams.get("after");
    return this.#watching().join(after === null ? null : Number(after), () => this.#analysis());
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    if (this.#ledger.find()) this.#watching().heard(socket, message);
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    // 1005 and 1006 say that no code was sent; they may not be sent either.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  // ── the watchdog ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Re-arms first and works after, so that no failure below can end the watch. */
  override async alarm(): Promise<void> {
    const job = this.#ledger.find();
    if (!job) return;
    if (job.completed_at !== null && this.#ledger.outbox.undelivered(1).length === 0) {
      const { over, lookAgain } = keeping(this.#ledger.spec(), job.completed_at, Date.now());
      await this.ctx.storage.setAlarm(lookAgain);
      if (over && !(await isPinned(this.env.DB, this.#ledger.spec().analysisId))) await this.#forget();
      return;
    }
    // A job that stands still needs no watch; resuming it begins one.
    if (job.status === "paused" && this.#ledger.outbox.undelivered(1).length === 0) return;
    await this.#wake();
  }

  async #wake(): Promise<void> {
    await this.ctx.storage.setAlarm(nextLook(this.#ledger, Date.now()));
    const job = this.#ledger.find();
    if (!job) return;
    if (!job.prepared && job.status === "running") {
      const begun = this.#preparation.begin(this.env.DB, this.#storage, this.#ledger, () => this.#changed());
      this.ctx.waitUntil(begun);
    }
    await this.#changed();
  }

  // ── carrying out ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** After anything that may make work claimable: those who wait look again, lanes are woken, watchers told. */
  async #changed(): Promise<void> {
    this.#waiting.rouse();
    this.#cashier.rouse();
    this.#feed.note(null, Date.now());
    this.#delivery.deliver();
    await this.#send();
    await this.#delivery.mirrorOrLater();
  }

  /** Sends what the ledger has marked as sent. A message that fails to go out is sent again when it is not heard of. */
  async #send(): Promise<void> {
    const messages = this.#ledger.find()?.prepared ? this.#ledger.pump(Date.now()) : [];
    if (messages.length > 0) await sendToLanes(this.env, this.#ledger.spec().analysisId, messages);
  }

  // ── what it looks like from outside ───────────────────────────────────────────────────────────────────────────────

  #watching(): Watchers {
    this.#watchers ??= new Watchers(this.ctx, this.#ledger.outbox, this.#ledger.spec().analysisId);
    return this.#watchers;
  }

  #emit(happened: Happened): void {
    const job = this.#ledger.find();
    // Nothing comes after the end.
    if (!job || job.completed_at !== null) return;
    announce(this.#ledger, this.#state().progress, happened);
    this.#watching().tell();
  }

  #state(): JobState {
    return stateOf(this.#ledger, this.#storage, this.#pace, Date.now());
  }

  #analysis(): Analysis {
    return untilWritten(this.#ledger, analysisOf(this.#ledger, this.#state()));
  }
}
