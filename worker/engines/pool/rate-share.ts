import type { ProviderLimits } from "../../contract/provider.ts";
import { type Rate, type Share, take, unusedRate } from "../gate/rate.ts";
import { type Clock, sleep } from "./clock.ts";

/** How soon those who wait look again while one of them is asking. */
const lookMilliseconds = 20;
const longestAsking = 300;
const longestSleep = 5_000;
const mostAtOnce = 50;
/** Once it is drained, room is left to gather for so long, so that one question to the gate brings several calls. */
const gatherMilliseconds = 1_000;
/** What is taken in advance lasts about so long at the present speed. */
const aheadMilliseconds = 1_000;

/** This isolate's share of a provider's rate, taken in advance, so that a call need not ask for leave. */
export class RateShare {
  readonly #clock: Clock;
  readonly #limits: ProviderLimits;
  readonly #takeFromGate: (requests: number, tokens: number) => Promise<Share | null>;
  #share: Share = { requests: 0, tokens: 0, until: 0 };
  /** Where the gate can't be reached: this isolate as if it were alone. */
  #alone: Rate = unusedRate;
  #askingUntil = 0;
  #emptyUntil = 0;
  #spentAt: number[] = [];
  /** Who waits, and when each last looked: one that has ended with its request looks no more. */
  readonly #waiting = new Map<symbol, number>();

  /** @param takeFromGate null where the gate did not answer in time */
  constructor(
    clock: Clock,
    limits: ProviderLimits,
    takeFromGate: (requests: number, tokens: number) => Promise<Share | null>,
  ) {
    this.#clock = clock;
    this.#limits = limits;
    this.#takeFromGate = takeFromGate;
  }

  get limited(): boolean {
    return this.#limits.requestsPerMinute !== undefined || this.#limits.tokensPerMinute !== undefined;
  }

  /** Spends one call out of the share, if it is there. */
  trySpend(tokens: number): boolean {
    if (!this.limited) return true;
    const now = this.#clock.now();
    const { requests, tokens: left, until } = this.#share;
    const enough = this.#limits.tokensPerMinute === undefined || left >= tokens;
    if (until <= now || requests < 1 || !enough) return false;
    this.#share = { requests: requests - 1, tokens: left - tokens, until };
    this.#spentAt = [...this.#spentAt.filter((at) => at > now - aheadMilliseconds), now];
    return true;
  }

  /** Waits until one call may go. A limit is a pace and no failure: there is no end to the waiting but the signal's. */
  async spend(tokens: number, signal: AbortSignal | undefined): Promise<void> {
    const turn = Symbol("turn");
    try {
      while (!this.trySpend(tokens)) {
        const now = this.#clock.now();
        this.#waiting.set(turn, now);
        const empty = Math.min(longestSleep, this.#emptyUntil - now);
        if (this.#askingUntil > now) await sleep(this.#clock, lookMilliseconds, signal);
        else if (empty > 0) await sleep(this.#clock, empty, signal);
        else await this.#ask(tokens);
      }
    } finally {
      this.#waiting.delete(turn);
    }
  }

  async #ask(tokens: number): Promise<void> {
    const now = this.#clock.now();
    this.#askingUntil = now + longestAsking;
    const spent = this.#spentAt.filter((at) => at > now - aheadMilliseconds).length;
    for (const [turn, lookedAt] of this.#waiting) if (now - lookedAt > 2 * longestSleep) this.#waiting.delete(turn);
    const requests = Math.min(mostAtOnce, Math.max(1, this.#waiting.size, spent));
    const share = (await this.#takeFromGate(requests, requests * tokens)) ?? this.#takeAlone(requests, tokens);
    this.#askingUntil = 0;
    const drained = share.requests < requests ? this.#clock.now() + gatherMilliseconds : 0;
    this.#emptyUntil = share.requests === 0 ? Math.max(share.until, drained) : drained;
    if (share.requests === 0) return;
    const left = this.#share.until > this.#clock.now() ? this.#share : { requests: 0, tokens: 0 };
    this.#share = {
      requests: left.requests + share.requests,
      tokens: left.tokens + share.tokens,
      until: share.until,
    };
  }

  #takeAlone(requests: number, tokens: number): Share {
    const { rate, share } = take(this.#alone, this.#limits, requests, requests * tokens, this.#clock.now());
    this.#alone = rate;
    return share;
  }
}
