import { setTimeout as pause } from "node:timers/promises";
import { addresses, askOurs, askPortkey, type Bench, firstAsked } from "./speed-failures.ts";
import { epochOffset, type Spread, spreadOf } from "./speed-figures.ts";
import type { Manner } from "./speed-upstream.ts";

export interface HangTimes {
  failure: string;
  /** What was learned, and given to the gateway as its `request_timeout`. */
  deadlineMs: number;
  /** Beyond the deadline, counted from the moment at which ours took the call in hand. */
  ours: Spread;
  /** Beyond the deadline, counted from the arrival of the request that hangs: how the gateway's must be counted. */
  oursFromArrival: Spread;
  portkey: Spread | null;
}

/** So many good answers teach the deadlines. */
const lessons = 25;
/** Hangs are long: a new one begins so soon after the one before. */
const staggerMs = 60;

/** Upstreams that never answer: not at all, or with headers and nothing more. */
export async function hangs(bench: Bench, count: number): Promise<HangTimes[]> {
  const manners: { failure: string; manner: Manner; gateway: boolean }[] = [
    { failure: "hang", manner: "hang", gateway: true },
    { failure: "hang after headers", manner: "hang-after-headers", gateway: false },
  ];
  const offset = epochOffset();
  const times: HangTimes[] = [];
  for (const { failure, manner, gateway } of manners) {
    const gate = `learned-${manner}`;
    const [first, second] = addresses(bench.upstreams, gate, "well");
    const members = [
      { gate: `first-${gate}`, keyId: "teacher", baseUrl: first },
      { gate: `second-${gate}`, keyId: "teacher", baseUrl: second },
    ];
    await bench.ours.prepare({ chain: gate, members });
    await bench.ours.ask({ chain: gate, way: "chain", calls: lessons });
    const { deadlineMs } = await bench.ours.ask({ chain: gate, way: "chain", calls: 1 });
    if (deadlineMs >= 15_000) throw new Error("no deadline was learned");

    const ours = await staggered(count, async (turn) => {
      const { told, seen } = await askOurs(bench, `${manner}-${turn}`, manner, "chain", gate);
      const [hung] = told.attempts;
      if (hung?.outcome !== "timeout" || told.deadlineMs !== deadlineMs) throw new Error("it did not hang as learned");
      const next = firstAsked(seen, 1);
      return { whole: next + offset - hung.sentAt, fromArrival: next - firstAsked(seen, 0) };
    });
    const theirs = gateway
      ? await staggered(count, async (turn) => {
          const { seen } = await askPortkey(bench, `portkey-${manner}-${turn}`, manner, 0, deadlineMs);
          return firstAsked(seen, 1) - firstAsked(seen, 0);
        })
      : null;
    times.push({
      failure,
      deadlineMs,
      ours: spreadOf(ours.map(({ whole }) => whole - deadlineMs)),
      oursFromArrival: spreadOf(ours.map(({ fromArrival }) => fromArrival - deadlineMs)),
      portkey: theirs && spreadOf(theirs.map((time) => time - deadlineMs)),
    });
  }
  return times;
}

async function staggered<Result>(count: number, run: (turn: number) => Promise<Result>): Promise<Result[]> {
  const running: Promise<Result>[] = [];
  for (let turn = 0; turn < count; turn++) {
    const begun = run(turn);
    // Whoever fails is heard below, where all are awaited.
    begun.catch(() => {});
    running.push(begun);
    await pause(staggerMs);
  }
  return Promise.all(running);
}

/** What the gateway did with a failure, tried a few times. */
export interface Observation {
  failure: string;
  tries: number;
  /** Times that the fallback was asked. */
  fellBack: number;
  /** In words, each once. */
  saw: string[];
}

/** Failures that the gateway's documentation does not claim to handle: what it does is looked at, not timed. */
export async function observePortkey(bench: Bench): Promise<Observation[]> {
  const streamed = JSON.stringify({ ...(JSON.parse(bench.wholeBody) as object), stream: true });
  const tried: { failure: string; manner: Manner; body: string }[] = [
    { failure: "no failure", manner: "well", body: bench.wholeBody },
    { failure: "no failure, streamed", manner: "well", body: streamed },
    { failure: "reset in the middle", manner: "reset", body: bench.wholeBody },
    { failure: "reset in mid-stream", manner: "reset", body: streamed },
    { failure: "broken JSON", manner: "broken-once", body: bench.wholeBody },
    { failure: "hang after headers", manner: "hang-after-headers", body: bench.wholeBody },
  ];
  const observations: Observation[] = [];
  for (const { failure, manner, body } of tried) {
    const asked = await Promise.all(
      Array.from({ length: 3 }, (_, turn) =>
        askPortkey({ ...bench, wholeBody: body }, `observed ${failure} ${turn}`.replaceAll(" ", "-"), manner, 0, 1_000),
      ),
    );
    const saw = asked.map(({ status, text }) => (status === null ? text : `${status} ${inWords(text)}`));
    const fellBack = asked.filter(({ seen }) => seen.some(({ upstream }) => upstream === 1)).length;
    observations.push({ failure, tries: asked.length, fellBack, saw: [...new Set(saw)] });
  }
  return observations;
}

/** Whether the reply in an answer is whole; what is no answer at all is shown. */
function inWords(text: string): string {
  if (/"status": ?"failure"|"error"|^\S*Error\b/.test(text)) return text.slice(0, 80);
  try {
    const { choices } = JSON.parse(text) as { choices?: { message?: { content?: string } }[] };
    JSON.parse(choices?.[0]?.message?.content ?? "");
    return "a whole answer";
  } catch {
    return text.includes("[DONE]") ? "a whole stream" : "an answer whose JSON is cut off";
  }
}
