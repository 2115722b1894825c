import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { readAnalysisParts, readFacetNames } from "../db/analysis-parts.ts";
import { listClusters } from "../db/clusters.ts";
import { exportFormats, exportResults, exportTypes } from "../results/export.ts";
import { reportHtml, reportMarkdown } from "../results/report.ts";
import { ownersResults } from "../results/restore.ts";
import { current } from "./current-analysis.ts";
import { labelsNow } from "./findings.ts";
import { commonProblems, idParam, newRoutes, problem } from "./new-routes.ts";

export const exportRoutes = newRoutes();

const file = { schema: z.string() };
const pageSize = 500;

exportRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/export",
    tags: ["findings"],
    summary:
      "All results as CSV or JSONL, or a report as Markdown or HTML; before the end what there is, marked partial",
    request: { params: idParam("analysis"), query: z.object({ format: z.enum(exportFormats).default("jsonl") }) },
    responses: {
      200: {
        description:
          "The file. Before the end its name ends in `-partial`, `x-parallax-partial` is `true`, and a report says so in its " +
          "first sentence; `x-parallax-status` and `x-parallax-contents` (read/all) say how far it was.",
        content: { "text/csv": file, "application/x-ndjson": file, "text/markdown": file, "text/html": file },
      },
      ...commonProblems,
      410: problem("expired"),
    },
  }),
  async (c) => {
    const analysis = await current(c, c.req.valid("param").id);
    const { format } = c.req.valid("query");
    const { id } = analysis;
    const whole = analysis.status === "completed";
    const { itemsTotal, itemsDone, itemsFallback, itemsFailed } = analysis.progress;
    const headers = {
      "content-type": exportTypes[format],
      "content-disposition": `attachment; filename="${id}${whole ? "" : "-partial"}.${format}"`,
      "x-parallax-partial": String(!whole),
      "x-parallax-status": analysis.status,
      "x-parallax-contents": `${itemsDone + itemsFallback + itemsFailed}/${itemsTotal}`,
    };
    if (format === "csv" || format === "jsonl") {
      const page = (cursor: string | undefined) => ownersResults(c.env, analysis, { limit: pageSize, cursor });
      return c.body(exportResults(format, await readFacetNames(c.env.DB, id), page), 200, headers);
    }
    const [{ summary }, labels, clusters] = await Promise.all([
      readAnalysisParts(c.env.DB, id),
      labelsNow(c.env, analysis),
      listClusters(c.env.DB, id, false),
    ]);
    const write = format === "md" ? reportMarkdown : reportHtml;
    return c.body(write({ analysis, summary, labels, clusters }), 200, headers);
  },
);
