export interface PhaseTime {
  phase: string;
  seconds: number;
  /** Contents that were answered in it. */
  items: number;
}

/** How long a job was in each phase, as far as somebody who asks now and then can tell. */
export class PhaseTimes {
  readonly #phases: PhaseTime[] = [];
  #since: number;
  #items = 0;

  /** @param now milliseconds, by any clock */
  constructor(now: number) {
    this.#since = now;
  }

  /** The job was seen in this phase, with so many contents answered; the time since it was last seen counts to it. */
  seen(phase: string, items: number, now: number): void {
    let current = this.#phases.at(-1);
    if (current?.phase !== phase) {
      current = { phase, seconds: 0, items: 0 };
      this.#phases.push(current);
    }
    current.seconds += (now - this.#since) / 1000;
    current.items += items - this.#items;
    this.#since = now;
    this.#items = items;
  }

  list(): PhaseTime[] {
    return this.#phases.map((phase) => ({ ...phase }));
  }
}
