import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ParallaxError } from "../contract/error.ts";
import {
  type Model,
  modelCompareQuerySchema,
  modelCompareSchema,
  modelCostInputSchema,
  modelCostSchema,
  modelIdParamSchema,
  modelSchema,
  modelsQuerySchema,
  mostCompared,
} from "../contract/model.ts";
import {
  appliedChangesSchema,
  applyChangesSchema,
  type ModelChange,
  modelChangeSchema,
} from "../contract/model-change.ts";
import { pageQuerySchema, pageSchema } from "../contract/page.ts";
import { applyOverlays, listOverlays, removeOverlay } from "../db/model-overlays.ts";
import { listProviders } from "../db/providers.ts";
import { builtIn } from "../engines/built-in.ts";
import { chooseChanges, overlaysWith } from "../models/apply-changes.ts";
import { differencesOf } from "../models/compare-models.ts";
import { costOfCall } from "../models/cost-of-call.ts";
import { modelChanges } from "../models/diff.ts";
import { listModels, type ModelSources, modelNamed, pageOfModels } from "../models/list-models.ts";
import { readSnapshot } from "../models/refresh.ts";
import { type AppEnv, commonProblems, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

export const modelRoutes = newRoutes();

const tags = ["models"];
const params = modelIdParamSchema;

modelRoutes.openapi(
  createRoute({
    method: "get",
    path: "/models",
    tags,
    summary: "The models that can be asked, and those that could be: built in, of your providers, of the catalogue",
    request: { query: modelsQuerySchema },
    responses: { 200: json(pageSchema(modelSchema), "One page of them, those to ask first."), ...commonProblems },
  }),
  async (c) => {
    const models = listModels(await sourcesOf(c), Date.now());
    return c.json(pageOfModels(models, c.req.valid("query")), 200);
  },
);

// Before `/models/{id}`: no model is called so, since an id has a slash.
modelRoutes.openapi(
  createRoute({
    method: "get",
    path: "/models/changes",
    tags,
    summary: "Where your keys and the public lists now say something else than the catalogue",
    request: { query: pageQuerySchema },
    responses: { 200: json(pageSchema(modelChangeSchema), "Nothing holds until it is applied."), ...commonProblems },
  }),
  async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const start = /^\d+$/.test(cursor ?? "") ? Number(cursor) : 0;
    const changes = await changesFor(c, await sourcesOf(c));
    const end = start + limit;
    const nextCursor = end < changes.length ? String(end) : null;
    return c.json({ items: changes.slice(start, end), nextCursor }, 200);
  },
);

modelRoutes.openapi(
  createRoute({
    method: "post",
    path: "/models/changes/apply",
    tags,
    summary: "Take changes over, for you alone; a price holds from the day it was seen",
    request: { body: jsonBody(applyChangesSchema) },
    responses: {
      200: json(appliedChangesSchema, "What was taken over."),
      ...commonProblems,
      415: problem("unsupported_type"),
    },
  }),
  async (c) => {
    const sources = await sourcesOf(c);
    const wanted = c.req.valid("json").changes;
    const { chosen, missing } = chooseChanges(await changesFor(c, sources), wanted);
    if (missing.length > 0) {
      const errors = missing.map((message) => ({ path: "changes", message }));
      throw new ParallaxError("unknown_reference", "Some of these are no changes now. Ask for the list again.", {
        errors,
      });
    }
    await applyOverlays(c.env.DB, c.get("owner"), overlaysWith(sources.overlays, chosen), Date.now());
    return c.json({ applied: chosen }, 200);
  },
);

modelRoutes.openapi(
  createRoute({
    method: "get",
    path: "/models/compare",
    tags,
    summary: "Models side by side",
    request: { query: modelCompareQuerySchema },
    responses: { 200: json(modelCompareSchema, "The models, and where they differ."), ...commonProblems },
  }),
  async (c) => {
    const sources = await sourcesOf(c);
    const ids = [
      ...new Set(
        c.req
          .valid("query")
          .ids.split(",")
          .map((id) => id.trim()),
      ),
    ].filter((id) => id !== "");
    if (ids.length < 2 || ids.length > mostCompared) {
      throw new ParallaxError("invalid_request", `Name 2 to ${mostCompared} different models, commas between them.`);
    }
    const items = ids.map((id) => named(sources, id, "ids"));
    return c.json({ items, differences: differencesOf(items) }, 200);
  },
);

modelRoutes.openapi(
  createRoute({
    method: "post",
    path: "/models/cost",
    tags,
    summary: "What a call would cost",
    request: { body: jsonBody(modelCostInputSchema) },
    responses: {
      200: json(modelCostSchema, "Dollars, or why that is not known."),
      ...commonProblems,
      415: problem("unsupported_type"),
    },
  }),
  async (c) => {
    const input = c.req.valid("json");
    if (input.cachedInputTokens + input.cacheWriteTokens > input.inputTokens) {
      throw new ParallaxError("invalid_request", "`inputTokens` holds the cached ones and those written to the cache.");
    }
    const model = named(await sourcesOf(c), input.model, "model");
    const at = input.at === undefined ? Date.now() : Date.parse(input.at);
    return c.json(costOfCall(model, input, at), 200);
  },
);

modelRoutes.openapi(
  createRoute({
    method: "get",
    path: "/models/{id}",
    tags,
    summary: "Show a model by the name it is asked by or by its id in the catalogue",
    request: { params },
    responses: { 200: json(modelSchema, "The model."), ...commonProblems },
  }),
  async (c) => {
    const model = modelNamed(await sourcesOf(c), c.req.valid("param").id, Date.now());
    if (!model) throw new ParallaxError("not_found", "There is no such model.");
    return c.json(model, 200);
  },
);

modelRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/models/{id}/overlay",
    tags,
    summary: "Undo what you have taken over for a model",
    request: { params },
    responses: { 200: json(modelSchema, "The model as the catalogue has it."), ...commonProblems },
  }),
  async (c) => {
    const sources = await sourcesOf(c);
    const { id } = c.req.valid("param");
    const model = modelNamed(sources, id, Date.now());
    if (!model) throw new ParallaxError("not_found", "There is no such model.");
    await removeOverlay(c.env.DB, c.get("owner"), model.catalogueId ?? id);
    return c.json(named(await sourcesOf(c), id, "id"), 200);
  },
);

async function sourcesOf(c: Context<AppEnv>): Promise<ModelSources> {
  const owner = c.get("owner");
  const [providers, overlays] = await Promise.all([listProviders(c.env.DB, owner), listOverlays(c.env.DB, owner)]);
  return { builtIn: [builtIn], providers, overlays };
}

async function changesFor(c: Context<AppEnv>, { overlays, providers }: ModelSources): Promise<ModelChange[]> {
  return modelChanges(overlays, await readSnapshot(c.env.KV), providers, Date.now());
}

/** @throws unknown_reference */
function named(sources: ModelSources, id: string, path: string): Model {
  const model = modelNamed(sources, id, Date.now());
  if (model) return model;
  throw new ParallaxError("unknown_reference", `There is no model “${id}”.`, {
    errors: [{ path, message: "unknown model" }],
  });
}
