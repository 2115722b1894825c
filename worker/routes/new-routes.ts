import { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import type { Owner } from "../accounts/owner.ts";
import { type ErrorCode, errorCodes, ParallaxError, problemSchema } from "../contract/error.ts";
import { type IdKind, idSchema } from "../contract/id.ts";

/** What every handler finds: the bindings, and who asks (set by the sign-in middleware; absent on public routes only). */
export interface AppEnv {
  Bindings: Env;
  Variables: { owner: Owner; requestId: string };
}

/**
 * The sub-app of one resource; its paths stand below `/api`. A request that does not fit its schema never reaches the
 * handler: a malformed id in the path is a thing that does not exist (404), anything else is the caller's error (400).
 */
export function newRoutes(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    strict: false,
    defaultHook: (result) => {
      if (result.success) return;
      if (result.target === "param") throw new ParallaxError("not_found", "The address holds a malformed id.");
      throw invalidRequest(result.error, result.target);
    },
  });
}

/** A failed check as the error that is answered; says where and why, never the value itself. */
export function invalidRequest(error: Pick<z.ZodError, "issues">, target: string): ParallaxError {
  const errors = error.issues.slice(0, 50).map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const where = target === "json" ? "body" : target;
  const first = errors[0];
  const detail = first ? `The ${where} does not fit: ${first.path ? `${first.path}: ` : ""}${first.message}` : "";
  return new ParallaxError("invalid_request", detail, { errors });
}

/** Declares an error answer: `409: problem("wrong_state")`. */
export function problem(code: ErrorCode) {
  return {
    description: errorCodes[code].title,
    content: { "application/problem+json": { schema: problemSchema } },
  };
}

/** The error answers that any route with an owner may give; spread them into `responses`. */
export const commonProblems = {
  400: problem("invalid_request"),
  401: problem("not_signed_in"),
  403: problem("forbidden"),
  404: problem("not_found"),
};

/** Declares a JSON answer. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** Declares a required JSON body; other content types are 415. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

/** Declares `{id}` in a path. */
export function idParam<Kind extends IdKind>(kind: Kind) {
  return z.object({ id: idSchema(kind) });
}
