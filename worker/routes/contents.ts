import { createRoute } from "@hono/zod-openapi";
import { contentSchema } from "../contract/content.ts";
import { getContent } from "../db/contents.ts";
import { commonProblems, idParam, json, newRoutes } from "./new-routes.ts";

export const contentRoutes = newRoutes();

contentRoutes.openapi(
  createRoute({
    method: "get",
    path: "/content/{id}",
    tags: ["content"],
    summary: "Show a content with its messages",
    request: { params: idParam("content") },
    responses: { 200: json(contentSchema, "The content."), ...commonProblems },
  }),
  async (c) => c.json(await getContent(c.env, c.get("owner"), c.req.valid("param").id), 200),
);
