import type { Circuit } from "../../contract/provider.ts";
import { type FailureKind, policyOf } from "../failure.ts";

/** Calls older than this say nothing about now. */
const windowMilliseconds = 60_000;
const windowCalls = 100;
/** A ratio of few calls is chance. */
const fewestCalls = 10;
const failureRatio = 0.5;
const mostInARow = 5;

const firstDelay = 1_000;
const longestDelay = 30_000;
/** For what only people mend (key, credit, catalogue): looked at now and then, since nobody tells the gate that it was mended. */
const slowDelay = 60_000;
const firstCooling = 1_000;
const trustedTimes = 3;
export const longestCooling = 60_000;
/** A prober that is not heard of for so long is dead. Longer than the pause between two reports of an isolate at work. */
const leaseMilliseconds = 15_000;

/** What is remembered of one model behind one key, or of a key as a whole. Plain data. */
export interface Breaker {
  state: Closed | Opened;
  /** Over its rate limit: it may be asked again when the time is over, without a probe. */
  cooling: { from: number; until: number; times: number } | null;
  failuresInARow: number;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
}

interface Closed {
  name: "closed";
  since: number;
  /** Oldest first. */
  calls: { at: number; failed: boolean }[];
}

interface Opened {
  name: "opened";
  since: number;
  because: FailureKind;
  nextProbeAt: number;
  failedProbes: number;
  probe: { isolate: string; until: number } | null;
}

/** How a call ended, as far as a breaker cares. */
export interface Ending {
  outcome: "ok" | FailureKind;
  sentAt: number;
  retryAfterMs: number | null;
  /** Whose lease the call was made under; null for a call like any other. */
  probeOf: string | null;
}

export const freshBreaker: Breaker = {
  state: { name: "closed", since: 0, calls: [] },
  cooling: null,
  failuresInARow: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
};

/** What a breaker looks like at `now`: time alone makes an open circuit half-open, and ends a cooling. */
export function circuitOf(
  { state, cooling }: Breaker,
  now: number,
): { circuit: Circuit; because: FailureKind | null; nextProbeAt: number | null } {
  const cool = cooling !== null && cooling.until > now ? cooling.until : null;
  if (state.name === "closed") {
    if (cool === null) return { circuit: "closed", because: null, nextProbeAt: null };
    return { circuit: "open", because: "rate_limited", nextProbeAt: cool };
  }
  const { because, probe } = state;
  const due = Math.max(state.nextProbeAt, cool ?? 0);
  if (due > now) return { circuit: "open", because, nextProbeAt: due };
  const probing = probe !== null && probe.until > now;
  return { circuit: "half-open", because, nextProbeAt: probing ? probe.until : due };
}

/** The breaker after a call has ended. */
export function afterCall(breaker: Breaker, ending: Ending, now: number): Breaker {
  if (ending.outcome === "ok") return afterSuccess(breaker, ending, now);
  const failed: Breaker = {
    ...breaker,
    lastFailureAt: now,
    state: withoutProbe(breaker.state, ending.probeOf, now),
  };
  switch (policyOf(ending.outcome).breaker) {
    case "nothing":
      return failed;
    case "cool":
      return { ...failed, cooling: cooled(breaker.cooling, ending, now) };
    case "open":
      return isOld(failed.state, ending) ? failed : opened(failed, ending.outcome, 0, now);
    case "count":
      return counted(failed, breaker, ending, ending.outcome, now);
  }
}

function afterSuccess(breaker: Breaker, ending: Ending, now: number): Breaker {
  const { state, cooling } = breaker;
  const success = { ...breaker, lastSuccessAt: now };
  if (state.name === "closed") {
    const rested = cooling === null || ending.sentAt >= cooling.until;
    return {
      ...success,
      failuresInARow: 0,
      cooling: rested ? null : cooling,
      state: { ...state, calls: remembered(state.calls, false, now) },
    };
  }
  // What was sent before the trouble began may still end well, and says nothing about it.
  const holdsLease = ending.probeOf !== null && ending.probeOf === state.probe?.isolate;
  if (!holdsLease && ending.sentAt < state.since) return success;
  return { ...success, failuresInARow: 0, cooling: null, state: { name: "closed", since: now, calls: [] } };
}

function counted(failed: Breaker, before: Breaker, ending: Ending, kind: FailureKind, now: number): Breaker {
  const { state } = failed;
  const failuresInARow = before.failuresInARow + 1;
  if (state.name === "opened") {
    if (!isProbe(before.state, ending.probeOf)) return { ...failed, failuresInARow };
    return opened({ ...failed, failuresInARow }, kind, state.failedProbes + 1, now);
  }
  if (isOld(state, ending)) return failed;
  const calls = remembered(state.calls, true, now);
  const failures = calls.filter((call) => call.failed).length;
  const tooMany = calls.length >= fewestCalls && failures >= failureRatio * calls.length;
  const next = { ...failed, failuresInARow, state: { ...state, calls } };
  return tooMany || failuresInARow >= mostInARow ? opened(next, kind, 0, now) : next;
}

function opened(breaker: Breaker, because: FailureKind, failedProbes: number, now: number): Breaker {
  const slow = policyOf(because).breaker === "open";
  const delay = slow ? slowDelay : Math.min(longestDelay, firstDelay * 2 ** failedProbes);
  const { state } = breaker;
  return {
    ...breaker,
    failuresInARow: slow ? breaker.failuresInARow + 1 : breaker.failuresInARow,
    state: {
      name: "opened",
      since: state.name === "opened" ? state.since : now,
      because,
      nextProbeAt: now + delay,
      failedProbes,
      probe: state.name === "opened" ? state.probe : null,
    },
  };
}

/** Sent before the circuit closed: it tells of trouble that is over. */
function isOld(state: Breaker["state"], ending: Ending): boolean {
  return state.name === "closed" && ending.sentAt < state.since;
}

/** Never shorter than what was said before; refusals of one burst count once, or eight calls at a time would double it eight times. */
function cooled(cooling: Breaker["cooling"], ending: Ending, now: number): NonNullable<Breaker["cooling"]> {
  if (cooling === null) return { from: now, until: now + coolingTime(ending.retryAfterMs, 1), times: 1 };
  if (ending.sentAt >= cooling.until) {
    const times = cooling.times + 1;
    return { from: now, until: now + coolingTime(ending.retryAfterMs, times), times };
  }
  if (ending.retryAfterMs === null) return cooling;
  return { ...cooling, until: Math.max(cooling.until, now + coolingTime(ending.retryAfterMs, cooling.times)) };
}

/** As long as the provider says; but who says "at once" again and again is not believed. */
function coolingTime(said: number | null, times: number): number {
  const own = firstCooling * 2 ** (times - 1);
  return Math.min(longestCooling, said === null ? own : Math.max(said, times > trustedTimes ? own : firstCooling / 10));
}

function remembered(calls: Closed["calls"], failed: boolean, now: number): Closed["calls"] {
  const recent = calls.filter((call) => call.at > now - windowMilliseconds).slice(1 - windowCalls);
  return [...recent, { at: now, failed }];
}

function isProbe(state: Breaker["state"], isolate: string | null): boolean {
  return state.name === "opened" && isolate !== null && state.probe?.isolate === isolate;
}

/** A probe that ended is no longer on its way; where it proved nothing, the next one may go at once. */
function withoutProbe(state: Breaker["state"], isolate: string | null, now: number): Breaker["state"] {
  if (state.name === "closed" || !isProbe(state, isolate)) return state;
  return { ...state, probe: null, nextProbeAt: Math.min(state.nextProbeAt, now) };
}

/** True where a probe may go now: open for long enough, and nobody else is probing. */
export function probeIsDue({ state, cooling }: Breaker, now: number): boolean {
  if (state.name === "closed" || state.nextProbeAt > now) return false;
  if (cooling !== null && cooling.until > now) return false;
  return state.probe === null || state.probe.until <= now;
}

/** Gives the one lease to probe to an isolate, or keeps it alive; it runs out if that isolate is not heard of. */
export function withProbe(breaker: Breaker, isolate: string, now: number): Breaker {
  if (breaker.state.name === "closed") return breaker;
  return { ...breaker, state: { ...breaker.state, probe: { isolate, until: now + leaseMilliseconds } } };
}

/** Keeps the lease of an isolate that reported calls on their way. */
export function renewProbe(breaker: Breaker, isolate: string, now: number): Breaker {
  if (!isProbe(breaker.state, isolate)) return breaker;
  return withProbe(breaker, isolate, now);
}
