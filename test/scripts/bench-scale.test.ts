import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { seeded } from "../../scripts/chaos/contents.ts";
import { MemoryPeaks } from "../bench/memory-peaks.ts";
import { PhaseTimes } from "../bench/phase-times.ts";
import { middleOf, rateOf } from "../bench/rates.ts";
import { scaleContents } from "../bench/scale-contents.ts";

const sample = readFileSync(path.join(import.meta.dirname, "../../web/public/sample.jsonl"), "utf8");
const first = (count: number, seed: number): string[] => {
  const lines = scaleContents(sample, 2_048, seeded(seed));
  return Array.from({ length: count }, () => lines.next().value);
};

describe("Contents made for the benchmarks", () => {
  it("are about as long as was asked for, and no two are alike", () => {
    const lines = first(500, 1);
    const mean = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0) / lines.length;
    expect(mean).toBeGreaterThan(1_850);
    expect(mean).toBeLessThan(2_250);
    const said = lines.map((line) => JSON.stringify((JSON.parse(line) as { messages: unknown }).messages));
    expect(new Set(said).size).toBe(500);
  });

  it("are the same for the same seed and others for another", () => {
    expect(first(20, 7)).toEqual(first(20, 7));
    expect(first(20, 8)).not.toEqual(first(20, 7));
  });
});

describe("Time of the phases", () => {
  it("counts what lies between two looks to the phase that was seen at the second", () => {
    const times = new PhaseTimes(1_000);
    times.seen("discovery", 10, 2_000);
    times.seen("discovery", 20, 2_500);
    times.seen("classification", 90, 5_500);
    expect(times.list()).toEqual([
      { phase: "discovery", seconds: 1.5, items: 20 },
      { phase: "classification", seconds: 3, items: 70 },
    ]);
  });
});

describe("Peaks of memory", () => {
  const usage = (usedSize: number, backingStorageSize = 0) => ({
    usedSize,
    totalSize: 500,
    embedderHeapUsedSize: 1,
    backingStorageSize,
  });

  it("keep the most with garbage and the most after a collection apart, each with its phase", () => {
    const peaks = new MemoryPeaks();
    peaks.add("small", "import", usage(5), false);
    peaks.add("large", "import", usage(100, 50), false);
    peaks.add("large", "import", usage(60, 50), true);
    peaks.add("large", "clustering", usage(80, 60), true);
    expect(peaks.list().map(({ isolate }) => isolate)).toEqual(["large", "small"]);
    expect(peaks.list()[0]).toMatchObject({ most: 151, phase: "import", mostHeld: 141, heldPhase: "clustering" });
    expect(peaks.list()[1]).toMatchObject({ mostHeld: null, samples: 1 });
  });
});

describe("Rates", () => {
  it("are those of the run in the middle by processor time", () => {
    const rates = [rateOf(8e6, 2, 4), rateOf(8e6, 1, 1), rateOf(8e6, 9, 2)];
    expect(middleOf(rates)).toEqual({ wall: 8 / 9, core: 4 });
    expect(() => middleOf([])).toThrow("nothing was measured");
  });
});
