import { addresses, type Bench } from "./speed-failures.ts";
import { type Spread, spreadOf } from "./speed-figures.ts";
import type { Manner, Seen } from "./speed-upstream.ts";
import type { Way } from "./speed-words.ts";

/** Calls that are made one after another in one request, as in a slice of a job: the first ones warm up. */
const callsABlock = 25;
const warmUp = 3;

/** From one arrival at the upstream to the next: a whole call, and nothing but calls. */
export interface CallTimes {
  call: string;
  times: Spread;
  /** What it is compared with: the same without anything between; null where this is that. */
  bare: Spread | null;
}

type Caller = { call: string; manner: Manner; way: Way } | { call: string; manner: Manner; node: "plain" | "portkey" };

/** The first of a group is what the others are compared with. Long calls are made less often. */
const groups: { callers: Caller[]; calls: number; everyBlock: number }[] = [
  {
    callers: [
      { call: "bare fetch", manner: "well", way: "fetch" },
      { call: "official SDK", manner: "well", way: "sdk" },
      { call: "the pool", manner: "well", way: "chain" },
    ],
    calls: callsABlock,
    everyBlock: 1,
  },
  {
    callers: [
      { call: "bare fetch, token by token", manner: "paced", way: "fetch" },
      { call: "official SDK, token by token", manner: "paced", way: "sdk" },
      { call: "the pool, token by token", manner: "paced", way: "chain" },
    ],
    calls: 10,
    everyBlock: 5,
  },
  {
    callers: [
      { call: "bare fetch, all tokens at once", manner: "fine", way: "fetch" },
      { call: "the same read piece by piece", manner: "fine", way: "read" },
      { call: "official SDK, all tokens at once", manner: "fine", way: "sdk" },
      { call: "the pool, all tokens at once", manner: "fine", way: "chain" },
    ],
    calls: callsABlock,
    everyBlock: 4,
  },
  {
    callers: [
      { call: "bare fetch in Node, not streamed", manner: "well", node: "plain" },
      { call: "Portkey's gateway, not streamed", manner: "well", node: "portkey" },
    ],
    calls: callsABlock,
    everyBlock: 1,
  },
];

/** All take turns, so that all meet the same moods of the machine. */
export async function wholeCalls(bench: Bench, blocks: number): Promise<CallTimes[][]> {
  const measured = groups.map((group) => ({ ...group, times: group.callers.map((): number[] => []) }));
  for (let block = 0; block < blocks; block++) {
    for (const { callers, calls, everyBlock, times } of measured) {
      if (block % everyBlock !== 0) continue;
      for (const [place, caller] of callers.entries()) {
        times[place]?.push(...between(await call(bench, caller, calls, block), calls));
      }
    }
  }
  return measured.map(({ callers, times }) => {
    const [bare, ...others] = times.map((some, place) => ({ call: callers[place]?.call ?? "", times: spreadOf(some) }));
    if (!bare) return [];
    return [{ ...bare, bare: null }, ...others.map((other) => ({ ...other, bare: bare.times }))];
  });
}

async function call(bench: Bench, caller: Caller, calls: number, block: number): Promise<Seen[]> {
  const { manner } = caller;
  const run = `call-${manner}-${"way" in caller ? caller.way : caller.node}-${block}`;
  const [baseUrl] = addresses(bench.upstreams, run, manner);
  if ("way" in caller) {
    await bench.ours.prepare({ chain: run, members: [{ gate: `calls-${manner}`, keyId: "calls", baseUrl }] });
    await askAll(bench, run, caller.way, calls);
  } else await askFromNode(bench, caller.node, baseUrl, calls);
  return bench.upstreams.seen(run);
}

async function askFromNode(
  { portkey, wholeBody }: Bench,
  way: "plain" | "portkey",
  baseUrl: string,
  calls: number,
): Promise<void> {
  const config = JSON.stringify({ provider: "openai", api_key: "sk-simulated", custom_host: baseUrl });
  const json = { "content-type": "application/json" };
  const url = way === "plain" ? `${baseUrl}/chat/completions` : portkey.url;
  const headers = way === "plain" ? json : { ...json, "x-portkey-config": config };
  for (let turn = 0; turn < calls; turn++) {
    const answer = await fetch(url, { method: "POST", headers, body: wholeBody });
    if (answer.status !== 200) throw new Error(`${way}: ${answer.status} ${await answer.text()}`);
    await answer.text();
  }
}

/** The same chain with a first member whose circuit is open, and without it. */
export interface SkipTimes {
  open: Spread;
  without: Spread;
}

export async function openCircuits(bench: Bench, blocks: number): Promise<SkipTimes> {
  const times: Record<keyof SkipTimes, number[]> = { open: [], without: [] };
  for (let block = 0; block < blocks; block++) {
    for (const way of ["open", "without"] as const) {
      const run = `skip-${way}-${block}`;
      const [first, second] = addresses(bench.upstreams, run, "500");
      const skipped = { gate: "skipped", keyId: run, baseUrl: first };
      const other = { gate: "other", keyId: "other", baseUrl: second };
      const members = way === "open" ? [skipped, other] : [other];
      await bench.ours.prepare({ chain: run, members, open: way === "open" });
      await askAll(bench, run, "chain", callsABlock);
      const seen = bench.upstreams.seen(run);
      if (seen.some(({ upstream }) => upstream === 0)) throw new Error("an open circuit was asked");
      times[way].push(...between(seen, callsABlock));
    }
  }
  return { open: spreadOf(times.open), without: spreadOf(times.without) };
}

async function askAll({ ours }: Bench, chain: string, way: Way, calls: number): Promise<void> {
  const { failure } = await ours.ask({ chain, way, calls });
  if (failure !== null) throw new Error(`${chain}: ${failure}`);
}

function between(seen: readonly Seen[], calls: number): number[] {
  const asked = seen.filter(({ what }) => what === "asked").map(({ at }) => at);
  if (asked.length !== calls) throw new Error(`${asked.length} calls instead of ${calls}`);
  return asked.slice(1).flatMap((at, place) => (place < warmUp ? [] : [at - (asked[place] ?? at)]));
}
