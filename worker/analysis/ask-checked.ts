import type { Ask, Question, Usage } from "../engines/ask.ts";
import { CallFailure, type FailureKind } from "../engines/failure.ts";
import { spentOf, withSpent } from "../engines/spent.ts";
import { addUsage, noUsage } from "./job.ts";

/** Whom a stage may ask, and how often. */
export interface Asking {
  ask: Ask;
  askFallback: Ask;
  /** The idempotency key of the n-th call. */
  key: (call: number) => string;
  /** Times a question is put again after the first. */
  retryAttempts: number;
}

/** Failures that lie in what was asked: the same question would fail again, another one need not. */
const ownFaults: readonly FailureKind[] = ["context_too_long", "content_refused", "bad_request"];

/** Why a question as it is can't be answered by a model; null where the failure has another cause. */
export function ownFault(failure: unknown): FailureKind | null {
  return failure instanceof CallFailure && ownFaults.includes(failure.kind) ? failure.kind : null;
}

/** The model answered, but not in JSON: as good as a reply in which everything is missing. */
export function isUnreadable(failure: unknown): boolean {
  return failure instanceof CallFailure && failure.kind === "bad_output";
}

/** Most calls that one `askChecked` makes. */
export function mostCalls(retryAttempts: number): number {
  return retryAttempts + 2;
}

/**
 * Puts a question until its reply is good: again what is missing or malformed, at most `retryAttempts` times, then to
 * the fallback engine; straight to that where the question itself is refused.
 * @param take takes what is good in a reply and says what is still to be asked: null where that is nothing
 * @param spent what the same task has used before
 * @returns what was used in all, and what nobody answered
 * @throws what the engine throws for any other cause, with what was spent so far
 */
export async function askChecked<Asked extends Question>(
  question: Asked,
  take: (reply: unknown, asked: Asked) => Asked | null,
  { ask, askFallback, key, retryAttempts }: Asking,
  spent: Usage = noUsage,
): Promise<{ usage: Usage; open: Asked | null }> {
  const last = mostCalls(retryAttempts) - 1;
  let usage = spent;
  let open: Asked | null = question;
  for (let call = 0; open !== null && call <= last; call++) {
    const through = call === last ? askFallback : ask;
    try {
      const answer = await through(open, { idempotencyKey: key(call) });
      usage = addUsage(usage, answer.usage);
      open = take(answer.reply, open);
    } catch (failure) {
      usage = addUsage(usage, spentOf(failure));
      const refused = ownFault(failure) !== null;
      if (call === last || !(refused || isUnreadable(failure))) throw withSpent(failure, usage);
      if (refused) call = last - 1;
    }
  }
  return { usage, open };
}
