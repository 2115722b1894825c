import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AnalysisJob } from "../../durable-objects/analysis-job.ts";
import { noUsage } from "../../worker/analysis/job.ts";
import { scheduled } from "../../worker/scheduled.ts";
import { type Somebody, signUp } from "./client.ts";
import {
  allResults,
  completed,
  conversations,
  datasetOf,
  expectedIds,
  externalIdsOf,
  show,
  start,
  until,
} from "./jobs.ts";

const count = 600;
let ada: Somebody;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ({ datasetId } = await datasetOf(ada, conversations(count)));
});

const slowly = {
  streams: 2,
  itemsPerStream: 1,
  cluster: false,
  discovery: { minItems: 100, maxItems: 600, targetPercentage: 100 },
};

const jobOf = (id: string) => env.ANALYSIS_JOB.getByName(id);

/** Writes into a job's tables behind its back, as a crash or a lost message would leave them. */
function damage(id: string, ...statements: string[]): Promise<void> {
  return runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => {
    for (const statement of statements) state.storage.sql.exec(statement);
  });
}

async function underWay(): Promise<string> {
  const { id } = await start(ada, { datasetId, options: slowly });
  await until(ada, id, ({ progress }) => progress.batchesDone >= 2);
  return id;
}

async function endsWhole(id: string): Promise<void> {
  const done = await until(ada, id, completed);
  expect(done.progress).toMatchObject({ itemsDone: count, itemsFailed: 0 });
  expect(externalIdsOf(await allResults(ada, id))).toEqual(expectedIds(count));
}

describe("a job ends whole, each content once,", () => {
  it("when the object is evicted on the way", async () => {
    const id = await underWay();
    await evictDurableObject(jobOf(id)).catch(() => undefined);
    await endsWhole(id);
  });

  it("when all objects are aborted on the way", async () => {
    const id = await underWay();
    await abortAllDurableObjects();
    await endsWhole(id);
  });

  it("when a message is lost: what was sent and never heard of is sent again", async () => {
    const id = await underWay();
    await damage(id, "UPDATE stream SET slice = slice + 1, slice_state = 'sent', seen = 0");
    await runDurableObjectAlarm(jobOf(id));
    await endsWhole(id);
  });

  it("when messages come twice, late, to nobody, or make no sense", async () => {
    const id = await underWay();
    const body = (slice: number) => ({ body: { job: id, stream: 0, slice } });
    await env.LANE0.sendBatch([body(1), body(1), body(2), body(2), body(999), { body: "nonsense" }, { body: null }]);
    await env.LANE1.send({ job: "an_nobody", stream: 0, slice: 1 });
    await endsWhole(id);
  });

  it("when a consumer died with a lease: it runs out and another takes the task", async () => {
    const id = await underWay();
    await damage(
      id,
      "UPDATE task SET status = 'leased', token = token + 1, due = 1 WHERE status IN ('pending', 'queued')",
      "UPDATE stream SET slice_state = 'live', slice = slice + 1, seen = 1",
    );
    await runDurableObjectAlarm(jobOf(id));
    await endsWhole(id);
  });

  it("when an engine fails at tasks: they are tried again, and the failure stands in the batches", async () => {
    const id = await underWay();
    const failed = await runInDurableObject(jobOf(id), async (job: AnalysisJob, state) => {
      const leased = state.storage.sql.exec<{ id: number; token: number }>(
        "SELECT id, token FROM task WHERE status IN ('pending', 'queued', 'leased') LIMIT 1",
      );
      const [task] = leased.toArray();
      if (!task) throw new Error("no task is open");
      state.storage.sql.exec("UPDATE task SET status = 'leased', due = ? WHERE id = ?", Date.now() + 60_000, task.id);
      await job.fail(task.id, task.token, "overloaded: the provider answered 529", noUsage);
      return task.id;
    });
    await endsWhole(id);
    const { items } = await jobOf(id).batches(failed - 1, 1);
    expect(items[0]).toMatchObject({ batch: failed, status: "done" });
  });

  it("when its alarm has died: the clock outside wakes it", async () => {
    const id = await underWay();
    await damage(id, "UPDATE stream SET slice_state = 'sent', slice = slice + 1, seen = 0");
    await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => state.storage.deleteAlarm());
    await scheduled({ scheduledTime: Date.now(), cron: "* * * * *", noRetry() {} }, env);
    await endsWhole(id);
  });

  it("when D1 does not take its end, and the object is lost just then", async () => {
    const id = await underWay();
    await env.DB.exec(
      `CREATE TRIGGER no_end BEFORE UPDATE ON analysis WHEN new.id = '${id}' AND new.completed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'not now'); END`,
    );
    const endedInside = () =>
      runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) =>
        state.storage.sql.exec("SELECT 1 FROM job WHERE completed_at IS NOT NULL").toArray(),
      );
    while ((await endedInside()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await show(ada, id)).status).toBe("running");
    await abortAllDurableObjects();
    await env.DB.exec("DROP TRIGGER no_end");
    await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => state.storage.deleteAlarm());
    await scheduled({ scheduledTime: Date.now(), cron: "* * * * *", noRetry() {} }, env);
    await endsWhole(id);
    const told = await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) =>
      state.storage.sql.exec("SELECT 1 FROM event WHERE type = 'analysis_complete'").toArray(),
    );
    expect(told).toHaveLength(1);
  });

  it("when the row in D1 does not know of the end: the clock outside has it written again", async () => {
    const id = await underWay();
    await endsWhole(id);
    await env.DB.prepare("UPDATE analysis SET status = 'running', completed_at = NULL WHERE id = ?").bind(id).run();
    await scheduled({ scheduledTime: Date.now(), cron: "* * * * *", noRetry() {} }, env);
    const status = () => env.DB.prepare("SELECT status FROM analysis WHERE id = ?").bind(id).first<string>("status");
    while ((await status()) !== "completed") await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it("when its start was interrupted before the object knew of it", async () => {
    const id = await underWay();
    await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => state.storage.deleteAll());
    await abortAllDurableObjects();
    await scheduled({ scheduledTime: Date.now(), cron: "* * * * *", noRetry() {} }, env);
    await endsWhole(id);
  });
});

describe("an answer that comes from a consumer thought dead", () => {
  it("is accepted if it is the first, and refused if the task is closed", async () => {
    const id = await underWay();
    await endsWhole(id);
    const answer = {
      name: "extract" as const,
      results: [],
      left: null,
      missing: 0,
      usage: { calls: 1, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 },
    };
    expect(await jobOf(id).complete(1, 99, answer)).toBe(false);
    expect(await jobOf(id).renew(1, 1)).toBe(false);
  });
});
