import { beforeAll, describe, expect, it } from "vitest";
import type { Breakdown } from "../../worker/contract/breakdown.ts";
import type { ClustersReply } from "../../worker/contract/findings.ts";
import type { Insight } from "../../worker/contract/reply.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, start, until } from "./jobs.ts";

const total = 160;
const wishes = [
  "I want a refund for the kettle, it arrived broken.",
  "I cannot log in, the password mail never comes.",
];

/** Sixteen days; in the later half most cannot log in. Every content of one wish and day is by one of few people. */
function dated(authorOf: (index: number) => string): string {
  return Array.from({ length: total }, (_, index) => {
    const day = Math.floor(index / 10);
    const wish = wishes[index % 10 < (day < 8 ? 2 : 8) ? 1 : 0];
    return JSON.stringify({
      id: `d-${index}`,
      author: authorOf(index),
      occurredAt: `2026-05-${String(day + 1).padStart(2, "0")}T10:00:00Z`,
      messages: [
        {
          role: "user",
          content: `Hello, number ${index}. ${wish}${index % 3 === 0 ? " I am so angry, this is terrible!" : ""}`,
        },
      ],
    });
  }).join("\n");
}

let ada: Somebody;
beforeAll(async () => {
  ada = await signUp();
});

async function get<Body>(path: string, status = 200): Promise<Body> {
  const answer = await call(path, { headers: ada.bearer });
  expect(answer.status).toBe(status);
  return answer.json<Body>();
}

async function analysed(jsonl: string, options: Record<string, unknown> = {}): Promise<string> {
  const { datasetId } = await datasetOf(ada, jsonl);
  const { id } = await start(ada, { datasetId, options });
  await until(ada, id, completed);
  return id;
}

describe("exploring what was found", () => {
  it("breaks down, filters and counts alike, says what rises, and audits every name", async () => {
    const id = await analysed(dated((index) => `person ${index}`));

    const byTime = await get<Breakdown>(`/analyses/${id}/breakdown?by=time`);
    expect(byTime).toMatchObject({ unit: "day", total, left: 0 });
    expect(byTime.rows).toHaveLength(16);
    expect(byTime.rows[0]).toEqual({ value: "2026-05-01", count: 10 });

    const byIntent = await get<Breakdown>(`/analyses/${id}/breakdown?by=facet&of=intent&from=2026-05-09`);
    expect(byIntent.total).toBe(80);
    expect(byIntent.rows.reduce((sum, { count }) => sum + count, 0)).toBe(80);
    const [most] = byIntent.rows;
    const filter = `&facet=intent&value=${encodeURIComponent(most?.value ?? "")}&from=2026-05-09`;
    expect(await allResults(ada, id, filter)).toHaveLength(most?.count ?? -1);
    const oneDay = await allResults(ada, id, "&from=2026-05-03&to=2026-05-03");
    expect(oneDay.map(({ externalId }) => externalId).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `d-${20 + index}`).sort(),
    );
    await get(`/analyses/${id}/breakdown?by=facet`, 400);
    await get(`/analyses/${id}/results?from=yesterday`, 400);

    const clusters = await get<ClustersReply>(`/analyses/${id}/clusters`);
    expect(clusters.hidden).toEqual({ clusters: 0, items: 0, reason: "" });
    expect(clusters.tried?.length).toBeGreaterThan(0);
    expect(clusters.nodes.every(({ audit }) => audit?.by === "local/lexical" && audit.score === 5)).toBe(true);
    const byCluster = await get<Breakdown>(`/analyses/${id}/breakdown?by=cluster`);
    const sizes = new Map(clusters.nodes.map((node) => [node.id, node.size]));
    for (const { value, count } of byCluster.rows) expect(sizes.get(value ?? "")).toBe(count);

    const { insights } = await get<{ insights: Insight[] }>(`/analyses/${id}/insights`);
    expect(insights.filter(({ unproven }) => unproven !== undefined)).toEqual([]);
    const bySentiment = await get<Breakdown>(`/analyses/${id}/breakdown?by=sentiment`);
    expect(bySentiment.rows.length).toBeGreaterThan(1);
    const rising = insights.find(({ kind }) => kind === "rising");
    expect(rising?.filter).toMatchObject({ from: "2026-05-09" });
    expect(rising?.contentIds.length).toBeGreaterThan(0);
    const query = new URLSearchParams(rising?.filter ?? {});
    expect(await allResults(ada, id, `&${query}`)).toHaveLength(rising?.numbers?.[0]?.value ?? -1);
  });

  it("hides what too few people wrote, in the tree and in what refers to it", async () => {
    const id = await analysed(dated((index) => (index % 2 === 0 ? "ann" : "bob")));
    const clusters = await get<ClustersReply>(`/analyses/${id}/clusters`);
    expect(clusters.nodes).toEqual([]);
    expect(clusters.hidden).toMatchObject({ items: total });
    expect(clusters.hidden.reason).toContain("fewer than 3 people");
    expect((await allResults(ada, id)).every(({ clusterId }) => clusterId === null)).toBe(true);
  });

  it.each([1, 3, 5])("says of %i contents what can be shown of them", async (count) => {
    const id = await analysed(conversations(count));
    const { nodes, hidden } = await get<ClustersReply>(`/analyses/${id}/clusters`);
    expect(nodes.reduce((sum, { size }) => sum + size, 0) + hidden.items).toBe(count);
    expect(nodes).toHaveLength(count < 5 ? 0 : 1);
    const one = await analysed(conversations(count, "again"), { minClusterSize: 1 });
    const shown = await get<ClustersReply>(`/analyses/${one}/clusters`);
    expect(shown.hidden.items).toBe(0);
    expect(shown.nodes.length).toBeGreaterThan(0);
  });
});
