import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { LabelsReply } from "../../worker/contract/labels.ts";
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

let ada: Somebody;
let ben: Somebody;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ben = await signUp();
  ({ datasetId } = await datasetOf(ada, conversations(120)));
});

async function get<Body>(path: string, who = ada): Promise<Body> {
  const answer = await call(path, { headers: who.bearer });
  expect(answer.status).toBe(200);
  return answer.json<Body>();
}

describe("the main job", () => {
  for (const sync of ["round", "continuous"]) {
    it(`goes from a file to labels, evidence, clusters and a summary (${sync})`, async () => {
      const { id } = await start(ada, { datasetId, options: { sync, discovery: { minItems: 20, maxItems: 20 } } });
      const done = await until(ada, id, completed);
      expect(done).toMatchObject({
        status: "completed",
        model: "local/lexical",
        usage: { costUsd: 0, costKnown: true },
        progress: { percent: 100, itemsTotal: 120, itemsDone: 120, itemsFallback: 0, itemsFailed: 0, phase: "summary" },
        error: null,
      });
      expect(Date.parse(done.expiresAt ?? "") - Date.parse(done.completedAt ?? "")).toBe(7 * 86_400_000);
      expect(done.headline).toContain("120");

      const results = await allResults(ada, id);
      expect(externalIdsOf(results)).toEqual(expectedIds(120));
      for (const result of results) {
        expect(result.status).toBe("done");
        expect(Object.keys(result.facets)).toContain("intent");
        for (const evidence of result.evidence) expect(evidence.verified).toBe(true);
      }
      const labels = await get<LabelsReply>(`/analyses/${id}/labels`);
      const counted = labels.facets.intent?.reduce((sum, { count }) => sum + count, 0);
      expect(counted).toBe(120);
      const [first] = labels.facets.intent ?? [];
      const having = await allResults(ada, id, `&facet=intent&value=${encodeURIComponent(first?.label ?? "")}`);
      expect(having).toHaveLength(first?.count ?? -1);

      const clusters = await get<{ nodes: { id: string; level: number; size: number; name: string }[] }>(
        `/analyses/${id}/clusters`,
      );
      const top = clusters.nodes.filter(({ level }) => level === 0);
      expect(top.reduce((sum, { size }) => sum + size, 0)).toBe(120);
      const inside = await allResults(ada, id, `&cluster=${top[0]?.id}`);
      expect(inside).toHaveLength(top[0]?.size ?? -1);

      const insights = await get<{ headline: string; partial: boolean; insights: unknown[] }>(
        `/analyses/${id}/insights`,
      );
      expect(insights).toMatchObject({ headline: done.headline, partial: false });
      const batches = await get<{ items: { status: string; items: number }[] }>(`/analyses/${id}/batches?limit=500`);
      expect(batches.items.every(({ status }) => status === "done")).toBe(true);
      expect(batches.items.reduce((sum, { items }) => sum + items, 0)).toBe(120);
      const stats = await get<{ discovery: object; processing: { streams: { items: number }[] } }>(
        `/analyses/${id}/stats`,
      );
      expect(stats.processing.streams.reduce((sum, { items }) => sum + items, 0)).toBe(120);
    });
  }

  it("gives the same labels to the same contents when it is run again", async () => {
    const labelled = async () => {
      const { id } = await start(ada, { datasetId, options: { cluster: false } });
      await until(ada, id, completed);
      return (await allResults(ada, id)).map(({ externalId, facets }) => [externalId, facets]);
    };
    expect(await labelled()).toEqual(await labelled());
  });

  it("reads a subset where contents are named, and begins with the words of an earlier run, frozen", async () => {
    const first = await start(ada, { datasetId });
    await until(ada, first.id, completed);
    const contentIds = (await allResults(ada, first.id)).slice(0, 7).map(({ contentId }) => contentId);
    const options = { basedOn: first.id, freezeLabels: true };
    const { id } = await start(ada, { datasetId, contentIds, options });
    const done = await until(ada, id, completed);
    expect(done.progress.itemsTotal).toBe(7);
    const words = (labels: LabelsReply) => labels.facets.intent?.map(({ label }) => label) ?? [];
    const known = new Set([...words(await get<LabelsReply>(`/analyses/${first.id}/labels`)), "Other"]);
    for (const { facets } of await allResults(ada, id)) expect(known).toContain(facets.intent);
    const about = await get<{ items: Analysis[] }>(`/analyses?contentId=${contentIds[0]}`);
    expect(about.items.map((analysis) => analysis.id)).toContain(id);
  });

  it("says before the start what it would take, and stores nothing", async () => {
    const before = await get<{ items: Analysis[] }>("/analyses?limit=500");
    const answer = await call("/analyses/estimate", { headers: ada.bearer, body: { datasetId } });
    expect(await answer.json()).toMatchObject({
      contents: 120,
      estimates: [{ model: "local/lexical", costUsd: { mid: 0 }, costKnown: true, calls: expect.any(Number) }],
    });
    expect((await get<{ items: Analysis[] }>("/analyses?limit=500")).items).toHaveLength(before.items.length);
  });
});

describe("what can't be started", () => {
  const refused: [string, Record<string, unknown>, number, string][] = [
    ["an unknown dataset", { datasetId: "ds_unknown" }, 400, "unknown_reference"],
    ["an unknown template", { templateId: "tpl_unknown" }, 400, "unknown_reference"],
    ["an unknown model", { model: "acme/brain-9" }, 400, "unknown_reference"],
    ["contents of another dataset", { contentIds: ["cnt_elsewhere"] }, 400, "unknown_reference"],
    ["no streams", { options: { streams: 0 } }, 400, "invalid_request"],
    ["too many streams", { options: { streams: 65 } }, 400, "invalid_request"],
    ["frozen labels without a source", { options: { freezeLabels: true } }, 400, "invalid_request"],
    ["a misspelt option", { options: { maxCostUSD: 1 } }, 400, "invalid_request"],
    ["an unknown earlier analysis", { options: { basedOn: "an_unknown" } }, 400, "unknown_reference"],
    [
      "a discovery that ends before it begins",
      { options: { discovery: { minItems: 9, maxItems: 3 } } },
      400,
      "invalid_request",
    ],
  ];
  for (const [what, body, status, code] of refused) {
    it(`${what} is ${status} ${code}`, async () => {
      const answer = await call("/analyses", { headers: ada.bearer, body: { datasetId, ...body } });
      expect(answer.status).toBe(status);
      expect(await codeOf(answer)).toBe(code);
    });
  }

  it("an empty dataset is 409, since there is nothing to read", async () => {
    const empty = await datasetOf(ada, conversations(1));
    const made = await call(`/projects/${empty.projectId}/datasets`, { headers: ada.bearer, body: { name: "E" } });
    const { id } = await made.json<{ id: string }>();
    const answer = await call("/analyses", { headers: ada.bearer, body: { datasetId: id } });
    expect(answer.status).toBe(409);
  });
});

describe("an idempotency key", () => {
  const once = (key: string, name: string) =>
    call("/analyses", {
      headers: { ...ada.bearer, "idempotency-key": key },
      body: { datasetId, name, options: { cluster: false } },
    });

  it("makes one analysis of any number of requests, and refuses another body", async () => {
    const answers = await Promise.all([once("k1", "one"), once("k1", "one"), once("k1", "one")]);
    const ids = await Promise.all(answers.map(async (answer) => (await answer.json<Analysis>()).id));
    expect(new Set(ids).size).toBe(1);
    expect((await once("k1", "two")).status).toBe(409);
    const later = await (await once("k1", "one")).json<Analysis>();
    expect(later.id).toBe(ids[0]);
    await until(ada, later.id, completed);
  });

  it("does not bring back an analysis that was deleted", async () => {
    const { id } = await (await once("k3", "gone")).json<Analysis>();
    await until(ada, id, completed);
    expect((await call(`/analyses/${id}`, { method: "DELETE", headers: ada.bearer })).status).toBe(204);
    expect((await once("k3", "gone")).status).toBe(409);
    expect((await call(`/analyses/${id}`, { headers: ada.bearer })).status).toBe(404);
  });

  it("is not bound by a request that was refused", async () => {
    const headers = { ...ada.bearer, "idempotency-key": "k2" };
    const bad = await call("/analyses", { headers, body: { datasetId: "ds_unknown", name: "x" } });
    expect(bad.status).toBe(400);
    const good = await once("k2", "x");
    expect(good.status).toBe(202);
    await until(ada, (await good.json<Analysis>()).id, completed);
  });
});

describe("two owners", () => {
  it("never see or touch each other's analyses", async () => {
    const { id } = await start(ada, { datasetId, options: { cluster: false } });
    const reads = ["", "/results", "/labels", "/clusters", "/insights", "/batches", "/stats", "/watch"];
    for (const path of reads) {
      expect((await call(`/analyses/${id}${path}`, { headers: ben.bearer })).status).toBe(403);
      expect((await call(`/analyses/${id}${path}`)).status).toBe(401);
    }
    for (const command of ["pause", "resume", "cancel"]) {
      expect((await call(`/analyses/${id}/${command}`, { method: "POST", headers: ben.bearer })).status).toBe(403);
    }
    expect((await call(`/analyses/${id}`, { method: "DELETE", headers: ben.bearer })).status).toBe(403);
    expect(
      (await call(`/analyses/${id}`, { method: "PATCH", headers: ben.bearer, body: { name: "mine" } })).status,
    ).toBe(403);
    expect((await call("/analyses", { headers: ben.bearer, body: { datasetId } })).status).toBe(403);
    expect((await get<{ items: Analysis[] }>("/analyses", ben)).items).toEqual([]);
    await until(ada, id, completed);
  });
});

describe("an analysis that exists", () => {
  it("can be renamed and pinned, and is gone with its results when deleted", async () => {
    const { id } = await start(ada, { datasetId, options: { cluster: false } });
    await until(ada, id, completed);
    const patched = await call(`/analyses/${id}`, {
      method: "PATCH",
      headers: ada.bearer,
      body: { name: "Kept", pinned: true },
    });
    expect(await patched.json()).toMatchObject({ name: "Kept", pinned: true });
    expect((await call(`/analyses/${id}/`, { headers: ada.bearer })).status).toBe(200);
    expect((await call(`/analyses/${id}`, { method: "DELETE", headers: ada.bearer })).status).toBe(204);
    expect((await call(`/analyses/${id}`, { headers: ada.bearer })).status).toBe(404);
  });

  it("says 410 when it has expired, unless it is kept; its words still begin another", async () => {
    const { id } = await start(ada, { datasetId, options: { cluster: false } });
    await until(ada, id, completed);
    await env.DB.prepare("UPDATE analysis SET expires_at = 1 WHERE id = ?").bind(id).run();
    for (const path of ["", "/results", "/labels", "/export"]) {
      const answer = await call(`/analyses/${id}${path}`, { headers: ada.bearer });
      expect(await codeOf(answer)).toBe("expired");
    }
    const listed = await get<{ items: Analysis[] }>("/analyses?limit=500");
    expect(listed.items.map((analysis) => analysis.id)).not.toContain(id);
    const next = await start(ada, { datasetId, options: { basedOn: id, freezeLabels: true, cluster: false } });
    await until(ada, next.id, completed);
    await env.DB.prepare("UPDATE analysis SET pinned = 1 WHERE id = ?").bind(id).run();
    expect((await call(`/analyses/${id}`, { headers: ada.bearer })).status).toBe(200);
  });

  it("does not fall over a malformed or an unknown id", async () => {
    for (const id of ["an_nothing", "ds_01", "%00", "an_'; DROP TABLE analysis", "..%2F..%2Fme"]) {
      expect((await call(`/analyses/${id}`, { headers: ada.bearer })).status).toBe(404);
    }
    await expect(show(ada, "an_nothing")).rejects.toThrow("404");
  });
});
