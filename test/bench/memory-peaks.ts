/** What V8 says of one isolate, in bytes (`Runtime.getHeapUsage`). */
export interface HeapUsage {
  /** Objects on V8's heap, those that nobody holds any more and that were not collected yet included. */
  usedSize: number;
  /** What V8 has taken for its heap. */
  totalSize: number;
  /** Objects of workerd that hang on JavaScript ones. */
  embedderHeapUsedSize: number;
  /** Bytes of buffers, which lie outside the heap. */
  backingStorageSize: number;
}

export interface Peak {
  isolate: string;
  samples: number;
  /** Most bytes of objects and buffers at once, with garbage, and in which phase that was. */
  most: number;
  phase: string;
  /** Most that was left right after a collection; null where none was asked for. */
  mostHeld: number | null;
  heldPhase: string | null;
  /** Most that V8 took for the heap. */
  mostTaken: number;
}

export function allocated({ usedSize, embedderHeapUsedSize, backingStorageSize }: HeapUsage): number {
  return usedSize + embedderHeapUsedSize + backingStorageSize;
}

/** Keeps the most that each isolate was seen with. */
export class MemoryPeaks {
  readonly #peaks = new Map<string, Peak>();

  /** @param collected whether garbage was collected right before */
  add(isolate: string, phase: string, usage: HeapUsage, collected: boolean): void {
    const bytes = allocated(usage);
    const known = this.#peaks.get(isolate);
    const peak = known ?? { isolate, samples: 0, most: 0, phase, mostHeld: null, heldPhase: null, mostTaken: 0 };
    this.#peaks.set(isolate, peak);
    peak.samples++;
    peak.mostTaken = Math.max(peak.mostTaken, usage.totalSize);
    if (bytes > peak.most) {
      peak.most = bytes;
      peak.phase = phase;
    }
    if (collected && bytes > (peak.mostHeld ?? 0)) {
      peak.mostHeld = bytes;
      peak.heldPhase = phase;
    }
  }

  /** The largest first. */
  list(): Peak[] {
    return [...this.#peaks.values()].toSorted((a, b) => b.most - a.most);
  }
}
