import { createRoute } from "@hono/zod-openapi";
import { pageSchema } from "../contract/page.ts";
import { callSchema, callsQuerySchema } from "../contract/provider.ts";
import { getAnalysis } from "../db/analyses.ts";
import { listCalls } from "../db/model-calls.ts";
import { commonProblems, idParam, json, newRoutes, problem } from "./new-routes.ts";

export const callRoutes = newRoutes();

callRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/calls",
    tags: ["findings"],
    summary: "Every attempt to ask a model, oldest first, for 30 days: tokens, cost, times and how it ended",
    request: { params: idParam("analysis"), query: callsQuerySchema },
    responses: {
      200: json(pageSchema(callSchema), "One page of them; no prompt, no answer, no key."),
      ...commonProblems,
      410: problem("expired"),
    },
  }),
  async (c) => {
    const owner = c.get("owner");
    const { id } = await getAnalysis(c.env.DB, owner, c.req.valid("param").id, Date.now());
    const { outcome, ...page } = c.req.valid("query");
    return c.json(await listCalls(c.env.DB, owner, id, page, outcome), 200);
  },
);
