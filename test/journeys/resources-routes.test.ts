import { beforeAll, describe, expect, it } from "vitest";
import { type IdKind, newId } from "../../worker/contract/id.ts";
import type { Dataset, Project } from "../../worker/contract/project.ts";
import type { Template } from "../../worker/contract/template.ts";
import { call, codeOf, origin, type Somebody, signUp } from "./client.ts";
import { facets, lines, makerOf } from "./making.ts";

let ada: Somebody;
let ben: Somebody;

beforeAll(async () => {
  ada = await signUp();
  ben = await signUp();
});

const { made, imported } = makerOf(() => ada);

describe("every route", () => {
  /** Method, path with `:id`, what makes the id, a body that fits. Routes of others are their own tests' business. */
  const routes: [method: string, path: string, kind: IdKind, body?: unknown][] = [
    ["GET", "/projects/:id", "project"],
    ["PATCH", "/projects/:id", "project", { name: "x" }],
    ["DELETE", "/projects/:id", "project"],
    ["POST", "/projects/:id/datasets", "project", { name: "x" }],
    ["GET", "/projects/:id/datasets", "project"],
    ["GET", "/datasets/:id", "dataset"],
    ["DELETE", "/datasets/:id", "dataset"],
    ["POST", "/datasets/:id/import", "dataset", lines],
    ["GET", "/datasets/:id/content", "dataset"],
    ["GET", "/datasets/:id/quality", "dataset"],
    ["GET", "/datasets/:id/quality/rows", "dataset"],
    ["POST", "/datasets/:id/fixes", "dataset", { issue: "very-short" }],
    ["GET", "/content/:id", "content"],
    ["GET", "/templates/:id", "template"],
    ["PATCH", "/templates/:id", "template", { name: "x" }],
    ["POST", "/templates/:id/test", "template", { contentIds: ["cnt_1"] }],
    ["DELETE", "/templates/:id", "template"],
    ["DELETE", "/keys/:id", "key"],
  ];
  const withoutId = ["/me", "/keys", "/projects", "/templates"];
  const ids = new Map<IdKind, string>();

  beforeAll(async () => {
    const project = await made<Project>("/projects", { name: "p" });
    const dataset = await made<Dataset>(`/projects/${project.id}/datasets`, { name: "d" });
    ids.set("project", project.id).set("dataset", dataset.id);
    ids.set("content", (await imported(dataset))[0]?.id ?? "");
    ids.set("template", (await made<Template>("/templates", { name: "t", facets })).id);
    ids.set("key", (await made<{ id: string }>("/keys", { name: "k" })).id);
  });

  it.each(routes)("%s %s keeps owners apart and knows what is not there", async (method, path, kind, body?) => {
    const id = ids.get(kind) ?? "";
    const subjects = [
      ["nobody", {}, id, "401 not_signed_in"],
      ["another owner", ben.bearer, id, "403 forbidden"],
      ["another owner's cookie", { cookie: ben.cookie, origin }, id, "403 forbidden"],
      ["an id that is nobody's", ada.bearer, newId(kind, Date.now()), "404 not_found"],
      ["an id of another kind", ada.bearer, "xyz_01KAHX5T0G7Q2M8N4V6W9YBCDE", "404 not_found"],
      ["something that is no id", ada.bearer, "%E0%A4%A", "404 not_found"],
      ["an id with more behind it", ada.bearer, `${id}%2F..%2F`, "404 not_found"],
    ] as const;
    for (const [name, headers, given, expected] of subjects) {
      for (const slash of ["", "/"]) {
        const asking = body === undefined ? { method, headers } : { method, headers, body };
        const answer = await call(path.replace(":id", given) + slash, asking);
        expect(`${name}: ${answer.status} ${await codeOf(answer)}`).toBe(`${name}: ${expected}`);
      }
    }
  });

  it.each(withoutId)("GET %s needs an owner and shows only theirs", async (path) => {
    expect(await codeOf(await call(path))).toBe("not_signed_in");
    const theirs = await (await call(`${path}/`, { headers: ben.bearer })).text();
    for (const id of ids.values()) expect(theirs).not.toContain(id);
  });

  it("stands in the OpenAPI document, and nothing stands there untested", async () => {
    const document = await (await call("/openapi.json")).json<{ openapi: string; paths: Record<string, object> }>();
    expect(document.openapi).toBe("3.1.0");
    const mine = new Set(routes.map(([method, path]) => `${method} /api${path.replace(":id", "{id}")}`));
    const tested = new Set([...mine, "GET /api/me", "GET /api/keys", "GET /api/projects", "GET /api/templates"]);
    // In templates.test.ts.
    for (const verb of ["preview-prompt", "test"]) tested.add(`POST /api/templates/${verb}`);
    // In formats.test.ts.
    tested.add("POST /api/datasets/preview");
    for (const path of ["keys", "projects", "templates"]) tested.add(`POST /api/${path}`);
    const written = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    for (const operation of tested) expect(written).toContain(operation);
    const ours = /\/api\/(me|keys|projects|templates|content\/\{id\}$|datasets)/;
    expect(written.filter((operation) => ours.test(operation) && !tested.has(operation))).toEqual([]);
  });

  it("is described so that what may be null may be null, and every reference leads somewhere", async () => {
    const text = await (await call("/openapi.json")).text();
    const { components } = JSON.parse(text);
    expect(components.schemas.Analysis.properties.estimate.anyOf).toContainEqual({ type: "null" });
    for (const [, kind = "", name = ""] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
      expect(Object.keys(components[kind])).toContain(name);
    }
  });

  it("answers errors in one form, with headers that keep an answer where it belongs", async () => {
    const tries: [string, Parameters<typeof call>[1], string][] = [
      ["/nothing", { headers: ada.bearer }, "404 not_found"],
      ["/projects", { method: "PUT", headers: ada.bearer, body: {} }, "404 not_found"],
      ["/projects", { headers: ada.bearer, body: "{" }, "400 invalid_request"],
      ["/projects", { headers: ada.bearer, body: [] }, "400 invalid_request"],
      ["/projects", { headers: ada.bearer, body: { name: "" } }, "400 invalid_request"],
      [
        "/projects",
        { headers: { ...ada.bearer, "content-type": "text/plain" }, body: '{"name":"x"}' },
        "415 unsupported_type",
      ],
      ["/projects", { headers: ada.bearer, body: { name: "x", description: "x".repeat(1_100_000) } }, "413 too_large"],
    ];
    for (const [path, asking, expected] of tries) {
      const answer = await call(path, asking);
      const name = `${asking?.method ?? ""} ${path}`;
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(`${name}: ${answer.status} ${await codeOf(answer)}`).toBe(`${name}: ${expected}`);
    }
  });

  it("is written up on a page without scripts", async () => {
    const answer = await call("/docs/");
    const page = await answer.text();
    expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
    for (const word of ["/api/projects/{id}", "POST", "invalid_request"]) expect(page).toContain(word);
    expect(page).not.toMatch(/<script|src=|http:|https:/);
  });
});
