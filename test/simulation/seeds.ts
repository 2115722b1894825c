import { setImmediate } from "node:timers/promises";
import { allFaults, type Fault } from "./faults.ts";
import { type Run, simulate } from "./simulate.ts";

const mostViolations = 5;

/** What many seeds came to. */
export interface Total {
  seeds: number;
  steps: number;
  violations: string[];
  counts: Record<Fault, number>;
  /** Contents of the jobs that nobody cancelled, and those of them with a model's answer. */
  contents: number;
  done: number;
}

/** Runs seed after seed until so many steps are done. @param stride distance from one seed to the next */
export async function runSeeds(first: number, stride: number, steps: number): Promise<Total> {
  const counts = Object.fromEntries(allFaults.map((fault) => [fault, 0])) as Record<Fault, number>;
  const total: Total = { seeds: 0, steps: 0, violations: [], counts, contents: 0, done: 0 };
  for (let seed = first; total.steps < steps && total.violations.length < mostViolations; seed += stride) {
    add(total, simulate(seed));
    // Whoever watches the run hears of it in between.
    if (total.seeds % 50 === 0) await setImmediate();
  }
  return total;
}

function add(total: Total, run: Run): void {
  total.seeds += 1;
  total.steps += run.steps;
  if (run.violation !== null) total.violations.push(run.violation);
  for (const [fault, count] of run.counts) total.counts[fault] += count;
  if (run.contents.cancelled) return;
  total.contents += run.contents.all;
  total.done += run.contents.done;
}
