import { createRoute } from "@hono/zod-openapi";
import { previewPrompt } from "../analysis/preview-prompt.ts";
import { modelSources } from "../analysis/start.ts";
import { ParallaxError } from "../contract/error.ts";
import { modulesSchema } from "../contract/template.ts";
import {
  draftTrialInputSchema,
  previewInputSchema,
  previewReplySchema,
  trialInputSchema,
  trialReplySchema,
} from "../contract/template-trial.ts";
import { getContent } from "../db/contents.ts";
import { getDataset } from "../db/datasets.ts";
import { getTemplate } from "../db/templates.ts";
import { builtIn } from "../engines/built-in.ts";
import { chooseModel } from "../models/choose-model.ts";
import { commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";
import { tryTemplate } from "./try-template.ts";

export const templateTrialRoutes = newRoutes();

const tags = ["templates"];
const params = idParam("template");
const trialProblems = { ...commonProblems, 409: problem("wrong_state"), 502: problem("provider_failed") };

templateTrialRoutes.openapi(
  createRoute({
    method: "post",
    path: "/templates/preview-prompt",
    tags,
    summary: "The prompt that a template makes, with its tokens and cost; asks nobody and stores nothing",
    request: { body: jsonBody(previewInputSchema) },
    responses: { 200: json(previewReplySchema, "The prompt as it would be sent."), ...commonProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const { template, templateId, task, model, contentId } = c.req.valid("json");
    const named = templateId === undefined ? null : await known("templateId", getTemplate(c.env.DB, owner, templateId));
    const asked = named ?? (template && { ...template, modules: modulesSchema.parse(template.modules) });
    if (!asked) throw new ParallaxError("invalid_request", "Give either template or templateId.");
    const content = contentId === undefined ? null : await known("contentId", getContent(c.env, owner, contentId));
    const dataset = content && (await getDataset(c.env.DB, owner, content.datasetId));
    const now = Date.now();
    const choice = chooseModel(model ?? builtIn.id, await modelSources(c.env.DB, owner), "model", now);
    return c.json(previewPrompt(asked, task, content, dataset?.name ?? null, choice, now), 200);
  },
);

templateTrialRoutes.openapi(
  createRoute({
    method: "post",
    path: "/templates/test",
    tags,
    summary: "Try a draft on up to three contents; real calls, nothing stored but their cost",
    request: { body: jsonBody(draftTrialInputSchema) },
    responses: { 200: json(trialReplySchema, "What was answered."), ...trialProblems },
  }),
  async (c) => {
    const { template, ...input } = c.req.valid("json");
    const draft = { ...template, id: "draft", modules: modulesSchema.parse(template.modules) };
    return c.json(await tryTemplate(c.env, c.get("owner"), draft, input), 200);
  },
);

templateTrialRoutes.openapi(
  createRoute({
    method: "post",
    path: "/templates/{id}/test",
    tags,
    summary: "Try a template on up to three contents; real calls, nothing stored but their cost",
    request: { params, body: jsonBody(trialInputSchema) },
    responses: { 200: json(trialReplySchema, "What was answered."), ...trialProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const template = await getTemplate(c.env.DB, owner, c.req.valid("param").id);
    return c.json(await tryTemplate(c.env, owner, template, c.req.valid("json")), 200);
  },
);

/** A thing named in a body that does not exist is the caller's error, not a missing page. */
async function known<Thing>(path: string, found: Promise<Thing>): Promise<Thing> {
  try {
    return await found;
  } catch (failure) {
    if (!(failure instanceof ParallaxError) || failure.code !== "not_found") throw failure;
    throw new ParallaxError("unknown_reference", `${path}: ${failure.message}`, {
      errors: [{ path, message: "does not exist" }],
    });
  }
}
