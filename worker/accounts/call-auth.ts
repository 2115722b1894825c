import { type ErrorCode, ParallaxError } from "../contract/error.ts";
import { newAuth } from "./auth.ts";
import type { Settings } from "./settings.ts";

/** The doors of the sign-in library that stay open; it has many more. */
export type AuthPath = "/sign-up/email" | "/sign-in/email" | "/sign-out" | "/change-password";

/**
 * Hands a checked request to the sign-in library, by HTTP so that its rate limit counts. Only what it needs goes along,
 * under our own origin: where the request came from was checked before.
 * @returns what it said, with the cookies to set
 * @throws ParallaxError in place of its own error bodies
 */
export async function callAuth(
  request: Request,
  env: Env,
  settings: Settings,
  path: AuthPath,
  body: unknown,
): Promise<{ data: unknown; cookies: string[] }> {
  const headers = new Headers({ origin: settings.origin, "content-type": "application/json" });
  for (const name of ["cookie", "user-agent", "cf-connecting-ip"]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // Cloudflare always says who connects; on one's own machine nobody does, and everybody is oneself.
  if (settings.local && !headers.has("cf-connecting-ip")) headers.set("cf-connecting-ip", "127.0.0.1");
  const url = `${settings.origin}/api/auth${path}`;
  const inner = new Request(url, { method: "POST", headers, body: JSON.stringify(body) });
  const response = await newAuth(env, settings).handler(inner);
  if (!response.ok) throw await translate(response);
  return { data: await response.json(), cookies: response.headers.getSetCookie() };
}

/** What its own codes are in our list; everything else goes by the status. */
const codes = new Map<string, { code: ErrorCode; detail: string; path?: string }>([
  [
    "USER_ALREADY_EXISTS",
    { code: "wrong_state", detail: "There is an account with this e-mail address.", path: "email" },
  ],
  [
    "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL",
    { code: "wrong_state", detail: "There is an account with this e-mail address.", path: "email" },
  ],
  ["INVALID_EMAIL_OR_PASSWORD", { code: "not_signed_in", detail: "The e-mail address or the password is wrong." }],
  ["INVALID_PASSWORD", { code: "invalid_request", detail: "The password is wrong.", path: "currentPassword" }],
  ["UNAUTHORIZED", { code: "not_signed_in", detail: "Sign in first." }],
]);

const statuses = new Map<number, ErrorCode>([
  [400, "invalid_request"],
  [401, "not_signed_in"],
  [403, "forbidden"],
  [404, "not_found"],
  [409, "wrong_state"],
  [413, "too_large"],
  [415, "unsupported_type"],
  [422, "invalid_request"],
]);

async function translate(response: Response): Promise<ParallaxError> {
  if (response.status === 429) {
    const retryAfter = Math.max(1, Number(response.headers.get("x-retry-after")) || 60);
    return new ParallaxError("rate_limited", `Too many tries. Wait ${retryAfter} seconds.`, { retryAfter });
  }
  const said: unknown = await response.json().catch(() => null);
  const { code, message } = isRecord(said) ? said : { code: undefined, message: undefined };
  const known = typeof code === "string" ? codes.get(code) : undefined;
  if (known) {
    const errors = known.path ? [{ path: known.path, message: known.detail }] : [];
    return new ParallaxError(known.code, known.detail, { errors });
  }
  const byStatus = statuses.get(response.status);
  if (!byStatus) return new ParallaxError("internal", "Signing in failed on our side. Try again.");
  return new ParallaxError(byStatus, typeof message === "string" && message ? message : "The request was refused.");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
