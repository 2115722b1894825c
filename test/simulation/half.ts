import { beforeAll, describe, expect, it } from "vitest";
import { runSeeds, type Total } from "./seeds.ts";
import { simulate } from "./simulate.ts";

/** Steps of the two halves together: a million. */
const stepsOfAHalf = 500_000;
/** Milliseconds after which something hangs. */
const longestRun = 300_000;

/** The simulation of the ledger over every second seed; two files, so that two cores share it. */
export function describeHalf(first: number): void {
  describe(`the ledger over the seeds ${first}, ${first + 2}, ${first + 4} …`, () => {
    let total: Total;
    beforeAll(async () => {
      total = await runSeeds(first, 2, stepsOfAHalf);
    }, longestRun);

    it("keeps all its promises at every step", () => {
      expect(total.violations).toEqual([]);
      expect(total.steps).toBeGreaterThanOrEqual(stepsOfAHalf);
    });

    it("has really met every fault", () => {
      expect(Object.entries(total.counts).filter(([, count]) => count === 0)).toEqual([]);
    });

    it("answers most contents all the same", () => {
      expect(total.done / total.contents).toBeGreaterThan(0.9);
    });

    it("goes the same way again with the same seed, whether rows are read anew or not", () => {
      for (const seed of [first, first + 40]) expect(simulate(seed, { forgetful: true })).toEqual(simulate(seed));
    });
  });
}
