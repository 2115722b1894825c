/** So long nothing may come in while every call is put off; then somebody should look. */
const mostMilliseconds = 15 * 60_000;

/**
 * How long a job has waited for room under its providers' limits without one answer. Lives in memory: after a restart it
 * waits as long again.
 */
export class Patience {
  #since: number | null = null;

  /** Something came in, or somebody wants it tried again. */
  renew(): void {
    this.#since = null;
  }

  /** A call was put off. @returns why the job should stand still, null where it waits on */
  afterWaiting(reason: string, now: number): string | null {
    this.#since ??= now;
    if (now - this.#since < mostMilliseconds) return null;
    this.#since = null;
    return `No call got through for ${mostMilliseconds / 60_000} minutes: ${reason}. Resume to go on trying.`;
  }
}
