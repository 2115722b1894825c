import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";
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

const count = 800;
let ada: Somebody;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ({ datasetId } = await datasetOf(ada, conversations(count)));
});

async function tell(id: string, command: string): Promise<Analysis> {
  const answer = await call(`/analyses/${id}/${command}`, { method: "POST", headers: ada.bearer });
  if (answer.status !== 200) throw new Error(`${command}: ${answer.status} ${await answer.text()}`);
  return answer.json<Analysis>();
}

/** One stream and small batches: slow enough to be met on its way. */
const slowly = {
  streams: 1,
  itemsPerStream: 1,
  cluster: false,
  discovery: { minItems: 200, maxItems: 800, targetPercentage: 100 },
};

describe("a job that is paused", () => {
  it("after two batches keeps what it has, starts nothing new, and when resumed completes with each content once", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    await until(ada, id, ({ progress }) => progress.batchesDone >= 2);
    const paused = await tell(id, "pause");
    expect(paused).toMatchObject({ status: "paused", pauseReason: "paused by hand" });
    expect(await tell(id, "pause")).toMatchObject({ status: "paused" });

    const atRest = await until(ada, id, ({ progress }) => progress.streams.every(({ state }) => state !== "working"));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const later = await show(ada, id);
    expect(later.progress.batchesDone).toBe(atRest.progress.batchesDone);
    expect(later.usage.calls).toBe(atRest.usage.calls);
    expect(later.progress.itemsDone).toBeLessThan(count);
    // What is there is there: partial results are as real as final ones.
    const partial = await allResults(ada, id);
    expect(partial).toHaveLength(later.progress.itemsDone);
    const file = await call(`/analyses/${id}/export?format=jsonl`, { headers: ada.bearer });
    expect(file.headers.get("content-disposition")).toContain("partial");
    const lines = (await file.text()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).contentId)).toEqual(partial.map(({ contentId }) => contentId));

    expect(await tell(id, "resume")).toMatchObject({ status: "running", pauseReason: null });
    const done = await until(ada, id, completed);
    expect(done.progress.itemsDone).toBe(count);
    expect(externalIdsOf(await allResults(ada, id))).toEqual(expectedIds(count));
  });
});

describe("a job that is cancelled", () => {
  it("ends with what it has and can't be resumed", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    await until(ada, id, ({ progress }) => progress.batchesDone >= 2);
    expect(await tell(id, "cancel")).toMatchObject({ status: "cancelled" });
    expect(await tell(id, "cancel")).toMatchObject({ status: "cancelled" });
    const results = await allResults(ada, id);
    expect(results.length).toBeGreaterThan(0);
    expect(results.length).toBeLessThan(count);
    for (const command of ["pause", "resume"]) {
      const answer = await call(`/analyses/${id}/${command}`, { method: "POST", headers: ada.bearer });
      expect(answer.status).toBe(409);
      expect(await codeOf(answer)).toBe("wrong_state");
    }
    const ended = await until(ada, id, ({ expiresAt }) => expiresAt !== null);
    expect(ended.completedAt).not.toBeNull();
  });
});
