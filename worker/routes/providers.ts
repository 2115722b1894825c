import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { secretBox } from "../accounts/secret-box.ts";
import { readSettings } from "../accounts/settings.ts";
import { ParallaxError } from "../contract/error.ts";
import { pageQuerySchema, pageSchema } from "../contract/page.ts";
import {
  healthReplySchema,
  type ProviderInput,
  type ProviderType,
  providerInputSchema,
  providerPatchSchema,
  providerSchema,
  providerTestReplySchema,
  providerTestSchema,
  providerTypeSchema,
} from "../contract/provider.ts";
import { hoursOf, todayOf } from "../db/model-calls.ts";
import {
  createProvider,
  deleteProvider,
  getProvider,
  getProviderRow,
  jobsNaming,
  listProviders,
  providerRows,
  type SealKey,
  updateProvider,
} from "../db/providers.ts";
import { addressText, checkAddress } from "../engines/address.ts";
import { providerHealth } from "../engines/provider-health.ts";
import { presetOf, presets } from "../engines/providers/presets.ts";
import { testProvider } from "../models/test-provider.ts";
import { commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

export const providerRoutes = newRoutes();

const tags = ["providers"];
const params = idParam("provider");

const presetSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: providerTypeSchema,
    baseUrl: z
      .string()
      .meta({ description: "may hold `{placeholders}`; empty where there is nothing to reach by one" }),
    placeholders: z.array(z.object({ part: z.string(), label: z.string(), example: z.string() })),
    keyNeeded: z.boolean(),
    keyHelp: z.string().meta({ description: "where a key comes from" }),
  })
  .meta({ id: "ProviderPreset" });

providerRoutes.openapi(
  createRoute({
    method: "post",
    path: "/providers",
    tags,
    summary: "Add a provider; the address may be left out where a preset or the type has one, the key may come later",
    request: { body: jsonBody(providerInputSchema) },
    responses: {
      201: json(providerSchema, "The provider, never its key."),
      ...commonProblems,
      409: problem("wrong_state"),
      415: problem("unsupported_type"),
      503: problem("not_available"),
    },
  }),
  async (c) => {
    const owner = c.get("owner");
    const input = c.req.valid("json");
    checkKey(input.apiKey);
    const complete = { ...input, ...completed(c.env, input) };
    const made = await createProvider(c.env.DB, owner, complete, sealFor(c.env), Date.now());
    await gateOf(c.env, owner.organizationId, made.id).configure(made.limits);
    return c.json(made, 201);
  },
);

providerRoutes.openapi(
  createRoute({
    method: "get",
    path: "/providers",
    tags,
    summary: "List the providers in the order in which they are asked",
    request: { query: pageQuerySchema },
    responses: { 200: json(pageSchema(providerSchema), "One page of them, never their keys."), ...commonProblems },
  }),
  async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const all = await listProviders(c.env.DB, c.get("owner"));
    const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
    // The one at which the last page ended is gone: where to go on is not known any more.
    if (cursor !== undefined && from === 0) throw new ParallaxError("invalid_request", "query: this cursor is gone.");
    const items = all.slice(from, from + limit);
    return c.json({ items, nextCursor: all.length > from + limit ? (items.at(-1)?.id ?? null) : null }, 200);
  },
);

providerRoutes.openapi(
  createRoute({
    method: "get",
    path: "/providers/presets",
    tags,
    summary: "List the vendors whose address is known",
    responses: { 200: json(z.object({ items: z.array(presetSchema) }), "All of them."), ...commonProblems },
  }),
  (c) => {
    const items = presets.map(({ id, name, type, baseUrl, placeholders = [], keyNeeded, keyHelp }) => {
      return { id, name, type, baseUrl, placeholders, keyNeeded, keyHelp };
    });
    return c.json({ items }, 200);
  },
);

providerRoutes.openapi(
  createRoute({
    method: "get",
    path: "/providers/health",
    tags,
    summary: "How every provider is doing: circuits, headroom, deadlines, the calls of the last 24 hours, today's cost",
    responses: { 200: json(healthReplySchema, "In the order in which they are asked."), ...commonProblems },
  }),
  async (c) => {
    const { organizationId } = c.get("owner");
    const now = Date.now();
    const rows = await providerRows(c.env.DB, organizationId);
    const ids = rows.map(({ id }) => id);
    const [views, hours, today] = await Promise.all([
      Promise.all(ids.map((id) => gateOf(c.env, organizationId, id).view())),
      hoursOf(c.env.DB, organizationId, ids, now),
      todayOf(c.env.DB, organizationId, now),
    ]);
    const items = rows.flatMap((row, index) => {
      const view = views[index];
      if (!view) return [];
      const calls = { today: today.get(row.id) ?? nothingToday, hours: hours.get(row.id) ?? [] };
      const keyNeeded = presetOf(row.preset ?? undefined)?.keyNeeded ?? false;
      return [providerHealth({ ...row, keyMissing: keyNeeded && row.keyCipher === null }, view, calls, now)];
    });
    return c.json({ items }, 200);
  },
);

providerRoutes.openapi(
  createRoute({
    method: "get",
    path: "/providers/{id}",
    tags,
    summary: "Show a provider",
    request: { params },
    responses: { 200: json(providerSchema, "The provider, never its key."), ...commonProblems },
  }),
  async (c) => c.json(await getProvider(c.env.DB, c.get("owner"), c.req.valid("param").id), 200),
);

providerRoutes.openapi(
  createRoute({
    method: "patch",
    path: "/providers/{id}",
    tags,
    summary: "Change a provider; another address voids its key unless a new one comes with it",
    request: { params, body: jsonBody(providerPatchSchema) },
    responses: {
      200: json(providerSchema, "The provider as it is now; `hasKey` says whether a key is to be entered."),
      ...commonProblems,
      409: problem("wrong_state"),
      503: problem("not_available"),
    },
  }),
  async (c) => {
    const owner = c.get("owner");
    const { id } = c.req.valid("param");
    const patch = c.req.valid("json");
    checkKey(patch.apiKey);
    const { type } = await getProvider(c.env.DB, owner, id);
    const place = patch.baseUrl === undefined ? {} : { baseUrl: checked(c.env, type, patch.baseUrl) };
    const changed = await updateProvider(c.env.DB, owner, id, { ...patch, ...place }, sealFor(c.env), Date.now());
    if (patch.limits !== undefined) await gateOf(c.env, owner.organizationId, id).configure(changed.limits);
    return c.json(changed, 200);
  },
);

providerRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/providers/{id}",
    tags,
    summary: "Delete a provider with its key; refused while jobs name it, unless `force` is true",
    request: { params, query: z.object({ force: z.enum(["true", "false"]).default("false") }) },
    responses: { 204: { description: "Deleted." }, ...commonProblems, 409: problem("wrong_state") },
  }),
  async (c) => {
    const owner = c.get("owner");
    const { id, slug } = await getProvider(c.env.DB, owner, c.req.valid("param").id);
    const jobs = c.req.valid("query").force === "true" ? [] : await jobsNaming(c.env.DB, owner, slug);
    if (jobs.length > 0) {
      throw new ParallaxError(
        "wrong_state",
        `Analyses that have not ended name this provider: ${jobs.join(", ")}. End them first, or delete it with ?force=true.`,
      );
    }
    await gateOf(c.env, owner.organizationId, id).forget();
    await deleteProvider(c.env.DB, owner, id);
    return c.body(null, 204);
  },
);

providerRoutes.openapi(
  createRoute({
    method: "post",
    path: "/providers/{id}/test",
    tags,
    summary: "List the models of the key, and put the smallest question to one of them by the way that a job's go",
    request: { params, body: { content: { "application/json": { schema: providerTestSchema } }, required: false } },
    responses: {
      200: json(providerTestReplySchema, "What came of it; `ok` is false where it failed."),
      ...commonProblems,
    },
  }),
  async (c) => {
    const row = await getProviderRow(c.env.DB, c.get("owner"), c.req.valid("param").id);
    // The body may be missing altogether.
    const { model } = c.req.header("content-type") ? c.req.valid("json") : {};
    return c.json(await testProvider(c.env, row, model, Date.now()), 200);
  },
);

const nothingToday = { calls: 0, failed: 0, costUsd: 0, costKnown: true };

function gateOf(env: Env, organizationId: string, providerId: string) {
  return env.PROVIDER_GATE.getByName(`${organizationId}/${providerId}`);
}

/** The encryption secret is asked for where there is a key, and only there. */
function sealFor(env: Env): SealKey {
  return (place, key) => secretBox(env).seal(place, key);
}

/** What a request left out: the address, and what else its preset, or that of its type, knows. */
function completed(env: Env, { type, preset, baseUrl, limits }: ProviderInput) {
  const named = presetOf(preset);
  if (preset !== undefined && !named) {
    throw refused("preset", "unknown preset; GET /api/providers/presets lists them", "unknown_reference");
  }
  if (named && named.type !== type) throw refused("preset", `this preset is of the type ${named.type}`);
  const known = named ?? (baseUrl === undefined ? presetOf(type) : undefined);
  if (!known && baseUrl === undefined) {
    throw refused("baseUrl", "this type has no address of its own: name one, or a preset");
  }
  return {
    ...(known ? { preset: known.id } : {}),
    baseUrl: checked(env, type, baseUrl ?? known?.baseUrl ?? ""),
    limits: { ...known?.defaults, ...limits },
  };
}

/** An address as it is stored; Workers AI has none, for it is reached through the Worker's own binding. */
function checked(env: Env, type: ProviderType, baseUrl: string): string {
  if (type === "workers-ai") {
    if (baseUrl === "") return "";
    throw refused("baseUrl", "this type has no address: it is reached through the deployment itself");
  }
  const [part] = /\{[^}]*\}/.exec(baseUrl) ?? [];
  if (part !== undefined) throw refused("baseUrl", `put your own value in the place of ${part}`);
  return addressText(checkAddress(baseUrl, { loopbackAllowed: readSettings(env).local }));
}

/** What no header can carry would fail later, at the first call, and with the key in the message. */
function checkKey(key: string | undefined): void {
  if (key !== undefined && !/^[ -~]+$/.test(key)) throw refused("apiKey", "holds characters that no key has");
}

function refused(path: string, message: string, code: "invalid_request" | "unknown_reference" = "invalid_request") {
  return new ParallaxError(code, `The body does not fit: ${path}: ${message}`, { errors: [{ path, message }] });
}
