/** Those who wait look again this often, for what runs out without any message. */
const pollMilliseconds = 1_000;

/** Those who wait for something new; lives in memory, since whoever waits is gone with the process too. */
export class WaitingRoom {
  #waiting: (() => void)[] = [];

  /** Looks until there is something else to say than to look again, for so many milliseconds at most. */
  async look<Said>(milliseconds: number, look: () => Promise<{ said: Said; again: boolean }>): Promise<Said> {
    const until = Date.now() + milliseconds;
    for (;;) {
      const { said, again } = await look();
      const left = until - Date.now();
      if (!again || left <= 0) return said;
      await this.#somethingNew(Math.min(left, pollMilliseconds));
    }
  }

  /** Resolves when something is new, after so many milliseconds at the latest. */
  #somethingNew(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  rouse(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
