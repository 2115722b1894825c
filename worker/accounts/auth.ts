import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { betterAuth } from "better-auth/minimal";
import * as z from "zod";
import { newId } from "../contract/id.ts";
import { accountTables, ownerOf } from "../db/accounts.ts";
import type { Settings } from "./settings.ts";

const minute = 60;
const day = 24 * 60 * minute;

export const shortestPassword = 8;
export const longestPassword = 128;

/** Opens a session without a password. No address leads here: only our own code, once it knows the user, may call it. */
const openSession = createAuthEndpoint.serverOnly(
  { method: "POST", body: z.object({ userId: z.string() }) },
  async (ctx) => {
    const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
    if (!user) throw ctx.error("NOT_FOUND");
    const session = await ctx.context.internalAdapter.createSession(user.id);
    await setSessionCookie(ctx, { session, user });
    return ctx.json({ userId: user.id });
  },
);

/**
 * The sign-in library, set up for one request. Every setting that has a default which depends on NODE_ENV, on a request
 * header or on an environment variable is written out: none of them is the Worker's to be trusted.
 */
export function newAuth(env: Env, settings: Settings) {
  return betterAuth({
    appName: "Parallax",
    baseURL: settings.origin,
    basePath: "/api/auth",
    trustedOrigins: settings.origins,
    secret: settings.secret,
    database: accountTables(env.DB),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      expiresIn: 30 * day,
      updateAge: day,
      // A cached session would outlive its own revocation.
      cookieCache: { enabled: false },
    },
    account: { accountLinking: { enabled: false } },
    user: { changeEmail: { enabled: false }, deleteUser: { enabled: false } },
    rateLimit: {
      enabled: true,
      // In D1: an isolate's memory counts alone, KV counts late.
      storage: "database",
      window: minute,
      max: 100,
      customRules: {
        "/sign-in/email": { window: minute, max: 20 },
        "/sign-up/email": { window: minute, max: 20 },
        "/change-password": { window: minute, max: 10 },
      },
    },
    advanced: {
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"], ipv6Subnet: 64 },
      disableCSRFCheck: false,
      disableOriginCheck: false,
      trustedProxyHeaders: false,
      // Its own `__Secure-` prefix is off in favour of the stricter `__Host-`, which stands in the name itself.
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(settings),
      defaultCookieAttributes: { secure: settings.https, httpOnly: true, sameSite: "lax", path: "/" },
      database: { generateId: ({ model }) => (model === "user" ? newId("user", Date.now()) : crypto.randomUUID()) },
    },
    databaseHooks: {
      user: {
        create: {
          after: async (user) => {
            await ownerOf(env.DB, user.id, user.name, Date.now());
          },
        },
      },
    },
    plugins: [{ id: "open-session", endpoints: { openSession } }],
    telemetry: { enabled: false },
    logger: { level: "warn", log: (level, message) => console[level](firstLine(message)) },
  });
}

/** The name of the session cookie. */
export function sessionCookie(settings: Settings): string {
  return `${cookiePrefix(settings)}.session_token`;
}

function cookiePrefix(settings: Settings): string {
  return settings.https ? "__Host-parallax" : "parallax";
}

/** A failed statement carries its parameters (addresses, hashes, tokens) on the lines after the first. */
function firstLine(message: string): string {
  return `accounts: ${message.split("\n")[0]?.slice(0, 200)}`;
}
