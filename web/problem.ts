import type { Problem } from "../worker/contract/error.ts";

/** The one error that calls throw: a problem document, or "no answer at all" (status 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly faults: { path: string; message: string }[];
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;
  readonly requestId: string | null;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { faults?: Problem["errors"]; retryAfter?: number | null; requestId?: string | null } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.faults = more.faults ?? [];
    this.retryAfter = more.retryAfter ?? null;
    this.requestId = more.requestId ?? null;
  }
}

/**
 * Reads an error body. better-auth answers `{message, code}`, everything else RFC 9457 `{title, detail, code, errors}`;
 * a proxy in between may answer HTML, then the status has to do.
 * @param text the raw body
 */
export function readProblem(status: number, text: string, header: (name: string) => string | null): ApiError {
  let body: Partial<Problem> & { message?: unknown } = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) body = parsed;
  } catch {
    // Not JSON: said below by status.
  }
  const words = [body.detail, body.message, body.title].find((word) => typeof word === "string" && word !== "");
  const retryAfter = Number(header("retry-after"));
  return new ApiError(
    status,
    typeof body.code === "string" ? body.code : `http_${status}`,
    String(words ?? inWords(status)),
    {
      faults: Array.isArray(body.errors) ? body.errors : [],
      retryAfter: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
      requestId: header("x-request-id") ?? header("cf-ray"),
    },
  );
}

function inWords(status: number): string {
  if (status === 0) return "The server did not answer. Check the connection and try again.";
  if (status === 413) return "This is over the size limit.";
  if (status >= 500) return `The server failed (${status}). Nothing was changed; try again in a moment.`;
  return `The server refused the request (${status}).`;
}

/**
 * Whether asking the same again can end otherwise: no answer, a fault on the server's side, a limit or a state that
 * passes. What the server refused for what it is (400, 404, 413, 415, 422) stays refused.
 */
export function mayPass({ status, code }: Pick<ApiError, "status" | "code">): boolean {
  if (code === "cannot_cut") return false;
  return status === 0 || status >= 500 || [401, 408, 409, 425, 429].includes(status);
}

/** Any thrown thing as an ApiError. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TypeError) return new ApiError(0, "no_answer", inWords(0));
  return new ApiError(0, "failed", error instanceof Error ? error.message : String(error));
}
