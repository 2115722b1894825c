import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { ContentItem } from "../../worker/contract/content.ts";
import type { Dataset, Project } from "../../worker/contract/project.ts";
import type { Template } from "../../worker/contract/template.ts";
import type { PromptPreview, Trial } from "../../worker/contract/template-trial.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";
import { conversations, datasetOf, start, until } from "./jobs.ts";
import { facets, makerOf } from "./making.ts";
import { costOf, setUp } from "./providers-at-work.ts";
import { anotherProvider, billOf, callsOf, fault } from "./simulated.ts";

let ada: Somebody;
let ben: Somebody;
let project: Project;
let contents: ContentItem[];

beforeAll(async () => {
  [ada, ben] = [await signUp(), await signUp()];
  project = await made<Project>("/projects", { name: "Shop" });
  contents = await imported(await made<Dataset>(`/projects/${project.id}/datasets`, { name: "November" }));
});

const { made, imported } = makerOf(() => ada);
const idsOf = () => contents.map(({ id }) => id);

async function post<Said>(path: string, body: unknown, who: Somebody = ada): Promise<Said> {
  const answer = await call(path, { headers: who.bearer, body });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json<Said>();
}

const own = (more: object = {}) => ({ name: "Ours", facets, ...more });
const refusal = async (path: string, body: unknown, who: Somebody = ada, method = "POST") => {
  const answer = await call(path, { method, headers: who.bearer, body });
  return answer.json<{ code: string; detail: string; errors: { path: string; message: string }[] }>();
};

/** Everything in the tables that a trial could leave something in. */
async function stored(): Promise<unknown> {
  const tables = ["analysis", "result", "label", "cluster", "answer_cache", "content", "dataset", "template"];
  const rows = await env.DB.batch(tables.map((table) => env.DB.prepare(`SELECT count(*) AS n FROM ${table}`)));
  return rows.map(({ results }) => results);
}

describe("a template of one's own", () => {
  it("says of each fault where it is, and the nearest name", async () => {
    const body = own({ facets: [...facets, ...facets], prompts: { extract: "{{facetz}}", summarise: "x" } });
    expect((await refusal("/templates", body)).errors).toEqual([
      { path: "facets.1.name", message: "facet names must differ: “intent” is the name of facet 1 already" },
      { path: "prompts.extract", message: expect.stringContaining("Did you mean {{facets}}?") },
      { path: "prompts.summarise", message: expect.stringContaining("Did you mean summarize?") },
    ]);
  });

  it("is not changed into one whose prompts speak of facets that are gone", async () => {
    const outcome = { name: "outcome", description: "How it ended", type: "choice", choices: ["good", "bad"] };
    const prompts = { extract: "Of {{choices:outcome}}, good is rare." };
    const template = await made<Template>("/templates", own({ facets: [...facets, outcome], prompts }));
    const refused = await refusal(`/templates/${template.id}`, { facets }, ada, "PATCH");
    expect(refused).toMatchObject({ code: "invalid_request", errors: [{ path: "prompts.extract" }] });
    const both = await call(`/templates/${template.id}`, {
      method: "PATCH",
      headers: ada.bearer,
      body: { facets, prompts: {} },
    });
    expect(both.status).toBe(200);
  });

  it("may be deleted while an analysis uses it: the analysis goes on with its copy", async () => {
    const at = await anotherProvider({ seed: 41 });
    const { slug } = await setUp(ada, { name: "deleted", type: "anthropic", baseUrl: at.url, models: ["m"] });
    const { datasetId } = await datasetOf(ada, conversations(12));
    const prompts = { extract: "Mark {{template}} in {{dataset}}: {{facets}}." };
    const template = await made<Template>(
      "/templates",
      own({ prompts, modules: { clusters: false, insights: false } }),
    );
    await fault(at, { latencyMs: 50 });
    const { id } = await start(ada, { datasetId, templateId: template.id, model: `${slug}/m` });
    const gone = await call(`/templates/${template.id}`, { method: "DELETE", headers: ada.bearer });
    expect(gone.status).toBe(204);
    const ended = await until(ada, id, ({ status }: Analysis) => status === "completed");
    expect(ended.progress).toMatchObject({ itemsDone: 12, itemsFailed: 0 });
    const asked = await callsOf(at);
    // Modules that are off: nothing is clustered, named or summed up.
    expect(asked.length).toBeGreaterThan(0);
    expect(
      [...new Set(asked.map(({ task }) => String(task)))].filter((task) => !["extract", "reconcile"].includes(task)),
    ).toEqual([]);
    expect(await codeOf(await call(`/templates/${template.id}`, { headers: ada.bearer }))).toBe("not_found");
  });
});

describe("a prompt before it is sent", () => {
  it("stands as a model would get it, with its cost, and asks nobody", async () => {
    const at = await anotherProvider({ seed: 42 });
    const { slug } = await setUp(ada, { name: "preview", type: "anthropic", baseUrl: at.url, models: ["m"] });
    const template = own({ prompts: { extract: "We are {{template}}, {{dataset}}." } });
    const body = { template, model: `${slug}/m`, contentId: contents[0]?.id };
    const preview = await post<PromptPreview>("/templates/preview-prompt", body);
    expect(preview.system).toMatch(/^Task: extract\n/);
    expect(preview.system).toContain("We are Ours, November.");
    expect(preview.user).toContain("Where is my refund number 1?");
    expect(preview).toMatchObject({ madeUp: false, costKnown: true, model: `${slug}/m` });
    expect(preview.costUsd?.mid).toBeGreaterThan(0);
    expect(preview.tokens.own).toBeGreaterThan(3);
    expect((await billOf(at)).total.billed.inputTokens).toBe(0);
    const stands = await post<PromptPreview>("/templates/preview-prompt", { templateId: "tpl_photos" });
    expect(stands).toMatchObject({ madeUp: true, model: "local/lexical", costUsd: { mid: 0 } });
  });

  it("is refused for faults of the draft, for another's content, and for a task that never comes", async () => {
    const wrong = await refusal("/templates/preview-prompt", { template: own({ prompts: { extract: "{{itmes}}" } }) });
    expect(wrong.errors).toEqual([{ path: "template.prompts.extract", message: expect.stringContaining("{{itmes}}") }]);
    const theirs = await refusal("/templates/preview-prompt", { template: own(), contentId: contents[0]?.id }, ben);
    expect(theirs.code).toBe("forbidden");
    const never = { template: own({ modules: { insights: false } }), task: "summarize" };
    expect((await refusal("/templates/preview-prompt", never)).errors[0]).toMatchObject({ path: "task" });
    expect((await refusal("/templates/preview-prompt", {})).code).toBe("invalid_request");
  });
});

describe("a template that is tried", () => {
  it("is answered by the built-in engine, and nothing is stored", async () => {
    const template = await made<Template>("/templates", own({ modules: { summary: false, evidence: false } }));
    const before = await stored();
    const trial = await post<Trial>(`/templates/${template.id}/test`, { contentIds: idsOf(), model: "local/lexical" });
    expect(trial).toMatchObject({ model: "local/lexical", usage: { costUsd: 0, costKnown: true } });
    expect(trial.items.map(({ externalId }) => externalId)).toEqual(["c1", "c2", "c3"]);
    for (const item of trial.items) {
      expect(item).toMatchObject({ status: "done", facets: { intent: expect.any(String) }, summary: "", evidence: [] });
    }
    const draft = { contentIds: idsOf().slice(0, 1), template: own({ prompts: { extract: "Be brief." } }) };
    const tried = await post<Trial>("/templates/test", draft);
    expect(tried.notes.join()).toContain("reads no prompts");
    expect(await stored()).toEqual(before);
  });

  it("asks a real model once for all, with the own words, and its cost counts in the project's month", async () => {
    const at = await anotherProvider({ seed: 43 });
    const { slug } = await setUp(ada, { name: "trial", type: "anthropic", baseUrl: at.url, models: ["m"] });
    const before = await stored();
    const body = { contentIds: idsOf(), model: `${slug}/m` };
    const trial = await post<Trial>("/templates/tpl_general/test", body);
    expect(trial.items.map(({ status, model }) => [status, model])).toEqual(idsOf().map(() => ["done", `${slug}/m`]));
    expect(trial.usage.calls).toBe(1);
    expect(trial.usage.costUsd).toBeCloseTo(costOf((await billOf(at)).total.billed), 8);
    expect(await stored()).toEqual(before);
    // The same again, under a month's limit that what was spent has already used up.
    const settings = { monthlyCostUsd: trial.usage.costUsd };
    await call(`/projects/${project.id}`, { method: "PATCH", headers: ada.bearer, body: { settings } });
    const refused = await refusal("/templates/tpl_general/test", body);
    expect(refused).toMatchObject({ code: "wrong_state", detail: expect.stringContaining("budget leaves $0.0000") });
    expect((await callsOf(at)).length).toBe(1);
    const free = await post<Trial>("/templates/tpl_general/test", { ...body, model: "local/lexical" });
    expect(free.items).toHaveLength(3);
    await call(`/projects/${project.id}`, {
      method: "PATCH",
      headers: ada.bearer,
      body: { settings: { monthlyCostUsd: null } },
    });
  });

  it("keeps a limit of its own, and says which provider failed", async () => {
    const at = await anotherProvider({ seed: 44 });
    const { slug } = await setUp(ada, { name: "limited", type: "anthropic", baseUrl: at.url, models: ["m"] });
    const body = { contentIds: idsOf(), model: `${slug}/m` };
    expect((await refusal("/templates/tpl_general/test", { ...body, maxCostUsd: 0.000001 })).code).toBe("wrong_state");
    expect(await callsOf(at)).toEqual([]);
    await fault(at, { mode: "401" });
    const failed = await call("/templates/tpl_general/test", { headers: ada.bearer, body });
    expect(failed.status).toBe(502);
    expect(await codeOf(failed)).toBe("provider_failed");
  });

  it.each([
    ["no content", { contentIds: [] }, "invalid_request"],
    ["four contents", { contentIds: ["cnt_1", "cnt_2", "cnt_3", "cnt_4"] }, "invalid_request"],
    ["an unknown content", { contentIds: ["cnt_none"] }, "unknown_reference"],
  ])("is refused with %s", async (_, body, code) => {
    expect((await refusal("/templates/tpl_general/test", body)).code).toBe(code);
  });

  it("is nobody else's business", async () => {
    const template = await made<Template>("/templates", own());
    const body = { contentIds: idsOf().slice(0, 1) };
    expect((await refusal(`/templates/${template.id}/test`, body, ben)).code).toBe("forbidden");
    expect((await refusal("/templates/tpl_general/test", body, ben)).code).toBe("forbidden");
    expect((await refusal("/templates/tpl_nothing/test", body)).code).toBe("not_found");
  });
});
