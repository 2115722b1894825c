/** What the benchmark and its Worker tell each other. */

export interface PreparedMember {
  /** Names the gate: one object for each name. */
  gate: string;
  /** A new one has a new breaker, closed. */
  keyId: string;
  baseUrl: string;
}

export interface Preparation {
  chain: string;
  members: PreparedMember[];
  /** The circuit of the first member is to be open. */
  open?: boolean;
  /** Notes when requests go out and fail to, by the Worker's own clock. */
  watched?: boolean;
}

/**
 * Who asks: the pool, a stage over the pool, the SDK alone, or nothing but `fetch`, whose answer is read piece by piece
 * (`read`) or in one. A Worker that is asked for several calls makes them one after another in one request, as a slice
 * of a job does.
 */
export type Way = "chain" | "extract" | "sdk" | "read" | "fetch";

export interface Asking {
  chain: string;
  way: Way;
  calls: number;
}

/** Times in milliseconds of the epoch, by the Worker's clock: whole, and standing still while it computes. */
export interface Told {
  attempts: { model: string; outcome: string; sentAt: number }[];
  fetches: { sentAt: number; failedAt: number | null }[];
  /** How long the first member was given for the first piece of its answer. */
  deadlineMs: number;
  /** Why there was no answer. */
  failure: string | null;
}
