import type { Circuit } from "../../contract/provider.ts";
import type { FailureKind } from "../failure.ts";

/**
 * What the isolates and the gate of a provider (one object for all isolates) tell each other. The gate is asked rarely:
 * an isolate works from the view it got last, and from a share of the rate that it took in advance.
 */

/** How one attempt ended, as its isolate saw it. Times in milliseconds. */
export interface AttemptReport {
  /** The provider's own id of the model. */
  model: string;
  /** Which key was used: the breaker is kept per key, provider and model. */
  keyId: string;
  /** When it ended (epoch ms); it was sent `totalMs` earlier. */
  at: number;
  outcome: "ok" | FailureKind;
  retryAfterMs: number | null;
  firstTokenMs: number | null;
  totalMs: number;
  /** True where it was made under the lease to probe. */
  probe: boolean;
  inputTokens: number;
  outputTokens: number;
  /** What had been counted before the call, by script, to learn how this model's tokenizer differs; null where nothing was learned. */
  counted: { script: Script; tokens: number } | null;
}

/** The writing of a text, as far as tokenizers treat it differently. */
export type Script = "latin" | "cjk" | "other";

/** One model behind one key, as all isolates together know it. */
export interface ModelView {
  model: string;
  keyId: string;
  circuit: Circuit;
  /** The kind of failure that opened it; null while closed. */
  because: FailureKind | null;
  /**
   * When the next probe may go, or a rate limit is over (epoch ms); while somebody probes, when that lease runs out. Null
   * while closed.
   */
  nextProbeAt: number | null;
  failuresInARow: number;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
  /** Calls on their way in all isolates, as last reported. */
  inFlight: number;
  firstTokenMs: { p50: number; p99: number } | null;
  totalMs: { p50: number; p99: number } | null;
  /** Time for each token written, after the first. */
  outputTokenMs: { p50: number; p99: number } | null;
  /** How many answers these come from, 200 at most. */
  samples: number;
  /** Real input tokens for each counted one, per script: middle, and the span that holds 80 %. */
  tokenFactor: Partial<Record<Script, { mid: number; low: number; high: number }>>;
}

export interface GateEvent {
  at: number;
  kind: "opened" | "half-opened" | "closed" | "failover" | "cooling";
  model: string;
  to: string | null;
  reason: string;
}

export interface GateView {
  at: number;
  models: ModelView[];
  headroom: {
    requests: { left: number; limit: number } | null;
    tokens: { left: number; limit: number } | null;
  };
  /** Newest first; none in the reply to a report, which comes often. */
  events: GateEvent[];
}

/** The gate as an isolate reaches it; a Durable Object in the app, a plain object in tests. */
export interface GateLink {
  /** Tells what happened, and gets what everybody knows now. `inFlight` is this isolate's own, by model. */
  report(isolate: string, reports: AttemptReport[], inFlight: Record<string, number>): Promise<GateView>;
  /**
   * Takes a share of the rate in advance, for `requests` calls of `tokens` tokens in all.
   * @returns what may be spent, until when (epoch ms); 0 requests: wait until then
   */
  take(requests: number, tokens: number): Promise<{ requests: number; tokens: number; until: number }>;
  /**
   * Asks to be the one who probes a half-open circuit. The lease lives on with the reports of this isolate that have a
   * call of that model on its way, and runs out without them.
   * @returns false where another isolate is doing so
   */
  probe(model: string, keyId: string, isolate: string): Promise<boolean>;
  /** Notes that another model answered instead. */
  note(event: GateEvent): Promise<void>;
}
