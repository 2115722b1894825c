import type { Usage } from "./ask.ts";
import type { TokenUsage } from "./model-call.ts";

/** What a failure means for the call, its model and its provider. Decided here once, for every provider alike. */
interface Policy {
  /** Worth another try with the same model. */
  retry: boolean;
  /** Worth a try with the next model of the chain. */
  next: boolean;
  /**
   * What the breaker learns: `count` adds to the failure ratio, `cool` keeps the model closed until Retry-After is over,
   * `open` opens it until something changes (key, credit, catalogue), `nothing` is the call's own fault.
   */
  breaker: "count" | "cool" | "open" | "nothing";
  /** Also for every other model behind the same key. */
  wholeKey: boolean;
  /** For people: `anthropic/claude-haiku-5-5 …`. */
  words: string;
}

/** Every way a call can fail: the closed list. */
export const failureKinds = {
  rate_limited: { retry: true, next: true, breaker: "cool", wholeKey: false, words: "is over its rate limit" },
  overloaded: { retry: true, next: true, breaker: "count", wholeKey: false, words: "is overloaded" },
  timeout: { retry: true, next: true, breaker: "count", wholeKey: false, words: "did not answer in time" },
  connection: { retry: true, next: true, breaker: "count", wholeKey: false, words: "can't be reached" },
  server: { retry: true, next: true, breaker: "count", wholeKey: false, words: "failed on its side" },
  cut_short: { retry: true, next: true, breaker: "count", wholeKey: false, words: "ended in the middle of its answer" },
  bad_output: {
    retry: true,
    next: true,
    breaker: "nothing",
    wholeKey: false,
    words: "did not answer with the JSON asked for",
  },
  auth: { retry: false, next: true, breaker: "open", wholeKey: true, words: "refused the key" },
  no_credit: { retry: false, next: true, breaker: "open", wholeKey: true, words: "has no credit left" },
  model_gone: {
    retry: false,
    next: true,
    breaker: "open",
    wholeKey: false,
    words: "does not know this model any more",
  },
  context_too_long: {
    retry: false,
    next: true,
    breaker: "nothing",
    wholeKey: false,
    words: "can't read that much at once",
  },
  content_refused: { retry: false, next: true, breaker: "nothing", wholeKey: false, words: "refused the content" },
  /** One is the call's own fault; who refuses whatever is asked does not speak our language. */
  bad_request: { retry: false, next: true, breaker: "count", wholeKey: false, words: "refused the request" },
  misconfigured: {
    retry: false,
    next: true,
    breaker: "open",
    wholeKey: true,
    words: "can't be asked at its address",
  },
} as const satisfies Record<string, Policy>;

export type FailureKind = keyof typeof failureKinds;

export function policyOf(kind: FailureKind): Policy {
  return failureKinds[kind];
}

/** A call that brought no complete answer. `message` is safe to show: it never holds a key or what a content said. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly kind: FailureKind;
  /** HTTP status, where there was one. */
  readonly status: number | null;
  /** How long the provider asked to wait, in milliseconds. */
  readonly retryAfter: number | null;
  /** What had been used before it failed, where the provider said so: it is billed all the same. */
  readonly usage: TokenUsage | null;
  /** What the question cost in all, every attempt counted; null while one attempt speaks for itself. */
  readonly spent: Usage | null;

  constructor(
    kind: FailureKind,
    message: string,
    more: {
      status?: number | null;
      retryAfter?: number | null;
      usage?: TokenUsage | null;
      spent?: Usage | null;
    } = {},
  ) {
    super(message);
    this.kind = kind;
    this.status = more.status ?? null;
    this.retryAfter = more.retryAfter ?? null;
    this.usage = more.usage ?? null;
    this.spent = more.spent ?? null;
  }
}

/** No model of the chain can serve: every one of them refused, is gone, or has its circuit open. */
export class NoneCanServe extends Error {
  override readonly name = "NoneCanServe";
  /** What the question cost before that. */
  readonly spent: Usage | null;
  /** Whether waiting is of no use to any of them: people must put one right first (key, credit, model, address). */
  readonly toMend: boolean;

  constructor(message: string, spent: Usage | null = null, toMend = false) {
    super(message);
    this.spent = spent;
    this.toMend = toMend;
  }
}

/**
 * No call may begin now: the rate has no room for a while, or whoever asked holds. Nobody's fault and no answer; the
 * question may be put again from `until` on (epoch ms).
 */
export class Postponed extends Error {
  override readonly name = "Postponed";
  readonly until: number;
  readonly spent: Usage | null;

  constructor(message: string, until: number, spent: Usage | null = null) {
    super(message);
    this.until = until;
    this.spent = spent;
  }
}
