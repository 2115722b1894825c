import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { intend, intendToStart, recordAnalysis } from "../analysis/start.ts";
import {
  type AnalysisInput,
  analysisInputSchema,
  analysisSchema,
  estimateReplySchema,
  statusSchema,
} from "../contract/analysis.ts";
import { ParallaxError } from "../contract/error.ts";
import { newId } from "../contract/id.ts";
import { pageQuerySchema, pageSchema } from "../contract/page.ts";
import { getAnalysis, listAnalyses, ownerOfAnalysis } from "../db/analyses.ts";
import { deleteAnalysisRows } from "../db/datasets.ts";
import { recall, remember, spend } from "../db/idempotency.ts";
import { sha256 } from "../sha256.ts";
import { begun, current, ownAnalysis } from "./current-analysis.ts";
import { endJobs } from "./end-jobs.ts";
import { type AppEnv, commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

export const analysisRoutes = newRoutes();

const tags = ["analyses"];
const params = idParam("analysis");
const idempotencyDays = 7;
const dayMilliseconds = 86_400_000;

analysisRoutes.openapi(
  createRoute({
    method: "post",
    path: "/analyses/estimate",
    tags,
    summary: "What an analysis would take; stores and costs nothing",
    request: { body: jsonBody(analysisInputSchema.extend({ models: z.array(z.string()).min(1).max(20).optional() })) },
    responses: { 200: json(estimateReplySchema, "A range for each model, with its assumptions."), ...commonProblems },
  }),
  async (c) => {
    const { models, ...input } = c.req.valid("json");
    const named = models ?? [input.model];
    const intentions = await Promise.all(
      named.map((model) => intend(c.env, c.get("owner"), { ...input, ...(model ? { model } : {}) })),
    );
    return c.json(
      { contents: intentions[0]?.contents ?? 0, estimates: intentions.map((intention) => intention.estimate) },
      200,
    );
  },
);

analysisRoutes.openapi(
  createRoute({
    method: "post",
    path: "/analyses",
    tags,
    summary: "Start an analysis",
    request: {
      headers: z.object({ "idempotency-key": z.string().min(1).max(255).optional() }),
      body: jsonBody(analysisInputSchema),
    },
    responses: { 202: json(analysisSchema, "Started."), ...commonProblems, 409: problem("wrong_state") },
  }),
  async (c) => {
    const owner = c.get("owner");
    const input = c.req.valid("json");
    const key = c.req.valid("header")["idempotency-key"];
    const now = Date.now();
    const id = key === undefined ? newId("analysis", now) : await idOfKey(c, key, input, now);
    if (key === undefined || !(await ownerOfAnalysis(c.env.DB, id))) {
      const spec = await recordAnalysis(c.env, owner, input, id, now);
      await c.env.ANALYSIS_JOB.getByName(id).start(JSON.stringify(spec));
    }
    return c.json(await current(c, id), 202);
  },
);

/**
 * The id that an idempotency key stands for. A request that comes again is given what it made, whatever has become of its
 * provider or its money since; a new one is checked first, so that a refused one does not bind its key.
 */
async function idOfKey(c: Context<AppEnv>, key: string, input: AnalysisInput, now: number): Promise<string> {
  const owner = c.get("owner");
  const hash = await sha256(JSON.stringify(input));
  const made = await recall(c.env.DB, owner, key, hash, now);
  if (made === null) await intendToStart(c.env, owner, input);
  const until = now + idempotencyDays * dayMilliseconds;
  const id = made ?? (await remember(c.env.DB, owner, key, hash, newId("analysis", now), until, now));
  if (id !== "") return id;
  throw new ParallaxError("wrong_state", "The analysis that this Idempotency-Key made was deleted. Take a new key.");
}

analysisRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses",
    tags,
    summary: "List analyses, newest first",
    request: {
      query: pageQuerySchema.extend({
        projectId: z.string().optional(),
        datasetId: z.string().optional(),
        contentId: z.string().optional(),
        status: statusSchema.optional(),
      }),
    },
    responses: { 200: json(pageSchema(analysisSchema), "One page of them."), ...commonProblems },
  }),
  async (c) => c.json(await listAnalyses(c.env.DB, c.get("owner"), c.req.valid("query"), Date.now()), 200),
);

analysisRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}",
    tags,
    summary: "Show an analysis and how far it is",
    request: { params },
    responses: { 200: json(analysisSchema, "The analysis."), ...commonProblems, 410: problem("expired") },
  }),
  async (c) => c.json(await current(c, c.req.valid("param").id), 200),
);

analysisRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/analyses/{id}",
    tags,
    summary: "Delete an analysis with its results and labels, an expired one too; a running job ends",
    request: { params },
    responses: { 204: { description: "Deleted." }, ...commonProblems },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    // Not asked for as one that is read: an expired one is still there, with its labels.
    await ownAnalysis(c, id);
    await endJobs(c.env, [id]);
    await spend(c.env.DB, id);
    await deleteAnalysisRows(c.env.DB, id);
    return c.body(null, 204);
  },
);

analysisRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/watch",
    tags,
    summary: "Follow an analysis live (WebSocket): a snapshot, then events; with `after` what was missed",
    description:
      "`ping` is answered `pong`. A watcher may say `ack SEQ`: it has read up to there. One that reads too slowly is closed " +
      "with 1013 and never holds the job up; `?after=SEQ` replays what it missed, or begins with a snapshot again.",
    request: { params, query: z.object({ after: z.coerce.number().int().min(0).optional() }) },
    responses: { 101: { description: "The socket." }, ...commonProblems },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const { status } = await getAnalysis(c.env.DB, c.get("owner"), id, Date.now());
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      throw new ParallaxError("invalid_request", "This address speaks WebSocket: send `Upgrade: websocket`.");
    }
    await begun(c.env, id, status);
    const socket = await c.env.ANALYSIS_JOB.getByName(id).fetch(c.req.raw);
    if (socket.status === 404) throw new ParallaxError("not_found", `The analysis ${id} was deleted just now.`);
    return socket;
  },
);
