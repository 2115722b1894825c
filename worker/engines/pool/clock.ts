/** Time and chance, handed in so that the loop can be tested without waiting. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Runs something later. @returns what calls it off */
  after(milliseconds: number, run: () => void): () => void;
  /** From 0 to below 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Waits; ends early, by throwing the signal's reason, when nobody waits for the result any more. */
export function sleep(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const aborted = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(milliseconds, () => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    });
    signal?.addEventListener("abort", aborted, { once: true });
  });
}

/** The result if it comes in time, else null; a failure is null too. The timer belongs to the one who waits. */
export function within<Result>(clock: Clock, milliseconds: number, work: Promise<Result>): Promise<Result | null> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, () => resolve(null));
    const done = (result: Result | null) => {
      cancel();
      resolve(result);
    };
    work.then(done, () => done(null));
  });
}
