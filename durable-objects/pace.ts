/** Time over which the recent rate is measured. */
const windowMilliseconds = 20_000;

/** How fast contents are read lately, and so how long the rest will take. Lives in memory: a restart measures anew. */
export class Pace {
  #marks: { at: number; read: number }[] = [];

  /** Seconds until all contents are read; null while too little is known. */
  secondsLeft(read: number, total: number, now: number): number | null {
    const last = this.#marks.at(-1);
    if (!last || now - last.at >= 500) this.#marks.push({ at: now, read });
    while (this.#marks.length > 2 && now - (this.#marks[0]?.at ?? now) > windowMilliseconds) this.#marks.shift();
    const first = this.#marks[0];
    if (!first || now - first.at < 1_000 || read <= first.read) return null;
    return Math.ceil(((total - read) * (now - first.at)) / (read - first.read) / 1000);
  }
}
