import { policyOf } from "../failure.ts";
import { afterCall, type Breaker, circuitOf, freshBreaker, probeIsDue, renewProbe, withProbe } from "./breaker.ts";
import type { AttemptReport, GateEvent, GateView, ModelView } from "./gate-link.ts";
import { type Measures, measured, nothingMeasured, summaryOf } from "./measures.ts";

const keptEvents = 200;
/** What an isolate says of its calls holds for so long; a living one says it more often. */
const inFlightMilliseconds = 10_000;
/** A key or model that nobody used for so long is forgotten. */
const forgottenAfter = 24 * 3_600_000;

/** All that a gate knows of one provider of one owner. Plain data; every function gives a new one. */
export interface GateState {
  /** Per key and model, by `breakerId`. */
  breakers: ReadonlyMap<string, ModelBreaker>;
  /** What concerns a key whichever model is asked (refused, no credit), by key. */
  keys: ReadonlyMap<string, Breaker>;
  /** By model. */
  measures: ReadonlyMap<string, Measures>;
  /** Newest first. */
  events: readonly GateEvent[];
  /** By isolate: calls on their way, by model. */
  inFlight: ReadonlyMap<string, { until: number; calls: ReadonlyMap<string, number> }>;
}

export interface ModelBreaker {
  model: string;
  keyId: string;
  breaker: Breaker;
}

export const emptyGate: GateState = {
  breakers: new Map(),
  keys: new Map(),
  measures: new Map(),
  events: [],
  inFlight: new Map(),
};

/** Neither part holds a line break: keys have ids of ours, and the model comes last. */
export function breakerId(model: string, keyId: string): string {
  return `${keyId}\n${model}`;
}

/** The gate after an isolate has told how its calls ended and what it has on its way. */
export function applyReports(
  state: GateState,
  isolate: string,
  reports: readonly AttemptReport[],
  inFlight: Record<string, number>,
  now: number,
): GateState {
  const calls = new Map(Object.entries(inFlight).filter(([, count]) => count > 0));
  const isolates = new Map([...state.inFlight].filter(([, { until }]) => until > now));
  if (calls.size > 0) isolates.set(isolate, { until: now + inFlightMilliseconds, calls });
  else isolates.delete(isolate);
  const applied = reports.reduce((before, report) => applyReport(before, isolate, report, now), state);
  return withoutForgotten(keepLeases({ ...applied, inFlight: isolates }, isolate, calls, now), now);
}

function applyReport(state: GateState, isolate: string, report: AttemptReport, now: number): GateState {
  const { model, keyId, outcome } = report;
  const sentAt = report.at - report.totalMs;
  const ending = { outcome, sentAt, retryAfterMs: report.retryAfterMs, probeOf: report.probe ? isolate : null };
  const wholeKey = outcome !== "ok" && policyOf(outcome).wholeKey;
  // Half of a failure is no news for the other half: a server that fails says nothing about its key, and the reverse.
  const ofOther = outcome === "ok" ? ending : ({ ...ending, outcome: "bad_output" } as const);
  const breakers = new Map(state.breakers);
  const keys = new Map(state.keys);
  const own = breakers.get(breakerId(model, keyId))?.breaker ?? freshBreaker;
  breakers.set(breakerId(model, keyId), { model, keyId, breaker: afterCall(own, wholeKey ? ofOther : ending, now) });
  const ofKey = keys.get(keyId);
  if (wholeKey || ofKey) keys.set(keyId, afterCall(ofKey ?? freshBreaker, wholeKey ? ending : ofOther, now));
  const measures = new Map(state.measures);
  measures.set(model, measured(measures.get(model) ?? nothingMeasured, report));
  return noticed(state, { ...state, breakers, keys, measures }, model, keyId, now);
}

/** Notes what changed in a circuit as an event. */
function noticed(before: GateState, after: GateState, model: string, keyId: string, now: number): GateState {
  const [was, is] = [shownCircuit(before, model, keyId, now), shownCircuit(after, model, keyId, now)];
  if (is.circuit === "closed") {
    return was.circuit === "closed"
      ? after
      : withEvent(after, { at: now, kind: "closed", model, to: null, reason: "" });
  }
  if (is.because === null || (was.circuit === is.circuit && was.because === is.because)) return after;
  const kind = is.because === "rate_limited" ? "cooling" : is.circuit === "open" ? "opened" : "half-opened";
  return withEvent(after, { at: now, kind, model, to: null, reason: policyOf(is.because).words });
}

/**
 * Notes an event. A failover is noted once, until that model's circuit changes or it goes elsewhere: every isolate tells
 * of it.
 */
export function withEvent(state: GateState, event: GateEvent): GateState {
  if (event.kind === "failover") {
    const last = state.events.find((known) => known.model === event.model && known.kind !== "half-opened");
    if (last?.kind === "failover" && last.to === event.to) return state;
  }
  return { ...state, events: [event, ...state.events].slice(0, keptEvents) };
}

/** Gives the lease to probe to one isolate. */
export function takeProbe(
  state: GateState,
  model: string,
  keyId: string,
  isolate: string,
  now: number,
): { state: GateState; granted: boolean } {
  const id = breakerId(model, keyId);
  const own = state.breakers.get(id);
  const ofKey = state.keys.get(keyId);
  const opened = [own?.breaker, ofKey].filter((breaker) => breaker && circuitOf(breaker, now).circuit !== "closed");
  const due = opened.length > 0 && opened.every((breaker) => breaker && probeIsDue(breaker, now));
  if (!due) return { state, granted: false };
  const breakers = new Map(state.breakers);
  const keys = new Map(state.keys);
  if (own) breakers.set(id, { ...own, breaker: withProbe(own.breaker, isolate, now) });
  if (ofKey) keys.set(keyId, withProbe(ofKey, isolate, now));
  const reason = shownCircuit(state, model, keyId, now).because;
  const event = {
    at: now,
    kind: "half-opened",
    model,
    to: null,
    reason: reason ? policyOf(reason).words : "",
  } as const;
  return { state: withEvent({ ...state, breakers, keys }, event), granted: true };
}

/** An isolate that still has calls of a model on its way still holds its leases on it. */
function keepLeases(state: GateState, isolate: string, calls: ReadonlyMap<string, number>, now: number): GateState {
  if (calls.size === 0) return state;
  const breakers = new Map(state.breakers);
  const keys = new Map(state.keys);
  for (const [id, own] of breakers) {
    if (!calls.has(own.model)) continue;
    breakers.set(id, { ...own, breaker: renewProbe(own.breaker, isolate, now) });
    const ofKey = keys.get(own.keyId);
    if (ofKey) keys.set(own.keyId, renewProbe(ofKey, isolate, now));
  }
  return { ...state, breakers, keys };
}

/** The circuit of a model as callers must take it: its own, or that of its key while that one is not closed. */
function shownCircuit(state: GateState, model: string, keyId: string, now: number) {
  const own = circuitOf(state.breakers.get(breakerId(model, keyId))?.breaker ?? freshBreaker, now);
  const ofKey = circuitOf(state.keys.get(keyId) ?? freshBreaker, now);
  if (ofKey.circuit === "closed") return own;
  if (own.circuit === "closed") return ofKey;
  const nextProbeAt = Math.max(own.nextProbeAt ?? 0, ofKey.nextProbeAt ?? 0);
  const bothDue = own.circuit === "half-open" && ofKey.circuit === "half-open";
  return { circuit: bothDue ? ("half-open" as const) : ("open" as const), because: ofKey.because, nextProbeAt };
}

/** One model behind one key, for those who are about to ask it. */
export function modelViewOf(state: GateState, model: string, keyId: string, now: number): ModelView {
  const { breaker } = state.breakers.get(breakerId(model, keyId)) ?? { breaker: freshBreaker };
  let inFlight = 0;
  for (const { until, calls } of state.inFlight.values()) if (until > now) inFlight += calls.get(model) ?? 0;
  return {
    model,
    keyId,
    ...shownCircuit(state, model, keyId, now),
    failuresInARow: Math.max(breaker.failuresInARow, state.keys.get(keyId)?.failuresInARow ?? 0),
    lastSuccessAt: breaker.lastSuccessAt,
    lastFailureAt: breaker.lastFailureAt,
    inFlight,
    ...summaryOf(state.measures.get(model) ?? nothingMeasured),
  };
}

export function viewOf(state: GateState, headroom: GateView["headroom"], now: number): GateView {
  const models = [...state.breakers.values()].map(({ model, keyId }) => modelViewOf(state, model, keyId, now));
  return { at: now, models, headroom, events: [...state.events] };
}

function withoutForgotten(state: GateState, now: number): GateState {
  const recent = ({ lastSuccessAt, lastFailureAt }: Breaker) =>
    Math.max(lastSuccessAt ?? 0, lastFailureAt ?? 0) > now - forgottenAfter;
  if ([...state.breakers.values()].every(({ breaker }) => recent(breaker))) return state;
  const breakers = new Map([...state.breakers].filter(([, { breaker }]) => recent(breaker)));
  const models = new Set([...breakers.values()].map(({ model }) => model));
  return {
    ...state,
    breakers,
    keys: new Map([...state.keys].filter(([, breaker]) => recent(breaker))),
    measures: new Map([...state.measures].filter(([model]) => models.has(model))),
  };
}
