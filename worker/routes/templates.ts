import { createRoute } from "@hono/zod-openapi";
import { pageQuerySchema, pageSchema } from "../contract/page.ts";
import { templateInputSchema, templatePatchSchema, templateSchema } from "../contract/template.ts";
import { createTemplate, deleteTemplate, getTemplate, listTemplates, updateTemplate } from "../db/templates.ts";
import { commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

export const templateRoutes = newRoutes();

const tags = ["templates"];
const params = idParam("template");

templateRoutes.openapi(
  createRoute({
    method: "get",
    path: "/templates",
    tags,
    summary: "List templates: the built-in ones, then one's own, newest first",
    request: { query: pageQuerySchema },
    responses: { 200: json(pageSchema(templateSchema), "One page of them."), ...commonProblems },
  }),
  async (c) => c.json(await listTemplates(c.env.DB, c.get("owner"), c.req.valid("query")), 200),
);

templateRoutes.openapi(
  createRoute({
    method: "post",
    path: "/templates",
    tags,
    summary: "Make a template",
    request: { body: jsonBody(templateInputSchema) },
    responses: { 201: json(templateSchema, "The template."), ...commonProblems },
  }),
  async (c) => c.json(await createTemplate(c.env.DB, c.get("owner"), c.req.valid("json"), Date.now()), 201),
);

templateRoutes.openapi(
  createRoute({
    method: "get",
    path: "/templates/{id}",
    tags,
    summary: "Show a template",
    request: { params },
    responses: { 200: json(templateSchema, "The template."), ...commonProblems },
  }),
  async (c) => c.json(await getTemplate(c.env.DB, c.get("owner"), c.req.valid("param").id), 200),
);

templateRoutes.openapi(
  createRoute({
    method: "patch",
    path: "/templates/{id}",
    tags,
    summary: "Change one of one's own templates; modules are merged",
    description:
      "What is left out stays; modules are merged, facets and prompts replaced whole. Analyses that were started with " +
      "it keep the template as it was then.",
    request: { params, body: jsonBody(templatePatchSchema) },
    responses: {
      200: json(templateSchema, "The template as it is now."),
      ...commonProblems,
      409: problem("wrong_state"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await updateTemplate(c.env.DB, c.get("owner"), id, c.req.valid("json"), Date.now()), 200);
  },
);

templateRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/templates/{id}",
    tags,
    summary: "Delete one of one's own templates; analyses keep their copy",
    description:
      "Allowed whether or not analyses use it: each keeps the facets, modules and prompts that it was started with, also " +
      "while it runs. A project that names it as its template has to name another before the next analysis.",
    request: { params },
    responses: { 204: { description: "Deleted." }, ...commonProblems, 409: problem("wrong_state") },
  }),
  async (c) => {
    await deleteTemplate(c.env.DB, c.get("owner"), c.req.valid("param").id);
    return c.body(null, 204);
  },
);
