import type { CallTimes, SkipTimes } from "./speed-calls.ts";
import type { FailureTimes, RefusedTimes } from "./speed-failures.ts";
import { cellsOf, halfAndMost, met, ratio, type Spread, short } from "./speed-figures.ts";
import type { HangTimes, Observation } from "./speed-hangs.ts";

/** Goals in milliseconds; for the failures they hold for the 99th percentile, for the rest for the median. */
const goals = { next: 50, all: 2_000, overhead: 10, skip: 5 };

export function printCalls(groups: readonly CallTimes[][], pieces: number): void {
  console.log(
    `Whole calls, one after another (goal: the pool < ${goals.overhead} over a bare fetch). Answers come at once in pieces\n` +
      `of 64 characters; token by token: in ${pieces} pieces of 4, some 4 a millisecond; all at once, these are bare work`,
  );
  console.table(
    groups.flat().map(({ call, times, bare }) => ({
      call,
      ...cellsOf(times),
      "p50 over bare": bare ? short(times.p50 - bare.p50) : "",
      ratio: bare ? ratio(times.p50, bare.p50) : "",
      goal: bare && call.startsWith("the pool") ? met(times.p50 - bare.p50, goals.overhead) : "",
    })),
  );
}

export function printSkips({ open, without }: SkipTimes): void {
  console.log(`A chain of two whose first circuit is open, and its second alone (goal: difference < ${goals.skip})`);
  const difference = open.p50 - without.p50;
  console.table([
    { chain: "well", ...cellsOf(without), "p50 more": "", ratio: "", goal: "" },
    {
      chain: "open, well",
      ...cellsOf(open),
      "p50 more": short(difference),
      ratio: ratio(open.p50, without.p50),
      goal: met(difference, goals.skip),
    },
  ]);
}

export function printFailures(failures: readonly FailureTimes[]): void {
  console.log(
    `Failure known → next request sent, to whomever. After all but a 429 and broken JSON that is a retry of the same\n` +
      `model, which waits 10–40 on purpose (goal: p99 < ${goals.next})`,
  );
  const rows = (which: (ours: FailureTimes["ours"]) => Spread | null, goal: number) =>
    failures.flatMap(({ failure, ours }) => {
      const times = which(ours);
      return times ? [{ failure, ...cellsOf(times), goal: met(times.p99, goal) }] : [];
    });
  console.table(rows(({ next }) => next, goals.next));
  console.log(`Last failure of the first choice known → request at the fallback (goal: p99 < ${goals.next})`);
  console.table(rows(({ switched }) => switched, goals.next));
  console.log(
    `First failure known → request at the fallback: the retry and what its failing took (a reset: 30) included (goal: ` +
      `p99 < ${goals.all})`,
  );
  console.table(rows(({ fallback }) => fallback, goals.all));
}

export function printHangs(hangs: readonly HangTimes[]): void {
  const deadlines = [...new Set(hangs.map(({ deadlineMs }) => deadlineMs))].join(" and ");
  console.log(
    `Hang: beyond the learned deadline (${deadlines}) until the request at the fallback (goal: p99 < ${goals.next})`,
  );
  console.table(hangs.map(({ failure, ours }) => ({ failure, ...cellsOf(ours), goal: met(ours.p99, goals.next) })));
}

/** Ours beside the gateway, p50 / p99. */
export function printBeside(
  quick: readonly FailureTimes[],
  refused: RefusedTimes,
  hangs: readonly HangTimes[],
  observed: readonly Observation[],
): void {
  console.log(
    "Beside Portkey's gateway, failure known → request at the fallback, p50 / p99: with 0 retries against ours after its\n" +
      "last try, with 1 retry against ours from its first failure (ours never retries a 429 while another can answer)",
  );
  console.table(quick.flatMap(beside));
  console.log("The same where a connection is refused, from the ask on, p50 / p99");
  const { ours, portkey } = refused.fromAsk;
  console.table([
    { who: "ours (two refusals and 10–40 between them)", ...fromAsk(ours), ratio: "" },
    {
      who: "Portkey, 0 retries (one refusal)",
      ...fromAsk(portkey),
      ratio: `ours ${ratio(ours.refused.p50, portkey.refused.p50)}`,
    },
  ]);
  console.log("The same for a hang: beyond the deadline, from the arrival of the request that hangs, p50 / p99");
  console.table(
    hangs.map(({ failure, oursFromArrival, portkey: theirs }) => ({
      failure,
      ours: halfAndMost(oursFromArrival),
      Portkey: theirs ? halfAndMost(theirs) : "not handled, see below",
      "ours / Portkey, p50": theirs ? ratio(oursFromArrival.p50, theirs.p50) : "",
    })),
  );
  console.log("What Portkey's gateway did (fallback over two, 0 retries, request_timeout 1000, broken off after 6 s)");
  for (const { failure, tries, fellBack, saw } of observed) {
    console.log(`  ${failure}: asked the fallback in ${fellBack} of ${tries}; came back: ${saw.join(" | ")}`);
  }
  console.log("  open circuit: this edition has none.\n");
}

function beside({ failure, ours, portkey }: FailureTimes): Record<string, string | number>[] {
  return (portkey ?? []).map(({ retries, next, fallback }) => {
    const mine = retries === 0 ? ours.switched : ours.fallback;
    return {
      failure,
      "Portkey's retries": retries,
      ours: mine ? halfAndMost(mine) : "",
      "Portkey → next": halfAndMost(next),
      "Portkey → fallback": halfAndMost(fallback),
      "ours / Portkey, p50": mine ? ratio(mine.p50, fallback.p50) : "",
    };
  });
}

function fromAsk({ refused, well }: Record<"refused" | "well", Spread>): Record<string, string> {
  return {
    refused: halfAndMost(refused),
    "nothing refused": halfAndMost(well),
    "p50 more": short(refused.p50 - well.p50),
  };
}
