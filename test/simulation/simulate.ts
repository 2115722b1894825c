import type { JobRow } from "../../durable-objects/ledger/rows.ts";
import type { Fault } from "./faults.ts";
import { Violation } from "./process.ts";
import { type Variant, World } from "./world.ts";

/** How one seed went. */
export interface Run {
  seed: number;
  steps: number;
  /** Fingerprint of everything that happened, in its order. */
  trace: number;
  /** What did not hold; null where everything did. */
  violation: string | null;
  counts: Map<Fault, number>;
  /** Contents, by how they ended. */
  contents: { all: number; done: number; fallback: number; failed: number; cancelled: boolean };
}

/** Steps within which a job ends once nothing goes wrong any more, and virtual time after its end for latecomers. */
const mostSteps = 60_000;
const mostCalmMilliseconds = 3_600_000;
const afterwardsMilliseconds = 120_000;

/** Runs one job to its end, looking at every step. */
export function simulate(seed: number, variant: Variant = {}): Run {
  const world = new World(seed, variant);
  const { schedule, books, faults, setup } = world;
  let violation: string | null = null;
  try {
    let overAt: number | null = null;
    while (overAt === null || schedule.time < overAt + afterwardsMilliseconds) {
      if (!schedule.step()) break;
      books.look(world.now());
      if (world.provider.violation !== null) throw new Violation(world.provider.violation);
      if (!world.over()) overAt = null;
      else overAt ??= schedule.time;
      const late = schedule.time > setup.calmAfter + mostCalmMilliseconds || schedule.steps > mostSteps;
      if (overAt === null && late) throw new Violation(`every job ends: ${inShort(books.job())}`);
    }
    books.close();
  } catch (failure) {
    if (!(failure instanceof Violation)) throw new Error(`seed ${seed}, step ${schedule.steps}`, { cause: failure });
    violation = `seed ${seed}, step ${schedule.steps}, ${Math.round(schedule.time)} ms: ${failure.message}`;
  }
  const job = books.job();
  const run = {
    seed,
    steps: schedule.steps,
    trace: schedule.trace,
    violation,
    counts: faults.counts,
    contents: {
      all: setup.contents.length,
      done: job?.items_done ?? 0,
      fallback: job?.items_fallback ?? 0,
      failed: job?.items_failed ?? 0,
      cancelled: job?.status === "cancelled",
    },
  };
  world.storage.close();
  return run;
}

function inShort(job: JobRow | undefined): string {
  return JSON.stringify(job === undefined ? "no job" : { ...job, spec: "" });
}
