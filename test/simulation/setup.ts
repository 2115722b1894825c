import type { JobSpec } from "../../worker/analysis/job.ts";
import { specOf } from "../durable-objects/job-fixture.ts";
import type { Random } from "./random.ts";

/** One job of the simulation: what it is asked to do, and which of its contents make trouble. */
export interface Setup {
  spec: JobSpec;
  contents: string[];
  /** Contents whose consumer always dies without a word. */
  deadly: Set<string>;
  /** Contents that nobody can read: their task always fails. */
  unreadable: Set<string>;
  /** Times that somebody asks again for what failed. */
  asksAgain: number;
  /** Milliseconds after which somebody cancels it; null where nobody does. */
  cancelledAfter: number | null;
  /** Milliseconds after which nothing goes wrong any more. */
  calmAfter: number;
}

export function setupOf(random: Random): Setup {
  const count = random.between(0, 19) === 0 ? random.between(0, 2) : random.between(6, 60);
  const contents = Array.from({ length: count }, (_, ordinal) => `c${ordinal}`);
  const minItems = random.between(1, 6);
  const spec = specOf({
    streams: random.between(1, 8),
    itemsPerStream: random.between(1, 4),
    sync: random.chance(0.4) ? "round" : "continuous",
    cluster: random.chance(0.6),
    freezeLabels: random.chance(0.1),
    discovery: { minItems, maxItems: minItems + random.between(0, 6), targetPercentage: 15 },
  });
  spec.limits = { ...spec.limits, maxItems: random.between(2, 5) };
  spec.modules = { ...spec.modules, insights: random.chance(0.8) };
  if (random.chance(0.4)) spec.options = { ...spec.options, maxCostUsd: random.between(2, 16) };
  if (random.chance(0.2)) spec.startLabels = { intent: [{ label: "Refund", description: "" }] };
  const some = (share: number) => new Set(contents.length > 0 && random.chance(share) ? [random.pick(contents)] : []);
  return {
    spec,
    contents,
    deadly: some(0.1),
    unreadable: some(0.25),
    asksAgain: random.between(0, 3),
    cancelledAfter: random.chance(0.2) ? random.between(0, random.pick([300, 90_000])) : null,
    calmAfter: random.between(60, 600) * 1_000,
  };
}
