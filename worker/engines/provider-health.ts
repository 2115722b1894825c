import type { ModelHealth, ProviderEvent, ProviderHealth } from "../contract/provider.ts";
import { failureKinds } from "./failure.ts";
import { deadlinesOf } from "./gate/deadlines.ts";
import type { GateEvent, GateView, ModelView } from "./gate/gate-link.ts";

/** What of a provider matters for how it is doing. */
export interface WatchedProvider {
  id: string;
  slug: string;
  name: string;
  active: boolean;
  /** The present key: what the gate knows of earlier ones counts no more. */
  keyId: string;
  /** It needs a key and has none. */
  keyMissing: boolean;
}

/** What its calls say; `hours` holds those with calls, by the time they begin at. */
export interface CallCounts {
  today: ProviderHealth["today"];
  hours: { hour: number; ok: number; failed: number }[];
}

const hourMs = 3_600_000;
const shownHours = 24;
const shownEvents = 50;

/** How a provider is doing, from what its gate knows and its calls say. */
export function providerHealth(
  provider: WatchedProvider,
  view: GateView,
  calls: CallCounts,
  now: number,
): ProviderHealth {
  const models = view.models.filter(({ keyId }) => keyId === provider.keyId);
  const thisHour = Math.floor(now / hourMs) * hourMs;
  const counted = new Map(calls.hours.map((hour) => [hour.hour, hour]));
  const hours = Array.from({ length: shownHours }, (_, index) => {
    const hour = thisHour - (shownHours - 1 - index) * hourMs;
    return { hour: iso(hour), ok: counted.get(hour)?.ok ?? 0, failed: counted.get(hour)?.failed ?? 0 };
  });
  return {
    providerId: provider.id,
    slug: provider.slug,
    name: provider.name,
    active: provider.active,
    ...stateOf(provider, models, now),
    models: models.map((model) => modelHealth(provider.slug, model)),
    headroom: view.headroom,
    today: calls.today,
    hours,
    events: view.events.slice(0, shownEvents).map((event) => eventOf(provider.slug, event)),
  };
}

/** The gate knows a provider's models by their own ids; people know them by the provider too. */
function eventOf(slug: string, event: GateEvent): ProviderEvent {
  return { ...event, at: iso(event.at), model: `${slug}/${event.model}` };
}

function modelHealth(slug: string, view: ModelView): ModelHealth {
  const { firstTokenMs, totalMs } = deadlinesOf(view);
  return {
    model: `${slug}/${view.model}`,
    circuit: view.circuit,
    reason: view.because === null ? null : failureKinds[view.because].words,
    nextProbeAt: isoOrNull(view.nextProbeAt),
    failuresInARow: view.failuresInARow,
    lastSuccessAt: isoOrNull(view.lastSuccessAt),
    lastFailureAt: isoOrNull(view.lastFailureAt),
    inFlight: view.inFlight,
    firstTokenMs: view.firstTokenMs,
    totalMs: view.totalMs,
    deadlines: { firstTokenMs, totalMs },
  };
}

type State = Pick<ProviderHealth, "state" | "words">;

function stateOf(provider: WatchedProvider, models: ModelView[], now: number): State {
  if (!provider.active) return { state: "off", words: "Off: not asked until it is switched on again" };
  const asked = models.filter((model) => model.lastSuccessAt !== null || model.lastFailureAt !== null);
  const shut = asked.filter(({ circuit }) => circuit !== "closed").sort((a, b) => gravity(b) - gravity(a));
  const [worst] = shut;
  if (worst && shut.length === asked.length) {
    return { state: worst.because === "rate_limited" ? "degraded" : "down", words: words(worst, now) };
  }
  if (worst) return { state: "degraded", words: `Degraded: ${worst.model} ${why(worst)}; other models answer` };
  if (provider.keyMissing) return { state: "unused", words: "Unused: enter its key first" };
  if (asked.length === 0) return { state: "unused", words: "Unused: nothing has been asked of it yet" };
  const failures = Math.min(...asked.map(({ failuresInARow }) => failuresInARow));
  const answered = Math.max(...asked.map(({ lastSuccessAt }) => lastSuccessAt ?? 0));
  const last = answered === 0 ? "has not answered yet" : `answered ${span(now - answered)} ago`;
  const failed = failures === 1 ? "the last call failed" : `the last ${failures} calls failed`;
  if (failures > 0) return { state: "degraded", words: `Degraded: ${failed}; ${last}` };
  // Refusals of what was asked count as no failure of the provider's, but they are no answers either.
  if (answered === 0) return { state: "degraded", words: `Degraded: ${last}` };
  return { state: "healthy", words: `Healthy: ${last}` };
}

/** What only people can mend first, what mends itself last. */
function gravity({ because, circuit }: ModelView): number {
  if (because === "rate_limited") return 0;
  if (because !== null && failureKinds[because].breaker === "open") return failureKinds[because].wholeKey ? 4 : 3;
  return circuit === "open" ? 2 : 1;
}

/** For a provider none of whose models may be asked now. */
function words(model: ModelView, now: number): string {
  const said = why(model);
  if (model.because === "auth") return `Down: ${said}. Enter a new key.`;
  if (model.because === "no_credit") return `Down: ${said}. Add credit there, then test it.`;
  if (model.because === "misconfigured") return `Down: ${said}. Correct the address.`;
  if (model.because === "model_gone") return `Down: ${said} (${model.model}). Choose another model.`;
  const wait = Math.max(0, (model.nextProbeAt ?? now) - now);
  if (model.because === "rate_limited") return `Cooling: ${said}; asked again in ${span(wait)}`;
  if (model.circuit === "open") return `Open: ${said}; next probe in ${span(wait)}`;
  return `Half-open: ${said}; ${wait > 0 ? "being probed now" : "the next call probes it"}`;
}

function why({ because, failuresInARow }: ModelView): string {
  const said = because === null ? "failed" : failureKinds[because].words;
  const counts = because !== null && failureKinds[because].breaker === "count" && failuresInARow > 0;
  return counts ? `${said} ${times(failuresInARow)}` : said;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/** `12 s`, `5 min`, `3 h`, `4 days`. */
function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${Math.max(0, seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : iso(time);
}
