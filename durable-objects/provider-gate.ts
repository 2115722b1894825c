import { DurableObject } from "cloudflare:workers";
import type { ProviderLimits } from "../worker/contract/provider.ts";
import type { AttemptReport, GateEvent, GateLink, GateView } from "../worker/engines/gate/gate-link.ts";
import {
  applyReports,
  emptyGate,
  type GateState,
  takeProbe,
  viewOf,
  withEvent,
} from "../worker/engines/gate/gate-state.ts";
import { headroomOf, type Rate, type Share, take, unusedRate } from "../worker/engines/gate/rate.ts";
import { GateStorage } from "./gate-storage.ts";

/** Good news may be lost with the object; it is written this often, bad news at once. */
const saveMilliseconds = 1_000;

/**
 * One provider of one owner: rate, breakers and learned deadlines, shared by all isolates. It only keeps what
 * `engines/gate` decides. There is no alarm: everything is computed from the time at which it is asked.
 */
export class ProviderGate extends DurableObject<Env> implements GateLink {
  readonly #kept = new GateStorage(this.ctx.storage);
  #saving: ReturnType<typeof setTimeout> | null = null;
  #state: GateState = this.#kept.state();
  #rate: Rate = this.#kept.read("rate") ?? unusedRate;
  #limits: ProviderLimits = this.#kept.read("limits") ?? {};

  /** The limits that people set for this provider; whatever is left out is not limited. */
  async configure(limits: ProviderLimits): Promise<void> {
    this.#limits = limits;
    this.#kept.write("limits", limits);
  }

  async report(isolate: string, reports: AttemptReport[], inFlight: Record<string, number>): Promise<GateView> {
    const now = Date.now();
    const before = this.#state;
    this.#state = applyReports(before, isolate, reports, inFlight, now);
    const calm = before.events === this.#state.events && reports.every((report) => report.outcome === "ok");
    if (!calm) this.#kept.save(this.#state, now);
    else if (reports.length > 0) this.#saveSoon(now);
    return { ...this.#view(now), events: [] };
  }

  async take(requests: number, tokens: number): Promise<Share> {
    const { rate, share } = take(this.#rate, this.#limits, requests, tokens, Date.now());
    this.#rate = rate;
    this.#kept.write("rate", rate);
    return share;
  }

  async probe(model: string, keyId: string, isolate: string): Promise<boolean> {
    const now = Date.now();
    const { state, granted } = takeProbe(this.#state, model, keyId, isolate, now);
    this.#state = state;
    if (granted) this.#kept.save(state, now);
    return granted;
  }

  async note(event: GateEvent): Promise<void> {
    this.#state = withEvent(this.#state, event);
    this.#kept.save(this.#state, Date.now());
  }

  async view(): Promise<GateView> {
    return this.#view(Date.now());
  }

  /** Forgets everything, as when its provider is removed. */
  async forget(): Promise<void> {
    this.#state = emptyGate;
    this.#rate = unusedRate;
    this.#limits = {};
    await this.#kept.forget();
  }

  #view(now: number): GateView {
    return viewOf(this.#state, headroomOf(this.#rate, this.#limits, now), now);
  }

  #saveSoon(now: number): void {
    const wait = this.#kept.savedAt + saveMilliseconds - now;
    if (wait <= 0) this.#kept.save(this.#state, now);
    else {
      this.#saving ??= setTimeout(() => {
        this.#saving = null;
        this.#kept.save(this.#state, Date.now());
      }, wait);
    }
  }
}
