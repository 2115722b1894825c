/** Something that can be ended from outside; what it had planned then never happens. */
export interface Life {
  alive: boolean;
}

interface Planned {
  at: number;
  order: number;
  what: string;
  life: Life;
  act: () => void;
}

/** The only clock and the only order of events. One event is one step. */
export class Schedule {
  /** Milliseconds since the beginning; never jumps. */
  time = 0;
  steps = 0;
  /** Fingerprint of all that has happened: two runs of a seed must have the same (FNV-1a). */
  trace = 0x811c9dc5;
  #order = 0;
  /** A binary heap by time, then by the order in which events were planned. */
  readonly #heap: Planned[] = [];

  after(delay: number, what: string, life: Life, act: () => void): void {
    const { length } = this.#heap;
    this.#heap.push({ at: this.time + delay, order: this.#order++, what, life, act });
    this.#rise(length);
  }

  /** Does the next event. @returns false where nothing is planned any more */
  step(): boolean {
    for (let next = this.#pop(); next !== undefined; next = this.#pop()) {
      if (!next.life.alive) continue;
      this.time = next.at;
      this.steps += 1;
      this.note(next.what);
      this.note(next.at);
      next.act();
      return true;
    }
    return false;
  }

  note(what: string | number): void {
    const text = String(what);
    for (let index = 0; index < text.length; index++) {
      this.trace = Math.imul(this.trace ^ text.charCodeAt(index), 0x01000193) >>> 0;
    }
  }

  #pop(): Planned | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (last !== undefined && first !== last) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #rise(from: number): void {
    for (let index = from; index > 0; ) {
      const above = (index - 1) >> 1;
      if (!this.#swapped(above, index)) return;
      index = above;
    }
  }

  #sink(): void {
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const smaller = before(this.#heap[left + 1], this.#heap[left]) ? left + 1 : left;
      if (!this.#swapped(index, smaller)) return;
      index = smaller;
    }
  }

  /** Puts the lower one above where it comes first. */
  #swapped(above: number, below: number): boolean {
    const [upper, lower] = [this.#heap[above], this.#heap[below]];
    if (!upper || !lower || !before(lower, upper)) return false;
    this.#heap[above] = lower;
    this.#heap[below] = upper;
    return true;
  }
}

function before(a: Planned | undefined, b: Planned | undefined): boolean {
  if (!a || !b) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
