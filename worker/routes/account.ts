import { createRoute } from "@hono/zod-openapi";
import { mine } from "../accounts/access.ts";
import { hintOf, newApiKey } from "../accounts/api-key.ts";
import { readSettings } from "../accounts/settings.ts";
import { keyInputSchema, keySchema, meSchema, newKeySchema } from "../contract/account.ts";
import { ParallaxError } from "../contract/error.ts";
import { pageQuerySchema, pageSchema } from "../contract/page.ts";
import { addKey, deleteKey, findKey, listKeys, whoIs } from "../db/accounts.ts";
import { sha256 } from "../sha256.ts";
import { commonProblems, idParam, json, jsonBody, newRoutes } from "./new-routes.ts";

export const accountRoutes = newRoutes();

const tags = ["account"];

accountRoutes.openapi(
  createRoute({
    method: "get",
    path: "/me",
    tags,
    summary: "Who I am here",
    responses: { 200: json(meSchema, "The user and the organisation."), ...commonProblems },
  }),
  async (c) => {
    const who = await whoIs(c.env.DB, c.get("owner"));
    if (!who) throw new ParallaxError("not_signed_in", "This account is gone.");
    return c.json({ ...who, local: readSettings(c.env).local }, 200);
  },
);

accountRoutes.openapi(
  createRoute({
    method: "get",
    path: "/keys",
    tags,
    summary: "List one's API keys",
    request: { query: pageQuerySchema },
    responses: { 200: json(pageSchema(keySchema), "Newest first; never the keys themselves."), ...commonProblems },
  }),
  async (c) => c.json(await listKeys(c.env.DB, c.get("owner"), c.req.valid("query")), 200),
);

accountRoutes.openapi(
  createRoute({
    method: "post",
    path: "/keys",
    tags,
    summary: "Make an API key",
    request: { body: jsonBody(keyInputSchema) },
    responses: { 201: json(newKeySchema, "The only answer that holds the key."), ...commonProblems },
  }),
  async (c) => {
    const key = newApiKey();
    const { name } = c.req.valid("json");
    const row = await addKey(
      c.env.DB,
      c.get("owner"),
      { name, hash: await sha256(key), hint: hintOf(key) },
      Date.now(),
    );
    return c.json({ ...row, key }, 201);
  },
);

accountRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/keys/{id}",
    tags,
    summary: "Revoke an API key",
    request: { params: idParam("key") },
    responses: { 204: { description: "Revoked." }, ...commonProblems },
  }),
  async (c) => {
    const owner = c.get("owner");
    const key = mine(await findKey(c.env.DB, c.req.valid("param").id), owner, "key");
    if (key.userId !== owner.userId) throw new ParallaxError("forbidden", "This key belongs to another member.");
    await deleteKey(c.env.DB, key.id);
    return c.body(null, 204);
  },
);
