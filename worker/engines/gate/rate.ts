import type { ProviderLimits } from "../../contract/provider.ts";

/**
 * A bucket holds a tenth of a minute's amount and fills by nine tenths a minute, so that no minute, wherever it begins,
 * ever sees more than the limit.
 */
const burst = 0.1;
const minute = 60_000;
/** What was taken in advance and not used is void after this: an isolate may be gone. */
const shareMilliseconds = 2_000;

/** Requests and tokens left as they were at `at`; below zero after a call larger than the bucket. */
export interface Rate {
  at: number;
  requests: number | null;
  tokens: number | null;
}

export const unusedRate: Rate = { at: 0, requests: null, tokens: null };

export interface Share {
  requests: number;
  tokens: number;
  /** Epoch ms: spent by then or lost; with 0 requests, when to ask again. */
  until: number;
}

/** A share for `requests` calls of `tokens` tokens in all, or for as many of them as there is room for now. */
export function take(
  rate: Rate,
  limits: ProviderLimits,
  requests: number,
  tokens: number,
  now: number,
): { rate: Rate; share: Share } {
  const filled = fill(rate, limits, now);
  const [requestSize, tokenSize] = [sizeOf(limits.requestsPerMinute), sizeOf(limits.tokensPerMinute)];
  const each = tokens / Math.max(1, requests);
  const byRequests = filled.requests === null ? requests : Math.floor(filled.requests);
  // A call larger than the whole bucket goes when the bucket is full, and leaves a debt.
  const byTokens =
    filled.tokens === null || each === 0 ? requests : Math.floor(filled.tokens / Math.min(each, tokenSize));
  const granted = Math.max(0, Math.min(requests, byRequests, byTokens));
  if (granted === 0) {
    const wait = Math.max(
      waitFor(filled.requests, Math.min(1, requestSize), limits.requestsPerMinute),
      waitFor(filled.tokens, Math.min(each, tokenSize), limits.tokensPerMinute),
    );
    return { rate: filled, share: { requests: 0, tokens: 0, until: now + wait } };
  }
  return {
    rate: {
      at: now,
      requests: filled.requests === null ? null : filled.requests - granted,
      tokens: filled.tokens === null ? null : filled.tokens - granted * each,
    },
    share: { requests: granted, tokens: granted * each, until: now + shareMilliseconds },
  };
}

/** What is left of both at `now`. */
export function headroomOf(rate: Rate, limits: ProviderLimits, now: number) {
  const filled = fill(rate, limits, now);
  const left = (level: number | null, limit: number | undefined) =>
    level === null || limit === undefined ? null : { left: Math.max(0, Math.floor(level)), limit };
  return {
    requests: left(filled.requests, limits.requestsPerMinute),
    tokens: left(filled.tokens, limits.tokensPerMinute),
  };
}

function fill(rate: Rate, limits: ProviderLimits, now: number): Rate {
  const level = (before: number | null, limit: number | undefined) => {
    if (limit === undefined) return null;
    const size = sizeOf(limit);
    if (before === null) return size;
    return Math.min(size, before + (Math.max(0, now - rate.at) * speedOf(limit)) / minute);
  };
  return {
    at: now,
    requests: level(rate.requests, limits.requestsPerMinute),
    tokens: level(rate.tokens, limits.tokensPerMinute),
  };
}

/** At least one request must fit. */
function sizeOf(limit: number | undefined): number {
  return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(1, limit * burst);
}

function speedOf(limit: number): number {
  return Math.max(limit - sizeOf(limit), limit * 0.5);
}

function waitFor(level: number | null, wanted: number, limit: number | undefined): number {
  if (level === null || limit === undefined) return 0;
  return Math.ceil((Math.max(0, wanted - level) * minute) / speedOf(limit));
}
