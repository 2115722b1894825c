import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { ProviderType } from "../../worker/contract/provider.ts";
import type { SimulatedAddress } from "../simulated/provided.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, expectedIds, externalIdsOf, start, until } from "./jobs.ts";
import { allCalls, canaryKey, costOf, healthOf, noticesOf, setUp } from "./providers-at-work.ts";
import { anotherProvider, billOf, callsOf, fault, listen } from "./simulated.ts";

/** Simulated models: they prove the machinery, nothing about what a model can do. */
const count = 60;
let ada: Somebody;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ({ datasetId } = await datasetOf(ada, conversations(count)));
});

const wires: { type: ProviderType; path: string; model: string }[] = [
  { type: "anthropic", path: "", model: "claude-sim" },
  { type: "openai", path: "/v1", model: "gpt-sim" },
  { type: "google", path: "", model: "gemini-sim" },
  { type: "bedrock", path: "", model: "anthropic.claude-sonnet-4-5-20250929-v1:0" },
];

describe("a job over a language model", () => {
  it.each(wires)("reads every content by the wire of $type, billed to the token", async ({ type, path, model }) => {
    const at = await anotherProvider();
    const { slug } = await setUp(ada, { name: `wire ${type}`, type, baseUrl: `${at.url}${path}`, models: [model] });
    const { id } = await start(ada, { datasetId, model: `${slug}/${model}`, options: { streams: 4 } });
    const done = await until(ada, id, completed);
    const results = await allResults(ada, id);
    expect(externalIdsOf(results)).toEqual(expectedIds(count));
    expect(results.every((row) => row.status === "done" && row.model === `${slug}/${model}`)).toBe(true);
    expect(results.flatMap((row) => row.evidence).some(({ verified }) => verified)).toBe(true);

    const { billed, unbilled, paidTwice } = (await billOf(at)).total;
    expect({ unbilled, paidTwice }).toEqual({ unbilled: 0, paidTwice: 0 });
    expect(done.usage).toMatchObject({
      calls: billed.requests,
      inputTokens: billed.inputTokens,
      cachedInputTokens: billed.cachedInputTokens,
      outputTokens: billed.outputTokens,
      costKnown: true,
    });
    const cost = costOf(billed);
    expect(done.usage.costUsd).toBeCloseTo(cost, 9);
    const calls = await allCalls(ada, id);
    expect(calls.map(({ outcome }) => outcome)).toEqual(calls.map(() => "ok"));
    expect(calls).toHaveLength(billed.requests);
    expect(calls.reduce((sum, one) => sum + (one.costUsd ?? 0), 0)).toBeCloseTo(cost, 9);
    expect(new Set((await callsOf(at)).map(({ key }) => key?.split("/")[0]))).toEqual(new Set([id]));
  });
});

describe("a provider that dies three times in the middle of a job", () => {
  const deaths: { how: string; die: (at: SimulatedAddress) => Promise<unknown> }[] = [
    { how: "500s", die: (at) => fault(at, { mode: "500" }) },
    { how: "refused connections", die: (at) => listen(at, { open: false }) },
    { how: "hangs", die: (at) => fault(at, { mode: "hang" }) },
  ];

  it("is replaced by the fallback each time and gets its place back when it is well again", async () => {
    const [first, second] = [await anotherProvider(), await anotherProvider({ seed: 7 })];
    const a = await setUp(ada, { name: "first", type: "anthropic", baseUrl: first.url, models: ["one"] });
    const b = await setUp(ada, { name: "second", type: "openai", baseUrl: `${second.url}/v1`, models: ["two"] });
    const [one, two] = [`${a.slug}/one`, `${b.slug}/two`];
    const contents = 2_000;
    const own = await datasetOf(ada, conversations(contents, "d"));
    await fault(first, { latencyMs: 300 });
    await fault(second, { latencyMs: 300 });
    const options = { streams: 4, itemsPerStream: 1, cluster: false, fallbackModels: [two] };
    const { id } = await start(ada, { datasetId: own.datasetId, model: one, options });
    const answeredBy = async (model: string) =>
      (await allCalls(ada, id)).filter((entry) => entry.model === model && entry.outcome === "ok").length;

    for (const { die } of deaths) {
      const before = await answeredBy(one);
      await until(ada, id, (analysis) => analysis.progress.itemsDone >= 100);
      await expect.poll(() => answeredBy(one), { timeout: 20_000 }).toBeGreaterThan(before + 8);
      const failovers = async () => (await healthOf(ada, a.id)).events.filter(({ kind }) => kind === "failover").length;
      const told = await failovers();
      await die(first);
      await expect.poll(failovers, { timeout: 20_000 }).toBe(told + 1);
      expect((await healthOf(ada, a.id)).state).not.toBe("healthy");
      await listen(first, { open: true });
      await fault(first, { mode: null });
      await expect.poll(async () => (await healthOf(ada, a.id)).state, { timeout: 20_000 }).toBe("healthy");
    }
    const done = await until(ada, id, completed);
    const results = await allResults(ada, id);
    expect(externalIdsOf(results)).toEqual(expectedIds(contents, "d"));
    expect(results.filter(({ status }) => status !== "done")).toEqual([]);
    expect(new Set(results.map(({ model }) => model))).toEqual(new Set([one, two]));
    expect(noticesOf(done).match(new RegExp(`${two} answers instead of ${one}`, "g"))).toHaveLength(3);
    const failed = (await allCalls(ada, id)).filter(({ outcome, model }) => outcome !== "ok" && model === one);
    expect(new Set(failed.map(({ outcome }) => outcome))).toEqual(new Set(["server", "connection", "timeout"]));
    expect((await allCalls(ada, id)).at(-1)?.model).toBe(one);
  });
});

describe("faults at every turn", () => {
  it("leave no content without a result, and the bill is what the provider counted", async () => {
    const at = await anotherProvider({ seed: 11 });
    const { slug } = await setUp(ada, { name: "faulty", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    await fault(at, { rates: { "500": 0.05, "429": 0.05, brokenJson: 0.05, dropItem: 0.05 }, retryAfter: 0 });
    const contents = 400;
    const own = await datasetOf(ada, conversations(contents, "f"));
    const { id } = await start(ada, {
      datasetId: own.datasetId,
      model: `${slug}/m`,
      options: { streams: 4, itemsPerStream: 1, cluster: false },
    });
    const done = await until(ada, id, completed);
    const results = await allResults(ada, id);
    expect(externalIdsOf(results)).toEqual(expectedIds(contents, "f"));
    expect(results.filter((row) => row.status !== "done")).toEqual([]);
    const { billed, unbilled } = (await billOf(at)).total;
    expect(unbilled).toBeGreaterThan(0);
    expect(done.usage.inputTokens).toBe(billed.inputTokens);
    expect(done.usage.outputTokens).toBe(billed.outputTokens);
    expect(done.usage.costUsd).toBeCloseTo(costOf(billed), 9);
    const outcomes = new Set((await allCalls(ada, id)).map(({ outcome }) => outcome));
    expect(outcomes).toContain("ok");
    expect(outcomes).toContain("server");
    expect(outcomes).toContain("rate_limited");
    const faults = (await callsOf(at)).map(({ fault: happened }) => happened);
    expect(new Set(faults)).toEqual(new Set([null, "500", "429", "brokenJson", "dropItem"]));
  });
});

describe("a job that nobody can serve", () => {
  it("pauses with the reason, keeps what it has, and goes on when the key is right again", async () => {
    const at = await anotherProvider();
    const provider = await setUp(ada, { name: "refuses", type: "anthropic", baseUrl: at.url, models: ["m"] });
    await fault(at, { latencyMs: 40 });
    const { id } = await start(ada, {
      datasetId,
      model: `${provider.slug}/m`,
      options: { streams: 2, itemsPerStream: 1, cluster: false },
    });
    await until(ada, id, (analysis) => analysis.progress.itemsDone >= 4);
    await fault(at, { mode: "401" });
    const paused = await until(ada, id, (analysis) => analysis.status === "paused");
    expect(paused.pauseReason).toContain("refused the key");
    expect(paused.progress.itemsFallback).toBe(0);
    await fault(at, { mode: null });
    const renewed = await call(`/providers/${provider.id}`, {
      method: "PATCH",
      headers: ada.bearer,
      body: { apiKey: `${canaryKey}-2` },
    });
    expect(renewed.status).toBe(200);
    await call(`/analyses/${id}/resume`, { method: "POST", headers: ada.bearer });
    await until(ada, id, completed);
    const results = await allResults(ada, id);
    expect(externalIdsOf(results)).toEqual(expectedIds(count));
    expect(results.every((row) => row.status === "done")).toBe(true);
  });

  it("is answered by the built-in engine, marked, where that was asked for", async () => {
    const at = await anotherProvider();
    const { slug } = await setUp(ada, { name: "gone", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    await fault(at, { mode: "404" });
    const options = { streams: 2, cluster: false, onProviderDown: "fallback" };
    const { id } = await start(ada, { datasetId, model: `${slug}/m`, options });
    await until(ada, id, completed);
    const results = await allResults(ada, id);
    expect(externalIdsOf(results)).toEqual(expectedIds(count));
    expect(results.every((row) => row.status === "fallback" && row.model === "local/lexical")).toBe(true);
  });
});

describe("a start that can't be", () => {
  it.each([
    [{ model: "nobody/at-all" }, 400, "offers"],
    [{ model: "anthropic/claude-3-5-sonnet" }, 400, "retired"],
    [{ model: "local/lexical", options: { fallbackModels: ["nobody/m"] } }, 400, "fallbackModels"],
  ])("is refused with what to do: %o", async (body, status, words) => {
    const answer = await call("/analyses", { headers: ada.bearer, body: { datasetId, ...body } });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(words);
  });

  it("is refused where a limit in dollars can't be kept", async () => {
    const at = await anotherProvider();
    const { slug } = await setUp(ada, {
      name: "pricey",
      type: "anthropic",
      baseUrl: at.url,
      models: ["m"],
      prices: {},
    });
    const body = { datasetId, model: `${slug}/m`, options: { maxCostUsd: 1 } };
    const answer = await call("/analyses", { headers: ada.bearer, body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("unknown");
  });
});

describe("the keys", () => {
  it("are found in no table and no store after all this", async () => {
    const tables = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
    ).all<{ name: string }>();
    for (const { name } of tables.results) {
      const rows = await env.DB.prepare(`SELECT * FROM "${name}"`).all();
      expect(JSON.stringify(rows.results)).not.toContain("sk-canary");
    }
    for (const { name } of (await env.KV.list()).keys) expect(await env.KV.get(name)).not.toContain("sk-canary");
  });
});
