import type { StreamRow } from "./rows.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";

/** Failures of a stream in a row, without a success between, that count against parallel work. */
export const failuresInARow = 2;
/** Good answers of the one stream after which all work again. */
export const goodAnswers = 8;

/**
 * How many calls may be in flight. Where most of the streams that work keep failing it may be their number that is too
 * much: the job goes on with one, and with all again when that one has gone well for a while.
 */
export class LedgerWindow {
  readonly #storage: LedgerStorage;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
  }

  size(streams: number): number {
    return this.#alone() ? 1 : streams;
  }

  /**
   * After a failure. One bad task that goes from stream to stream is no reason.
   * @param failingTasks open tasks that have failed
   * @returns true where the job goes on with one stream from now on
   */
  narrows(streams: StreamRow[], failingTasks: number): boolean {
    if (this.#alone()) {
      this.#storage.all("UPDATE course SET successes = 0");
      return false;
    }
    const working = streams.filter((row) => row.failures > 0 || row.slice_state === "live");
    const failing = working.filter((row) => row.failures >= failuresInARow);
    const fewest = Math.min(failing.length, failingTasks);
    if (fewest < 2 || fewest * 2 <= working.length) return false;
    this.#storage.all("UPDATE course SET alone = 1, successes = 0");
    return true;
  }

  /** After a good answer. @returns true where all streams work again from now on */
  widens(): boolean {
    if (!this.#alone()) return false;
    this.#storage.all("UPDATE course SET successes = successes + 1");
    this.#storage.all("UPDATE course SET alone = 0 WHERE successes >= ?", goodAnswers);
    return !this.#alone();
  }

  /** Somebody has mended what failed. */
  open(): void {
    this.#storage.all("UPDATE course SET alone = 0");
  }

  #alone(): boolean {
    return firstRow<{ alone: number }>(this.#storage, "SELECT alone FROM course")?.alone === 1;
  }
}
