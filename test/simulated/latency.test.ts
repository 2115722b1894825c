import { expect, test } from "vitest";
import { openBehaviours } from "./behaviours.ts";

const draw = (seed: number, latencySigma: number): number[] => {
  const behaviours = openBehaviours(seed);
  behaviours.change(undefined, { latencyMs: 1_000, latencySigma });
  return Array.from({ length: 5_000 }, () => behaviours.nextLatency("any"));
};

test("without a sigma every call takes as long as the next", () => {
  expect(new Set(draw(1, 0))).toEqual(new Set([1_000]));
});

test("with one the latencies are drawn around their mean, with a long tail, and the same for the same seed", () => {
  const drawn = draw(1, 0.8);
  expect(draw(1, 0.8)).toEqual(drawn);
  expect(draw(2, 0.8)).not.toEqual(drawn);
  const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
  expect(mean).toBeGreaterThan(920);
  expect(mean).toBeLessThan(1_080);
  const sorted = drawn.toSorted((a, b) => a - b);
  expect(sorted[2_500]).toBeGreaterThan(650);
  expect(sorted[2_500]).toBeLessThan(800);
  expect(sorted[4_950]).toBeGreaterThan(3_800);
});
