import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { ParallaxError } from "../contract/error.ts";
import { fixInputSchema, fixReplySchema, issueKindSchema, qualityReportSchema } from "../contract/quality.ts";
import { getDataset } from "../db/datasets.ts";
import { listBadRows } from "../db/quality.ts";
import { badRowsFile } from "../quality/bad-rows.ts";
import { examine } from "../quality/examine.ts";
import { putRight, takeBack } from "../quality/put-right.ts";
import { csvCell } from "../results/export.ts";
import { commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

/** What is wrong in a dataset, and what can be done about it. */
export const qualityRoutes = newRoutes();

const tags = ["datasets"];
const params = idParam("dataset");

qualityRoutes.openapi(
  createRoute({
    method: "get",
    path: "/datasets/{id}/quality",
    tags,
    summary: "Quality report: issues with counts, examples and fixes, what was fixed, and how to batch",
    request: { params },
    responses: { 200: json(qualityReportSchema, "The report."), ...commonProblems },
  }),
  async (c) => {
    const dataset = await getDataset(c.env.DB, c.get("owner"), c.req.valid("param").id);
    return c.json(await examine(c.env, dataset), 200);
  },
);

const file = { schema: z.string() };

qualityRoutes.openapi(
  createRoute({
    method: "get",
    path: "/datasets/{id}/quality/rows",
    tags,
    summary: "Download the contents that have an issue",
    request: {
      params,
      query: z.object({
        issue: issueKindSchema.optional().meta({ description: "needed" }),
        format: z.enum(["csv", "jsonl"]).default("csv"),
      }),
    },
    responses: {
      200: { description: "The file.", content: { "text/csv": file, "application/x-ndjson": file } },
      ...commonProblems,
    },
  }),
  async (c) => {
    const dataset = await getDataset(c.env.DB, c.get("owner"), c.req.valid("param").id);
    const { issue, format } = c.req.valid("query");
    if (issue === undefined)
      throw new ParallaxError("invalid_request", "query: say which issue, e.g. ?issue=very-short");
    // What repeats what is known from the report.
    await examine(c.env, dataset);
    const rows = badRowsFile(format, csvCell, (after, limit) => listBadRows(c.env.DB, dataset.id, issue, after, limit));
    return c.body(rows, 200, {
      "content-type": format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="${dataset.id}-${issue}.${format}"`,
    });
  },
);

qualityRoutes.openapi(
  createRoute({
    method: "post",
    path: "/datasets/{id}/fixes",
    tags,
    summary: "Put an issue right, or take a fix back; nothing is deleted",
    request: { params, body: jsonBody(fixInputSchema) },
    responses: {
      200: json(fixReplySchema, "The fix, and what is kept now."),
      ...commonProblems,
      409: problem("wrong_state"),
    },
  }),
  async (c) => {
    const owner = c.get("owner");
    const dataset = await getDataset(c.env.DB, owner, c.req.valid("param").id);
    const input = c.req.valid("json");
    const fix =
      "undo" in input ? await takeBack(c.env, dataset, input.undo) : await putRight(c.env, owner, dataset, input.issue);
    const { contentCount, leftOut } = await getDataset(c.env.DB, owner, dataset.id);
    return c.json({ fix, contents: contentCount, leftOut }, 200);
  },
);
