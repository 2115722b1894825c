import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimate, type Load, type Reader } from "../../../worker/analysis/estimate.ts";
import { type Done, nextStep } from "../../../worker/analysis/plan.ts";
import { packRound, targetBatchSize } from "../../../worker/analysis/reading/batch.ts";
import { discoveryTarget, isDry, pickDiverse } from "../../../worker/analysis/reading/discover.ts";
import { ownPriceList } from "../../../worker/models/price.ts";
import { specOf } from "../../durable-objects/job-fixture.ts";

const limits = { contextTokens: 20_000, outputTokens: 8_000, maxItems: 20 };

describe("batches", () => {
  it("give every stream work before they grow", () => {
    expect(targetBatchSize(64, 8, 4, limits)).toBe(8);
    expect(targetBatchSize(10, 8, 4, limits)).toBe(4);
    expect(targetBatchSize(100_000, 8, 4, limits)).toBe(20);
  });

  it("hold each content once, in order, and fit the context", () => {
    const items = fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 20 }), (tokens, streams, size) => {
        const contents = tokens.map((count, ordinal) => ({ ordinal, tokens: count }));
        const batches = packRound(contents, streams, size, limits);
        expect(batches.length).toBeLessThanOrEqual(streams);
        const ordinals = batches.flat();
        expect(ordinals).toEqual(contents.slice(0, ordinals.length).map(({ ordinal }) => ordinal));
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(size);
          const sum = batch.reduce((total, ordinal) => total + (tokens[ordinal] ?? 0), 0);
          if (batch.length > 1) expect(sum).toBeLessThanOrEqual(limits.contextTokens);
        }
      }),
    );
  });
});

describe("discovery", () => {
  const discovery = { targetPercentage: 15, minItems: 50, maxItems: 150 };

  it("reads a share of the contents within its limits, and all where there are few", () => {
    expect([20, 200, 600, 100_000].map((contents) => discoveryTarget(contents, discovery))).toEqual([20, 50, 90, 150]);
  });

  it("ends when two batches in a row bring nothing new, but not before the least is read", () => {
    expect(isDry([5, 0, 0], 60, discovery)).toBe(true);
    expect(isDry([5, 0, 0], 40, discovery)).toBe(false);
    expect(isDry([5, 0, 1], 60, discovery)).toBe(false);
  });

  it("chooses contents of every language and length, each once, the same ones every time", () => {
    const candidates = Array.from({ length: 1_000 }, (_, ordinal) => ({
      ordinal,
      tokens: (ordinal * 37) % 900,
      language: ordinal % 100 === 0 ? "ja" : ordinal % 10 === 0 ? "de" : "en",
      kind: "conversation",
      occurredAt: ordinal * 1_000,
      title: `words about topic ${ordinal % 17}`,
    }));
    const picked = pickDiverse(candidates, 100);
    expect(new Set(picked).size).toBe(100);
    expect(pickDiverse(candidates, 100)).toEqual(picked);
    const languages = new Set(picked.map((ordinal) => candidates[ordinal]?.language));
    expect(languages).toEqual(new Set(["en", "de", "ja"]));
  });
});

function doneOf(more: Partial<Done>): Done {
  return {
    spec: specOf(),
    phase: "discovery",
    round: 0,
    discoveryRate: [],
    discoveryRead: 0,
    sample: [],
    rest: [],
    restCount: 0,
    contents: 1_000,
    labels: {},
    looks: {},
    clusterIds: null,
    gathered: null,
    ...more,
  };
}

const items = (count: number) => Array.from({ length: count }, (_, ordinal) => ({ ordinal, tokens: 100 }));

describe("the plan", () => {
  it("discovers in sequence: one batch at a time", () => {
    const step = nextStep(doneOf({ sample: items(50), rest: items(80), restCount: 300 }));
    expect(step).toMatchObject({ phase: "discovery", tasks: [{ stream: 0 }] });
  });

  it("gives each stream one batch a round", () => {
    const step = nextStep(doneOf({ rest: items(80), restCount: 300 }));
    if (step === "finished") throw new Error("there is work left");
    expect(step.phase).toBe("classification");
    expect(step.tasks.map(({ stream }) => stream)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("reconciles only open facets that have two labels or more", () => {
    const label = (name: string) => ({ label: name, count: 1, description: "" });
    const two = nextStep(doneOf({ phase: "classification", labels: { intent: [label("A"), label("B")] } }));
    expect(two).toMatchObject({ phase: "reconciliation", tasks: [{ input: { name: "reconcile", facet: "intent" } }] });
    const one = nextStep(doneOf({ phase: "classification", labels: { intent: [label("A")] } }));
    expect(one).toMatchObject({ phase: "clustering" });
  });

  it("leaves frozen labels alone and passes over clustering that is switched off", () => {
    const spec = specOf({ freezeLabels: true, basedOn: "an_x", cluster: false });
    expect(nextStep(doneOf({ spec, phase: "classification" }))).toMatchObject({ phase: "insights" });
  });

  it("names clusters, gathers, sums up and ends", () => {
    expect(nextStep(doneOf({ phase: "clustering", clusterIds: [["c0"]] }))).toMatchObject({
      round: 1,
      tasks: [{ input: { name: "name-clusters", clusterIds: ["c0"] } }],
    });
    expect(nextStep(doneOf({ phase: "clustering", round: 1, clusterIds: [["c0"]] }))).toMatchObject({
      phase: "insights",
    });
    expect(nextStep(doneOf({ phase: "insights" }))).toBe("finished");
    expect(nextStep(doneOf({ phase: "summary" }))).toBe("finished");
  });
});

describe("an estimate", () => {
  it("grows with the contents and never calls an unknown price free", () => {
    const spec = specOf();
    const exact = { low: 1, mid: 1, high: 1 };
    const reader = {
      model: "a/b",
      limits,
      factors: { latin: exact, cjk: exact, other: { low: 1, mid: 2, high: 3 } },
      tokensOfAPicture: 1_000,
      overheadTokens: 0,
      replyTokens: 100,
      secondsPerCall: 1,
      secondsPerItem: 0,
      assumptions: [],
    };
    const of = (contents: number, prices: Reader["prices"], load: Partial<Load> = {}) =>
      estimate(
        { contents, counted: { latin: contents * 200 }, images: 0, ...load },
        spec,
        spec.options,
        { ...reader, prices },
        0,
      );
    const price = (input: number, output: number) => ownPriceList({ input, output });
    expect(of(1_000, price(1, 4)).calls).toBeGreaterThan(of(100, price(1, 4)).calls);
    expect(of(100, null)).toMatchObject({ costUsd: null, costKnown: false });
    expect(of(100, price(0, 0)).costUsd).toEqual({ low: 0, mid: 0, high: 0 });
    const plain = of(100, null).inputTokens.mid;
    expect(of(100, null, { images: 3 }).inputTokens.mid).toBe(plain + 3_000);
    const cyrillic = of(100, null, { counted: { other: 20_000 } }).inputTokens;
    expect(cyrillic.mid).toBe(plain + 20_000);
    expect(cyrillic.high - cyrillic.low).toBe(40_000);
  });

  it("names level by level from the base upwards", () => {
    const clusterIds = [["c3", "c4"], ["c1", "c2"], ["c0"]];
    const named = (round: number) => {
      const step = nextStep(doneOf({ phase: "clustering", round, clusterIds }));
      if (step === "finished" || step.phase !== "clustering") return step;
      return step.tasks.map(({ input, round: of }) => [of, input.name === "name-clusters" ? input.clusterIds : null]);
    };
    expect(named(0)).toEqual([[1, ["c3", "c4"]]]);
    expect(named(1)).toEqual([[2, ["c1", "c2"]]]);
    expect(named(2)).toEqual([[3, ["c0"]]]);
    expect(named(3)).toMatchObject({ phase: "insights" });
  });

  describe("with a model for vectors", () => {
    const options = { ...specOf().options, embeddingModel: "v/e", streams: 4, minClusterSize: 5 };
    const spec = { ...specOf(), options };
    const clustering = (more: Partial<Done>) => nextStep(doneOf({ spec, phase: "clustering", ...more }));

    it("asks for vectors in pieces over all streams, then groups, then names", () => {
      const first = nextStep(doneOf({ spec, phase: "reconciliation", round: 9, contents: 500 }));
      if (first === "finished") throw new Error("it ended");
      const inputs = first.tasks.map(({ input }) => input);
      expect(first).toMatchObject({ phase: "clustering", round: 0 });
      expect(inputs.map((input) => (input.name === "embed" ? [input.from, input.to] : []))).toEqual([
        [0, 96],
        [96, 192],
        [192, 288],
        [288, 384],
        [384, 480],
        [480, 500],
      ]);
      expect(first.tasks.map(({ stream }) => stream)).toEqual([0, 1, 2, 3, 0, 1]);
      expect(clustering({ round: 0, contents: 500 })).toMatchObject({
        round: 1,
        tasks: [{ input: { name: "cluster", embedded: true } }],
      });
      expect(clustering({ round: 1, contents: 500, clusterIds: [["c0"]] })).toMatchObject({
        round: 2,
        tasks: [{ input: { name: "name-clusters" } }],
      });
      expect(clustering({ round: 2, contents: 500, clusterIds: [["c0"]] })).toMatchObject({ phase: "insights" });
    });

    it("asks for none where all contents are one group anyway", () => {
      expect(nextStep(doneOf({ spec, phase: "reconciliation", round: 9, contents: 9 }))).toMatchObject({
        round: 0,
        tasks: [{ input: { name: "cluster", embedded: false } }],
      });
    });

    it("asks for none where nothing is clustered", () => {
      const off = { ...spec, options: { ...options, cluster: false } };
      expect(nextStep(doneOf({ spec: off, phase: "reconciliation", round: 9 }))).toMatchObject({ phase: "insights" });
    });
  });
});
