import type { ProviderLimits } from "../../contract/provider.ts";
import type { AttemptReport, GateEvent, GateLink, GateView, ModelView } from "../gate/gate-link.ts";
import { applyReports, breakerId, emptyGate, type GateState, modelViewOf, takeProbe } from "../gate/gate-state.ts";
import { type Clock, within } from "./clock.ts";
import { RateShare } from "./rate-share.ts";
import { Slots } from "./slots.ts";

/** A view is used for so long without asking. */
const freshMilliseconds = 1_000;
/** Good news is collected for so long; bad news goes at once. */
const collectMilliseconds = 250;
/** The longest that a call ever waits for the gate. */
const longestWait = 300;
/** After the gate could not be reached it is left alone for so long. */
const restMilliseconds = 1_000;
/** While calls are on their way the gate hears of them this often: it holds them, and a lease to probe, for lost later. */
const beatMilliseconds = 4_000;
const keptReports = 500;
const probeMilliseconds = 15_000;
const deniedMilliseconds = 500;

/**
 * The gate of one provider as one isolate knows it: what everybody knew a moment ago, and what this isolate saw since.
 * Reading is memory only. It outlives requests, so it holds plain data: every timer and every call belongs to the
 * request that began it, and nobody waits for another's without a limit of its own.
 */
export class GateClient {
  readonly #link: GateLink;
  readonly #isolate: string;
  readonly #clock: Clock;
  readonly #slots: Slots;
  readonly #rate: RateShare;

  #shared: { at: number; models: Map<string, ModelView> } = { at: Number.NEGATIVE_INFINITY, models: new Map() };
  #sharedAt = Number.NEGATIVE_INFINITY;
  /** All that this isolate saw itself: used where the gate can't be reached or has not heard of it yet. */
  #alone: GateState = emptyGate;
  #unsent: AttemptReport[] = [];
  /** Reports on their way to the gate. */
  readonly #underWay = new Map<symbol, { at: number; reports: AttemptReport[] }>();
  #sending: Promise<boolean> | null = null;
  #sentAt = Number.NEGATIVE_INFINITY;
  #unreachableUntil = 0;
  #collectUntil = 0;
  #beatAt = 0;
  readonly #flights = new Map<symbol, { model: string; until: number }>();
  /** Until when a probe need not be asked for: one is on its way, or was refused. */
  readonly #noProbe = new Map<string, number>();
  readonly #failovers = new Map<string, string>();

  constructor(link: GateLink, isolate: string, clock: Clock, limits: ProviderLimits = {}) {
    this.#link = link;
    this.#isolate = isolate;
    this.#clock = clock;
    this.#slots = new Slots(clock, limits.concurrency);
    this.#rate = new RateShare(clock, limits, async (requests, tokens) =>
      this.#reachable() ? await this.#ask(() => link.take(requests, tokens)) : null,
    );
  }

  /** What is known of a model now. No I/O. */
  look(model: string, keyId: string): ModelView {
    const now = this.#clock.now();
    const id = breakerId(model, keyId);
    const known = this.#shared.models.get(id);
    const view = atTime(known ? this.#withOwnNews(known, now) : modelViewOf(this.#alone, model, keyId, now), now);
    const noProbe = this.#noProbe.get(id) ?? 0;
    return view.circuit === "half-open" && noProbe > now ? { ...view, nextProbeAt: noProbe } : view;
  }

  /** What the gate may not know yet counts before what it said. */
  #withOwnNews(shared: ModelView, now: number): ModelView {
    if (this.#reachable() && !this.#isUnheard(shared.keyId)) return shared;
    const own = modelViewOf(this.#alone, shared.model, shared.keyId, now);
    if (own.circuit === "closed" && (own.lastSuccessAt ?? 0) <= this.#sharedAt) return shared;
    const { circuit, because, nextProbeAt, failuresInARow } = own;
    return { ...shared, circuit, because, nextProbeAt, failuresInARow };
  }

  /**
   * Makes sure that the view is fresh, and that the gate has answered to the failures told so far if that may change
   * anything: a circuit that is known to be open is stepped over at once.
   * @returns null where nothing is to be waited for; never waits longer than 300 ms
   */
  refresh(model: string, keyId: string): Promise<void> | null {
    if (!this.#reachable()) return null;
    const now = this.#clock.now();
    const fresh = now - this.#sharedAt <= freshMilliseconds;
    if (fresh && (!this.#isUnheard(keyId) || this.look(model, keyId).circuit !== "closed")) return null;
    const underWay = this.#sending !== null && now - this.#sentAt <= longestWait;
    const answer = underWay && this.#sending ? this.#sending : this.#send();
    return this.#ask(() => answer).then(() => undefined);
  }

  /** Notes how a call ended: at once for this isolate, soon for all. */
  report(report: AttemptReport): void {
    const { model, keyId } = report;
    this.#alone = applyReports(this.#alone, this.#isolate, [report], {}, this.#clock.now());
    this.#unsent = [...this.#unsent, report].slice(-keptReports);
    if (report.probe) this.#noProbe.delete(breakerId(model, keyId));
    if (report.outcome === "ok" && !report.probe) this.#sendSoon();
    else if (this.#reachable()) void this.#send();
  }

  /** A call goes out. @returns what says that it ended */
  begin(model: string, longest: number): () => void {
    const flight = Symbol("flight");
    this.#flights.set(flight, { model, until: this.#clock.now() + longest });
    this.#beat();
    return () => this.#flights.delete(flight);
  }

  /** Calls of this isolate that are on their way to a model. */
  inFlight(model: string): number {
    return this.#inFlight().get(model) ?? 0;
  }

  /** Room for one call under the provider's limits, if it is there without waiting. @returns what gives it back */
  tryEnter(tokens: number, longest: number): (() => void) | null {
    const leave = this.#slots.tryTake(longest);
    if (leave === null || this.#rate.trySpend(tokens)) return leave;
    leave();
    return null;
  }

  /** Waits for room. @throws the signal's reason */
  async enter(tokens: number, longest: number, signal: AbortSignal | undefined): Promise<() => void> {
    await this.#rate.spend(tokens, signal);
    return this.#slots.take(longest, signal);
  }

  /** Asks to be the one who probes. */
  async probe(model: string, keyId: string): Promise<boolean> {
    const id = breakerId(model, keyId);
    this.#noProbe.set(id, this.#clock.now() + longestWait);
    const said = this.#reachable() ? await this.#ask(() => this.#link.probe(model, keyId, this.#isolate)) : null;
    const now = this.#clock.now();
    const alone = takeProbe(this.#alone, model, keyId, this.#isolate, now);
    const granted = said ?? (alone.granted || modelViewOf(this.#alone, model, keyId, now).circuit === "closed");
    if (granted) this.#alone = alone.state;
    // It may have been refused because somebody's probe has closed the circuit.
    else this.#sharedAt = Number.NEGATIVE_INFINITY;
    this.#noProbe.set(id, now + (granted ? probeMilliseconds : deniedMilliseconds));
    return granted;
  }

  /**
   * Another model answers instead of this one; null: it answers itself again.
   * @returns true where that is new
   */
  failedOver(model: string, to: string | null): boolean {
    if ((this.#failovers.get(model) ?? null) === to) return false;
    if (to === null) this.#failovers.delete(model);
    else this.#failovers.set(model, to);
    return true;
  }

  note(event: GateEvent): void {
    if (this.#reachable()) void this.#ask(() => this.#link.note(event));
  }

  /** Sends what is still to be told; for the end of a request, after which its timers are gone. */
  async flush(): Promise<void> {
    if (this.#unsent.length > 0 && this.#reachable()) await this.#ask(() => this.#send());
    else if (this.#sending) await within(this.#clock, longestWait, this.#sending);
  }

  #reachable(): boolean {
    return this.#unreachableUntil <= this.#clock.now();
  }

  #inFlight(): Map<string, number> {
    const now = this.#clock.now();
    const counts = new Map<string, number>();
    for (const [flight, { model, until }] of this.#flights) {
      if (until <= now) this.#flights.delete(flight);
      else counts.set(model, (counts.get(model) ?? 0) + 1);
    }
    return counts;
  }

  /** Asks the gate, and leaves it alone for a while where it does not answer in time. */
  async #ask<Result>(question: () => Promise<Result>): Promise<Result | null> {
    const asked = question();
    let answered = false;
    const settled = asked.then((result) => {
      answered = true;
      return result;
    });
    const result = await within(this.#clock, longestWait, settled);
    if (!answered) this.#unreachableUntil = this.#clock.now() + restMilliseconds;
    return result;
  }

  #send(): Promise<boolean> {
    const reports = this.#unsent;
    this.#unsent = [];
    const now = this.#clock.now();
    this.#sentAt = now;
    const batch = Symbol("batch");
    this.#underWay.set(batch, { at: now, reports });
    const sending = this.#link.report(this.#isolate, reports, Object.fromEntries(this.#inFlight())).then(
      (view) => {
        this.#underWay.delete(batch);
        this.#adopt(view);
        return true;
      },
      () => {
        this.#underWay.delete(batch);
        this.#unsent = [...reports, ...this.#unsent].slice(-keptReports);
        this.#unreachableUntil = this.#clock.now() + restMilliseconds;
        return false;
      },
    );
    this.#sending = sending;
    void sending.then(() => {
      if (this.#sending === sending) this.#sending = null;
    });
    return sending;
  }

  /** True while the gate has not answered to a failure of this key; what is on its way for too long ended with its request. */
  #isUnheard(keyId: string): boolean {
    const now = this.#clock.now();
    for (const [batch, { at }] of this.#underWay) if (now - at > longestWait) this.#underWay.delete(batch);
    const tells = ({ keyId: told, outcome }: AttemptReport) => told === keyId && outcome !== "ok";
    return this.#unsent.some(tells) || [...this.#underWay.values()].some(({ reports }) => reports.some(tells));
  }

  #adopt(view: GateView): void {
    this.#unreachableUntil = 0;
    // Answers may overtake one another.
    if (view.at < this.#shared.at) return;
    this.#shared = {
      at: view.at,
      models: new Map(view.models.map((model) => [breakerId(model.model, model.keyId), model])),
    };
    this.#sharedAt = this.#clock.now();
  }

  /** A timer may have gone with its request; then the next report finds its time long over and sends at once. */
  #sendSoon(): void {
    const now = this.#clock.now();
    if (this.#collectUntil > now) return;
    if (this.#collectUntil > 0 && this.#reachable()) {
      this.#collectUntil = 0;
      void this.#send();
      return;
    }
    this.#collectUntil = now + collectMilliseconds;
    this.#clock.after(collectMilliseconds, () => {
      this.#collectUntil = 0;
      if (this.#unsent.length > 0 && this.#reachable()) void this.#send();
    });
  }

  #beat(): void {
    const now = this.#clock.now();
    if (this.#beatAt > now) return;
    this.#beatAt = now + beatMilliseconds;
    this.#clock.after(beatMilliseconds, () => {
      this.#beatAt = 0;
      if (this.#inFlight().size === 0) return;
      if (this.#clock.now() - this.#sentAt >= beatMilliseconds && this.#reachable()) void this.#send();
      this.#beat();
    });
  }
}

/** What time alone changes in a view that is some moments old. */
function atTime(view: ModelView, now: number): ModelView {
  if (view.circuit !== "open" || view.nextProbeAt === null || view.nextProbeAt > now) return view;
  if (view.because !== "rate_limited") return { ...view, circuit: "half-open" };
  return { ...view, circuit: "closed", because: null, nextProbeAt: null };
}
