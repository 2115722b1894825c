/** A consumer waits no longer at once, for a task or for leave to make a call. Milliseconds. */
export const longestWait = 10_000;
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
      const roused = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== roused);
        resolve();
      }, milliseconds);
      this.#waiting.push(roused);
    });
  }

  /** @param most of them, who have waited longest first; the others look when they would have looked anyway */
  rouse(most = Number.POSITIVE_INFINITY): void {
    const roused = this.#waiting.slice(0, most);
    this.#waiting = this.#waiting.slice(roused.length);
    for (const resolve of roused) resolve();
  }
}
