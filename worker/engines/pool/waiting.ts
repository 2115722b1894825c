import type { AskContext } from "../ask.ts";
import { Postponed, policyOf } from "../failure.ts";
import type { ChainModel } from "./chain-model.ts";
import { type Clock, sleep } from "./clock.ts";

/** A question that found no room is worth putting again after so long. */
const afterNoRoom = 5_000;

/**
 * How one question waits before a call begins: no longer than whoever asked allows, and not at all once they hold. A
 * call that is on its way is none of its business.
 */
export class Waiting {
  readonly #context: AskContext;
  readonly #clock: Clock;
  #since: number | null = null;

  constructor(context: AskContext, clock: Clock) {
    this.#context = context;
    this.#clock = clock;
  }

  /** @throws Postponed where whoever asked holds */
  checkHold(now: number): void {
    if (this.#context.hold?.aborted) throw new Postponed("held back", now);
  }

  /**
   * A wait until a time begins.
   * @param limited it is for nothing but a rate limit
   * @throws Postponed where that is longer than allowed
   */
  begin(limited: boolean, until: number, now: number): void {
    this.#since ??= now;
    const { longestWait } = this.#context;
    if (!limited || longestWait === undefined || until - this.#since <= longestWait) return;
    throw new Postponed(`the model ${policyOf("rate_limited").words}`, until);
  }

  /** @throws Postponed, or the signal's reason */
  async sleep(milliseconds: number): Promise<void> {
    await this.#orHeld(sleep(this.#clock, milliseconds, this.#signal));
  }

  /** Waits for room under the provider's own limits. @returns what gives it back. @throws Postponed, the signal's reason */
  async room(model: ChainModel, tokens: number, longest: number): Promise<() => void> {
    const { longestWait } = this.#context;
    const late = new AbortController();
    const cancel = longestWait === undefined ? () => {} : this.#clock.after(longestWait, () => late.abort());
    const signal = this.#signal;
    try {
      const both = signal ? AbortSignal.any([signal, late.signal]) : late.signal;
      return await this.#orHeld(model.gate.enter(tokens, longest, both));
    } catch (reason) {
      if (!late.signal.aborted || signal?.aborted) throw reason;
      throw new Postponed(`the limits set for ${model.model} have no room`, this.#clock.now() + afterNoRoom);
    } finally {
      cancel();
    }
  }

  /** What ends a wait, but not a call: the caller's signal, or that it holds. */
  get #signal(): AbortSignal | undefined {
    const { signal, hold } = this.#context;
    return signal && hold ? AbortSignal.any([signal, hold]) : (signal ?? hold);
  }

  async #orHeld<Result>(wait: Promise<Result>): Promise<Result> {
    try {
      return await wait;
    } catch (reason) {
      if (this.#context.signal?.aborted || !this.#context.hold?.aborted) throw reason;
      throw new Postponed("held back", this.#clock.now());
    }
  }
}
