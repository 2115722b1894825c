import type { Clock } from "./clock.ts";

/** A waiter looks by itself this often: who would have told it may have ended with its request. */
const lookMilliseconds = 100;
/** A waiter that did not look for so long has ended with its request. */
const goneMilliseconds = 1_000;

/** Calls of one isolate that may be on their way to a provider at once. */
export class Slots {
  readonly #clock: Clock;
  readonly #size: number;
  /** When each is given up for lost: a request that is torn down never gives its slot back. */
  readonly #taken = new Map<symbol, number>();
  /** In the order of coming. */
  readonly #waiting = new Map<symbol, { lookedAt: number; wake: () => void }>();

  constructor(clock: Clock, size: number | undefined) {
    this.#clock = clock;
    this.#size = size ?? Number.POSITIVE_INFINITY;
  }

  /** Takes a slot if one is free and nobody waits for it. @returns what gives it back, or null */
  tryTake(longest: number): (() => void) | null {
    return this.#free() && this.#first() === undefined ? this.#take(longest) : null;
  }

  /** Waits for a slot, first come first served. @throws the signal's reason */
  async take(longest: number, signal: AbortSignal | undefined): Promise<() => void> {
    const turn = Symbol("turn");
    try {
      for (;;) {
        signal?.throwIfAborted();
        const place = { lookedAt: this.#clock.now(), wake: () => {} };
        this.#waiting.set(turn, place);
        if (this.#free() && this.#first() === turn) return this.#take(longest);
        await new Promise<void>((resolve) => {
          const cancel = this.#clock.after(lookMilliseconds, resolve);
          place.wake = () => {
            cancel();
            resolve();
          };
        });
      }
    } finally {
      this.#waiting.delete(turn);
    }
  }

  /** Who is next among those who still look. */
  #first(): symbol | undefined {
    const now = this.#clock.now();
    for (const [turn, { lookedAt }] of this.#waiting) {
      if (now - lookedAt <= goneMilliseconds) return turn;
      this.#waiting.delete(turn);
    }
    return undefined;
  }

  #free(): boolean {
    const now = this.#clock.now();
    for (const [slot, until] of this.#taken) if (until <= now) this.#taken.delete(slot);
    return this.#taken.size < this.#size;
  }

  #take(longest: number): () => void {
    const slot = Symbol("slot");
    this.#taken.set(slot, this.#clock.now() + longest);
    return () => {
      this.#taken.delete(slot);
      const next = this.#first();
      if (next) this.#waiting.get(next)?.wake();
    };
  }
}
