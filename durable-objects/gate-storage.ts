import { emptyGate, type GateState } from "../worker/engines/gate/gate-state.ts";
import type { Measures } from "../worker/engines/gate/measures.ts";

const measuresOf = "measures:";

/**
 * A gate's state in its object's storage, in parts: breakers are small and change with each call; the measurements of a
 * model (some 5 KB) are written only if it answered since the last time. Calls on their way are not kept: each isolate
 * soon tells of its own again.
 */
export class GateStorage {
  readonly #storage: DurableObjectStorage;
  /** Each part as it was last written: the same object was not changed since. */
  readonly #written = new Map<string, unknown>();
  savedAt = 0;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  read<Part>(name: string): Part | undefined {
    return this.#storage.kv.get<Part>(name);
  }

  write(name: string, part: unknown): void {
    if (this.#written.get(name) === part) return;
    this.#storage.kv.put(name, part);
    this.#written.set(name, part);
  }

  state(): GateState {
    const kept = [...this.#storage.kv.list<Measures>({ prefix: measuresOf })];
    for (const [name, measures] of kept) this.#written.set(name, measures);
    return {
      breakers: this.read("breakers") ?? emptyGate.breakers,
      keys: this.read("keys") ?? emptyGate.keys,
      measures: new Map(kept.map(([name, measures]) => [name.slice(measuresOf.length), measures])),
      events: this.read("events") ?? emptyGate.events,
      inFlight: emptyGate.inFlight,
    };
  }

  /** Writes what changed. There is no `await` between the parts, so they are one commit. */
  save(state: GateState, now: number): void {
    this.savedAt = now;
    this.write("breakers", state.breakers);
    this.write("keys", state.keys);
    this.write("events", state.events);
    for (const [model, measures] of state.measures) this.write(measuresOf + model, measures);
    for (const name of [...this.#written.keys()]) {
      if (name.startsWith(measuresOf) && !state.measures.has(name.slice(measuresOf.length))) this.#remove(name);
    }
  }

  async forget(): Promise<void> {
    this.#written.clear();
    this.savedAt = 0;
    await this.#storage.deleteAll();
  }

  #remove(name: string): void {
    this.#storage.kv.delete(name);
    this.#written.delete(name);
  }
}
