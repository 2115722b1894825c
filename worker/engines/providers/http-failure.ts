import { CallFailure, type FailureKind } from "../failure.ts";
import type { TokenUsage } from "../model-call.ts";

/**
 * What an error answer of a provider means. Pure and shared: the vendors differ in their bodies, hardly in their
 * meaning, and the many servers that speak OpenAI's dialect mix all of them.
 */

const longestMessage = 200;
/** What is read of a text: the patterns below would take their time over a hostile megabyte. */
const longestRead = 4000;

interface More {
  /** Milliseconds; a Retry-After that is a date counts from here. */
  now?: number;
  /** The key of this call: never shown, whatever it looks like. */
  apiKey?: string | null;
  /** What had been used before it failed. */
  usage?: TokenUsage | null;
  /** It came inside a stream that had begun with HTTP 200: `status` says what it would have been. */
  streamed?: boolean;
}

/**
 * @param body what the provider answered: text, parsed JSON, or the error object out of it
 */
export function failureOfHttp(status: number, headers: Headers | null, body: unknown, more: More = {}): CallFailure {
  const said = read(body, headers);
  return new CallFailure(kindOf(status, said), showable(said.message, more.apiKey ?? null) || `HTTP ${status}`, {
    status: more.streamed ? null : status,
    retryAfter: retryAfterOf(headers, said, more.now ?? Date.now()),
    usage: more.usage ?? null,
  });
}

/** Text of a provider as it may be shown and logged: short, printable, without anything that looks like a key. */
export function showable(text: string, apiKey: string | null = null): string {
  let masked = text.slice(0, longestRead);
  if (apiKey)
    for (const secret of [apiKey, ...apiKey.split(":")]) if (secret.length > 3) masked = masked.replaceAll(secret, "…");
  masked = masked.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  for (const pattern of keyLike) masked = masked.replace(pattern, "…");
  masked = masked.replace(/\s+/g, " ").trim();
  const characters = [...masked];
  return characters.length <= longestMessage ? masked : `${characters.slice(0, longestMessage - 1).join("")}…`;
}

/** Names of models hold hyphens and dots, keys long unbroken runs: what is behind no known prefix is told by that. */
const keyLike = [
  /\b(?:sk|pk|rk|gsk|key|xai|hf|nvapi|pplx|csk|fw|r8)[-_][\w*.-]{6,}/g,
  /\b(?:AIza|AKIA|ASIA|ABSK|bedrock-api-key-|AQ\.|eyJ)[\w*.+/=-]{8,}/g,
  /(?<=\b(?:bearer|basic)\s+)[\w*.+/=~-]{4,}/gi,
  /(?<=\b(?:api[ _-]?key|token|secret)(?: provided)?\s*[:=]\s*)[^\s"',;]{4,}/gi,
  /(?=[\w+/=]*\d)(?=[\w+/=]*[a-z])[\w+/=]{24,}/gi,
];

/** What an error says, wherever its vendor puts it. */
interface Said {
  message: string;
  /** Every code, type and reason in it, in lower case. */
  codes: Set<string>;
  retryDelay: string | null;
}

interface Fields {
  [key: string]: unknown;
  retryDelay?: unknown;
  details?: unknown;
}

function fields(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function read(body: unknown, headers: Headers | null): Said {
  const said: Said = { message: "", codes: new Set(), retryDelay: null };
  // AWS names its error in a header, with an address behind a colon.
  const awsType = headers?.get("x-amzn-errortype")?.split(":")[0];
  if (awsType) said.codes.add(awsType.toLowerCase());
  gather(body, said, 0);
  return said;
}

/** Reads one layer; an error inside an error is read after it and its message wins. */
function gather(value: unknown, said: Said, depth: number): void {
  if (depth > 4) return;
  if (typeof value === "string") {
    const text = value.trim();
    const parsed = /^[[{]/.test(text) ? parse(text) : undefined;
    if (parsed !== undefined) gather(parsed, said, depth + 1);
    // A page of a proxy says nothing that a person wants to read here.
    else if (text && !text.startsWith("<")) said.message = text.slice(0, longestRead);
    return;
  }
  if (Array.isArray(value)) {
    gather(value[0], said, depth + 1);
    return;
  }
  const layer = fields(value);
  if (!layer) return;
  for (const key of ["code", "type", "status", "reason", "__type", "error_code"]) {
    const code = layer[key];
    if (typeof code === "string") said.codes.add(code.toLowerCase());
  }
  const delay = layer.retryDelay;
  if (typeof delay === "string") said.retryDelay = delay;
  for (const key of ["message", "Message", "detail", "error", "errors", "innererror"]) {
    if (layer[key] !== undefined && layer[key] !== null) gather(layer[key], said, depth + 1);
  }
  // Google hangs what matters behind the message: a list of typed details. Anthropic has one object.
  const details = layer.details;
  for (const detail of Array.isArray(details) ? details : [details]) {
    if (fields(detail)) gather({ ...fields(detail), message: undefined }, said, depth + 1);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const creditCodes = [
  "insufficient_quota",
  "billing_error",
  "billing_hard_limit_reached",
  "billing_not_active",
  "billing_disabled",
  "insufficient_credits",
  "insufficient_balance",
  "contract_spend_limit_reached",
  "enforced_spend_limit_reached",
  "linked_organization_spend_limit_reached",
  "linked_organization_billing_unavailable",
];
const creditWords =
  /credit balance|insufficient (?:account )?(?:balance|credits?|funds|quota)|(?:out of|no|add|purchase) (?:more )?credits|credits? (?:\w+ ){0,2}(?:depleted|exhausted)|spend(?:ing)? limit|enable billing|billing (?:hard limit|(?:account )?(?:is )?(?:closed|disabled|not active|not enabled))/i;
/** OpenAI's words for an empty account are Google's words for every rate limit. */
const quotaWords = /exceeded your current quota.*billing/i;

const contextCodes = ["context_length_exceeded", "exceed_context_size_error", "string_above_max_length"];
const contextWords =
  /(?:prompt|input|request) is too (?:long|large)|maximum context length|exceed\w* (?:\w+ ){0,3}context|context (?:window|length|size|limit) (?:\w+ ){0,2}exceeded|input (?:token count|tokens?|length)\b.*exceed|too many (?:input )?tokens|reduce the length of/i;

const refusedCodes = [
  "content_filter",
  "responsibleaipolicyviolation",
  "content_policy_violation",
  "invalid_prompt",
  "safety",
  "data_inspection_failed",
];
const refusedWords = /content (?:filter|management policy)|usage polic|blocked by (?:\w+ )?safety|input was flagged/i;

const goneCodes = ["model_not_found", "model_decommissioned", "modelnotfound", "deploymentnotfound"];
const goneWords =
  /access to (?:the |this )?model\b|model\b.{0,80}(?:not found|does not exist|decommissioned|(?:been |is )(?:deprecated|retired|shut down))|model identifier is invalid|on-demand throughput isn.t supported|marked by provider as legacy/i;

const keyCodes = ["api_key_invalid", "invalid_api_key", "unrecognizedclientexception", "invalidsignatureexception"];
const keyWords = /api key (?:not valid|expired|not found)|invalid api[ _]key/i;

const rateCodes = ["throttlingexception", "servicequotaexceededexception", "rate_limit_error", "rate_limit_exceeded"];
const overloadCodes = ["overloaded_error", "modelnotreadyexception", "serviceunavailableexception"];

function kindOf(status: number, said: Said): FailureKind {
  const has = (codes: string[], words?: RegExp) =>
    codes.some((code) => said.codes.has(code)) || (words?.test(said.message) ?? false);
  if (status >= 300 && status < 400) return "misconfigured";
  if (status >= 500) {
    return status === 503 || status === 529 || has(overloadCodes) ? "overloaded" : "server";
  }
  if (status === 402 || has(creditCodes, creditWords)) return "no_credit";
  if (status === 408 || has(["modeltimeoutexception"])) return "timeout";
  if (has(overloadCodes)) return "overloaded";
  if (status === 429 || has(rateCodes)) {
    if (quotaWords.test(said.message) && !has(["resource_exhausted"])) return "no_credit";
    // Larger than the minute's whole allowance: waiting does not help.
    return /request too large/i.test(said.message) ? "context_too_long" : "rate_limited";
  }
  if (has(refusedCodes, refusedWords)) return "content_refused";
  if (status === 413 || has(contextCodes, contextWords)) return "context_too_long";
  // A key may be good and just not reach this model; only then is it the model that is closed, not the key.
  if (status === 404 || has(goneCodes, goneWords)) return "model_gone";
  if (status === 401 || status === 403 || has(keyCodes, keyWords)) return "auth";
  // Failed in the model itself, says AWS.
  return status === 424 ? "server" : "bad_request";
}

/** Milliseconds the provider asks to wait, from the most exact place it says so; null where it does not. */
function retryAfterOf(headers: Headers | null, said: Said, now: number): number | null {
  const exact = headers?.get("retry-after-ms")?.trim();
  if (exact && /^\d+(?:\.\d+)?$/.test(exact)) return Math.ceil(Number(exact));
  const asked = headers?.get("retry-after")?.trim();
  if (asked) {
    if (/^\d+(?:\.\d+)?$/.test(asked)) return Math.ceil(Number(asked) * 1000);
    const date = /[a-z]/i.test(asked) ? Date.parse(asked) : Number.NaN;
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  const words = said.retryDelay ?? /(?:try again|retry) in ((?:\d+(?:\.\d+)?(?:h|ms|m|s))+)/i.exec(said.message)?.[1];
  return words ? durationOf(words) : null;
}

/** `12s`, `1.5s`, `250ms`, `6m0s` in milliseconds. */
function durationOf(words: string): number | null {
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  const pieces = [...words.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  if (pieces.length === 0) return null;
  return Math.ceil(pieces.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? 0), 0));
}
