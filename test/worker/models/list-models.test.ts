import { describe, expect, test } from "vitest";
import type { Provider } from "../../../worker/contract/provider.ts";
import { catalogue } from "../../../worker/models/catalogue.ts";
import { listModels, modelNamed, pageOfModels } from "../../../worker/models/list-models.ts";
import { foundModel, providerWith } from "./making.ts";

const now = Date.parse("2026-11-21");
const local = {
  id: "local/lexical",
  name: "Built-in",
  description: "Words.",
  contextTokens: 1000,
  outputTokens: 1000,
  prices: { input: 0, output: 0 },
};

const sourcesWith = (...providers: Provider[]) => ({ builtIn: [local], providers, overlays: new Map() });
const shown = (id: string, ...providers: Provider[]) => modelNamed(sourcesWith(...providers), id, now);

describe("the list of models", () => {
  test("is the built-in one and the catalogue where no provider is set up, and only the first can be asked", () => {
    const models = listModels(sourcesWith(), now);
    expect(models.map(({ id }) => id)).toEqual(["local/lexical", ...catalogue.map(({ id }) => id)]);
    expect(models.filter(({ available }) => available).map(({ id }) => id)).toEqual(["local/lexical"]);
    expect(models[0]).toMatchObject({
      prices: { input: 0, output: 0, cachedInput: null },
      usable: true,
      type: "language",
    });
  });

  test("shows what a provider offers once, by the name to ask it by", () => {
    const mine = providerWith({ models: ["claude-haiku-5-5", "house-model"] });
    const models = listModels(sourcesWith(mine), now);
    expect(models.slice(1, 3).map(({ id }) => id)).toEqual(["mine/claude-haiku-5-5", "mine/house-model"]);
    expect(models.filter(({ catalogueId }) => catalogueId === "anthropic/claude-haiku-5-5")).toHaveLength(1);
    expect(models).toHaveLength(1 + 2 + catalogue.length - 1);
    expect(shown("anthropic/claude-haiku-5-5", mine)).toMatchObject({
      available: true,
      offeredAs: ["mine/claude-haiku-5-5"],
    });
  });

  test("does not offer what a switched-off provider has", () => {
    const off = providerWith({ active: false, models: ["claude-haiku-5-5"] });
    expect(listModels(sourcesWith(off), now)).toEqual(listModels(sourcesWith(), now));
    expect(shown("mine/claude-haiku-5-5", off)).toMatchObject({ available: false });
  });

  test("is filtered and paged", () => {
    const models = listModels(sourcesWith(), now);
    const first = pageOfModels(models, { limit: 2, q: "NOVA" });
    expect(first.items.map(({ id }) => id)).toEqual([
      "bedrock/amazon.nova-2-lite-v1:0",
      "bedrock/amazon.nova-pro-v1:0",
    ]);
    const second = pageOfModels(models, { limit: 5, q: "nova", cursor: first.nextCursor ?? "" });
    expect(second.items).toHaveLength(3);
    expect(second.nextCursor).toBeNull();
    expect(pageOfModels(models, { limit: 500, type: "multimodal" }).items.map(({ vendor }) => vendor)).not.toContain(
      "openai",
    );
    expect(pageOfModels(models, { limit: 500, available: "true" }).items).toHaveLength(1);
  });
});

describe("a model", () => {
  test("that the catalogue does not know has what its key said, and an unknown price unless its owner wrote one", () => {
    const found = [foundModel("sim-1", { name: "Simulated", contextTokens: 8000 })];
    const silent = providerWith({ type: "openai-compatible", models: ["sim-1"], found });
    expect(shown("mine/sim-1", silent)).toMatchObject({
      name: "Simulated",
      contextTokens: 8000,
      outputTokens: null,
      prices: null,
      priceKnown: false,
      lifecycle: null,
      type: null,
      usable: true,
    });
    const priced = providerWith({ ...silent, prices: { "sim-1": { input: 1, output: 2 } } });
    expect(shown("mine/sim-1", priced)).toMatchObject({
      prices: { input: 1, output: 2, cachedInput: null, cacheWrite: null },
      priceKnown: true,
      provenance: { prices: { source: "you, at Mine", date: "2026-11-02" } },
    });
  });

  test("costs what its owner wrote rather than what the catalogue says", () => {
    const mine = providerWith({
      models: ["claude-haiku-5-5", "claude-opus-5-5"],
      prices: { "claude-haiku-5-5": { input: 0.07, output: 0.3 } },
    });
    expect(shown("mine/claude-haiku-5-5", mine)?.prices).toMatchObject({ input: 0.07, output: 0.3 });
    expect(shown("mine/claude-opus-5-5", mine)?.prices).toMatchObject({ input: 4, output: 20, cachedInput: 0.2 });
  });

  test("costs 10 % more by a regional profile, and nobody knows what by another", () => {
    const models = ["us.anthropic.claude-opus-5-5", "jp.anthropic.claude-opus-5-5"];
    const bedrock = providerWith({ type: "bedrock", models });
    expect(shown(`mine/${models[0]}`, bedrock)?.prices).toMatchObject({ input: 4.4, output: 22, cachedInput: 0.22 });
    expect(shown(`mine/${models[1]}`, bedrock)).toMatchObject({ prices: null, contextTokens: 1_000_000 });
  });

  test("is retired when its key says so, though the catalogue has not heard of it", () => {
    const found = [foundModel("claude-opus-5", { lifecycle: "retired" })];
    const mine = providerWith({ models: ["claude-opus-5"], found, foundAt: "2026-11-20T08:00:00.000Z" });
    expect(shown("mine/claude-opus-5", mine)).toMatchObject({
      usable: false,
      reason: "It is retired.",
      provenance: { lifecycle: { source: "the key at Mine", date: "2026-11-20" } },
    });
  });

  test("that is retired says what replaces it", () => {
    expect(shown("anthropic/claude-3-5-sonnet")).toMatchObject({
      usable: false,
      reason: "It was retired on 2025-10-28. Take anthropic/claude-sonnet-5-5 instead.",
      lifecycle: { state: "retired" },
    });
  });

  test("that is nobody's is not there", () => {
    for (const id of ["mine/other", "anthropic/claude-9", "nothing", "/", "__proto__/x"]) {
      expect(shown(id, providerWith({ models: ["claude-opus-5"] }))).toBeNull();
    }
  });
});
