import type { Ask, AskContext, Question, Usage } from "../ask.ts";
import { CallFailure } from "../failure.ts";
import { spentOf } from "../spent.ts";
import { type Attempt, nothingSpent } from "./spending.ts";

/** Who keeps the books of a task's money. */
export interface Books {
  /**
   * Waits for leave to make a call. @param spent what the task has spent up to now @param most null where it is unknown
   * @returns true where a limit has to be kept
   * @throws Postponed with the reason where there is none
   */
  leave(spent: number, most: number | null): Promise<boolean>;
  /** Attempts broke off without a word on what they cost: so much at most. */
  lost(usd: number): Promise<void>;
}

interface Call {
  /** What one answer may cost at most. */
  most: number | null;
  limited: boolean;
  costlyFailures: number;
  lost: number;
  told: Usage;
  giveUp: AbortController;
}

/**
 * No call without leave: before each question its most is set aside, and under a limit no more than that is spent on
 * it. An attempt that a provider refuses costs nothing and is repeated by the pool as ever; when as many have failed that
 * had begun to cost as there was leave for, the question ends with that failure, and its task is tried again with leave
 * of its own.
 */
export class WithLeave {
  readonly #mostOf: (question: Question) => number | null;
  readonly #answers: number;
  readonly #spare: number;
  #books: Books | null = null;
  #spent = 0;
  #call: Call | null = null;

  /**
   * @param mostOf dollars that one answer to a question may cost; null where a price is unknown
   * @param answers that a question may be billed for, one after another
   * @param spare that may be billed beside them, by hedging
   */
  constructor(mostOf: (question: Question) => number | null, answers: number, spare: number) {
    this.#mostOf = mostOf;
    this.#answers = answers;
    this.#spare = spare;
  }

  /** A new task begins, with these books. */
  begin(books: Books): void {
    this.#books = books;
    this.#spent = 0;
  }

  /** Told of every attempt when it has ended. */
  observe({ outcome, costUsd, usage }: Attempt): void {
    const call = this.#call;
    if (!call) return;
    const { told } = call;
    call.told = {
      calls: told.calls + (outcome === "connection" ? 0 : 1),
      inputTokens: told.inputTokens + usage.inputTokens,
      cachedInputTokens: told.cachedInputTokens + usage.cachedInputTokens,
      outputTokens: told.outputTokens + usage.outputTokens,
      costUsd: (told.costUsd ?? 0) + (costUsd ?? 0),
    };
    if (costUsd === 0) return;
    const whole = outcome === "ok" || outcome === "bad_output";
    // What was said before it broke off, if anything, is only a part of what is billed.
    if (!whole || costUsd === null) call.lost += Math.max(0, (call.most ?? 0) - (costUsd ?? 0));
    if (whole || outcome === "aborted") return;
    call.costlyFailures += 1;
    if (!call.limited || call.costlyFailures < this.#answers) return;
    call.giveUp.abort(new CallFailure(outcome, "broke off again and again after it had begun", { spent: call.told }));
  }

  /** The same door, with leave asked at it. One question at a time. */
  over(through: Ask): Ask {
    return async (question: Question, context: AskContext) => {
      const most = this.#mostOf(question);
      const aside = most === null ? null : most * (this.#answers + this.#spare);
      const limited = (await this.#books?.leave(this.#spent, aside)) ?? false;
      const giveUp = new AbortController();
      const call: Call = { most, limited, costlyFailures: 0, lost: 0, told: nothingSpent, giveUp };
      this.#call = call;
      const signal = context.signal ? AbortSignal.any([context.signal, giveUp.signal]) : giveUp.signal;
      try {
        const answer = await through(question, { ...context, signal });
        this.#spent += answer.usage.costUsd ?? 0;
        return answer;
      } catch (failure) {
        this.#spent += spentOf(failure).costUsd ?? 0;
        throw failure;
      } finally {
        this.#call = null;
        if (call.lost > 0) await this.#books?.lost(call.lost);
      }
    };
  }
}
