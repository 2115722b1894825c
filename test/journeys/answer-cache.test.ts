import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis, Estimate } from "../../worker/contract/analysis.ts";
import type { Result } from "../../worker/contract/findings.ts";
import type { Template } from "../../worker/contract/template.ts";
import { answerCache } from "../../worker/db/answer-cache.ts";
import type { SimulatedAddress } from "../simulated/provided.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, expectedIds, externalIdsOf, start, until } from "./jobs.ts";
import { makerOf } from "./making.ts";
import { setUp } from "./providers-at-work.ts";
import { anotherProvider, callsOf } from "./simulated.ts";

/** Simulated models: they prove the machinery, nothing about what a model can do. */
const count = 60;
const model = "cached/m";
const options = { streams: 3, cluster: false, discovery: { minItems: 20, maxItems: 20 } };
let ada: Somebody;
let at: SimulatedAddress;
let datasetId: string;

const { made } = makerOf(() => ada);

beforeAll(async () => {
  ada = await signUp();
  at = await anotherProvider();
  await setUp(ada, { name: "cached", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
  ({ datasetId } = await datasetOf(ada, conversations(count)));
});

/** Items that the provider was asked to read so far. */
async function itemsRead(of = at): Promise<number> {
  const calls = (await callsOf(of)).filter(({ task }) => task === "extract");
  return calls.reduce((sum, { items }) => sum + items, 0);
}

interface Run {
  analysis: Analysis;
  results: Result[];
  /** Items that were asked for in this run. */
  paid: number;
}

async function run(body: Record<string, unknown> = {}, who = ada, of = at): Promise<Run> {
  const before = await itemsRead(of);
  const { id } = await start(who, { datasetId, model, ...body, options: { ...options, ...(body.options ?? {}) } });
  const analysis = await until(who, id, completed);
  return { analysis, results: await allResults(who, id), paid: (await itemsRead(of)) - before };
}

/** What a result says, without how it came about. */
const said = (results: Result[]) => results.map(({ attempts: _, ...rest }) => rest);

async function estimateOf(body: Record<string, unknown>): Promise<Estimate> {
  const subject = { datasetId, model, templateId: "tpl_customer_support" };
  const answer = await call("/analyses/estimate", { headers: ada.bearer, body: { ...subject, ...body } });
  if (answer.status !== 200) throw new Error(`estimate: ${answer.status} ${await answer.text()}`);
  const { estimates } = await answer.json<{ estimates: Estimate[] }>();
  const [estimate] = estimates;
  if (!estimate) throw new Error("no estimate");
  return estimate;
}

async function keptOf(dataset: string): Promise<number> {
  const row = await env.DB.prepare(
    "SELECT count(*) AS n FROM answer_cache WHERE content_id IN (SELECT id FROM content WHERE dataset_id = ?)",
  )
    .bind(dataset)
    .first<{ n: number }>();
  return row?.n ?? -1;
}

const closed = [
  { name: "outcome", description: "How it ended", type: "choice", choices: ["solved", "open"] },
  { name: "urgent", description: "Is it urgent", type: "boolean" },
];

describe("the same job again", () => {
  it("reads nothing anew, through discovery and every round, and finds the same", async () => {
    const first = await run();
    expect(first.paid).toBe(count);
    const second = await run();
    expect(second.paid).toBe(0);
    expect(said(second.results)).toEqual(said(first.results));
    expect(second.results.every(({ status, attempts }) => status === "done" && attempts === 0)).toBe(true);
    expect(second.analysis.usage.costUsd ?? 1).toBeLessThan((first.analysis.usage.costUsd ?? 0) / 2);
    expect(second.analysis.progress).toMatchObject({ itemsDone: count, itemsFallback: 0, itemsFailed: 0 });
  });

  it("pays for all of it where the cache is switched off, and keeps nothing then", async () => {
    await run();
    const kept = await keptOf(datasetId);
    expect((await run({ options: { cache: false } })).paid).toBe(count);
    expect(await keptOf(datasetId)).toBe(kept);
  });

  it("keeps nothing of the built-in engine", async () => {
    const own = await datasetOf(ada, conversations(10, "free"));
    await run({ datasetId: own.datasetId, model: "local/lexical" });
    expect(await keptOf(own.datasetId)).toBe(0);
  });

  it("asks anew where the template asks something else", async () => {
    const template = await made<Template>("/templates", { name: "Own", facets: closed });
    await run({ templateId: template.id });
    expect((await run({ templateId: template.id })).paid).toBe(0);
    const [outcome, urgent] = closed;
    const facets = [outcome, { ...urgent, description: "Can it wait" }];
    await call(`/templates/${template.id}`, { method: "PATCH", headers: ada.bearer, body: { facets } });
    expect((await run({ templateId: template.id })).paid).toBe(count);
  });
});

describe("another job", () => {
  it("with the same frozen labels reads nothing anew, and its estimate said so before", async () => {
    const source = await run();
    const frozen = { options: { ...options, basedOn: source.analysis.id, freezeLabels: true } };
    const before = await estimateOf(frozen);
    expect(before.cached).toBe(0);
    const first = await run(frozen);
    expect(first.paid).toBe(count);
    const after = await estimateOf(frozen);
    expect(after).toMatchObject({ cached: count });
    expect(after.calls).toBeLessThan(before.calls);
    expect(after.inputTokens.mid).toBeLessThan(before.inputTokens.mid);
    expect(after.outputTokens.mid).toBeLessThan(before.outputTokens.mid);
    expect(after.costUsd?.mid ?? 1).toBeLessThan(before.costUsd?.mid ?? 0);
    const second = await run(frozen);
    expect(second.paid).toBe(0);
    expect(said(second.results)).toEqual(said(first.results));
    expect(second.analysis.estimate?.cached).toBe(count);
  });

  it("without open facets pays only for what no other has read, to the number that the estimate gave", async () => {
    const template = await made<Template>("/templates", { name: "Closed", facets: closed.slice(0, 1) });
    const templateId = template.id;
    const all = await run();
    const contentIds = all.results.slice(0, 25).map(({ contentId }) => contentId);
    expect((await run({ templateId, contentIds })).paid).toBe(25);
    expect((await estimateOf({ templateId, options })).cached).toBe(25);
    expect((await estimateOf({ templateId, contentIds: contentIds.slice(0, 9), options })).cached).toBe(9);
    expect((await estimateOf({ templateId, options: { cache: false } })).cached).toBe(0);
    const whole = await run({ templateId });
    expect(whole.paid).toBe(count - 25);
    expect(externalIdsOf(whole.results)).toEqual(expectedIds(count));
    // The same texts under other ids, in another dataset of the owner, are the same contents.
    const again = await datasetOf(ada, conversations(8, "more"));
    expect((await run({ templateId, datasetId: again.datasetId })).paid).toBe(0);
  });

  it("whose labels are still to be found is promised nothing, and told why", async () => {
    await run();
    const estimate = await estimateOf({ options });
    expect(estimate.cached).toBe(0);
    expect(estimate.assumptions.join("\n")).toContain("only the run can tell");
    expect((await estimateOf({ model: "local/lexical" })).assumptions.join("\n")).not.toContain(
      "only the run can tell",
    );
  });
});

describe("answers are kept apart", () => {
  it("another owner with the same texts, template and model name pays for everything", async () => {
    await run();
    const ben = await signUp();
    const his = await anotherProvider();
    await setUp(ben, { name: "cached", type: "openai", baseUrl: `${his.url}/v1`, models: ["m"] });
    const own = await datasetOf(ben, conversations(count));
    expect((await run({ datasetId: own.datasetId }, ben, his)).paid).toBe(count);
  });

  it("they go with their contents when a dataset or a project is deleted", async () => {
    const paths = ({ projectId, datasetId: id }: { projectId: string; datasetId: string }) => [
      `/datasets/${id}`,
      `/projects/${projectId}`,
    ];
    for (const which of [0, 1]) {
      const own = await datasetOf(ada, conversations(12, `gone-${which}`).replaceAll("customer", `client${which}`));
      await run({ datasetId: own.datasetId });
      const { results } = await env.DB.prepare("SELECT id FROM content WHERE dataset_id = ?")
        .bind(own.datasetId)
        .all<{ id: string }>();
      expect(await keptOf(own.datasetId)).toBe(12);
      const others = await keptOf(datasetId);
      await call(paths(own)[which] ?? "", { method: "DELETE", headers: ada.bearer });
      const left = await env.DB.prepare(
        "SELECT count(*) AS n FROM answer_cache WHERE content_id IN (SELECT value FROM json_each(?))",
      )
        .bind(JSON.stringify(results.map(({ id }) => id)))
        .first<{ n: number }>();
      expect(left?.n).toBe(0);
      expect(await keptOf(datasetId)).toBe(others);
    }
  });

  it("by owner and by time; the first answer stays while it is good, and nothing is kept of a content that is gone", async () => {
    const { results } = await env.DB.prepare("SELECT id FROM content WHERE dataset_id = ? LIMIT 1")
      .bind(datasetId)
      .all<{ id: string }>();
    const contentId = results[0]?.id ?? "";
    const answer = (summary: string, about = contentId) => ({
      key: about === contentId ? "key-1" : "key-2",
      contentId: about,
      item: { facets: { "a.b": null }, sentiment: null, confidence: 0.5, summary, evidence: [] },
      model: "sim/a",
    });
    let now = 1_000;
    const cache = answerCache(env.DB, "org_a", () => now);
    await cache.keep([answer("first"), answer("of nothing", "cnt_gone")]);
    await cache.keep([answer("second")]);
    const { key: _, contentId: __, ...first } = answer("first");
    expect(await cache.find(["key-1", "key-2", "key-3"])).toEqual(new Map([["key-1", first]]));
    expect((await answerCache(env.DB, "org_b", () => now).find(["key-1"])).size).toBe(0);
    now += 7 * 86_400_000;
    expect((await cache.find(["key-1"])).size).toBe(0);
    await cache.keep([answer("third")]);
    expect((await cache.find(["key-1"])).get("key-1")?.item.summary).toBe("third");
  });
});
