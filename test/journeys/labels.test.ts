import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { Stats } from "../../worker/contract/findings.ts";
import type { LabelsReply } from "../../worker/contract/labels.ts";
import type { Insight } from "../../worker/contract/reply.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, start, until } from "./jobs.ts";
import { setUp } from "./providers-at-work.ts";
import { anotherProvider } from "./simulated.ts";

/** The built-in engine and simulated models: they prove the machinery, nothing about what a model can do. */
let ada: Somebody;
let bob: Somebody;
let datasetId: string;
let analysis: Analysis;

const count = 40;

beforeAll(async () => {
  ada = await signUp();
  bob = await signUp();
  ({ datasetId } = await datasetOf(ada, conversations(count)));
  const started = await start(ada, { datasetId, options: { streams: 4, cluster: false } });
  analysis = await until(ada, started.id, completed);
});

async function labelsOf(id = analysis.id, who = ada): Promise<LabelsReply> {
  const answer = await call(`/analyses/${id}/labels`, { headers: who.bearer });
  expect(answer.status).toBe(200);
  return answer.json<LabelsReply>();
}

async function change(body: unknown, who = ada): Promise<{ status: number; labels: LabelsReply; text: string }> {
  const answer = await call(`/analyses/${analysis.id}/labels`, { method: "PATCH", headers: who.bearer, body });
  const text = await answer.text();
  return { status: answer.status, labels: JSON.parse(text) as LabelsReply, text };
}

const totalOf = (labels: LabelsReply, facet: string) =>
  (labels.facets[facet] ?? []).reduce((sum, label) => sum + label.count, 0);

/** The counts of the labels are those of the results. */
async function agrees(labels: LabelsReply, facet: string): Promise<void> {
  const counted = new Map<string, number>();
  for (const { facets } of await allResults(ada, analysis.id)) {
    const word = String(facets[facet]);
    counted.set(word, (counted.get(word) ?? 0) + 1);
  }
  const said = (labels.facets[facet] ?? [])
    .filter((one) => one.count > 0)
    .map((one) => [one.label, one.count] as const);
  expect(new Map(said)).toEqual(counted);
}

describe("labels changed by hand", () => {
  it("are renamed, merged and split at once in results and counts, and taken back one by one", async () => {
    const before = await labelsOf();
    const facet = "intent";
    const [first, second, third] = (before.facets[facet] ?? []).map(({ label }) => label);
    expect(third).toBeDefined();
    await agrees(before, facet);

    const renamed = await change({ facet, rename: { from: first, to: "Our own word" } });
    expect(renamed.status).toBe(200);
    await agrees(renamed.labels, facet);
    expect(renamed.labels.merges.find(({ aliases }) => aliases.includes(String(first)))).toMatchObject({
      canonical: "Our own word",
      by: "hand",
    });
    const again = await change({ facet, rename: { from: first, to: "Our own word" } });
    expect(again.labels.edits).toHaveLength(1);

    const merged = await change({ facet, merge: { labels: [second, third], into: "Our own word" } });
    await agrees(merged.labels, facet);
    expect(totalOf(merged.labels, facet)).toBe(totalOf(before, facet));

    const split = await change({ facet, split: { label: "Our own word", aliases: [third] } });
    await agrees(split.labels, facet);
    expect(split.labels.facets[facet]?.map(({ label }) => label)).toContain(third);

    await change({ undo: true });
    const undone = await change({ undo: merged.labels.edits?.at(-1)?.id });
    await agrees(undone.labels, facet);
    expect(undone.labels.facets[facet]?.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["Our own word", second, third]),
    );
    await change({ undo: true });
    const back = await labelsOf();
    expect(back.facets).toEqual(before.facets);
    await agrees(back, facet);
    expect((await change({ undo: true })).labels.facets).toEqual(before.facets);
  });

  it("are followed by the insights: no one speaks of a word that is gone, and taken back they are what they were", async () => {
    const read = async () => {
      const answer = await call(`/analyses/${analysis.id}/insights`, { headers: ada.bearer });
      const { headline } = await (await call(`/analyses/${analysis.id}`, { headers: ada.bearer })).json<Analysis>();
      return { ...(await answer.json<{ insights: Insight[] }>()), shown: headline };
    };
    const before = await read();
    const [first, second] = ((await labelsOf()).facets.intent ?? []).map(({ label }) => label);
    expect(before.insights.some(({ kind, title }) => kind !== "said" && title.includes(`“${first}”`))).toBe(true);
    await change({ facet: "intent", rename: { from: first, to: "Our own word" } });
    await change({ facet: "intent", merge: { labels: [second], into: "Our own word" } });
    const after = await read();
    expect(JSON.stringify(after)).not.toContain(`“${first}”`);
    expect(after.shown).toContain("Our own word");
    const common = after.insights.find(({ kind, filter }) => kind === "common" && filter?.facet === "intent");
    expect(common?.filter?.value).toBe("Our own word");
    const hits = (await allResults(ada, analysis.id)).filter(({ facets }) => facets.intent === "Our own word");
    expect(common?.numbers?.[0]?.value).toBe(hits.length);
    await change({ undo: true });
    await change({ undo: true });
    expect(await read()).toEqual(before);
  });

  it("are refused where they make no sense, and to others", async () => {
    const [first, second] = ((await labelsOf()).facets.intent ?? []).map(({ label }) => label);
    expect((await change({ facet: "intent", rename: { from: first, to: second } })).text).toContain("Merge the two");
    expect((await change({ facet: "intent", rename: { from: "Nothing such", to: "X" } })).status).toBe(400);
    expect((await change({ facet: "nothing", rename: { from: first, to: "X" } })).status).toBe(400);
    expect((await change({ facet: "intent", undo: true, rename: { from: first, to: "X" } })).status).toBe(400);
    for (const to of ["two\nlines", "tab\there", "par\u2029agraph", "\u202eturned", "x".repeat(81)]) {
      expect((await change({ facet: "intent", rename: { from: first, to } })).status).toBe(400);
    }
    expect((await change({ undo: "led_nothing" })).status).toBe(400);
    expect((await change({ facet: "intent", rename: { from: first, to: "X" } }, bob)).status).toBe(403);
  });
});

describe("next month's run", () => {
  it("uses the same words, hand-made ones too, of an analysis that has expired, and says what is new", async () => {
    const first = (await labelsOf()).facets.intent?.[0]?.label;
    await change({ facet: "intent", rename: { from: first, to: "Word by hand" } });
    const words = ((await labelsOf()).facets.intent ?? []).map(({ label }) => label);
    await env.DB.prepare("UPDATE analysis SET expires_at = 1 WHERE id = ?").bind(analysis.id).run();
    expect((await call(`/analyses/${analysis.id}/labels`, { headers: ada.bearer })).status).toBe(410);

    const options = { streams: 2, cluster: false, basedOn: analysis.id };
    const free = await until(ada, (await start(ada, { datasetId, options })).id, completed);
    const kept = await labelsOf(free.id);
    expect((kept.facets.intent ?? []).map(({ label }) => label)).toEqual(expect.arrayContaining(words));
    // What its reader says is folded into the word that people chose.
    const renamed = (await allResults(ada, free.id)).filter(({ facets }) => facets.intent === "Word by hand");
    expect(renamed.length).toBeGreaterThan(0);
    expect(kept.merges.find(({ canonical, by }) => canonical === "Word by hand" && by === "hand")).toBeDefined();
    expect(kept.changes).toMatchObject({ basedOn: analysis.id, facets: { intent: { added: [] } } });

    const frozen = await until(
      ada,
      (await start(ada, { datasetId, options: { ...options, freezeLabels: true } })).id,
      completed,
    );
    const again = await allResults(ada, frozen.id);
    for (const { facets } of again) expect([...words, "Other"]).toContain(facets.intent);
    expect(again.filter(({ facets }) => facets.intent === "Word by hand").length).toBeGreaterThan(0);
    const stats = await call(`/analyses/${frozen.id}/stats`, { headers: ada.bearer });
    const { consistency, resolution } = await stats.json<Stats>();
    expect(consistency === null || (consistency >= 0 && consistency <= 1)).toBe(true);
    expect(resolution.conflicts).toEqual([]);
    await env.DB.prepare("UPDATE analysis SET expires_at = 9e12 WHERE id = ?").bind(analysis.id).run();
  });
});

describe("one new conversation", () => {
  it("is read with the labels of the analysis, frozen, in one call, and stored nowhere", async () => {
    const at = await anotherProvider();
    const { slug } = await setUp(ada, { name: "classifies", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    const started = await start(ada, { datasetId, model: `${slug}/m`, options: { streams: 2, cluster: false } });
    await until(ada, started.id, completed);
    const words = ((await labelsOf(started.id)).facets.intent ?? []).map(({ label }) => label);
    const messages = [{ role: "user", content: "The kettle arrived broken and I want my refund now, please." }];
    const answer = await call(`/analyses/${started.id}/classify`, { headers: ada.bearer, body: { messages } });
    expect(answer.status).toBe(200);
    const one = await answer.json<{
      facets: { intent: string };
      contentId: null;
      model: string;
      usage: { calls: number };
    }>();
    expect([...words, "Other"]).toContain(one.facets.intent);
    expect(one).toMatchObject({
      contentId: null,
      status: "done",
      model: `${slug}/m`,
      attempts: 1,
      usage: { calls: 1 },
    });
    expect(await allResults(ada, started.id)).toHaveLength(count);
    expect(await labelsOf(started.id)).toMatchObject({ facets: { intent: words.map((label) => ({ label })) } });
    const refused = await call(`/analyses/${started.id}/classify`, { headers: ada.bearer, body: { messages: [] } });
    expect(refused.status).toBe(400);
    const others = await call(`/analyses/${started.id}/classify`, { headers: bob.bearer, body: { messages } });
    expect(others.status).toBe(403);
  });
});

describe("why this label", () => {
  it("shows the question built again, the answer, the calls and what they cost", async () => {
    const at = await anotherProvider();
    const { slug } = await setUp(ada, { name: "says why", type: "anthropic", baseUrl: at.url, models: ["m"] });
    const model = `${slug}/m`;
    const started = await start(ada, { datasetId, model, options: { streams: 2, cluster: false, cache: false } });
    await until(ada, started.id, completed);
    const [row] = await allResults(ada, started.id);
    const answer = await call(`/analyses/${started.id}/results/${row?.contentId}/why`, { headers: ada.bearer });
    expect(answer.status).toBe(200);
    const why = await answer.json<{
      result: { contentId: string };
      said: { intent: string };
      prompt: { rebuilt: boolean; exact: boolean; system: string; user: string; items: number };
      calls: { model: string; outcome: string; costUsd: number }[];
      cost: { taskUsd: number; shareUsd: number };
    }>();
    expect(why.result.contentId).toBe(row?.contentId);
    expect(why.prompt).toMatchObject({ rebuilt: true, exact: true });
    expect(why.prompt.system).toContain("Task: extract");
    expect(why.prompt.user).toContain("Hello, this is customer number");
    expect(why.calls).toMatchObject([{ model, outcome: "ok" }]);
    expect(why.cost.taskUsd).toBeCloseTo(why.calls[0]?.costUsd ?? -1, 12);
    expect(why.cost.shareUsd).toBeCloseTo(why.cost.taskUsd / why.prompt.items, 12);
    expect((await call(`/analyses/${started.id}/results/cnt_nothing/why`, { headers: ada.bearer })).status).toBe(404);
    expect((await call(`/analyses/${started.id}/results/${row?.contentId}/why`, { headers: bob.bearer })).status).toBe(
      403,
    );
  });

  it("shows no question where the built-in engine read", async () => {
    const [row] = await allResults(ada, analysis.id);
    const answer = await call(`/analyses/${analysis.id}/results/${row?.contentId}/why`, { headers: ada.bearer });
    expect(await answer.json()).toMatchObject({ prompt: null, calls: [], said: { intent: expect.any(String) } });
  });
});
