import type { ProviderLimits } from "../../../../worker/contract/provider.ts";
import type { AttemptReport, GateEvent, GateLink } from "../../../../worker/engines/gate/gate-link.ts";
import { applyReports, emptyGate, takeProbe, viewOf, withEvent } from "../../../../worker/engines/gate/gate-state.ts";
import { headroomOf, take, unusedRate } from "../../../../worker/engines/gate/rate.ts";
import type { Clock } from "../../../../worker/engines/pool/clock.ts";

/** A gate as the object keeps it, in memory: the same decisions, some milliseconds away, and it may be out of reach. */
export class MemoryGate implements GateLink {
  state = emptyGate;
  rate = unusedRate;
  asked = 0;
  takes = 0;
  away: "no" | "refuses" | "hangs" = "no";
  readonly #clock: Clock;
  readonly #limits: ProviderLimits;

  constructor(clock: Clock, limits: ProviderLimits = {}) {
    this.#clock = clock;
    this.#limits = limits;
  }

  async report(isolate: string, reports: AttemptReport[], inFlight: Record<string, number>) {
    await this.#trip();
    this.state = applyReports(this.state, isolate, structuredClone(reports), inFlight, this.#clock.now());
    return { ...this.view(), events: [] };
  }

  async take(requests: number, tokens: number) {
    await this.#trip();
    this.takes += 1;
    const { rate, share } = take(this.rate, this.#limits, requests, tokens, this.#clock.now());
    this.rate = rate;
    return share;
  }

  async probe(model: string, keyId: string, isolate: string) {
    await this.#trip();
    const { state, granted } = takeProbe(this.state, model, keyId, isolate, this.#clock.now());
    this.state = state;
    return granted;
  }

  async note(event: GateEvent) {
    await this.#trip();
    this.state = withEvent(this.state, event);
  }

  view() {
    const now = this.#clock.now();
    return structuredClone(viewOf(this.state, headroomOf(this.rate, this.#limits, now), now));
  }

  async #trip(): Promise<void> {
    this.asked += 1;
    if (this.away === "refuses") throw new Error("the object was reset");
    await new Promise<void>((resolve) => {
      if (this.away === "no") this.#clock.after(5, resolve);
    });
  }
}
