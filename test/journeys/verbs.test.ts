import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis, Status } from "../../worker/contract/analysis.ts";
import type { LabelsReply } from "../../worker/contract/labels.ts";
import { specOf } from "../../worker/db/analyses.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, show, start, until } from "./jobs.ts";
import { setUp } from "./providers-at-work.ts";
import { anotherProvider, callsOf, fault } from "./simulated.ts";

let ada: Somebody;
let few: string;
let many: string;

beforeAll(async () => {
  ada = await signUp();
  few = (await datasetOf(ada, conversations(3))).datasetId;
  many = (await datasetOf(ada, conversations(600))).datasetId;
});

/** One stream and small batches: slow enough to be met on its way. */
const slowly = {
  streams: 1,
  itemsPerStream: 1,
  cluster: false,
  discovery: { minItems: 600, maxItems: 600, targetPercentage: 100 },
};

const jobOf = (id: string) => env.ANALYSIS_JOB.getByName(id);
const tell = (id: string, verb: string) =>
  verb === "delete"
    ? call(`/analyses/${id}`, { method: "DELETE", headers: ada.bearer })
    : call(`/analyses/${id}/${verb}`, { method: "POST", headers: ada.bearer });

/** As a start leaves it that was cut off before the object knew of it. */
async function pending(datasetId = many): Promise<string> {
  const { id } = await start(ada, { datasetId, options: slowly });
  await jobOf(id).remove();
  await env.DB.prepare("UPDATE analysis SET status = 'pending' WHERE id = ?").bind(id).run();
  return id;
}

const made: Record<Status, () => Promise<string>> = {
  pending,
  async running() {
    const { id } = await start(ada, { datasetId: many, options: slowly });
    return id;
  },
  async paused() {
    const id = await made.running();
    await tell(id, "pause");
    return id;
  },
  async completed() {
    const { id } = await start(ada, { datasetId: few });
    await until(ada, id, completed);
    return id;
  },
  async failed() {
    const own = await datasetOf(ada, conversations(2, "gone"));
    const id = await pending(own.datasetId);
    await env.DB.prepare("DELETE FROM content WHERE dataset_id = ?").bind(own.datasetId).run();
    await jobOf(id).start((await specOf(env.DB, id)) ?? "");
    await expect.poll(async () => (await show(ada, id)).status).toBe("failed");
    expect((await show(ada, id)).error).toContain("None of the contents");
    return id;
  },
  async cancelled() {
    const id = await made.running();
    await tell(id, "cancel");
    await expect.poll(async () => (await show(ada, id)).expiresAt).not.toBeNull();
    return id;
  },
};

/** What each verb is answered, and the state it leads to; null where it is refused. */
const table: Record<Status, Record<string, Status | null>> = {
  pending: { pause: "paused", resume: "pending", cancel: "cancelled", "retry-failed": null },
  running: { pause: "paused", resume: "running", cancel: "cancelled", "retry-failed": null },
  paused: { pause: "paused", resume: "running", cancel: "cancelled", "retry-failed": "paused" },
  completed: { pause: null, resume: null, cancel: null, "retry-failed": "completed" },
  failed: { pause: null, resume: null, cancel: null, "retry-failed": "failed" },
  cancelled: { pause: null, resume: null, cancel: "cancelled", "retry-failed": "cancelled" },
};

describe("an analysis that is", () => {
  const rows = Object.entries(table).flatMap(([state, verbs]) =>
    Object.entries(verbs).map(([verb, to]) => ({ state: state as Status, verb, to })),
  );

  it.each(rows)("$state and told to $verb comes to: $to", async ({ state, verb, to }) => {
    const id = await made[state]();
    for (const _ of ["once", "and again"]) {
      const answer = await tell(id, verb);
      if (to === null) {
        expect(answer.status).toBe(409);
        const { code, detail } = await answer.json<{ code: string; detail: string }>();
        expect(code).toBe("wrong_state");
        expect(detail.length).toBeGreaterThan(20);
      } else {
        expect(answer.status).toBe(200);
        expect((await answer.json<Analysis>()).status).toBe(to);
      }
    }
    await tell(id, "delete");
  });

  it.each(Object.keys(table))("%s can be deleted, and is not there for anything afterwards", async (state) => {
    const id = await made[state as Status]();
    expect((await tell(id, "delete")).status).toBe(204);
    for (const verb of ["pause", "resume", "cancel", "retry-failed", "delete"]) {
      const answer = await tell(id, verb);
      expect([verb, answer.status, await codeOf(answer)]).toEqual([verb, 404, "not_found"]);
    }
  });
});

describe("contents without a good answer", () => {
  it("are asked again alone, however often that is clicked, and all that follows from them is made anew", async () => {
    const count = 60;
    const at = await anotherProvider({ seed: 51 });
    const { slug } = await setUp(ada, { name: "again", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    const { datasetId } = await datasetOf(ada, conversations(count));
    await fault(at, { rates: { dropItem: 0.8 }, latencyMs: 20 });
    const options = { streams: 2, itemsPerStream: 4, retryAttempts: 0, cache: false };
    const { id } = await start(ada, { datasetId, model: `${slug}/m`, options });
    const before = await until(ada, id, completed);
    const stoodIn = (await allResults(ada, id)).filter(({ status }) => status === "fallback");
    expect(stoodIn).toHaveLength(before.progress.itemsFallback);
    expect(stoodIn.length).toBeGreaterThan(1);

    await fault(at, { rates: {} });
    const asked = (await callsOf(at)).length;
    const answers = await Promise.all([tell(id, "retry-failed"), tell(id, "retry-failed")]);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      const again = await answer.json<Analysis>();
      expect(again).toMatchObject({ status: "running", completedAt: null, expiresAt: null });
    }
    const after = await until(ada, id, completed);
    expect(after.progress).toMatchObject({ itemsDone: count, itemsFallback: 0, itemsFailed: 0, percent: 100 });
    expect(after.usage.calls).toBeGreaterThan(before.usage.calls);
    expect(Date.parse(after.expiresAt ?? "")).toBeGreaterThan(Date.parse(before.expiresAt ?? ""));
    const readAgain = (await callsOf(at)).slice(asked).filter(({ task }) => task === "extract");
    expect(readAgain.reduce((sum, { items }) => sum + items, 0)).toBe(stoodIn.length);
    const results = await allResults(ada, id);
    expect(results).toHaveLength(count);
    expect(results.every(({ status, model }) => status === "done" && model === `${slug}/m`)).toBe(true);

    const labels = await (await call(`/analyses/${id}/labels`, { headers: ada.bearer })).json<LabelsReply>();
    for (const [facet, words] of Object.entries(labels.facets)) {
      const said = results.filter((row) => typeof row.facets[facet] === "string");
      expect(words.reduce((sum, word) => sum + word.count, 0)).toBe(said.length);
      expect(
        words.every(({ label, count: times }) => times === said.filter((row) => row.facets[facet] === label).length),
      ).toBe(true);
    }
    const unchanged = await tell(id, "retry-failed");
    expect(await unchanged.json()).toMatchObject({ status: "completed", completedAt: after.completedAt });
  });

  it("can't be asked again when what the job was made from is gone", async () => {
    const id = await made.completed();
    await jobOf(id).remove();
    const answer = await tell(id, "retry-failed");
    expect([answer.status, await codeOf(answer)]).toEqual([410, "expired"]);
  });
});
