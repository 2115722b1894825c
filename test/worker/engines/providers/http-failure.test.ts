import { describe, expect, test } from "vitest";
import type { FailureKind } from "../../../../worker/engines/failure.ts";
import { failureOfHttp } from "../../../../worker/engines/providers/http-failure.ts";

const openai = (message: string, code: string | null = null, type = "invalid_request_error") => ({
  error: { message, type, param: null, code },
});
const claude = (type: string, message: string, error_code?: string) => ({
  type: "error",
  error: { type, message, details: error_code ? { error_code } : null },
});
const gemini = (code: number, status: string, message: string, ...details: object[]) => ({
  error: { code, status, message, details },
});
const reason = (word: string) => ({ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: word });
const delay = (words: string) => ({ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: words });
const aws = (type: string) => new Headers({ "x-amzn-errortype": `${type}:http://internal.amazon.com/coral/` });

describe("an error answer means", () => {
  const cases: [FailureKind, string, number, unknown, Headers?][] = [
    ["auth", "a wrong key", 401, openai("Incorrect API key provided", "invalid_api_key")],
    ["auth", "a key without a right", 403, claude("permission_error", "Your API key may not use this resource.")],
    ["auth", "Google's wrong key, a 400", 400, gemini(400, "INVALID_ARGUMENT", "Oh no", reason("API_KEY_INVALID"))],
    ["auth", "an AWS key that is none", 403, { message: "Invalid token." }, aws("UnrecognizedClientException")],
    ["model_gone", "a 404", 404, claude("not_found_error", "model: claude-3-sonnet")],
    ["model_gone", "Ollama's bare text", 404, '{"error":"model \'x\' not found"}'],
    [
      "model_gone",
      "a good key that does not reach the model",
      403,
      openai("Project `p` does not have access to model `m`", "model_not_found"),
    ],
    [
      "model_gone",
      "AWS's good key",
      403,
      { message: "You don't have access to the model with the specified model ID." },
      aws("AccessDeniedException"),
    ],
    ["model_gone", "a model taken out of service, a 400", 400, openai("`m` is gone", "model_decommissioned")],
    ["model_gone", "AWS's unknown model, a 400", 400, { message: "The provided model identifier is invalid." }],
    ["no_credit", "a 402", 402, { error: { message: "Insufficient Balance" } }],
    [
      "no_credit",
      "OpenAI's empty account, a 429",
      429,
      openai("You exceeded your current quota, please check your plan and billing details.", "insufficient_quota"),
    ],
    [
      "no_credit",
      "the same from a server that gives no code",
      429,
      openai("You exceeded your current quota, please check your plan and billing details."),
    ],
    [
      "no_credit",
      "Anthropic's empty account, a 400",
      400,
      claude("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
    ],
    ["no_credit", "a spend limit", 400, claude("invalid_request_error", "No.", "contract_spend_limit_reached")],
    ["no_credit", "Google's closed account", 403, gemini(403, "PERMISSION_DENIED", "No.", reason("BILLING_DISABLED"))],
    ["rate_limited", "a 429", 429, claude("rate_limit_error", "This request would exceed your rate limit of tokens.")],
    ["rate_limited", "a 429 with nothing in it", 429, ""],
    [
      "rate_limited",
      "Google's every rate limit",
      429,
      gemini(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details."),
    ],
    ["rate_limited", "AWS's, a 400", 400, { message: "Too many tokens, please wait" }, aws("ThrottlingException")],
    [
      "context_too_long",
      "more than a minute's whole allowance",
      429,
      openai("Request too large for m on tokens per min (TPM): Limit 30000, Requested 50000.", "rate_limit_exceeded"),
    ],
    ["context_too_long", "a 413", 413, claude("request_too_large", "Request exceeds the maximum size")],
    ["context_too_long", "OpenAI's code", 400, openai("Too much.", "context_length_exceeded")],
    [
      "context_too_long",
      "the wording of servers without one",
      400,
      { message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens" },
    ],
    [
      "context_too_long",
      "Anthropic's wording",
      400,
      claude("invalid_request_error", "prompt is too long: 213462 tokens > 200000 maximum"),
    ],
    [
      "context_too_long",
      "Anthropic's other wording",
      400,
      claude("invalid_request_error", "input length and `max_tokens` exceed context limit: 195000 + 21333 > 200000"),
    ],
    [
      "context_too_long",
      "Google's wording",
      400,
      gemini(400, "INVALID_ARGUMENT", "The input token count (1200000) exceeds the maximum number of tokens allowed"),
    ],
    ["context_too_long", "AWS's wording", 400, { message: "Input is too long for requested model." }],
    ["content_refused", "a filter's code", 400, openai("No.", "content_filter")],
    [
      "content_refused",
      "a filter's inner code",
      400,
      { error: { message: "No.", innererror: { code: "ResponsibleAIPolicyViolation" } } },
    ],
    [
      "content_refused",
      "Anthropic's wording",
      400,
      claude("invalid_request_error", "Output blocked by content filtering policy"),
    ],
    ["content_refused", "a moderated router, a 403", 403, openai("m requires moderation and your input was flagged.")],
    ["bad_request", "an output limit over the model's", 400, openai("max_tokens is too large: 50000.")],
    ["bad_request", "a schema it does not take", 400, openai("Invalid schema for response_format")],
    ["bad_request", "a 422", 422, { detail: [{ loc: ["body"], msg: "field required" }] }],
    ["timeout", "a 408", 408, ""],
    ["overloaded", "a 503", 503, gemini(503, "UNAVAILABLE", "The model is overloaded.")],
    ["overloaded", "Anthropic's 529", 529, claude("overloaded_error", "Overloaded")],
    ["overloaded", "AWS's model that is not ready, a 429", 429, { message: "Wait." }, aws("ModelNotReadyException")],
    ["server", "a 500", 500, claude("api_error", "Internal server error")],
    ["server", "a 502 page", 502, "<html><body>Bad gateway</body></html>"],
    ["server", "a 504", 504, gemini(504, "DEADLINE_EXCEEDED", "Took too long")],
    ["server", "a 500 that speaks of credit", 500, openai("billing account is closed")],
    ["server", "AWS's failed model", 424, { message: "No." }, aws("ModelErrorException")],
  ];
  test.each(cases)("%s: %s", (kind, _, status, body, headers) => {
    const failure = failureOfHttp(status, headers ?? null, body);
    expect([failure.kind, failure.status]).toEqual([kind, status]);
    // SDKs hand over the whole body, its text, or the error out of it.
    expect(failureOfHttp(status, headers ?? null, JSON.stringify(body)).kind).toBe(kind);
    if (typeof body === "object" && body !== null && "error" in body) {
      expect(failureOfHttp(status, headers ?? null, body.error).kind).toBe(kind);
    }
  });

  test("nothing of HTTP where it came inside a stream", () => {
    const failure = failureOfHttp(529, null, claude("overloaded_error", "Overloaded"), { streamed: true });
    expect([failure.kind, failure.status]).toEqual(["overloaded", null]);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");
  const after = (headers: Record<string, string>, body: unknown = "") =>
    failureOfHttp(429, new Headers(headers), body, { now }).retryAfter;

  test.each<[number | null, Record<string, string>, unknown?]>([
    [30_000, { "retry-after": "30" }],
    [1500, { "retry-after": "1.5" }],
    [0, { "retry-after": "0" }],
    [90_000, { "retry-after": "Sat, 21 Nov 2026 10:01:30 GMT" }],
    [0, { "retry-after": "Sat, 21 Nov 2026 09:00:00 GMT" }],
    [250, { "retry-after": "1", "retry-after-ms": "250" }],
    [null, { "retry-after": "soon" }],
    [null, { "retry-after": "-5" }],
    [null, {}],
    [12_000, {}, gemini(429, "RESOURCE_EXHAUSTED", "Quota", reason("RATE_LIMIT_EXCEEDED"), delay("12s"))],
    [12_345, {}, [gemini(429, "RESOURCE_EXHAUSTED", "Quota", delay("12.344567s"))]],
    [340, {}, openai("Rate limit reached for m. Please try again in 340ms. Visit us.")],
    [366_500, {}, openai("Rate limit reached. Please try again in 6m6.5s.")],
    [2000, { "retry-after": "2" }, openai("Please try again in 340ms.")],
  ])("%s ms of %j", (expected, headers, body) => {
    expect(after(headers, body)).toBe(expected);
  });
});

describe("the message", () => {
  const said = (message: string, apiKey: string | null = null) =>
    failureOfHttp(400, null, openai(message), { apiKey }).message;

  test("is the provider's own, and the status where it says nothing", () => {
    expect(said("Unknown model: us.meta.llama4-maverick-17b-instruct-v1:0")).toBe(
      "Unknown model: us.meta.llama4-maverick-17b-instruct-v1:0",
    );
    expect(failureOfHttp(502, null, "<html>Bad gateway</html>").message).toBe("HTTP 502");
    expect(failureOfHttp(500, null, undefined).message).toBe("HTTP 500");
    expect(failureOfHttp(400, null, { errors: [{ code: 7, message: "No such route" }] }).message).toBe("No such route");
  });

  test("is at most 200 characters long, whole characters", () => {
    expect([...said("😀 ".repeat(300))]).toHaveLength(200);
  });

  test("is printable", () => {
    expect(said("one\u0000two\u001b[31m\r\nthree\u202efour\u200b")).toBe("one two [31m three four");
  });

  test.each([
    "sk-proj-abcdefghijklmnop",
    "sk-ant-api03-AbCd_Ef-12",
    "sk-***************wxyz",
    "gsk_abcdefgh12345678",
    "AIzaSyA-1234567890abcdefghijk",
    "AKIAIOSFODNN7EXAMPLE",
    "ABSKQmVkcm9ja0FQSUtleS1hYmNk",
    "eyJhbGciOi.eyJzdWIiOi.c2ln-bmF0dXJl",
    "0123456789abcdef0123456789abcdef",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY12",
  ])("does not hold what looks like a key: %s", (key) => {
    expect(said(`The key (${key}) is wrong`)).toBe("The key (…) is wrong");
  });

  test("does not hold the key of the call, whatever it looks like, nor a part of it", () => {
    expect(said("Who is my-cat? my-cat is nobody", "my-cat")).toBe("Who is …? … is nobody");
    expect(said("Signed with plain-secret", "plain-id:plain-secret")).toBe("Signed with …");
    expect(said("API key provided: hunter2. Bearer hunter3!")).toBe("API key provided: … Bearer …!");
  });
});
