import type { Ideal, StepLoss } from "./schedule-ideal.ts";
import type { Spread } from "./speed-figures.ts";

/** What the parts of the benchmark of whole jobs tell each other. Times in milliseconds. */

export type Latency = "fixed" | "lognormal";
export type Sync = "round" | "continuous";

/** Ways in which the same contents were read, and what that took. */
export interface Measured {
  who: string;
  latency: Latency;
  /** Calls that may be on their way at once. */
  streams: number;
  sync: Sync | null;
  contents: number;
  tookMs: number;
  ideal: Ideal;
  /** From the first call of the classification to the end of the last. */
  classificationMs: number | null;
  firstPartialMs: number | null;
  calls: number;
  /** Of these the ones made once more, since the first came too late or broke off. */
  madeAgain: number;
  inputTokens: number;
  cachedInputTokens: number;
  costUsd: number | null;
  /** From the moment at which a call that reads contents could have begun to its arrival at the provider. */
  platform: Spread | null;
  /** What calls took longer at the provider than it was to take: the simulator's and the machine's own doing. */
  providerLateMs: Spread;
  losses: StepLoss[];
}

/** How far the labels meet the classes that the contents were made of, the mean of the open facets. */
export interface Agreement {
  who: string;
  /** Different labels, summed over the facets; classes likewise. */
  labels: number;
  classes: number;
  accuracy: number;
  ari: number;
  /** Share of pairs of contents of one class that have the very same label. */
  sameLabel: number;
}
