import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { noUsage } from "../../worker/analysis/job.ts";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { newId } from "../../worker/contract/id.ts";
import { specOf } from "../../worker/db/analyses.ts";
import { saveClusters } from "../../worker/db/clusters.ts";
import { type NewCall, recordCalls } from "../../worker/db/model-calls.ts";
import { monthOfProject } from "../../worker/db/spending.ts";
import { endJobs } from "../../worker/routes/end-jobs.ts";
import { scheduled } from "../../worker/scheduled.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";
import { completed, conversations, datasetOf, show, start, until } from "./jobs.ts";

let ada: Somebody;
let projectId: string;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ({ projectId, datasetId } = await datasetOf(ada, conversations(300)));
});

const jobOf = (id: string) => env.ANALYSIS_JOB.getByName(id);
const remove = (path: string) => call(path, { method: "DELETE", headers: ada.bearer });
const tell = (id: string, verb: string) => call(`/analyses/${id}/${verb}`, { method: "POST", headers: ada.bearer });
const get = (path: string) => call(path, { headers: ada.bearer });
const everythingRead = [
  "",
  "/results",
  "/labels",
  "/batches",
  "/insights",
  "/clusters",
  "/export",
  "/export?format=md",
];

/** One stream and small batches: slow enough to be met on its way. */
async function underWay(): Promise<string> {
  const discovery = { minItems: 300, maxItems: 300, targetPercentage: 100 };
  const options = { streams: 1, itemsPerStream: 1, cluster: false, discovery };
  const { id } = await start(ada, { datasetId, options });
  await until(ada, id, ({ progress }) => progress.batchesDone >= 2);
  return id;
}

/** As a deletion leaves it that is at the rows, or was cut off there. */
async function halfDeleted(): Promise<string> {
  const id = await underWay();
  await endJobs(env, [id]);
  return id;
}

describe("an analysis that is just being deleted", () => {
  it("has ended for everybody who asks, and can be deleted again", async () => {
    const id = await halfDeleted();
    for (const path of everythingRead) {
      const answer = await get(`/analyses/${id}${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
    }
    for (const [verb, status] of Object.entries({ pause: 409, resume: 409, cancel: 200, "retry-failed": 410 })) {
      expect([verb, (await tell(id, verb)).status]).toEqual([verb, status]);
    }
    expect((await remove(`/analyses/${id}`)).status).toBe(204);
    expect((await remove(`/analyses/${id}`)).status).toBe(404);
  });

  it("is not begun anew by the clock, nor by whoever had read its row before", async () => {
    const id = await halfDeleted();
    await scheduled({ scheduledTime: Date.now(), cron: "* * * * *", noRetry() {} }, env);
    expect(await jobOf(id).snapshot()).toBeNull();
    await jobOf(id).start((await specOf(env.DB, id)) ?? "");
    const said = async () => JSON.parse((await jobOf(id).snapshot()) ?? "{}") as Analysis;
    await expect.poll(async () => (await said()).status).toBe("failed");
    expect((await said()).progress).toMatchObject({ itemsTotal: 0, batchesTotal: 0 });
    expect((await remove(`/analyses/${id}`)).status).toBe(204);
  });

  it("answers those who read its row before with no failure on our side", async () => {
    const id = await underWay();
    await jobOf(id).remove();
    for (const path of [...everythingRead, "/stats"]) {
      expect([path, (await get(`/analyses/${id}${path}`)).status < 500]).toEqual([path, true]);
    }
    for (const verb of ["pause", "resume", "cancel", "retry-failed"]) {
      expect([verb, (await tell(id, verb)).status < 500]).toEqual([verb, true]);
    }
    const watched = await call(`/analyses/${id}/watch`, { headers: { ...ada.bearer, upgrade: "websocket" } });
    expect([watched.status, await codeOf(watched)]).toEqual([404, "not_found"]);
    expect((await remove(`/analyses/${id}`)).status).toBe(204);
  });

  it("keeps nothing that its consumers still bring", async () => {
    const id = await underWay();
    expect((await remove(`/analyses/${id}`)).status).toBe(204);
    // An object that throws here is asked again, and the answer of a deleted analysis is parked in the end.
    expect(await jobOf(id).complete(1, 1, { name: "cluster", clusterIds: [], usage: noUsage })).toBe(false);
    await jobOf(id).fail(1, 1, "late", noUsage);
    await jobOf(id).halt(1, 1, null, noUsage);
    const cluster = { id: "0-0", parentId: null, level: 0, size: 1, x: 0, y: 0, members: ["cnt_1"], contrast: [] };
    const nobody = { items: 0, contentIds: [], reason: "" };
    const facts = { method: "m", k: 1, tried: [], hidden: { clusters: 0, items: 0, reason: "" }, outliers: nobody };
    await saveClusters(env.DB, id, [cluster], [["cnt_1", "0-0"]], facts);
    for (const table of ["result", "cluster", "parked_answer", "label"]) {
      const found = await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE analysis_id = ?`).bind(id).first();
      expect([table, found]).toEqual([table, { n: 0 }]);
    }
  });
});

describe("what an analysis has cost", () => {
  const spentNow = async () => (await monthOfProject(env.DB, projectId, "", Date.now()))?.othersUsd;
  const paid = (analysisId: string, costUsd: number): NewCall => ({
    ...{ id: newId("call", Date.now()), analysisId, providerId: "prv_1", model: "a/b", task: "extract", taskId: 1 },
    ...{ call: 0, attempt: 0, outcome: "ok", inputTokens: 1, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 1 },
    ...{ reasoningTokens: 0, costUsd, latencyMs: 1, firstTokenMs: null, at: Date.now() },
  });

  async function ended(): Promise<string> {
    const { id } = await start(ada, { datasetId, options: { cluster: false } });
    await until(ada, id, completed);
    return id;
  }

  it("stays spent in the project's month when it is deleted, or its dataset", async () => {
    const settings = { monthlyCostUsd: 10 };
    const limited = await call(`/projects/${projectId}`, { method: "PATCH", headers: ada.bearer, body: { settings } });
    expect(limited.status).toBe(200);
    const [first, second] = [await ended(), await ended()];
    const { organizationId } = JSON.parse((await specOf(env.DB, first)) ?? "{}") as { organizationId: string };
    await recordCalls(env.DB, organizationId, [paid(first, 3), paid(second, 4)]);
    expect(await spentNow()).toBe(7);
    expect((await remove(`/analyses/${first}`)).status).toBe(204);
    expect(await spentNow()).toBe(7);
    // It was on its way when its analysis was deleted.
    await recordCalls(env.DB, organizationId, [{ ...paid(first, 2), projectId }]);
    expect(await spentNow()).toBe(9);
    expect((await remove(`/datasets/${datasetId}`)).status).toBe(204);
    expect(await spentNow()).toBe(9);
  });
});

describe("an idempotency key", () => {
  it("gives the analysis that it made even where the same could not be started any more", async () => {
    const { datasetId: own } = await datasetOf(ada, conversations(3));
    const facets = [{ name: "intent", description: "Why they write", type: "label" }];
    const made = await call("/templates", { headers: ada.bearer, body: { name: "Mine", description: "", facets } });
    const templateId = (await made.json<{ id: string }>()).id;
    const again = () =>
      call("/analyses", {
        headers: { ...ada.bearer, "idempotency-key": "template-goes" },
        body: { datasetId: own, templateId, options: { cluster: false } },
      });
    const { id } = await (await again()).json<Analysis>();
    await until(ada, id, completed);
    expect((await remove(`/templates/${templateId}`)).status).toBe(204);
    const answer = await again();
    expect(answer.status).toBe(202);
    expect((await answer.json<Analysis>()).id).toBe(id);
    expect((await show(ada, id)).status).toBe("completed");
  });
});
