import { describe, expect, it } from "vitest";
import { answerCounts, answered, left, through, toAskAgain } from "../../web/answered.ts";
import { askedModels } from "../../web/asked-models.ts";
import { chainWords } from "../../web/chain.ts";
import { compared } from "../../web/compared.ts";
import { localTimes } from "../../web/format.ts";
import { usageMayMove } from "../../web/live-state.ts";
import { readBudget, readOptions } from "../../web/options.ts";
import { blamedModel, pauseKind, resumesPlainly } from "../../web/pause-kind.ts";
import { restInWords, restOf } from "../../web/rest.ts";
import { troublesOf } from "../../web/trouble.ts";
import { type Analysis, type Estimate, pauseKindSchema } from "../../worker/contract/analysis.ts";
import type { ModelHealth, ProviderHealth } from "../../worker/contract/provider.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString();

describe("contents that are through", () => {
  const progress = { itemsTotal: 100, itemsDone: 85, itemsFallback: 10, itemsFailed: 3 };

  it("are those of the model and those of the built-in engine: no share is above the whole", () => {
    expect([answered(progress), through(progress), left(progress)]).toEqual([95, 98, 2]);
    expect(through({ ...progress, itemsDone: 90, itemsFailed: 0 })).toBe(progress.itemsTotal);
  });

  it("can be asked again where no model answered; what the built-in engine was asked for is as asked", () => {
    expect(toAskAgain({ model: "claude/haiku", progress })).toBe(13);
    expect(toAskAgain({ model: "local/lexical", progress })).toBe(3);
  });

  it("are counted by who answered", () => {
    expect(answerCounts(["b/y", "a/x", "b/y", "local/lexical"].map((model) => ({ model })))).toEqual([
      { model: "b/y", count: 2 },
      { model: "a/x", count: 1 },
      { model: "local/lexical", count: 1 },
    ]);
  });
});

describe("what pauses a job", () => {
  it("is what the server says; where nobody said, the plain way on is shown", () => {
    expect(pauseKind({ pauseKind: "month" })).toBe("month");
    expect(pauseKind({ pauseKind: null })).toBe("by-hand");
  });

  it("is no use to resume where something has to be changed first", () => {
    const plain = pauseKindSchema.options.filter(resumesPlainly);
    expect(plain).toEqual(["by-hand", "no-provider"]);
  });

  it("names the model that is to blame, else the first that is asked", () => {
    const blamed = (pauseReason: string, fallbackModels: string[]) =>
      blamedModel({ model: "a/x", options: { fallbackModels } as Analysis["options"], pauseReason });
    expect(blamed("b/y refused the key (401)", ["b/y"])).toBe("b/y");
    expect(blamed("no model is set up", ["b/y"])).toBe("a/x");
  });

  it("may be the model whose vectors clusters rest on, whoever reads", () => {
    const blamed = (model: string, pauseReason: string) =>
      blamedModel({
        model,
        options: { fallbackModels: [], cluster: true, embeddingModel: "v/x-embed" } as Partial<
          Analysis["options"]
        > as Analysis["options"],
        pauseReason,
      });
    const reason = "v/x-embed refused the key (401)";
    for (const model of ["a/x", "v/x", "local/lexical"]) expect(blamed(model, reason)).toBe("v/x-embed");
    expect(blamed("v/x", "v/x refused the key (401)")).toBe("v/x");
    expect(blamed("a/x", "no model answers")).toBe("a/x");
    expect(blamed("local/lexical", "no model answers")).toBe("v/x-embed");
  });
});

describe("the rest of a job", () => {
  const spread = (mid: number) => ({ low: mid / 2, mid, high: mid * 2 });
  const estimate: Estimate = {
    model: "a/x",
    calls: 40,
    batchSize: 10,
    inputTokens: spread(1000),
    outputTokens: spread(100),
    costUsd: spread(2),
    costKnown: true,
    seconds: spread(200),
    cached: 0,
    assumptions: [],
  };
  const progress = { itemsTotal: 400, itemsDone: 250, itemsFallback: 30, itemsFailed: 20 } as Analysis["progress"];

  it("takes the share of the estimate that its contents are of all, and says so", () => {
    const rest = restOf({ progress, estimate });
    expect(rest).toEqual({ contents: 100, share: 0.25, costUsd: 0.5, seconds: 50 });
    expect(restInWords(rest)).toBe("about $0.50, 50s (25% of the estimate for the whole)");
  });

  it("never makes a number of an unknown price, nor of no estimate", () => {
    expect(restInWords(restOf({ progress, estimate: { ...estimate, costKnown: false } }))).toContain(
      "its price is unknown",
    );
    expect(restInWords(restOf({ progress, estimate: null }))).toBe("Nothing was estimated for it.");
  });
});

describe("estimate and actual", () => {
  it("are compared in words that are true of the numbers", () => {
    expect([compared(100, 61), compared(100, 130), compared(100, 100), compared(10, 24)]).toEqual([
      "39% below",
      "30% above",
      "as said",
      "2.4 times",
    ]);
    expect([compared(null, 5), compared(5, null), compared(0, 5), compared(0, 0)]).toEqual([
      null,
      null,
      null,
      "as said",
    ]);
  });
});

describe("the models of a running job", () => {
  it("are those that read and the one for vectors, where anything is clustered", () => {
    const asked = (model: string, cluster: boolean, embeddingModel: string | null) =>
      askedModels({ model, options: { fallbackModels: ["b/y", "local/lexical", "b/y"], cluster, embeddingModel } });
    expect(asked("a/x", true, "v/e")).toEqual(["a/x", "b/y", "v/e"]);
    expect(asked("local/lexical", true, "v/e")).toEqual(["b/y", "v/e"]);
    expect(asked("a/x", false, "v/e")).toEqual(["a/x", "b/y"]);
    expect(asked("a/x", true, null)).toEqual(["a/x", "b/y"]);
  });

  const model = (id: string, more: Partial<ModelHealth>): ModelHealth => ({
    model: id,
    circuit: "closed",
    reason: null,
    nextProbeAt: null,
    failuresInARow: 0,
    lastSuccessAt: null,
    lastFailureAt: null,
    inFlight: 0,
    firstTokenMs: null,
    totalMs: null,
    deadlines: { firstTokenMs: 1, totalMs: 1 },
    ...more,
  });
  const provider = (slug: string, models: ModelHealth[], active = true): ProviderHealth => ({
    providerId: slug,
    slug,
    name: slug,
    active,
    state: "healthy",
    words: "",
    models,
    headroom: { requests: null, tokens: null },
    today: { calls: 0, failed: 0, costUsd: 0, costKnown: true },
    hours: [],
    events: [],
  });
  const said = (health: ProviderHealth[], ...chain: string[]) =>
    troublesOf(health, chain, now).map((one) => `${one.model} ${one.words}`);

  it("are told while they fail, with the time of the next try", () => {
    const failing = model("claude/haiku", {
      circuit: "open",
      reason: "failed on its side",
      failuresInARow: 5,
      nextProbeAt: at(8),
    });
    const limited = model("gpt/mini", { circuit: "open", reason: "is over its rate limit", nextProbeAt: at(6) });
    const health = [provider("claude", [failing]), provider("gpt", [limited])];
    expect(said(health, "claude/haiku", "gpt/mini")).toEqual([
      "claude/haiku is failing: failed on its side 5 times; next probe in 8 s",
      "gpt/mini is over its rate limit; goes on in 6 s",
    ]);
  });

  it("are not told while they answer, nor those of other jobs", () => {
    const fine = provider("a", [model("a/x", { failuresInARow: 1 }), model("a/other", { circuit: "open" })]);
    expect(said([fine, provider("b", [], false)], "a/x")).toEqual([]);
    expect(said([fine, provider("b", [], false)], "a/x", "b/y")).toEqual(["b/y is switched off"]);
  });
});

describe("what was spent", () => {
  it("is looked at after a pause too, since calls in flight are billed late: often at first, then seldom", () => {
    const looks = Array.from({ length: 20 }, (_, place) => place + 1).filter((place) => usageMayMove("paused", place));
    expect(looks).toEqual([1, 2, 3, 4, 5, 10, 15, 20]);
    expect(usageMayMove("running", 0)).toBe(true);
    expect(usageMayMove("completed", 1)).toBe(false);
  });

  it("is limited by a sum above nothing, and by nothing else", () => {
    expect(["", "5", "$0.5", "0", "-1", "much"].map(readBudget)).toEqual([undefined, 5, 0.5, null, null, null]);
    expect(readOptions({ maxCost: "0.25" })).toEqual({ cluster: true, maxCostUsd: 0.25 });
    expect(readOptions({ maxCost: "much" })).toEqual({ cluster: true });
  });
});

describe("the words of a chain", () => {
  it("say who may answer, not that it did", () => {
    expect(chainWords({ fallbackModels: [], strategy: "priority" })).toBeNull();
    expect(chainWords({ fallbackModels: ["gpt/mini"], strategy: "priority" })).toBe("may fall back to gpt/mini");
    expect(chainWords({ fallbackModels: ["a/x", "b/y"], strategy: "fastest" })).toBe(
      "may share the work with a/x and 1 more",
    );
  });

  it("ask for a second model of the chain only where there is one", () => {
    expect(readOptions({ hedge: "1" })).toEqual({ cluster: true });
    expect(readOptions({ hedge: "1", fallback: "a/x" })).toEqual({
      cluster: true,
      fallbackModels: ["a/x"],
      hedge: true,
    });
  });
});

describe("times in the server's sentences", () => {
  it("become times of this place, as those beside them are", () => {
    const here = new Date("2026-11-21T11:05:00Z");
    const clock = [here.getHours(), here.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
    expect(localTimes("a/x is overloaded until 11:05 UTC", now)).toBe(`a/x is overloaded until ${clock}`);
    expect(localTimes("at 25:99 UTC and 11:05", now)).toBe("at 25:99 UTC and 11:05");
  });
});
