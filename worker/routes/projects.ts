import { createRoute } from "@hono/zod-openapi";
import type { Owner } from "../accounts/owner.ts";
import { modelSources } from "../analysis/start.ts";
import { pageQuerySchema, pageSchema } from "../contract/page.ts";
import {
  datasetInputSchema,
  datasetSchema,
  type ProjectSettings,
  projectInputSchema,
  projectPatchSchema,
  projectSchema,
} from "../contract/project.ts";
import { createDataset, listDatasets } from "../db/datasets.ts";
import {
  analysesOfProject,
  createProject,
  deleteProject,
  getProject,
  listProjects,
  updateProject,
} from "../db/projects.ts";
import { checkTemplate } from "../db/templates.ts";
import { chooseModel } from "../models/choose-model.ts";
import { endJobs } from "./end-jobs.ts";
import { commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

export const projectRoutes = newRoutes();

const tags = ["projects"];
const params = idParam("project");

projectRoutes.openapi(
  createRoute({
    method: "post",
    path: "/projects",
    tags,
    summary: "Make a project",
    request: { body: jsonBody(projectInputSchema) },
    responses: { 201: json(projectSchema, "The project."), ...commonProblems, 415: problem("unsupported_type") },
  }),
  async (c) => {
    const owner = c.get("owner");
    const input = c.req.valid("json");
    await checkSettings(c.env.DB, owner, input.settings);
    return c.json(await createProject(c.env.DB, owner, input, Date.now()), 201);
  },
);

projectRoutes.openapi(
  createRoute({
    method: "get",
    path: "/projects",
    tags,
    summary: "List projects, newest first",
    request: { query: pageQuerySchema },
    responses: { 200: json(pageSchema(projectSchema), "One page of them."), ...commonProblems },
  }),
  async (c) => c.json(await listProjects(c.env.DB, c.get("owner"), c.req.valid("query")), 200),
);

projectRoutes.openapi(
  createRoute({
    method: "get",
    path: "/projects/{id}",
    tags,
    summary: "Show a project",
    request: { params },
    responses: { 200: json(projectSchema, "The project."), ...commonProblems },
  }),
  async (c) => c.json(await getProject(c.env.DB, c.get("owner"), c.req.valid("param").id), 200),
);

projectRoutes.openapi(
  createRoute({
    method: "patch",
    path: "/projects/{id}",
    tags,
    summary: "Change a project; settings are merged",
    request: { params, body: jsonBody(projectPatchSchema) },
    responses: { 200: json(projectSchema, "The project as it is now."), ...commonProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const patch = c.req.valid("json");
    await checkSettings(c.env.DB, owner, patch.settings ?? {});
    return c.json(await updateProject(c.env.DB, owner, c.req.valid("param").id, patch), 200);
  },
);

projectRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/projects/{id}",
    tags,
    summary: "Delete a project with everything in it; running jobs end",
    request: { params },
    responses: { 204: { description: "Deleted." }, ...commonProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const { id } = c.req.valid("param");
    await endJobs(c.env, await analysesOfProject(c.env.DB, owner, id));
    await deleteProject(c.env, owner, id);
    return c.body(null, 204);
  },
);

projectRoutes.openapi(
  createRoute({
    method: "post",
    path: "/projects/{id}/datasets",
    tags: ["datasets"],
    summary: "Make a dataset in a project",
    request: { params, body: jsonBody(datasetInputSchema) },
    responses: { 201: json(datasetSchema, "The dataset, empty."), ...commonProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const project = await getProject(c.env.DB, owner, c.req.valid("param").id);
    return c.json(await createDataset(c.env.DB, owner, project.id, c.req.valid("json"), Date.now()), 201);
  },
);

projectRoutes.openapi(
  createRoute({
    method: "get",
    path: "/projects/{id}/datasets",
    tags: ["datasets"],
    summary: "List the datasets of a project, newest first",
    request: { params, query: pageQuerySchema },
    responses: { 200: json(pageSchema(datasetSchema), "One page of them."), ...commonProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const project = await getProject(c.env.DB, owner, c.req.valid("param").id);
    return c.json(await listDatasets(c.env.DB, owner, project.id, c.req.valid("query")), 200);
  },
);

/** What settings name must exist, or every later analysis of the project would be refused for it. */
async function checkSettings(db: D1Database, owner: Owner, settings: ProjectSettings): Promise<void> {
  await checkTemplate(db, owner, settings.templateId);
  const { model, fallbackModels = [] } = settings;
  if (model === undefined && fallbackModels.length === 0) return;
  const sources = await modelSources(db, owner);
  const now = Date.now();
  if (model !== undefined) chooseModel(model, sources, "settings.model", now);
  for (const fallback of fallbackModels) chooseModel(fallback, sources, "settings.fallbackModels", now);
}
