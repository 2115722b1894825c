import { setTimeout as pause } from "node:timers/promises";
import { epochOffset, type Spread, spreadOf } from "./speed-figures.ts";
import type { Ours, Portkey } from "./speed-servers.ts";
import type { Manner, Seen, Upstreams } from "./speed-upstream.ts";
import type { Told, Way } from "./speed-words.ts";

export interface Bench {
  ours: Ours;
  portkey: Portkey;
  upstreams: Upstreams;
  /** The question as our client sends it, but not streamed: how the gateway is asked. */
  wholeBody: string;
}

/** From the moment at which a failure can be known, in milliseconds. */
export interface FailureTimes {
  failure: string;
  ours: {
    /** Failure known → next request sent, to whomever. */
    next: Spread;
    /** The last failure of the first choice known → request at the fallback. Null where nobody falls back. */
    switched: Spread | null;
    /** Its first failure known → request at the fallback, its one retry included. */
    fallback: Spread | null;
  };
  /** By retries: failure known → next request sent, and → request at the fallback; null where it has none to send. */
  portkey: { retries: 0 | 1; next: Spread; fallback: Spread }[] | null;
}

interface OurRun {
  next: number;
  switched: number | null;
  fallback: number | null;
}

/** Gates are made anew now and then, since a gate tells all it knows at each report, and here every run is a new key. */
const blockLength = 25;

/** Failures that come at once. Ours and the gateway take turns, so that both meet the same moods of the machine. */
export async function quickFailures(bench: Bench, count: number): Promise<FailureTimes[]> {
  const kinds: { failure: string; manner: Manner; way: Way; gateway: boolean }[] = [
    { failure: "500", manner: "500", way: "chain", gateway: true },
    { failure: "429", manner: "429", way: "chain", gateway: true },
    { failure: "reset in mid-stream", manner: "reset", way: "chain", gateway: false },
    { failure: "broken JSON", manner: "broken-once", way: "extract", gateway: false },
  ];
  const figures: FailureTimes[] = [];
  for (const { failure, manner, way, gateway } of kinds) {
    const ours: OurRun[] = [];
    const theirs: Record<"next" | "fallback", number>[] = [];
    for (let turn = 0; turn < count; turn++) {
      const { seen } = await askOurs(bench, `${manner}-${turn}`, manner, way);
      const again = gateway ? await askPortkey(bench, `portkey-${manner}-${turn}`, manner, 0) : null;
      // The first run of a block meets a gate that has never written.
      if (turn % blockLength === 0) continue;
      ours.push(afterFailure(seen));
      if (again) theirs.push(gatewayAfterFailure(again.seen));
    }
    const retried = gateway ? await retriedByPortkey(bench, manner, Math.ceil(count / 10)) : [];
    figures.push({
      failure,
      ours: ourSpreads(ours),
      portkey: gateway
        ? [
            { retries: 0, ...spreadsOf(theirs) },
            { retries: 1, ...spreadsOf(retried) },
          ]
        : null,
    });
  }
  return figures;
}

/** The gateway with one retry waits a second before it: five at a time, or it would take all day. */
async function retriedByPortkey(bench: Bench, manner: Manner, count: number) {
  const times: Record<"next" | "fallback", number>[] = [];
  for (let turn = 0; turn < count; turn += 5) {
    const five = Array.from({ length: 5 }, async (_, place) => {
      await pause(place * 40);
      return askPortkey(bench, `portkey-again-${manner}-${turn + place}`, manner, 1);
    });
    for (const { seen } of await Promise.all(five)) times.push(gatewayAfterFailure(seen));
  }
  return times;
}

export interface RefusedTimes extends FailureTimes {
  /** Nobody outside sees a refused connection: the whole way from the ask, and the same where nothing fails. */
  fromAsk: Record<"ours" | "portkey", { refused: Spread; well: Spread }>;
}

/** Refused connections. When ours knows of it only its own clock says, in whole milliseconds, rounded down. */
export async function refusedConnections(bench: Bench, count: number): Promise<RefusedTimes> {
  const runs: OurRun[] = [];
  const ways = { ours: { refused: [], well: [] }, portkey: { refused: [], well: [] } };
  const fromAsk: Record<"ours" | "portkey", { refused: number[]; well: number[] }> = ways;
  const offset = epochOffset();
  for (let turn = 0; turn < count; turn++) {
    const refused = await askOurs(bench, `refused-${turn}`, "refused", "chain");
    const well = await askOurs(bench, `well-${turn}`, "well", "chain");
    const theirs = await askPortkey(bench, `portkey-refused-${turn}`, "refused", 0);
    const theirsWell = await askPortkey(bench, `portkey-well-${turn}`, "well", 0);
    if (turn % blockLength === 0) continue;
    const [one, two] = refused.told.fetches;
    if (!one?.failedAt || !two?.failedAt) throw new Error("a refused connection was not seen as such");
    const asked = firstAsked(refused.seen, 1) + offset;
    runs.push({ next: two.sentAt - one.failedAt, switched: asked - two.failedAt, fallback: asked - one.failedAt });
    fromAsk.ours.refused.push(firstAsked(refused.seen, 1) - refused.askedAt);
    fromAsk.ours.well.push(firstAsked(well.seen, 0) - well.askedAt);
    fromAsk.portkey.refused.push(firstAsked(theirs.seen, 1) - theirs.askedAt);
    fromAsk.portkey.well.push(firstAsked(theirsWell.seen, 0) - theirsWell.askedAt);
  }
  const spread = ({ refused, well }: { refused: number[]; well: number[] }) => ({
    refused: spreadOf(refused),
    well: spreadOf(well),
  });
  return {
    failure: "connection refused",
    ours: ourSpreads(runs),
    portkey: null,
    fromAsk: { ours: spread(fromAsk.ours), portkey: spread(fromAsk.portkey) },
  };
}

/** Which gate a run uses, and for how many runs. */
function gateOf(run: string): string {
  const [, name = run, turn = "0"] = /^(.*)-(\d+)$/.exec(run) ?? [];
  return `${name}-${Math.floor(Number(turn) / blockLength)}`;
}

/** One question to a chain of two, of which the first fails in its manner; every circuit closed at the beginning. */
export async function askOurs(
  { ours, upstreams }: Bench,
  run: string,
  manner: Manner | "refused",
  way: Way,
  gate = gateOf(run),
): Promise<{ told: Told; seen: Seen[]; askedAt: number }> {
  const [first, second] = addresses(upstreams, run, manner);
  const members = [
    { gate: `first-${gate}`, keyId: run, baseUrl: first },
    { gate: `second-${gate}`, keyId: run, baseUrl: second },
  ];
  await ours.prepare({ chain: run, members, watched: manner === "refused" });
  const askedAt = performance.now();
  const told = await ours.ask({ chain: run, way, calls: 1 });
  if (told.failure !== null) throw new Error(`${run} was not answered: ${told.failure}`);
  return { told, seen: upstreams.seen(run), askedAt };
}

export function addresses({ urls, refusing }: Upstreams, run: string, manner: Manner | "refused"): [string, string] {
  const first = manner === "refused" ? `${refusing}/v1` : `${urls[0]}/${run}/${manner}/v1`;
  return [first, `${urls[1]}/${run}/well/v1`];
}

/** The same through the gateway. */
export async function askPortkey(
  { portkey, upstreams, wholeBody }: Bench,
  run: string,
  manner: Manner | "refused",
  retries: 0 | 1,
  timeoutMs?: number,
): Promise<{ status: number | null; text: string; seen: Seen[]; askedAt: number }> {
  const targets = addresses(upstreams, run, manner).map((custom_host) => ({
    provider: "openai",
    api_key: "sk-simulated",
    custom_host,
    retry: { attempts: retries },
    ...(timeoutMs === undefined ? {} : { request_timeout: timeoutMs }),
  }));
  const config = JSON.stringify({ strategy: { mode: "fallback" }, targets });
  const headers = { "content-type": "application/json", "x-portkey-config": config };
  const signal = AbortSignal.timeout((timeoutMs ?? 0) + 5_000);
  const askedAt = performance.now();
  let status: number | null = null;
  let text = "";
  try {
    const answer = await fetch(portkey.url, { method: "POST", headers, body: wholeBody, signal });
    status = answer.status;
    text = await answer.text();
  } catch (failure) {
    text = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
  }
  return { status, text, seen: upstreams.seen(run), askedAt };
}

function afterFailure(seen: readonly Seen[]): OurRun {
  const known = atOf(seen, ({ what }) => what === "failed");
  const next = atOf(seen, ({ what, at }) => what === "asked" && at > known);
  if (!seen.some(({ upstream }) => upstream === 1)) return { next: next - known, switched: null, fallback: null };
  const fallback = firstAsked(seen, 1);
  const last = Math.max(...seen.filter(({ what }) => what === "failed").map(({ at }) => at));
  return { next: next - known, switched: fallback - last, fallback: fallback - known };
}

function gatewayAfterFailure(seen: readonly Seen[]): Record<"next" | "fallback", number> {
  const { next, fallback } = afterFailure(seen);
  if (fallback === null) throw new Error("the gateway did not ask the fallback");
  return { next, fallback };
}

export function firstAsked(seen: readonly Seen[], upstream: number): number {
  return atOf(seen, (one) => one.what === "asked" && one.upstream === upstream);
}

function atOf(seen: readonly Seen[], is: (one: Seen) => boolean): number {
  const found = seen.find(is);
  if (!found) throw new Error(`something was not seen: ${JSON.stringify(seen)}`);
  return found.at;
}

function ourSpreads(runs: readonly OurRun[]): FailureTimes["ours"] {
  const some = (times: (number | null)[]): Spread | null => {
    const present = times.filter((time) => time !== null);
    return present.length > 0 ? spreadOf(present) : null;
  };
  return {
    next: spreadOf(runs.map(({ next }) => next)),
    switched: some(runs.map(({ switched }) => switched)),
    fallback: some(runs.map(({ fallback }) => fallback)),
  };
}

function spreadsOf(times: Record<"next" | "fallback", number>[]): Record<"next" | "fallback", Spread> {
  return { next: spreadOf(times.map(({ next }) => next)), fallback: spreadOf(times.map(({ fallback }) => fallback)) };
}
