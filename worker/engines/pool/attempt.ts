import { CallFailure } from "../failure.ts";
import type { Deadlines } from "../gate/deadlines.ts";
import type { ModelCall, ModelReply } from "../model-call.ts";
import { soundUsage } from "../sound-usage.ts";
import type { ChainModel } from "./chain-model.ts";
import type { Clock } from "./clock.ts";

/**
 * How one attempt ended. Exactly one of reply and failure is there, neither where it was stopped from outside. What it used
 * is what the provider said, as far as that makes sense.
 */
export interface Ended {
  reply: ModelReply | null;
  failure: CallFailure | null;
  sentAt: number;
  endedAt: number;
  /** From sending to the first piece of the answer. */
  firstTokenMs: number | null;
}

/** An attempt on its way. */
export interface Running {
  /** Never rejects. */
  ended: Promise<Ended>;
  /** Resolves with the first piece of the answer; never, where none comes. */
  begun: Promise<void>;
  stop(): void;
}

/** What has been seen of a call so far. */
export interface Life {
  sentAt: number;
  /** When the request for headers went out; null where none did, or where they are here. */
  headersFrom: number | null;
  firstTokenAt: number | null;
  lastTokenAt: number | null;
}

/** The next moment at which a call is too late, and in which way. Pure. */
export function nextDeadline(life: Life, deadlines: Deadlines): { at: number; words: string } {
  const { sentAt, headersFrom, firstTokenAt, lastTokenAt } = life;
  const seconds = (milliseconds: number) => `${Math.round(milliseconds / 100) / 10} s`;
  const all = [{ at: sentAt + deadlines.totalMs, words: `did not end within ${seconds(deadlines.totalMs)}` }];
  if (lastTokenAt !== null) {
    all.push({ at: lastTokenAt + deadlines.stallMs, words: `fell silent for ${seconds(deadlines.stallMs)}` });
  }
  if (firstTokenAt === null) {
    const words = `did not begin to answer within ${seconds(deadlines.firstTokenMs)}`;
    all.push({ at: sentAt + deadlines.firstTokenMs, words });
    if (headersFrom !== null) {
      all.push({
        at: headersFrom + deadlines.headersMs,
        words: `did not respond within ${seconds(deadlines.headersMs)}`,
      });
    }
  }
  return all.reduce((first, other) => (other.at < first.at ? other : first));
}

/**
 * Sends one call and follows it. One timer at a time, set for the nearest deadline: pieces of an answer only note their
 * time. Ends when it is too late or stopped, whether or not the provider's client listens to its signal.
 */
export function startAttempt(model: ChainModel, call: ModelCall, deadlines: Deadlines, clock: Clock): Running {
  const life: Life = { sentAt: clock.now(), headersFrom: null, firstTokenAt: null, lastTokenAt: null };
  const controller = new AbortController();
  const ending = Promise.withResolvers<Pick<Ended, "reply" | "failure">>();
  const begun = Promise.withResolvers<void>();
  let cancel = () => {};
  let over = false;

  const end = (how: Pick<Ended, "reply" | "failure">) => {
    if (over) return;
    over = true;
    cancel();
    ending.resolve(how);
  };
  const watch = () => {
    cancel();
    const { at, words } = nextDeadline(life, deadlines);
    const left = at - clock.now();
    if (left > 0) {
      cancel = clock.after(left, watch);
      return;
    }
    const failure = new CallFailure("timeout", words);
    end({ reply: null, failure });
    controller.abort(failure);
  };
  const onToken = () => {
    if (over) return;
    const now = clock.now();
    life.lastTokenAt = now;
    life.headersFrom = null;
    if (life.firstTokenAt !== null) return;
    life.firstTokenAt = now;
    begun.resolve();
    // The time between two pieces may be shorter than what was left for the first.
    watch();
  };
  const measure = (inner: typeof fetch): typeof fetch => {
    return async (...request: Parameters<typeof fetch>) => {
      life.headersFrom = clock.now();
      if (!over) watch();
      try {
        return await inner(...request);
      } finally {
        life.headersFrom = null;
      }
    };
  };

  watch();
  send(model, call, measure, { signal: controller.signal, onToken }).then(
    (reply) => end({ reply, failure: null }),
    (failure) => end({ reply: null, failure: failureOf(failure) }),
  );
  return {
    ended: ending.promise.then(({ reply, failure }) => ({
      reply: reply && { ...reply, usage: soundUsage(reply.usage) },
      failure: failure && withSoundUsage(failure),
      sentAt: life.sentAt,
      endedAt: clock.now(),
      firstTokenMs: life.firstTokenAt === null ? null : life.firstTokenAt - life.sentAt,
    })),
    begun: begun.promise,
    stop() {
      end({ reply: null, failure: null });
      controller.abort(new DOMException("stopped", "AbortError"));
    },
  };
}

/** What is thrown before the first `await` of a provider fails like everything else. */
async function send(
  model: ChainModel,
  call: ModelCall,
  measure: (inner: typeof fetch) => typeof fetch,
  watch: Parameters<ChainModel["send"]>[2],
): Promise<ModelReply> {
  return model.send(call, model.connect(measure), watch);
}

/** An answer that a provider's client stumbles over is the server's failure; its words may hold anything, so only its kind is said. */
function failureOf(failure: unknown): CallFailure {
  if (failure instanceof CallFailure) return failure;
  const kind = failure instanceof Error ? failure.name : "something unknown";
  return new CallFailure("server", `the answer could not be read (${kind})`);
}

function withSoundUsage(failure: CallFailure): CallFailure {
  if (failure.usage === null) return failure;
  const { kind, message, status, retryAfter, spent } = failure;
  return new CallFailure(kind, message, { status, retryAfter, spent, usage: soundUsage(failure.usage) });
}
