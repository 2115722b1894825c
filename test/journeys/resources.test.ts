import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Owner } from "../../worker/accounts/owner.ts";
import { builtInTemplates, defaultTemplateId } from "../../worker/analysis/templates.ts";
import type { Content, ContentItem } from "../../worker/contract/content.ts";
import { newId } from "../../worker/contract/id.ts";
import type { Page } from "../../worker/contract/page.ts";
import type { Dataset, Project } from "../../worker/contract/project.ts";
import type { Template } from "../../worker/contract/template.ts";
import { forget, recall, remember } from "../../worker/db/idempotency.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";
import { facets, makerOf } from "./making.ts";

let ada: Somebody;
let ben: Somebody;

beforeAll(async () => {
  ada = await signUp();
  ben = await signUp();
});

const { made, shown, imported } = makerOf(() => ada);

/** An analysis as its row stands when the job has the given state, with one result and one label. */
async function plantAnalysis(dataset: Dataset, status: string): Promise<string> {
  const id = newId("analysis", Date.now());
  const { organization } = await shown<{ organization: { id: string } }>("/me");
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO analysis (id, organization_id, project_id, dataset_id, template_id, spec, name, model, options,
         status, progress, usage, created_at)
       VALUES (?1, ?2, ?3, ?4, 'tpl_general', '{}', 'first look', 'local/lexical', '{}', ?5, '{}', '{}', 0)`,
    ).bind(id, organization.id, dataset.projectId, dataset.id, status),
    env.DB.prepare(
      `INSERT INTO result (analysis_id, content_id, status, facets, said, summary, evidence, model, attempts)
       VALUES (?1, 'cnt_1', 'done', '{}', '{}', '', '[]', 'local/lexical', 1)`,
    ).bind(id),
    env.DB.prepare(
      "INSERT INTO label (analysis_id, facet, label, description, count, origin) VALUES (?1, 'a', 'b', '', 1, 'stream')",
    ).bind(id),
  ]);
  return id;
}

describe("projects", () => {
  it("are made, shown, changed and deleted", async () => {
    const project = await made<Project>("/projects", {
      name: " Support ",
      settings: { ttlDays: 30, model: "local/lexical" },
    });
    expect(project).toMatchObject({
      id: expect.stringMatching(/^prj_/),
      name: "Support",
      description: "",
      settings: { ttlDays: 30, model: "local/lexical" },
      datasetCount: 0,
      analysisCount: 0,
    });
    expect(await shown(`/projects/${project.id}`)).toEqual(project);
    const patch = {
      description: "all of it",
      settings: { ttlDays: 14, redactPii: true },
      id: "prj_x",
      organizationId: "org_x",
    };
    const changed = await call(`/projects/${project.id}`, { method: "PATCH", headers: ada.bearer, body: patch });
    expect(await changed.json()).toEqual({
      ...project,
      description: "all of it",
      settings: { ttlDays: 14, model: "local/lexical", redactPii: true },
    });
    expect((await call(`/projects/${project.id}`, { method: "DELETE", headers: ada.bearer })).status).toBe(204);
    expect(await codeOf(await call(`/projects/${project.id}`, { headers: ada.bearer }))).toBe("not_found");
  });

  it("must name a template that is there and one's own", async () => {
    const theirs = await made<Template>("/templates", { name: "Ben's", facets }, ben);
    const settings = (templateId: string) => ({ name: "x", settings: { templateId } });
    expect(await codeOf(await call("/projects", { headers: ada.bearer, body: settings("tpl_none") }))).toBe(
      "unknown_reference",
    );
    expect(await codeOf(await call("/projects", { headers: ada.bearer, body: settings(theirs.id) }))).toBe("forbidden");
    await made("/projects", settings("tpl_customer_support"));
    const unknown = { name: "x", settings: { model: "acme/brain-9" } };
    expect(await codeOf(await call("/projects", { headers: ada.bearer, body: unknown }))).toBe("unknown_reference");
  });

  it("are listed in pages that meet without gap or overlap, newest first", async () => {
    const who = await signUp();
    const all: string[] = [];
    for (let i = 0; i < 5; i++) all.unshift((await made<Project>("/projects", { name: `p${i}` }, who)).id);
    const seen: string[] = [];
    let cursor: string | null = "";
    let pages = 0;
    while (cursor !== null) {
      const page: Page<Project> = await shown(`/projects?limit=2${cursor && `&cursor=${cursor}`}`, who);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      pages += 1;
    }
    expect(seen.toSorted()).toEqual(all.toSorted());
    expect(seen).toEqual(seen.toSorted().toReversed());
    expect(pages).toBe(3);
    for (const limit of ["0", "501", "x", "1.5"]) {
      expect(await codeOf(await call(`/projects?limit=${limit}`, { headers: who.bearer }))).toBe("invalid_request");
    }
  });
});

describe("datasets and their contents", () => {
  it("take a file, list it, show it, and go with all that was made of them", async () => {
    const project = await made<Project>("/projects", { name: "p" });
    const dataset = await made<Dataset>(`/projects/${project.id}/datasets`, { name: "d" });
    expect(dataset).toMatchObject({ projectId: project.id, contentCount: 0, tokens: 0, languages: {} });
    const items = await imported(dataset);
    expect(items.map(({ externalId }) => externalId)).toEqual(["c1", "c2", "c3"]);
    const content = await shown<Content>(`/content/${items[1]?.id}`);
    expect(content).toMatchObject({ ...items[1], datasetId: dataset.id, messages: [{ role: "user" }] });
    expect(await shown<Dataset>(`/datasets/${dataset.id}`)).toMatchObject({ contentCount: 3 });
    await plantAnalysis(dataset, "completed");
    await plantAnalysis(dataset, "running");
    expect(await shown(`/projects/${project.id}`)).toMatchObject({ datasetCount: 1, analysisCount: 2 });
    expect((await call(`/projects/${project.id}`, { method: "DELETE", headers: ada.bearer })).status).toBe(204);
    expect((await call(`/content/${items[1]?.id}`, { headers: ada.bearer })).status).toBe(404);
    for (const table of ["dataset", "content", "analysis", "result", "label"]) {
      const left = await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n");
      expect(`${table} ${left}`).toBe(`${table} 0`);
    }
  });

  it("are searched and narrowed by query", async () => {
    const project = await made<Project>("/projects", { name: "p" });
    const dataset = await made<Dataset>(`/projects/${project.id}/datasets`, { name: "d" });
    await imported(dataset);
    const found = await shown<Page<ContentItem>>(`/datasets/${dataset.id}/content?q=number+2`);
    expect(found.items.map(({ externalId }) => externalId)).toEqual(["c2"]);
    expect(await shown(`/projects/${project.id}/datasets`)).toMatchObject({
      items: [{ id: dataset.id }],
      nextCursor: null,
    });
  });

  it("refuse what is too large before reading it", async () => {
    const project = await made<Project>("/projects", { name: "p" });
    const dataset = await made<Dataset>(`/projects/${project.id}/datasets`, { name: "d" });
    const headers = { ...ada.bearer, "content-type": "application/octet-stream", "content-length": "104857601" };
    const answer = await call(`/datasets/${dataset.id}/import`, { headers, body: "x" });
    expect(`${answer.status} ${await codeOf(answer)}`).toBe("413 too_large");
  });
});

describe("templates", () => {
  it("begin with the built-in ones, which nobody can change", async () => {
    const { items } = await shown<Page<Template>>("/templates");
    expect(items.slice(0, builtInTemplates.length)).toEqual(builtInTemplates);
    expect(builtInTemplates.map(({ id }) => id)).toContain(defaultTemplateId);
    for (const { id } of builtInTemplates) {
      expect(await shown<Template>(`/templates/${id}`)).toMatchObject({ id, builtIn: true });
      for (const asking of [{ method: "DELETE" }, { method: "PATCH", body: { name: "mine" } }]) {
        expect(await codeOf(await call(`/templates/${id}`, { headers: ada.bearer, ...asking }))).toBe("wrong_state");
      }
      const { builtIn, createdAt, id: _, ...copy } = await shown<Template>(`/templates/${id}`);
      expect(await made<Template>("/templates", copy)).toMatchObject({ ...copy, builtIn: false });
      expect([builtIn, createdAt]).toEqual([true, null]);
    }
  });

  it("of one's own are changed in what is said and keep the rest", async () => {
    const template = await made<Template>("/templates", {
      name: "t",
      facets,
      modules: { clusters: false },
      prompts: { extract: "b" },
    });
    expect(template.modules).toMatchObject({ clusters: false, summary: true });
    const body = { modules: { evidence: false } };
    const changed = await call(`/templates/${template.id}`, { method: "PATCH", headers: ada.bearer, body });
    expect(await changed.json()).toEqual({ ...template, modules: { ...template.modules, evidence: false } });
    expect(await shown(`/templates/${template.id}`)).toMatchObject({ modules: { clusters: false, evidence: false } });
    expect((await call(`/templates/${template.id}`, { method: "DELETE", headers: ada.bearer })).status).toBe(204);
    expect((await call(`/templates/${template.id}`, { headers: ada.bearer })).status).toBe(404);
  });

  it("page across the seam between built-in and own", async () => {
    const who = await signUp();
    for (let i = 0; i < 3; i++) await made("/templates", { name: `t${i}`, facets }, who);
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Page<Template> = await shown(`/templates?limit=3${cursor && `&cursor=${cursor}`}`, who);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(builtInTemplates.length + 3);
    expect(seen.length).toBe(builtInTemplates.length + 3);
  });

  it("are told where they do not fit", async () => {
    const wrong = { name: "t", facets: [{ name: "a", description: "", type: "choice", choices: ["only one"] }] };
    const answer = await call("/templates", { headers: ada.bearer, body: wrong });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request", errors: [{ path: "facets.0.choices" }] });
  });
});

describe("idempotency keys", () => {
  const owner: Owner = { userId: "usr_1", organizationId: "org_1", role: "owner" };
  const week = 7 * 86_400_000;

  it("bind once, however many ask at once", async () => {
    const tries = Array.from({ length: 50 }, (_, i) => remember(env.DB, owner, "k", "hash", `an_${i}`, week, 0));
    const bound = new Set(await Promise.all(tries));
    expect(bound.size).toBe(1);
    expect(await recall(env.DB, owner, "k", "hash", 1)).toBe([...bound][0]);
  });

  it("refuse another body, and know owners apart", async () => {
    await remember(env.DB, owner, "same", "hash", "an_1", week, 0);
    const conflict = { code: "idempotency_conflict" };
    await expect(remember(env.DB, owner, "same", "other", "an_2", week, 0)).rejects.toMatchObject(conflict);
    await expect(recall(env.DB, owner, "same", "other", 0)).rejects.toMatchObject(conflict);
    expect(await remember(env.DB, { ...owner, organizationId: "org_2" }, "same", "other", "an_3", week, 0)).toBe(
      "an_3",
    );
  });

  it("are free again when their time is over, or when what they made could not be", async () => {
    await remember(env.DB, owner, "old", "hash", "an_1", week, 0);
    expect(await recall(env.DB, owner, "old", "hash", week)).toBeNull();
    expect(await remember(env.DB, owner, "old", "other", "an_2", 2 * week, week)).toBe("an_2");
    await forget(env.DB, owner, "old", "an_1");
    expect(await recall(env.DB, owner, "old", "other", week)).toBe("an_2");
    await forget(env.DB, owner, "old", "an_2");
    expect(await recall(env.DB, owner, "old", "hash", week)).toBeNull();
  });
});
