import type { Json } from "./json-schema.ts";
import type { Wire } from "./wire-request.ts";

interface Failure {
  status: number;
  headers: Record<string, string>;
  body: Json;
}

/** A status in the words of each provider; what is not here says `other`. */
const words: Record<Wire, Record<number, string> & { other: string }> = {
  anthropic: {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
    other: "api_error",
  },
  openai: {
    400: "invalid_request_error",
    401: "invalid_api_key",
    404: "model_not_found",
    429: "rate_limit_exceeded",
    other: "server_error",
  },
  gemini: {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
    other: "INTERNAL",
  },
  bedrock: {
    400: "ValidationException",
    401: "UnrecognizedClientException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    429: "ThrottlingException",
    503: "ServiceUnavailableException",
    other: "InternalServerException",
  },
};

const sentences: Record<number, string> = {
  401: "The key is not valid.",
  404: "There is no such model.",
  429: "Too many requests.",
  529: "Overloaded.",
};

/** How a provider says no: its own body and headers. */
export function failureBody(wire: Wire, status: number, retryAfter: number | null): Failure {
  const type = words[wire][status] ?? words[wire].other;
  const message = sentences[status] ?? `The request failed (${status}).`;
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (retryAfter !== null) headers["retry-after"] = String(retryAfter);
  switch (wire) {
    case "anthropic":
      return { status, headers, body: { type: "error", error: { type, message }, request_id: "req_simulated" } };
    case "openai":
      return { status, headers, body: { error: { message, type, param: null, code: type } } };
    case "gemini":
      return { status, headers, body: { error: { code: status, message, status: type } } };
    case "bedrock":
      return { status, headers: { ...headers, "x-amzn-errortype": type }, body: { message } };
  }
}
