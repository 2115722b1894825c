import { describe, expect, it } from "vitest";
import { filledAddress, isOnThisMachine } from "../../web/address.ts";
import { chainOptions, fallbackText, moved, readFallbacks, runAgainAddress } from "../../web/chain.ts";
import { changeValue } from "../../web/change-words.ts";
import { latency, liveWords, since, span, until } from "../../web/countdown.ts";
import { readModelName } from "../../web/model-name.ts";
import { byProvider, endWords, filterModels, sortModels, unfit } from "../../web/model-order.ts";
import { draftPrices, firstDraft, offeredModels } from "../../web/offered-models.ts";
import { numberOptions, readOptions } from "../../web/options.ts";
import { jobPrice, jobPriceRange, paid, readPrice, tokenPrice } from "../../web/price-words.ts";
import type { Model } from "../../worker/contract/model.ts";
import type { Provider } from "../../worker/contract/provider.ts";
import { presets } from "../../worker/engines/providers/presets.ts";
import { entry } from "../../worker/models/catalogue/entry.ts";
import { describeEntry } from "../../worker/models/describe-model.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString();

/** What the page shows as the default is what an address leaves out. */
const standardSize = numberOptions.find(({ name }) => name === "minClusterSize")?.standard ?? 0;

/** A model as the API tells it, of what the test says and nothing else. */
function model(id: string, facts: Partial<Model> = {}): Model {
  const plain = entry({ id, name: id, vendor: "", family: "", description: "", from: {} });
  return { ...describeEntry(plain, [], new Map(), now), ...facts };
}

const provider: Provider = {
  id: "prv_1",
  slug: "sim",
  name: "Sim",
  type: "openai-compatible",
  preset: null,
  baseUrl: "http://127.0.0.1:1/v1",
  hasKey: false,
  keyHint: null,
  models: [],
  found: [],
  foundAt: null,
  priority: 0,
  limits: {},
  prices: {},
  active: true,
  createdAt: at(0),
  updatedAt: at(0),
};
const found = (id: string, more: Partial<Provider["found"][number]> = {}) => ({
  id,
  name: null,
  contextTokens: null,
  outputTokens: null,
  lifecycle: null,
  retiresAt: null,
  ...more,
});

describe("the countdown to a probe", () => {
  it("goes on between two looks at the server, in a sentence that was said once", () => {
    const words = "Open: failed on its side 5 times; next probe in 12 s";
    const models = [
      { nextProbeAt: at(12), lastSuccessAt: at(-90) },
      { nextProbeAt: at(60), lastSuccessAt: null },
    ];
    expect(liveWords(words, models, now + 7000)).toBe("Open: failed on its side 5 times; next probe in 5 s");
    expect(liveWords(words, models, now + 20_000)).toBe("Open: failed on its side 5 times; next probe now");
    expect(liveWords("Cooling: is over its rate limit; asked again in 12 s", models, now + 2000)).toContain("in 10 s");
    expect(liveWords("Healthy: answered 9 s ago", models, now)).toBe("Healthy: answered 90 s ago");
  });

  it("leaves sentences alone that tell no time", () => {
    for (const words of ["Down: refused the key. Enter a new key.", "Unused: nothing has been asked of it yet"]) {
      expect(liveWords(words, [{ nextProbeAt: at(5), lastSuccessAt: at(-5) }], now)).toBe(words);
      expect(liveWords(words, [], now)).toBe(words);
    }
  });

  it("grows from seconds to days", () => {
    expect([400, 119_000, 120_000, 7_300_000, 400_000_000].map(span)).toEqual([
      "0 s",
      "119 s",
      "2 min",
      "2 h",
      "5 days",
    ]);
    expect([until(at(30), now), until(at(-1), now)]).toEqual(["in 30 s", "now"]);
    expect([since(at(-30), now), since(null, now)]).toEqual(["30 s ago", "never"]);
    expect([null, 340, 1240, 14_000].map(latency)).toEqual(["–", "340 ms", "1.2 s", "14 s"]);
  });
});

describe("prices in words", () => {
  const range = { low: 3.1, mid: 4.3, high: 6.5 };

  it("never turn an unknown price into a number", () => {
    expect(tokenPrice(null)).toBe("price unknown");
    expect(jobPrice({ costUsd: null, costKnown: false })).toBe("price unknown");
    expect(jobPrice({ costUsd: { low: 0, mid: 0, high: 0 }, costKnown: false })).toBe("price unknown");
    expect(paid(null, false)).toBe("price unknown");
    expect(paid(0, false)).toBe("price unknown");
    expect(paid(1.5, false)).toBe("$1.50 and calls of unknown price");
  });

  it("say what is known, and free where nothing is paid", () => {
    expect(tokenPrice({ input: 0.1, output: 4 })).toBe("$0.10 in, $4.00 out");
    expect(tokenPrice({ input: 0, output: 0 })).toBe("free");
    expect(jobPrice({ costUsd: range, costKnown: true })).toBe("$4.30");
    expect(jobPriceRange({ costUsd: range, costKnown: true })).toBe("$3.10 to $6.50");
    expect(jobPrice({ costUsd: { low: 0, mid: 0, high: 0 }, costKnown: true })).toBe("free");
    expect(jobPriceRange({ costUsd: { low: 1, mid: 1, high: 1 }, costKnown: true })).toBeNull();
    expect(paid(0, true)).toBe("$0.00");
  });

  it("are read as they are typed", () => {
    expect(["0.29", " $3 ", "0", "", "  ", "-1", "free", "1,5"].map(readPrice)).toEqual([
      0.29,
      3,
      0,
      undefined,
      undefined,
      null,
      null,
      null,
    ]);
  });

  it("are saved in pairs; an emptied pair takes a price away", () => {
    const old = { a: { input: 1, output: 2, cachedInput: 0.1 }, b: { input: 3, output: 4 } };
    expect(draftPrices(old, { a: { input: "2", output: "2" }, b: { input: "", output: "" } })).toEqual({
      a: { input: 2, output: 2, cachedInput: 0.1 },
    });
    expect(draftPrices(old, { c: { input: "1", output: "" } })).toBe("c");
  });
});

describe("models in order", () => {
  const models = [
    model("a/none"),
    model("a/dear", { prices: { input: 9, output: 9, cachedInput: null, cacheWrite: null } }),
    model("a/cheap", { prices: { input: 1, output: 1, cachedInput: null, cacheWrite: null } }),
  ];
  const ids = (list: Model[]) => list.map(({ id }) => id);

  it("let missing values sink to the bottom, up and down", () => {
    expect(ids(sortModels(models, "input", false))).toEqual(["a/cheap", "a/dear", "a/none"]);
    expect(ids(sortModels(models, "input", true))).toEqual(["a/dear", "a/cheap", "a/none"]);
    expect(ids(sortModels(models, null, true))).toEqual(ids(models));
  });

  it("are found by every word of a search, wherever it stands", () => {
    const list = [model("x/haiku-5", { family: "Claude" }), model("y/gpt-6", { available: true })];
    expect(ids(filterModels(list, { q: "claude HAIKU" }))).toEqual(["x/haiku-5"]);
    expect(filterModels(list, { q: "claude gpt" })).toEqual([]);
    expect(ids(filterModels(list, { available: "yours" }))).toEqual(["y/gpt-6"]);
  });

  it("stand by provider, those that can't read last, with the reason", () => {
    const gone = model("b/gone", { usable: false, reason: "It was retired on 2026-06-01. Take b/new instead." });
    const vectors = model("b/vectors", { modalities: { input: ["text"], output: [] } });
    const groups = byProvider([gone, model("a/x"), vectors, model("b/new")]);
    expect(groups.map(({ provider: slug, models: list }) => [slug, ids(list)])).toEqual([
      ["b", ["b/new", "b/gone", "b/vectors"]],
      ["a", ["a/x"]],
    ]);
    expect(unfit(gone)).toContain("Take b/new");
    expect(unfit(vectors)).toBe("It does not write text.");
    expect(unfit(model("b/embed", { type: "embedding" }))).toBe("It gives vectors and no words.");
  });

  it("tell of their end what is known", () => {
    const nothing = { retiresAt: null, replacement: null, note: null };
    expect(endWords({ ...nothing, state: "active" })).toBeNull();
    expect(endWords({ ...nothing, state: "deprecated" })).toBe("Deprecated");
    expect(endWords({ ...nothing, state: "deprecated", retiresAt: "2026-12-31T00:00:00Z", replacement: "b/new" })).toBe(
      "Retires on 2026-12-31; take b/new instead",
    );
  });
});

describe("the models of a provider", () => {
  it("are those it named and those it was found to have, each once, with what is known of them", () => {
    const asked = {
      ...provider,
      models: ["by-hand", "big"],
      found: [found("big", { contextTokens: 8000 }), found("old")],
    };
    const known = model("sim/big", { prices: { input: 1, output: 2, cachedInput: null, cacheWrite: null } });
    const offered = offeredModels({ ...asked, prices: { old: { input: 5, output: 6 } } }, [known]);
    expect(offered.map(({ id, contextTokens, prices }) => [id, contextTokens, prices?.input ?? null])).toEqual([
      ["by-hand", null, null],
      ["big", 8000, 1],
      ["old", null, 5],
    ]);
    expect(firstDraft(asked, offered).chosen).toEqual(["by-hand", "big"]);
  });

  it("are all in use at first, save those that are retired", () => {
    const asked = { ...provider, found: [found("new"), found("gone", { lifecycle: "retired" })] };
    expect(firstDraft(asked, offeredModels(asked, [])).chosen).toEqual(["new"]);
  });
});

describe("the chain of models", () => {
  it("goes into the address and comes back in its order, without the model itself", () => {
    const text = fallbackText(["b/y:8b", "a/x/z"]);
    const query = Object.fromEntries(new URLSearchParams(new URLSearchParams({ fallback: text ?? "" }).toString()));
    expect(readFallbacks(query)).toEqual(["b/y:8b", "a/x/z"]);
    expect(readFallbacks({ ...query, model: "b/y:8b" })).toEqual(["a/x/z"]);
    expect(fallbackText([])).toBeUndefined();
  });

  it("says only what differs from the defaults", () => {
    expect(chainOptions({ strategy: "fastest" })).toEqual({});
    expect(chainOptions({ fallback: "a/x", strategy: "nonsense", down: "pause" })).toEqual({ fallbackModels: ["a/x"] });
    expect(readOptions({ fallback: "a/x b/y", strategy: "cheapest", down: "fallback" })).toEqual({
      cluster: true,
      fallbackModels: ["a/x", "b/y"],
      strategy: "cheapest",
      onProviderDown: "fallback",
    });
  });

  it("is set up again from an analysis", () => {
    const options = {
      fallbackModels: ["a/x"],
      strategy: "fastest",
      onProviderDown: "fallback",
      hedge: true,
    } as const;
    const again = runAgainAddress({
      datasetId: "ds_1",
      templateId: "tpl_1",
      model: "b/y",
      options: {
        ...options,
        fallbackModels: [...options.fallbackModels],
        maxCostUsd: 2.5,
        basedOn: "an_1",
        freezeLabels: true,
        targetLabels: null,
        redactPii: true,
        cluster: true,
        minClusterSize: 12,
        embeddingModel: "v/an-embed",
      },
    });
    const query = Object.fromEntries(new URL(again, "http://x").searchParams);
    expect(query).toMatchObject({ template: "tpl_1", model: "b/y" });
    expect(chainOptions(query)).toEqual(options);
    expect(readOptions(query)).toMatchObject({
      maxCostUsd: 2.5,
      basedOn: "an_1",
      freezeLabels: true,
      redactPii: true,
      cluster: true,
      minClusterSize: 12,
      embeddingModel: "v/an-embed",
    });
  });

  it("is set up once more without clusters where there were none, and says nothing of what is the default", () => {
    const plain = {
      fallbackModels: [],
      strategy: "priority" as const,
      onProviderDown: "pause" as const,
      hedge: false,
      maxCostUsd: null,
      basedOn: null,
      freezeLabels: false,
      targetLabels: null,
      redactPii: false,
      embeddingModel: null,
    };
    const queryOf = (options: { cluster: boolean; minClusterSize: number }) => {
      const job = { datasetId: "ds_1", templateId: "tpl_1", model: "b/y", options: { ...plain, ...options } };
      return Object.fromEntries(new URL(runAgainAddress(job), "http://x").searchParams);
    };
    const without = queryOf({ cluster: false, minClusterSize: standardSize });
    expect(without).toEqual({ template: "tpl_1", model: "b/y", cluster: "0" });
    expect(readOptions(without)).toEqual({ cluster: false });
    expect(queryOf({ cluster: true, minClusterSize: standardSize })).toEqual({ template: "tpl_1", model: "b/y" });
    expect(readOptions(queryOf({ cluster: true, minClusterSize: 2 }))).toEqual({ cluster: true, minClusterSize: 2 });
  });

  it("moves one place at a time and not over its ends", () => {
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });
});

describe("names of models", () => {
  it("are cut at the first slash, and tell the family where they hold one", () => {
    expect(readModelName("groq/meta-llama/llama-4-maverick")).toEqual({
      provider: "groq",
      model: "meta-llama/llama-4-maverick",
      family: "Llama",
    });
    expect(readModelName("anthropic/claude-haiku-5-5").family).toBe("Claude");
    expect(readModelName("sim/sim-1").family).toBeNull();
  });
});

describe("what the sources say now", () => {
  it("is read as prices, limits and ends, and anything else as it is", () => {
    const tiers = [
      { aboveInputTokens: 0, input: 1, output: 5, cachedInput: 0.1, cacheWrite: null },
      { aboveInputTokens: 200_000, input: 2, output: 10, cachedInput: null, cacheWrite: null },
    ];
    expect(changeValue("prices", { tiers })).toBe(
      "$1.00 in, $5.00 out, $0.10 cached; above 200,000 tokens $2.00 in, $10.00 out",
    );
    expect(changeValue("prices", null)).toBe("not known");
    expect(changeValue("contextTokens", 400_000)).toBe("400,000 tokens");
    expect(changeValue("lifecycle", { state: "deprecated", retiresAt: "2027-03-01T00:00:00Z" })).toBe(
      "deprecated, ends 2027-03-01",
    );
    expect(changeValue("prices", { other: 1 })).toBe('{"other":1}');
  });
});

describe("the address of a preset", () => {
  it("is whole once every part of it is typed, and takes no part that leads elsewhere", () => {
    const bedrock = presets.find(({ id }) => id === "bedrock");
    if (bedrock === undefined) throw new Error("there is no Bedrock preset");
    expect(filledAddress(bedrock, {})).toBeNull();
    expect(filledAddress(bedrock, { region: "eu-central-1" })).toBe(
      "https://bedrock-runtime.eu-central-1.amazonaws.com",
    );
    expect(filledAddress(bedrock, { region: "x/@evil.example" })).toBeNull();
    expect(presets.filter(({ baseUrl }) => isOnThisMachine(baseUrl)).map(({ id }) => id)).toContain("ollama");
  });
});
