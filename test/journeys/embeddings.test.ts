import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis, Estimate } from "../../worker/contract/analysis.ts";
import type { Result } from "../../worker/contract/findings.ts";
import type { SimulatedAddress } from "../simulated/provided.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, show, start, until } from "./jobs.ts";
import { allCalls, setUp } from "./providers-at-work.ts";
import { anotherProvider, callsOf, fault } from "./simulated.ts";

/** Simulated vectors: they prove the machinery, nothing about what a model's vectors are worth. */
const count = 120;
const embeddingModel = "vec/text-embedding-3-small";
const base = { streams: 3, minClusterSize: 5 };
let ada: Somebody;
let at: SimulatedAddress;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  at = await anotherProvider();
  const address = { baseUrl: `${at.url}/v1` };
  await setUp(ada, { name: "vec", type: "openai", ...address, models: ["m", "text-embedding-3-small", "small-embed"] });
  await setUp(ada, { name: "words", type: "anthropic", baseUrl: at.url, models: ["w"] });
  ({ datasetId } = await datasetOf(ada, conversations(count)));
});

interface Clusters {
  method: string;
  k: number;
  nodes: { id: string; level: number; size: number }[];
}

const asked = async () => (await callsOf(at)).filter(({ task, status }) => task === "embed" && status === 200);
const body = (options: Record<string, unknown> = {}, model = "local/lexical") => ({
  datasetId,
  model,
  options: { ...base, embeddingModel, ...options },
});

async function clustersOf(id: string): Promise<Clusters> {
  return (await call(`/analyses/${id}/clusters`, { headers: ada.bearer })).json<Clusters>();
}

async function run(options: Record<string, unknown> = {}, model?: string) {
  const before = (await asked()).length;
  const { id } = await start(ada, body(options, model));
  const analysis = await until(ada, id, completed);
  return { analysis, clusters: await clustersOf(id), paid: (await asked()).length - before };
}

/** The wish of a content, by the number it was made with (jobs.ts). */
const wishOf = ({ externalId }: Result) => Number(externalId.split("-")[1]) % 5;

describe("clusters by a provider's vectors", () => {
  it("rest on them, and what they cost is logged, billed and counted", async () => {
    const { analysis, clusters, paid } = await run({ cache: false }, "vec/m");
    expect(clusters.method).toContain(`By vectors of ${embeddingModel}.`);
    expect(paid).toBe(2);
    const wishesOf = new Map<string, Set<number>>();
    for (const result of await allResults(ada, analysis.id)) {
      const cluster = result.clusterId ?? "none";
      wishesOf.set(cluster, (wishesOf.get(cluster) ?? new Set()).add(wishOf(result)));
    }
    for (const wishes of wishesOf.values()) expect(wishes.size).toBe(1);
    const calls = await allCalls(ada, analysis.id);
    const embeds = calls.filter(({ task }) => task === "embed");
    const billed = (await asked()).slice(-2).reduce((sum, { inputTokens }) => sum + inputTokens, 0);
    expect(embeds.map(({ outcome, model }) => [outcome, model])).toEqual([
      ["ok", embeddingModel],
      ["ok", embeddingModel],
    ]);
    expect(embeds.reduce((sum, { inputTokens }) => sum + inputTokens, 0)).toBe(billed);
    expect(embeds.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)).toBeCloseTo(billed / 1_000_000, 9);
    expect(analysis.usage.costUsd).toBeCloseTo(
      calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
      9,
    );
  });

  it("are had with the built-in reader too, and a second time for nothing", async () => {
    const first = await run();
    expect(first.clusters.method).toContain("By vectors of");
    expect(first.paid).toBeGreaterThan(0);
    const second = await run();
    expect(second.paid).toBe(0);
    expect(second.clusters).toEqual(first.clusters);
    expect(second.analysis.usage.costUsd).toBe(0);
  });

  it("are paid for anew where the cache is switched off", async () => {
    await run({ cache: false });
    expect((await run({ cache: false })).paid).toBeGreaterThan(0);
  });

  it("are not asked for where there are too few contents for two groups", async () => {
    const { clusters, paid } = await run({ minClusterSize: 100 });
    expect(paid).toBe(0);
    expect(clusters.method).not.toContain("vectors");
  });

  it("give way to the built-in ones where the provider is down and that is allowed, and it is said", async () => {
    await fault(at, { model: "small-embed", mode: "401" });
    const { clusters, analysis } = await run({ embeddingModel: "vec/small-embed", onProviderDown: "fallback" });
    expect(clusters.method).toContain(`By the built-in vectors: vec/small-embed gave none for ${count} of ${count}`);
    expect(clusters.k).toBeGreaterThan(1);
    expect(analysis.progress).toMatchObject({ itemsDone: count, itemsFallback: 0 });
  });
});

describe("a provider of vectors that is down", () => {
  it("has the job stand still with all it found, and go on by its vectors", async () => {
    const own = await anotherProvider();
    await setUp(ada, { name: "late", type: "openai", baseUrl: `${own.url}/v1`, models: ["an-embed"] });
    await fault(own, { model: "an-embed", mode: "401" });
    const { id } = await start(ada, body({ embeddingModel: "late/an-embed" }));
    const paused = await until(ada, id, ({ status }) => status === "paused");
    expect(paused.progress).toMatchObject({ itemsDone: count, phase: "clustering" });
    expect(paused.pauseReason).toContain("late/an-embed refused the key");
    await fault(own, { model: "an-embed", mode: null });
    const { items } = await (await call("/providers", { headers: ada.bearer })).json<{
      items: { id: string; name: string }[];
    }>();
    const provider = items.find(({ name }) => name === "late")?.id ?? "";
    await call(`/providers/${provider}`, {
      method: "PATCH",
      headers: ada.bearer,
      body: { apiKey: "sk-another-key-00" },
    });
    await call(`/analyses/${id}/resume`, { method: "POST", headers: ada.bearer });
    await until(ada, id, completed);
    expect((await clustersOf(id)).method).toContain("By vectors of late/an-embed.");
  });

  it("is done without where that is said afterwards, and nothing is read again", async () => {
    const own = await anotherProvider();
    await setUp(ada, { name: "gone", type: "openai", baseUrl: `${own.url}/v1`, models: ["an-embed"] });
    await fault(own, { model: "an-embed", mode: "401" });
    const { id } = await start(ada, body({ embeddingModel: "gone/an-embed" }));
    await until(ada, id, ({ status }) => status === "paused");
    const patched = await call(`/analyses/${id}`, {
      method: "PATCH",
      headers: ada.bearer,
      body: { options: { onProviderDown: "fallback" } },
    });
    expect([patched.status, (await patched.json<Analysis>()).options.onProviderDown]).toEqual([200, "fallback"]);
    const nothing = await call(`/analyses/${id}`, { method: "PATCH", headers: ada.bearer, body: { options: {} } });
    expect([nothing.status, (await nothing.json<Analysis>()).options.onProviderDown]).toEqual([200, "fallback"]);
    const calls = (await show(ada, id)).usage.calls;
    await call(`/analyses/${id}/resume`, { method: "POST", headers: ada.bearer });
    const analysis = await until(ada, id, completed);
    expect(analysis.progress).toMatchObject({ itemsDone: count, itemsFallback: 0 });
    expect((await clustersOf(id)).method).toContain("By the built-in vectors: gone/an-embed gave none");
    expect(analysis.usage.calls - calls).toBeLessThan(12);
  });
});

describe("a provider that can't make all of the vectors", () => {
  const refusing = "picky/an-embed";
  let own: SimulatedAddress;

  beforeAll(async () => {
    own = await anotherProvider();
    await setUp(ada, { name: "picky", type: "openai", baseUrl: `${own.url}/v1`, models: ["an-embed"] });
  });

  it("goes without the text that it refuses, and says so", async () => {
    await fault(own, { model: "an-embed", script: ["400"] });
    const { analysis, clusters } = await run({ embeddingModel: refusing, cache: false });
    expect(clusters.method).toContain(`By vectors of ${refusing}.`);
    expect((await allCalls(ada, analysis.id)).filter(({ outcome }) => outcome === "bad_request")).toHaveLength(1);
  });

  it("has the job stand still with its reason where it refuses all of them", async () => {
    await fault(own, { model: "an-embed", mode: "400" });
    const { id } = await start(ada, body({ embeddingModel: refusing, cache: false }));
    const { pauseReason } = await until(ada, id, ({ status }) => status === "paused");
    expect(pauseReason).toContain(`${refusing} refused the request (400)`);
  });

  it("is not asked, so needs no price, where nothing is clustered", async () => {
    const own = await anotherProvider();
    await setUp(ada, { name: "free", type: "openai", baseUrl: `${own.url}/v1`, models: ["x-embed"], prices: {} });
    const unpriced = { embeddingModel: "free/x-embed", maxCostUsd: 5 };
    const headers = ada.bearer;
    const refused = await call("/analyses", { headers, body: body(unpriced) });
    expect([refused.status, (await refused.json<{ detail: string }>()).detail]).toEqual([
      400,
      expect.stringContaining("the price of free/x-embed is unknown"),
    ]);
    const { id } = await start(ada, body({ ...unpriced, cluster: false }));
    await until(ada, id, completed);
  });
});

describe("frozen words of another template", () => {
  it("are refused: every answer would be the same", async () => {
    const earlier = await start(ada, { datasetId, options: { cluster: false } });
    await until(ada, earlier.id, completed);
    const options = { basedOn: earlier.id, freezeLabels: true };
    const answer = await call("/analyses", {
      headers: ada.bearer,
      body: { datasetId, templateId: "tpl_general", options },
    });
    const { detail } = await answer.json<{ detail: string }>();
    expect([answer.status, detail]).toEqual([400, expect.stringContaining("has no labels for “topic”")]);
  });
});

describe("what is said before the start", () => {
  const estimate = async (options: Record<string, unknown>): Promise<Estimate> => {
    const answer = await call("/analyses/estimate", { headers: ada.bearer, body: body(options, "vec/m") });
    expect(answer.status).toBe(200);
    const [one] = (await answer.json<{ estimates: Estimate[] }>()).estimates;
    if (!one) throw new Error("no estimate");
    return one;
  };

  it("holds the calls and the price of the vectors", async () => {
    const [without, withThem] = [await estimate({ embeddingModel: null }), await estimate({})];
    expect(withThem.calls).toBe(without.calls + 2);
    expect(withThem.costUsd?.mid ?? 0).toBeGreaterThan(without.costUsd?.mid ?? 0);
    expect(withThem.assumptions.join("\n")).toContain(`vectors of ${count} contents in 2 calls`);
  });

  it.each([
    ["local/lexical", 400, "built-in vectors"],
    ["vec/m2", 400, "no provider of yours offers"],
    ["nobody/embed", 400, "no provider of yours offers"],
    ["words/w", 400, "give no vectors"],
  ])("refuses %s for vectors", async (model, status, words) => {
    const answer = await call("/analyses", { headers: ada.bearer, body: body({ embeddingModel: model }) });
    const said = await answer.json<{ detail: string }>();
    expect([answer.status, said.detail]).toEqual([status, expect.stringContaining(words)]);
    expect(said.detail).toContain("options.embeddingModel");
  });

  it("refuses a model that gives vectors for reading", async () => {
    const answer = await call("/analyses", { headers: ada.bearer, body: body({}, embeddingModel) });
    const said = await answer.json<{ detail: string }>();
    expect([answer.status, said.detail]).toEqual([400, expect.stringContaining("options.embeddingModel")]);
  });

  it("names what the analysis was started with", async () => {
    const { analysis }: { analysis: Analysis } = await run();
    expect(analysis.options.embeddingModel).toBe(embeddingModel);
  });
});
