import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { contentItemSchema, importPreviewSchema, importReportSchema } from "../contract/content.ts";
import { pageQuerySchema, pageSchema } from "../contract/page.ts";
import { datasetSchema } from "../contract/project.ts";
import { contentStore, listContents } from "../db/contents.ts";
import { analysesOf, deleteDataset, getDataset } from "../db/datasets.ts";
import { readMapping } from "../ingest/formats/table-mapping.ts";
import { ingest } from "../ingest/ingest.ts";
import { preview } from "../ingest/preview.ts";
import { endJobs } from "./end-jobs.ts";
import { importBody } from "./limit-body.ts";
import { commonProblems, idParam, json, newRoutes, problem } from "./new-routes.ts";

export const datasetRoutes = newRoutes();

const tags = ["datasets"];
const params = idParam("dataset");

datasetRoutes.openapi(
  createRoute({
    method: "get",
    path: "/datasets/{id}",
    tags,
    summary: "Show a dataset",
    request: { params },
    responses: { 200: json(datasetSchema, "The dataset."), ...commonProblems },
  }),
  async (c) => c.json(await getDataset(c.env.DB, c.get("owner"), c.req.valid("param").id), 200),
);

datasetRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/datasets/{id}",
    tags,
    summary: "Delete a dataset with its contents and the analyses of them; running jobs end",
    request: { params },
    responses: { 204: { description: "Deleted." }, ...commonProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const dataset = await getDataset(c.env.DB, owner, c.req.valid("param").id);
    await endJobs(c.env, await analysesOf(c.env.DB, dataset.id));
    await deleteDataset(c.env, owner, dataset.id);
    return c.body(null, 204);
  },
);

const importQuerySchema = z.object({
  format: z.string().max(40).default("auto").meta({ description: "auto, or the name of a format" }),
  filename: z.string().max(255).optional().meta({ description: "what the file was called; helps to tell its format" }),
  mapping: z.string().max(20_000).optional().meta({
    description:
      'which column of a table holds what, as JSON: {"id":"Ticket","role":"Who","text":"Body"}; a column is named by its head or as "column 3"',
  }),
});

const fileBody = { content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } } as const;

datasetRoutes.openapi(
  createRoute({
    method: "post",
    path: "/datasets/preview",
    tags,
    summary: "Say what a file holds and how its columns are read; nothing is stored",
    request: { query: importQuerySchema, body: fileBody },
    responses: {
      200: json(importPreviewSchema, "What would be imported."),
      ...commonProblems,
      413: problem("too_large"),
      415: problem("unsupported_type"),
      422: problem("unreadable"),
    },
  }),
  async (c) => {
    const { format, filename, mapping } = c.req.valid("query");
    const source = { body: importBody(c.req.raw), format, filename: filename ?? null, mapping: readMapping(mapping) };
    return c.json(await preview(source), 200);
  },
);

datasetRoutes.openapi(
  createRoute({
    method: "post",
    path: "/datasets/{id}/import",
    tags,
    summary: "Import a file: the body is its bytes, 100 MB at most; may be called many times",
    request: {
      params,
      query: importQuerySchema,
      body: fileBody,
    },
    responses: {
      200: json(importReportSchema, "What went in, what did not and why."),
      ...commonProblems,
      413: problem("too_large"),
      415: problem("unsupported_type"),
      422: problem("unreadable"),
    },
  }),
  async (c) => {
    const owner = c.get("owner");
    const { format, filename, mapping } = c.req.valid("query");
    const columns = readMapping(mapping);
    const dataset = await getDataset(c.env.DB, owner, c.req.valid("param").id);
    const source = { body: importBody(c.req.raw), format, filename: filename ?? null, mapping: columns };
    return c.json(await ingest(source, contentStore(c.env, owner, dataset.id)), 200);
  },
);

const contentQuerySchema = pageQuerySchema.extend({
  q: z.string().max(200).optional().meta({ description: "words in the title or the text" }),
  language: z.string().max(10).optional().meta({ description: "ISO 639-1, or und" }),
  leftOut: z
    .stringbool()
    .default(false)
    .meta({ description: "true: those that a fix left out, instead of the others" }),
});

datasetRoutes.openapi(
  createRoute({
    method: "get",
    path: "/datasets/{id}/content",
    tags,
    summary: "List the contents of a dataset",
    request: { params, query: contentQuerySchema },
    responses: { 200: json(pageSchema(contentItemSchema), "One page of them."), ...commonProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const dataset = await getDataset(c.env.DB, owner, c.req.valid("param").id);
    return c.json(await listContents(c.env.DB, owner, dataset.id, c.req.valid("query")), 200);
  },
);
