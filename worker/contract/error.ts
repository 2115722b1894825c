import * as z from "zod";

/**
 * Every way a request can go wrong, with the HTTP status it has: the closed list.
 * `title` is for people, `code` for programs; neither changes once published.
 */
export const errorCodes = {
  invalid_request: { status: 400, title: "The request does not fit its schema" },
  unknown_reference: { status: 400, title: "The request names something that does not exist" },
  not_signed_in: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "This belongs to another owner" },
  sign_up_closed: { status: 403, title: "Signing up needs the set-up token or an invitation" },
  not_found: { status: 404, title: "There is no such thing" },
  wrong_state: { status: 409, title: "The present state does not allow it" },
  idempotency_conflict: { status: 409, title: "This idempotency key was used with another request" },
  expired: { status: 410, title: "It was here and has expired" },
  too_large: { status: 413, title: "Over the size limit" },
  unsupported_type: { status: 415, title: "Not a kind of file that can be read" },
  unreadable: { status: 422, title: "Nothing in the file can be read" },
  rate_limited: { status: 429, title: "Over a limit" },
  internal: { status: 500, title: "Something failed on our side" },
  provider_failed: { status: 502, title: "A provider failed after all retries and fallbacks" },
  not_available: { status: 503, title: "Not available right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;

export const errorCodeSchema = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

/** RFC 9457 problem document, the body of every error. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: errorCodeSchema,
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details" });

export type Problem = z.infer<typeof problemSchema>;

/** The one error that rooms throw on purpose; `app.ts` turns it into HTTP. */
export class ParallaxError extends Error {
  override readonly name = "ParallaxError";
  readonly code: ErrorCode;
  readonly errors: Problem["errors"];
  /** Seconds to wait before another try, sent as `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, detail: string, more: { errors?: Problem["errors"]; retryAfter?: number } = {}) {
    super(detail);
    this.code = code;
    this.errors = more.errors ?? [];
    this.retryAfter = more.retryAfter;
  }
}
