import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AnalysisJob } from "../../durable-objects/analysis-job.ts";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { newId } from "../../worker/contract/id.ts";
import { readModelsOf, sweepAnalyses, sweepIdempotencyKeys, sweepParkedAnswers } from "../../worker/db/expire.ts";
import { parkAnswer } from "../../worker/db/parked-answers.ts";
import { scheduled } from "../../worker/scheduled.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, start, until } from "./jobs.ts";

const count = 20;
const hour = 3_600_000;
const day = 24 * hour;
let ada: Somebody;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ({ datasetId } = await datasetOf(ada, conversations(count)));
});

const jobOf = (id: string) => env.ANALYSIS_JOB.getByName(id);
const endJob = (id: string) => jobOf(id).remove();

async function ended(): Promise<Analysis> {
  const { id } = await start(ada, { datasetId });
  return until(ada, id, completed);
}

/** Lets the time of an analysis be over for so long, as the routes see it. */
async function over(id: string, ago = 2 * hour): Promise<void> {
  await env.DB.prepare("UPDATE analysis SET expires_at = ? WHERE id = ?")
    .bind(Date.now() - ago, id)
    .run();
}

async function rowsOf(id: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of ["result", "cluster", "parked_answer", "label"]) {
    const found = await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE analysis_id = ?`)
      .bind(id)
      .first<{ n: number }>();
    rows[table] = found?.n ?? -1;
  }
  return rows;
}

/** Sweeps as the clock does, until nothing is left to do. */
async function sweepAll(now = Date.now()): Promise<void> {
  for (let run = 0; run < 50; run++) {
    const { rows, analyses } = await sweepAnalyses(env, endJob, now);
    if (rows === 0 && analyses === 0) return;
  }
  throw new Error("there was always something left to sweep");
}

const patch = (id: string, body: object) => call(`/analyses/${id}`, { method: "PATCH", headers: ada.bearer, body });

const answer = { name: "cluster" as const, clusterIds: [], usage: { ...noTokens(), costUsd: 0 } };
function noTokens() {
  return { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
}

describe("an analysis whose time is over", () => {
  it("loses what it found, in D1, KV and its object; it is still known to have been, and its labels begin another", async () => {
    const { id } = await ended();
    await parkAnswer(env.DB, id, 1, 1, answer, Date.now());
    await env.KV.put(`${readModelsOf(id)}labels/3`, "{}");
    const before = await rowsOf(id);
    expect(before).toMatchObject({ result: count, parked_answer: 1 });
    expect(before.cluster).toBeGreaterThan(0);
    expect(before.label).toBeGreaterThan(0);
    await over(id);
    await sweepAll();

    expect(await rowsOf(id)).toEqual({ ...before, result: 0, cluster: 0, parked_answer: 0 });
    expect((await env.KV.list({ prefix: readModelsOf(id) })).keys).toEqual([]);
    const tables = await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) =>
      state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'job'").toArray(),
    );
    expect(tables).toEqual([]);
    const row = await env.DB.prepare("SELECT summary, stats, clustering, content_ids FROM analysis WHERE id = ?")
      .bind(id)
      .first();
    expect(row).toEqual({ summary: null, stats: null, clustering: null, content_ids: null });

    for (const path of ["", "/results", "/labels", "/clusters", "/batches", "/calls", "/export"]) {
      const told = await call(`/analyses/${id}${path}`, { headers: ada.bearer });
      expect([path, told.status, await codeOf(told)]).toEqual([path, 410, "expired"]);
    }
    expect((await patch(id, { pinned: true })).status).toBe(410);
    const listed = await (await call("/analyses?limit=500", { headers: ada.bearer })).json<{ items: Analysis[] }>();
    expect(listed.items.map((analysis) => analysis.id)).not.toContain(id);
    const next = await start(ada, { datasetId, options: { basedOn: id, freezeLabels: true, cluster: false } });
    await until(ada, next.id, completed);
    expect(await allResults(ada, next.id)).toHaveLength(count);
  });

  it("is deleted like any other, swept or not, and nothing is left of it; by nobody else", async () => {
    const eve = await signUp();
    for (const swept of [true, false]) {
      const { id } = await ended();
      await over(id);
      if (swept) await sweepAll();
      expect((await call(`/analyses/${id}`, { headers: ada.bearer })).status).toBe(410);
      const remove = (headers: Record<string, string>) => call(`/analyses/${id}`, { method: "DELETE", headers });
      expect((await remove(eve.bearer)).status).toBe(403);
      expect((await remove(ada.bearer)).status).toBe(204);
      expect(await rowsOf(id)).toEqual({ result: 0, cluster: 0, parked_answer: 0, label: 0 });
      expect(await jobOf(id).snapshot()).toBeNull();
      expect((await call(`/analyses/${id}`, { headers: ada.bearer })).status).toBe(404);
      expect((await remove(ada.bearer)).status).toBe(404);
    }
  });

  it("keeps all until an hour after, then goes by the time that is given", async () => {
    const { id, expiresAt } = await ended();
    const before = await rowsOf(id);
    const expiry = Date.parse(expiresAt ?? "");
    await sweepAll(expiry + hour - 1);
    expect(await rowsOf(id)).toEqual(before);
    expect(await jobOf(id).snapshot()).not.toBeNull();
    await sweepAll(expiry + hour + 1);
    expect(await rowsOf(id)).toMatchObject({ result: 0, cluster: 0, label: before.label });
    expect(await jobOf(id).snapshot()).toBeNull();
  });

  it("stays while it is pinned, its object too, and goes with the next sweep when it is let go", async () => {
    const { id } = await ended();
    const before = await rowsOf(id);
    expect((await patch(id, { pinned: true })).status).toBe(200);
    await over(id, 30 * day);
    await sweepAll();
    expect(await rowsOf(id)).toEqual(before);
    await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => {
      state.storage.sql.exec("UPDATE job SET completed_at = 1");
    });
    await runDurableObjectAlarm(jobOf(id));
    const batches = await call(`/analyses/${id}/batches`, { headers: ada.bearer });
    expect((await batches.json<{ items: unknown[] }>()).items.length).toBeGreaterThan(0);

    const letGo = await patch(id, { pinned: false });
    expect([letGo.status, await letGo.json()]).toMatchObject([200, { id, pinned: false }]);
    await sweepAll();
    expect(await rowsOf(id)).toMatchObject({ result: 0, cluster: 0 });
    expect(await jobOf(id).snapshot()).toBeNull();
  });

  it("is forgotten by its object itself when the alarm comes, where nobody pinned it", async () => {
    const { id } = await ended();
    await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => {
      state.storage.sql.exec("UPDATE job SET completed_at = 1");
    });
    await runDurableObjectAlarm(jobOf(id));
    expect(await jobOf(id).snapshot()).toBeNull();
  });

  it("is swept by the clock, with everything else that is past its time", async () => {
    const { id } = await ended();
    await over(id);
    const orphan = `${readModelsOf(newId("analysis", 1))}labels/1`;
    await env.KV.put(orphan, "{}");
    const at = Date.now();
    await env.DB.batch([
      env.DB.prepare("INSERT INTO idempotency_key VALUES ('org', 'old', 'h', 'an_1', ?)").bind(at - 1),
      env.DB.prepare("INSERT INTO idempotency_key VALUES ('org', 'new', 'h', 'an_1', ?)").bind(at + day),
      env.DB.prepare("INSERT INTO answer_cache VALUES ('old', 'org', 'cnt_1', '{}', 'a/b', 0, ?)").bind(at - 1),
      env.DB.prepare("INSERT INTO answer_cache VALUES ('new', 'org', 'cnt_1', '{}', 'a/b', 0, ?)").bind(at + day),
    ]);
    const minute = (scheduledTime: number) => scheduled({ scheduledTime, cron: "* * * * *", noRetry() {} }, env);
    await minute(Date.UTC(2026, 10, 21, 9, 30));
    expect(await rowsOf(id)).toMatchObject({ result: 0 });
    const left = await env.DB.prepare(
      "SELECT key FROM idempotency_key WHERE organization_id = 'org' UNION ALL SELECT key FROM answer_cache",
    ).all<{ key: string }>();
    expect(left.results.map(({ key }) => key)).toEqual(["new", "new"]);
    // Stores are listed on the hour only.
    expect(await env.KV.get(orphan)).not.toBeNull();
    await minute(Date.UTC(2026, 10, 21, 10, 0));
    expect(await env.KV.get(orphan)).toBeNull();
  });
});

/** The row of an analysis with results, no job behind it. */
async function made(status: string, expiresAt: number | null, results: number): Promise<string> {
  const id = newId("analysis", Date.now());
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO analysis (id, organization_id, project_id, dataset_id, template_id, spec, name, model, options,
         status, progress, usage, created_at, expires_at)
       VALUES (?1, 'org_rows', '', '', '', '{}', '', 'sim/a', '{}', ?2, '{}', '{}', 0, ?3)`,
    ).bind(id, status, expiresAt),
    env.DB.prepare(
      `INSERT INTO result (analysis_id, content_id, status, facets, said, summary, evidence, model, attempts)
       SELECT ?1, 'cnt_' || key, 'done', '{}', '{}', '', '[]', 'sim/a', 1 FROM json_each(?2)`,
    ).bind(id, JSON.stringify(Array.from({ length: results }, () => 0))),
  ]);
  return id;
}

const resultsOf = async (id: string) => (await rowsOf(id)).result;

describe("a sweep", () => {
  const limits = { rowsAtOnce: 7, rows: 25, analyses: 2 };

  it("does a bounded part, goes on where it stopped, and touches nothing that lives", async () => {
    const now = 10 * day;
    const due = [
      await made("completed", 1 * day, 40),
      await made("failed", 2 * day, 0),
      await made("cancelled", 3 * day, 33),
    ];
    const living = [
      await made("completed", now, 5),
      await made("completed", null, 5),
      await made("running", 1 * day, 5),
      await made("paused", 1 * day, 5),
      await made("pending", null, 5),
    ];
    const ends: string[] = [];
    const end = async (id: string) => void ends.push(id);
    const runs: { rows: number; analyses: number }[] = [];
    do runs.push(await sweepAnalyses(env, end, now, limits));
    while (runs.at(-1)?.rows !== 0 || runs.at(-1)?.analyses !== 0);
    expect(runs.map(({ rows }) => rows)).toEqual([25, 15, 25, 8, 0]);
    expect(runs.map(({ analyses }) => analyses)).toEqual([0, 2, 0, 1, 0]);
    expect(await Promise.all(due.map(resultsOf))).toEqual([0, 0, 0]);
    expect(await Promise.all(living.map(resultsOf))).toEqual([5, 5, 5, 5, 5]);
    expect(new Set(ends)).toEqual(new Set(due));
  });

  it("passes by an analysis whose object can't be reached, whose rows stay, and comes back to it", async () => {
    const now = 20 * day;
    const [stuck, other] = [await made("completed", 11 * day, 3), await made("completed", 12 * day, 3)];
    const failing = async (id: string) => {
      if (id === stuck) throw new Error("overloaded");
    };
    await sweepAnalyses(env, failing, now);
    expect([await resultsOf(stuck), await resultsOf(other)]).toEqual([3, 0]);
    await sweepAnalyses(env, endJob, now);
    expect(await resultsOf(stuck)).toBe(0);
  });

  it("takes parked answers that no job will fetch, and idempotency keys past their time, so many at once", async () => {
    const now = Date.now();
    const running = await made("running", null, 0);
    const done = await made("completed", now + day, 0);
    await env.DB.prepare("UPDATE analysis SET completed_at = 1 WHERE id = ?").bind(done).run();
    for (const id of [running, done, "an_gone"]) await parkAnswer(env.DB, id, 1, 1, answer, now - 2 * day);
    await parkAnswer(env.DB, "an_gone", 2, 1, answer, now);
    expect([await sweepParkedAnswers(env.DB, now, 1), await sweepParkedAnswers(env.DB, now, 5)]).toEqual([1, 1]);
    expect([(await rowsOf(running)).parked_answer, (await rowsOf("an_gone")).parked_answer]).toEqual([1, 1]);
    const keys = ["a", "b", "c"].map((key) =>
      env.DB.prepare("INSERT INTO idempotency_key VALUES ('org_keys', ?, 'h', 'an_1', 5)").bind(key),
    );
    await env.DB.batch(keys);
    expect([await sweepIdempotencyKeys(env.DB, 4, 2), await sweepIdempotencyKeys(env.DB, 5, 2)]).toEqual([0, 2]);
    expect(await sweepIdempotencyKeys(env.DB, 5, 2)).toBe(1);
  });
});
