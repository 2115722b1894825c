import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { type ErrorCode, errorCodes, ParallaxError, type Problem } from "../contract/error.ts";
import type { AppEnv } from "./new-routes.ts";

/** The one place where an error becomes HTTP: RFC 9457, code from the closed list, nothing of the inside. */
export function answerError(error: Error, c: Context<AppEnv>): Response {
  const known = fromLibrary(error);
  if (known.code === "internal") log(error, c);
  const { status, title } = errorCodes[known.code];
  const body: Problem = {
    type: `/api/docs#${known.code}`,
    title,
    status,
    detail: known.message,
    code: known.code,
    errors: known.errors,
  };
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (known.retryAfter !== undefined) headers["retry-after"] = String(Math.ceil(known.retryAfter));
  if (status === 401) headers["www-authenticate"] = "Bearer";
  return c.body(JSON.stringify(body), status, headers);
}

const libraryStatuses = new Map<number, { code: ErrorCode; detail: string }>([
  [400, { code: "invalid_request", detail: "The body is not valid JSON." }],
  [413, { code: "too_large", detail: "The body is too large." }],
  [415, { code: "unsupported_type", detail: "The body must be application/json." }],
]);

function fromLibrary(error: Error): ParallaxError {
  if (error instanceof ParallaxError) return error;
  const known = error instanceof HTTPException ? libraryStatuses.get(error.status) : undefined;
  if (known) return new ParallaxError(known.code, known.detail);
  return new ParallaxError("internal", "Something failed on our side. Trying again may help.");
}

/**
 * Where it failed, and no more: messages may hold what was sent (a failed statement prints its parameters, a JSON error
 * the text around it), so only those of kinds that never do are written down.
 */
function log(error: Error, c: Context<AppEnv>): void {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const cause = error.cause instanceof Error ? error.cause : error;
  const telling = cause instanceof TypeError || cause instanceof RangeError || /^D1_ERROR/.test(cause.message);
  const what = telling ? `${error.name}: ${cause.message.split("\n")[0]?.slice(0, 300)}` : error.name;
  console.error(
    `${c.get("requestId")} ${c.req.method} ${c.req.routePath} failed: ${what}\n${frames.slice(0, 12).join("\n")}`,
  );
}
