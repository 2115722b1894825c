import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { readSettings } from "../accounts/settings.ts";
import { ParallaxError } from "../contract/error.ts";
import { anyUser } from "../db/accounts.ts";
import { json, newRoutes, problem } from "./new-routes.ts";

export const healthRoutes = newRoutes();

const healthSchema = z
  .object({
    status: z.literal("ok"),
    local: z.boolean().meta({ description: "true where `npm start` relaxed the rules" }),
    setUp: z.boolean().meta({ description: "false until the first owner has signed up" }),
  })
  .meta({ id: "Health" });

healthRoutes.openapi(
  createRoute({
    method: "get",
    path: "/health",
    tags: ["health"],
    summary: "Whether the app can serve",
    security: [],
    responses: { 200: json(healthSchema, "It can."), 503: problem("not_available") },
  }),
  async (c) => {
    const { local } = readSettings(c.env);
    const setUp = await anyUser(c.env.DB).catch(() => {
      throw new ParallaxError("not_available", "The database does not answer.");
    });
    return c.json({ status: "ok" as const, local, setUp }, 200);
  },
);
