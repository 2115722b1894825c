/** One call of a job as the simulated provider saw it; times in milliseconds of one clock. */
export interface JobCall {
  task: number;
  /** Tasks of the same step may run side by side; a step begins when the one before has ended. */
  step: string;
  stream: number;
  beganAt: number;
  endedAt: number;
  /** What the provider was to take, as it was drawn. */
  latencyMs: number;
  /** The same call was made before and came to nothing, e.g. was given up as too late: no part of any ideal. */
  again: boolean;
}

export interface Ideal {
  /** Longest chain of calls that must come one after another. */
  chain: number;
  /** The same chain at the mean latency. */
  chainMs: number;
  /** The schedule of these very calls with their own latencies, nothing between them taking any time. */
  drawnMs: number;
}

/** What became of a job's time, step by step. */
export interface StepLoss {
  step: string;
  calls: number;
  /** From the end of the step before to the end of this one. */
  tookMs: number;
  idealMs: number;
}

/** The steps in the order in which they began, and the calls of each, in order too. */
export function stepsOf(calls: readonly JobCall[]): Map<string, JobCall[]> {
  return Map.groupBy(
    calls.toSorted((a, b) => a.beganAt - b.beganAt),
    ({ step }) => step,
  );
}

/**
 * The shortest time in which these calls can be made with so many at once: one step after another, the calls of one
 * task one after another. With equal latencies this is discovery + ceil(rest / streams) + reconciliation + … calls.
 * With drawn ones the best order of independent tasks is hard to find; taken is the shorter of two plain ones (in the
 * order in which they were made; the longest first, which no scheduler could know), so that it never helps the job.
 */
export function idealOf(calls: readonly JobCall[], streams: number): Ideal {
  const mean = calls.reduce((sum, call) => sum + call.latencyMs, 0) / Math.max(1, calls.length);
  let chain = 0;
  let drawnMs = 0;
  for (const step of stepsOf(calls).values()) {
    chain += shortest(
      lengthsOf(step, () => 1),
      streams,
    );
    drawnMs += shortest(
      lengthsOf(step, ({ latencyMs }) => latencyMs),
      streams,
    );
  }
  return { chain, chainMs: chain * mean, drawnMs };
}

/** Where the time of a job went. @param begunAt when it was asked for @param endedAt when its end was told */
export function lossesOf(calls: readonly JobCall[], streams: number, begunAt: number, endedAt: number): StepLoss[] {
  let before = begunAt;
  const losses = [...stepsOf(calls)].map(([step, own]): StepLoss => {
    const end = Math.max(...own.map((call) => call.endedAt));
    const idealMs = shortest(
      lengthsOf(own, ({ latencyMs }) => latencyMs),
      streams,
    );
    const loss = { step, calls: own.length, tookMs: end - before, idealMs };
    before = end;
    return loss;
  });
  return [...losses, { step: "end", calls: 0, tookMs: endedAt - before, idealMs: 0 }];
}

/**
 * For each call how long it could have begun before it did: from the moment at which its stream was free and the step
 * before had ended. The first call of a job waits since the job was asked for.
 */
export function platformTimes(calls: readonly JobCall[], begunAt: number): { call: JobCall; waitedMs: number }[] {
  const freeAt = new Map<number, number>();
  let before = begunAt;
  return [...stepsOf(calls).values()].flatMap((step) => {
    const ready = before;
    before = Math.max(...step.map((call) => call.endedAt));
    return step.map((call) => {
      const waitedMs = call.beganAt - Math.max(ready, freeAt.get(call.stream) ?? 0);
      freeAt.set(call.stream, call.endedAt);
      return { call, waitedMs };
    });
  });
}

/** How long each task of a step takes, by the order of its first call. */
function lengthsOf(step: readonly JobCall[], lengthOf: (call: JobCall) => number): number[] {
  const needed = step.filter(({ again }) => !again);
  const tasks = Map.groupBy(needed, ({ task }) => task);
  return [...tasks.values()].map((own) => own.reduce((sum, call) => sum + lengthOf(call), 0));
}

function shortest(lengths: number[], machines: number): number {
  const longestFirst = lengths.toSorted((a, b) => b - a);
  return Math.min(listSchedule(lengths, machines), listSchedule(longestFirst, machines));
}

/** Each in its turn to whoever is free first (Graham 1966). @returns when all are done */
export function listSchedule(lengths: readonly number[], machines: number): number {
  const free = new Array<number>(Math.max(1, Math.min(machines, lengths.length))).fill(0);
  for (const length of lengths) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + length;
  }
  return Math.max(...free);
}
