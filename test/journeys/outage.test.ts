import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AnalysisJob } from "../../durable-objects/analysis-job.ts";
import { type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, expectedIds, externalIdsOf, start, until } from "./jobs.ts";
import { watch } from "./watching.ts";

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

async function underWay(): Promise<string> {
  const { id } = await start(ada, { datasetId, options: slowly });
  await until(ada, id, ({ progress }) => progress.batchesDone >= 1);
  return id;
}

async function endsWhole(id: string): Promise<void> {
  const done = await until(ada, id, completed);
  expect(done.progress).toMatchObject({ itemsDone: count, itemsFailed: 0 });
  expect(externalIdsOf(await allResults(ada, id))).toEqual(expectedIds(count));
}

/** How many entries wait in the job's own tables for D1. */
function waiting(id: string): Promise<number> {
  return runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) =>
    Number(state.storage.sql.exec("SELECT count(*) AS n FROM outbox").one().n),
  );
}

describe("a job ends whole, each content once,", () => {
  it("when D1 takes no results for a while: they wait in the ledger and nothing is said to be saved", async () => {
    const id = await underWay();
    await env.DB.prepare("ALTER TABLE result RENAME TO result_away").run();
    try {
      // Whatever was on its way when the table went has settled; from here on nothing can be written.
      while ((await waiting(id)) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      const before = await env.DB.prepare("SELECT count(*) AS n FROM result_away").first("n");
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(await waiting(id)).toBeGreaterThan(0);
      expect(await env.DB.prepare("SELECT count(*) AS n FROM result_away").first("n")).toBe(before);
    } finally {
      await env.DB.prepare("ALTER TABLE result_away RENAME TO result").run();
    }
    await endsWhole(id);
    expect(await waiting(id)).toBe(0);
  });

  it("when a new version is deployed on the way: objects begin anew, on the tables that the old one left", async () => {
    const id = await underWay();
    const watcher = await watch(ada, id, 0);
    const last = () => watcher.events.at(-1)?.seq ?? 0;
    // What a version does not know yet that was there before a table came.
    await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => {
      for (const table of ["course", "pause", "hold"]) state.storage.sql.exec(`DROP TABLE IF EXISTS ${table}`);
      await state.storage.sync();
    });
    // A deployment resets every object: what was in memory is gone, and so are the sockets.
    await abortAllDurableObjects();
    await endsWhole(id);
    const back = await watch(ada, id, last());
    const end = await back.saw(({ type }) => type === "analysis_complete" || type === "snapshot");
    expect(end.type === "snapshot" ? end.data.status : "completed").toBe("completed");
    back.socket.close();
  });
});
