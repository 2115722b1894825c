import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { SimulatedAddress } from "../simulated/provided.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";
import { allResults, conversations, datasetOf, expectedIds, externalIdsOf, show, start, until } from "./jobs.ts";
import { costOf, setUp } from "./providers-at-work.ts";
import { anotherProvider, billOf, fault } from "./simulated.ts";

/** Simulated models: they prove the machinery, nothing about what a model can do. */
const count = 240;
let ada: Somebody;
let projectId: string;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ({ projectId, datasetId } = await datasetOf(ada, conversations(count)));
});

const options = { streams: 8, itemsPerStream: 2, cluster: false, discovery: { minItems: 10, maxItems: 10 } };

function tell(id: string, verb: string): Promise<Response> {
  return call(`/analyses/${id}/${verb}`, { method: "POST", headers: ada.bearer });
}

function patch(path: string, body: unknown): Promise<Response> {
  return call(path, { method: "PATCH", headers: ada.bearer, body });
}

/** Everything the provider bills, what broke off on the way included. */
async function billed(at: SimulatedAddress): Promise<number> {
  const { total } = await billOf(at);
  return costOf(total.billed) + costOf(total.lost);
}

const atRest = ({ status }: Analysis) => status === "completed" || status === "paused";

describe("a budget", () => {
  it.each([
    { how: "without faults", rates: {}, resets: false, seed: 21 },
    { how: "with answers that break off", rates: { reset: 0.06, cut: 0.06 }, resets: false, seed: 22 },
    { how: "with objects that are reset on the way", rates: {}, resets: true, seed: 23 },
  ])("is never passed by eight streams, and goes on when it is raised: $how", async ({ rates, resets, seed }) => {
    const at = await anotherProvider({ seed });
    const { slug } = await setUp(ada, { name: `budget ${seed}`, type: "anthropic", baseUrl: at.url, models: ["m"] });
    await fault(at, { rates, latencyMs: 30 });
    const free = await start(ada, { datasetId, model: `${slug}/m`, options: { ...options, maxCostUsd: 0.1 } });
    let limit = 0.1;
    if (resets) {
      await until(ada, free.id, ({ usage }) => usage.calls >= 3);
      await abortAllDurableObjects();
    }
    let analysis = await until(ada, free.id, atRest);
    let pauses = 0;
    while (analysis.status === "paused") {
      pauses += 1;
      expect(analysis.pauseReason).toMatch(
        /The budget of \$[\d.]+ is nearly used: .*the next call may cost .*Raise it/,
      );
      expect(await billed(at)).toBeLessThanOrEqual(limit);
      expect(analysis.usage.costUsd).toBeLessThanOrEqual(limit);
      const resumedTooSoon = await tell(analysis.id, "resume");
      expect(resumedTooSoon.status).toBe(200);
      const stillShort = await until(ada, analysis.id, atRest);
      expect(stillShort.status).toBe("paused");
      expect(await billed(at)).toBeLessThanOrEqual(limit);

      limit += 0.06;
      const raised = await patch(`/analyses/${analysis.id}`, { options: { maxCostUsd: limit } });
      expect(await raised.json()).toMatchObject({ options: { maxCostUsd: limit } });
      await tell(analysis.id, "resume");
      analysis = await until(ada, analysis.id, atRest);
      expect(pauses).toBeLessThan(40);
    }
    expect(pauses).toBeGreaterThan(0);
    expect(await billed(at)).toBeLessThanOrEqual(limit);
    const results = await allResults(ada, analysis.id);
    expect(externalIdsOf(results)).toEqual(expectedIds(count));
    expect(results.every(({ status }) => status === "done")).toBe(true);
  });

  it("that was lowered to less than is spent stops the job; lifted it lets it go on; after the end it is 409", async () => {
    const at = await anotherProvider({ seed: 31 });
    const { slug } = await setUp(ada, { name: "lowered", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    await fault(at, { latencyMs: 60 });
    const { id } = await start(ada, { datasetId, model: `${slug}/m`, options });
    await until(ada, id, ({ usage }) => usage.calls >= 4);
    expect((await patch(`/analyses/${id}`, { options: { maxCostUsd: 0.0001 } })).status).toBe(200);
    const paused = await until(ada, id, atRest);
    expect(paused.pauseReason).toContain("The budget of $0.0001 is used up");
    await patch(`/analyses/${id}`, { options: { maxCostUsd: null } });
    await tell(id, "resume");
    const done = await until(ada, id, atRest);
    expect(done).toMatchObject({ status: "completed", options: { maxCostUsd: null } });
    expect(await codeOf(await patch(`/analyses/${id}`, { options: { maxCostUsd: 5 } }))).toBe("wrong_state");
    expect((await patch(`/analyses/${id}`, { name: "Another" })).status).toBe(200);
  });

  it("that not one call fits into is refused with the smallest that would do, and that one is enough to begin", async () => {
    const at = await anotherProvider({ seed: 32 });
    const { slug } = await setUp(ada, { name: "tiny", type: "google", baseUrl: at.url, models: ["m"] });
    const body = { datasetId, templateId: "tpl_customer_support", model: `${slug}/m` };
    const refused = await call("/analyses", {
      headers: ada.bearer,
      body: { ...body, options: { ...options, maxCostUsd: 0.000001 } },
    });
    expect(refused.status).toBe(400);
    const [, smallest] = /smallest budget that would do is \$([\d.]+\d)/.exec(await refused.text()) ?? [];
    const { id } = await start(ada, { ...body, options: { ...options, maxCostUsd: Number(smallest) } });
    const ended = await until(ada, id, atRest);
    expect(ended.progress.itemsDone).toBeGreaterThan(0);
    expect(await billed(at)).toBeLessThanOrEqual(Number(smallest));
  });

  it("does not concern the built-in engine", async () => {
    const { id } = await start(ada, { datasetId, options: { ...options, maxCostUsd: 0.000001 } });
    expect(await until(ada, id, atRest)).toMatchObject({ status: "completed", usage: { costUsd: 0 } });
  });
});

describe("the monthly budget of a project", () => {
  it("pauses its jobs, refuses new ones that cost, and lets them go on when it is raised", async () => {
    const at = await anotherProvider({ seed: 41 });
    const { slug } = await setUp(ada, { name: "monthly", type: "anthropic", baseUrl: at.url, models: ["m"] });
    const spent = await env.DB.prepare(
      `SELECT total(cost_usd) AS usd FROM model_call JOIN analysis ON analysis.id = model_call.analysis_id
       WHERE analysis.project_id = ?`,
    )
      .bind(projectId)
      .first<{ usd: number }>();
    const before = spent?.usd ?? 0;
    expect(before).toBeGreaterThan(0);
    const limit = before + 0.08;
    expect((await patch(`/projects/${projectId}`, { settings: { monthlyCostUsd: limit } })).status).toBe(200);
    const model = `${slug}/m`;
    const { id } = await start(ada, { datasetId, model, options });
    const paused = await until(ada, id, atRest);
    expect(paused).toMatchObject({ status: "paused", options: { maxCostUsd: null } });
    expect(paused.pauseReason).toContain("The project's budget for this month");
    expect(await billed(at)).toBeLessThanOrEqual(0.08);

    await patch(`/projects/${projectId}`, { settings: { monthlyCostUsd: before / 2 } });
    const refused = await call("/analyses", { headers: ada.bearer, body: { datasetId, model, options } });
    expect([refused.status, await codeOf(refused)]).toEqual([409, "wrong_state"]);
    const free = await start(ada, { datasetId, model: "local/lexical", options });
    expect((await until(ada, free.id, atRest)).status).toBe("completed");

    await patch(`/projects/${projectId}`, { settings: { monthlyCostUsd: null } });
    await tell(id, "resume");
    expect((await until(ada, id, atRest)).status).toBe("completed");
    expect((await show(ada, id)).progress.itemsDone).toBe(count);
  });
});
