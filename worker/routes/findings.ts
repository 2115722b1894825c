import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { labelsAsEdited, withEdits } from "../analysis/labels/edited-labels.ts";
import { changesSince } from "../analysis/labels/label-changes.ts";
import type { Analysis } from "../contract/analysis.ts";
import { breakdownBySchema, breakdownSchema, resultFilterSchema } from "../contract/breakdown.ts";
import { ParallaxError } from "../contract/error.ts";
import {
  batchSchema,
  clustersReplySchema,
  insightsReplySchema,
  resultSchema,
  statsSchema,
} from "../contract/findings.ts";
import { type LabelsReply, labelsReplySchema } from "../contract/labels.ts";
import { pageQuerySchema, pageSchema } from "../contract/page.ts";
import { readAnalysisParts } from "../db/analysis-parts.ts";
import { breakDown } from "../db/breakdown.ts";
import { listClusters } from "../db/clusters.ts";
import { listLabelEdits } from "../db/label-edits.ts";
import { ownersResults } from "../results/restore.ts";
import { current } from "./current-analysis.ts";
import { commonProblems, idParam, json, newRoutes, problem } from "./new-routes.ts";

/** What an analysis has found, while it runs and after. */
export const findingRoutes = newRoutes();

const tags = ["findings"];
const params = idParam("analysis");
const problems = { ...commonProblems, 410: problem("expired") };
const living = ["pending", "running", "paused"];

findingRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/results",
    tags,
    summary: "List results, filtered by anything that was found",
    request: {
      params,
      query: pageQuerySchema.extend(resultFilterSchema.shape),
    },
    responses: { 200: json(pageSchema(resultSchema), "One page of them."), ...problems },
  }),
  async (c) => {
    const analysis = await current(c, c.req.valid("param").id);
    return c.json(await ownersResults(c.env, analysis, c.req.valid("query")), 200);
  },
);

findingRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/breakdown",
    tags,
    summary: "How the results that pass a filter split: by facet, time, language, sentiment, status or cluster",
    request: {
      params,
      query: resultFilterSchema.extend({
        by: breakdownBySchema,
        of: z.string().max(40).optional().meta({ description: "the facet, where it is by facet" }),
      }),
    },
    responses: { 200: json(breakdownSchema, "The counts."), ...problems },
  }),
  async (c) => {
    const { id } = await current(c, c.req.valid("param").id);
    const { by, of, ...filter } = c.req.valid("query");
    if (by === "facet" && of === undefined) {
      throw new ParallaxError("invalid_request", "query: `of` names the facet that it is broken down by.");
    }
    return c.json(await breakDown(c.env.DB, id, filter, by, of), 200);
  },
);

findingRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/labels",
    tags,
    summary: "The labels of every open facet with their counts, and which words were folded into which",
    request: { params },
    responses: { 200: json(labelsReplySchema, "Labels and merges."), ...problems },
  }),
  async (c) => {
    return c.json(await labelsNow(c.env, await current(c, c.req.valid("param").id)), 200);
  },
);

/** The labels as they stand: while the job lives its object knows more than D1. */
export async function labelsNow(env: Env, { id, status, options }: Analysis): Promise<LabelsReply> {
  const live = living.includes(status) ? await env.ANALYSIS_JOB.getByName(id).labels() : null;
  const reply = live ? withEdits(live, await listLabelEdits(env.DB, id)) : await labelsAsEdited(env.DB, id);
  return { ...reply, changes: changesSince(reply, options) };
}

findingRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/clusters",
    tags,
    summary: "The named hierarchy of clusters",
    request: { params, query: z.object({ members: z.enum(["true", "false"]).default("false") }) },
    responses: { 200: json(clustersReplySchema, "The clusters."), ...problems },
  }),
  async (c) => {
    const { id, status, options } = await current(c, c.req.valid("param").id);
    const [{ clustering }, nodes] = await Promise.all([
      readAnalysisParts(c.env.DB, id),
      listClusters(c.env.DB, id, c.req.valid("query").members === "true"),
    ]);
    const method =
      living.includes(status) && options.cluster ? "not grouped yet" : "not grouped: switched off or not reached";
    const none = { levels: 0, method, hidden: { clusters: 0, items: 0, reason: "" } };
    return c.json({ ...(clustering ?? none), nodes }, 200);
  },
);

findingRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/insights",
    tags,
    summary: "What is common, rising or unusual, with its numbers; early ones while the job runs",
    request: { params },
    responses: { 200: json(insightsReplySchema, "The insights."), ...problems },
  }),
  async (c) => {
    const { id, status } = await current(c, c.req.valid("param").id);
    if (living.includes(status)) {
      const early = await c.env.ANALYSIS_JOB.getByName(id).insights();
      return c.json({ headline: null, partial: true, insights: early?.insights ?? [] }, 200);
    }
    const { summary } = await readAnalysisParts(c.env.DB, id);
    return c.json({ headline: summary?.headline ?? null, partial: false, insights: summary?.insights ?? [] }, 200);
  },
);

findingRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/batches",
    tags,
    summary: "Every unit of work of the job",
    request: { params, query: pageQuerySchema },
    responses: { 200: json(pageSchema(batchSchema), "One page of them."), ...problems },
  }),
  async (c) => {
    const { id } = await current(c, c.req.valid("param").id);
    const { cursor, limit } = c.req.valid("query");
    const after = Number(cursor ?? 0);
    if (!Number.isSafeInteger(after)) throw new ParallaxError("invalid_request", "query: this cursor is not ours.");
    return c.json(await c.env.ANALYSIS_JOB.getByName(id).batches(after, limit), 200);
  },
);

findingRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/stats",
    tags,
    summary: "Discovery, streams and resolution in numbers",
    request: { params },
    responses: { 200: json(statsSchema, "The statistics."), ...problems },
  }),
  async (c) => {
    const { id, status } = await current(c, c.req.valid("param").id);
    const live = living.includes(status) ? await c.env.ANALYSIS_JOB.getByName(id).stats() : null;
    const stats = live ?? (await readAnalysisParts(c.env.DB, id)).stats;
    if (!stats) throw new ParallaxError("not_found", "This analysis left no statistics.");
    return c.json(stats, 200);
  },
);
