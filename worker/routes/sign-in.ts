import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { sameSecret } from "../accounts/api-key.ts";
import { longestPassword, shortestPassword } from "../accounts/auth.ts";
import { callAuth } from "../accounts/call-auth.ts";
import { checkLocal, localEmail, localKey, localSession } from "../accounts/local-owner.ts";
import { readSettings } from "../accounts/settings.ts";
import { ParallaxError } from "../contract/error.ts";
import { anyUser } from "../db/accounts.ts";
import { json, jsonBody, newRoutes, problem } from "./new-routes.ts";

export const signInRoutes = newRoutes();

const passwordSchema = z.string().min(shortestPassword).max(longestPassword);
const emailSchema = z.email().max(254);

const signUpSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    email: emailSchema.refine((email) => email.toLowerCase() !== localEmail, "this address is reserved"),
    password: passwordSchema,
    token: z.string().max(500).optional().meta({ description: "lets the first owner of a deployment sign up" }),
  })
  .meta({ id: "SignUp" });

const signInSchema = z
  .object({ email: emailSchema, password: z.string().min(1).max(longestPassword), rememberMe: z.boolean().optional() })
  .meta({ id: "SignIn" });

const changePasswordSchema = z
  .object({ currentPassword: z.string().min(1).max(longestPassword), newPassword: passwordSchema })
  .meta({ id: "ChangePassword" });

const signedInSchema = z
  .object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) })
  .meta({ id: "SignedIn" });

const doneSchema = z.object({ success: z.literal(true) });
const problems = {
  400: problem("invalid_request"),
  401: problem("not_signed_in"),
  403: problem("forbidden"),
  415: problem("unsupported_type"),
  429: problem("rate_limited"),
};
const tags = ["account"];

signInRoutes.openapi(
  createRoute({
    method: "post",
    path: "/auth/sign-up/email",
    tags,
    summary: "Make an account and sign in",
    security: [],
    request: { body: jsonBody(signUpSchema), headers: z.object({ "x-setup-token": z.string().optional() }) },
    responses: {
      200: json(signedInSchema, "Signed in; the session is in the cookie."),
      ...problems,
      403: problem("sign_up_closed"),
      409: problem("wrong_state"),
    },
  }),
  async (c) => {
    const { token, ...body } = c.req.valid("json");
    await checkSignUp(c.env, token ?? c.req.valid("header")["x-setup-token"] ?? "");
    const { data, cookies } = await callAuth(c.req.raw, c.env, readSettings(c.env), "/sign-up/email", body);
    setCookies(c, cookies);
    return c.json(signedInSchema.parse(data), 200);
  },
);

signInRoutes.openapi(
  createRoute({
    method: "post",
    path: "/auth/sign-in/email",
    tags,
    summary: "Sign in",
    security: [],
    request: { body: jsonBody(signInSchema) },
    responses: { 200: json(signedInSchema, "Signed in; the session is in the cookie."), ...problems },
  }),
  async (c) => {
    const settings = readSettings(c.env);
    const { data, cookies } = await callAuth(c.req.raw, c.env, settings, "/sign-in/email", c.req.valid("json"));
    setCookies(c, cookies);
    return c.json(signedInSchema.parse(data), 200);
  },
);

signInRoutes.openapi(
  createRoute({
    method: "post",
    path: "/auth/sign-out",
    tags,
    summary: "Sign out: the session ends at once, everywhere",
    responses: { 200: json(doneSchema, "Signed out."), 403: problem("forbidden") },
  }),
  async (c) => {
    const { cookies } = await callAuth(c.req.raw, c.env, readSettings(c.env), "/sign-out", {});
    setCookies(c, cookies);
    return c.json({ success: true as const }, 200);
  },
);

signInRoutes.openapi(
  createRoute({
    method: "post",
    path: "/auth/change-password",
    tags,
    summary: "Change one's password; every other session ends",
    request: { body: jsonBody(changePasswordSchema) },
    responses: { 200: json(doneSchema, "Changed."), ...problems },
  }),
  async (c) => {
    const body = { ...c.req.valid("json"), revokeOtherSessions: true };
    const { cookies } = await callAuth(c.req.raw, c.env, readSettings(c.env), "/change-password", body);
    setCookies(c, cookies);
    return c.json({ success: true as const }, 200);
  },
);

// The two doors of `npm start`; they stand in no document, since outside it they do not exist.
const localInputSchema = z.object({ apiKey: z.string().max(200).optional() });

signInRoutes.openapi(
  createRoute({
    method: "post",
    path: "/auth/local",
    hide: true,
    request: { body: jsonBody(localInputSchema) },
    responses: { 200: json(z.object({ apiKey: z.string(), signInPath: z.string() }), "The local owner's.") },
  }),
  async (c) => {
    const token = /^bearer\s+(.+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    await checkLocal(c.env, new URL(c.req.url).hostname, token);
    const apiKey = await localKey(c.env, readSettings(c.env), c.req.valid("json").apiKey, Date.now());
    return c.json({ apiKey, signInPath: `/api/auth/local?token=${encodeURIComponent(token)}` }, 200);
  },
);

signInRoutes.get("/auth/local", async (c) => {
  await checkLocal(c.env, new URL(c.req.url).hostname, c.req.query("token") ?? "");
  setCookies(c, await localSession(c.env, readSettings(c.env), Date.now()));
  return c.redirect("/");
});

/**
 * Open on one's own machine; else the set-up token lets the first owner in, and nobody after.
 * @throws sign_up_closed
 */
async function checkSignUp(env: Env, setupToken: string): Promise<void> {
  if (readSettings(env).local) return;
  const expected = env.SETUP_TOKEN ?? "";
  const right = expected !== "" && (await sameSecret(setupToken, expected));
  if (right && !(await anyUser(env.DB))) return;
  throw new ParallaxError(
    "sign_up_closed",
    "Use the one-time set-up link of this deployment, or ask for an invitation.",
  );
}

function setCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) c.header("set-cookie", cookie, { append: true });
}
