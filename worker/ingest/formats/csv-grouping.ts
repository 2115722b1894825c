import type { Fields, RawRecord } from "../record.ts";

/** Characters of rows that are held while their conversations may still go on, and what a row costs beside its text. */
const mostHeld = 12_000_000;
const rowCost = 400;

interface Group {
  id: string | null;
  at: string;
  messages: Fields[];
  others: Fields;
  characters: number;
}

/**
 * Gathers rows into conversations. Rows may come in any order as long as they fit into memory; of a larger table the
 * conversations not added to for the longest time are closed, so that one sorted by conversation can be of any size.
 */
export class Grouping {
  /** In the order of their last row. */
  readonly #open = new Map<string, Group>();
  readonly #closed = new Set<string>();
  readonly #mostHeld: number;
  #held = 0;
  #nameless = 0;

  /** @param limit characters of rows that may be held */
  constructor(limit = mostHeld) {
    this.#mostHeld = limit;
  }

  /** @param id null where every row is a conversation of its own */
  *add(id: string | null, at: string, messages: Fields[], others: Fields): Generator<RawRecord, void, undefined> {
    const key = id === null ? `row ${this.#nameless++}` : `id ${id}`;
    if (this.#closed.has(key)) {
      yield {
        at,
        reason:
          "its conversation was closed, since the table is large and not sorted by conversation. Sort it and import again",
      };
      return;
    }
    const group = this.#open.get(key) ?? { id, at, messages: [], others, characters: 0 };
    this.#open.delete(key);
    this.#open.set(key, group);
    group.messages.push(...messages);
    const characters = messages.reduce((sum, { content }) => sum + String(content).length + rowCost, 0);
    group.characters += characters;
    this.#held += characters;
    if (this.#held > this.#mostHeld) yield* this.#closeOldest(key);
  }

  /** Closes down to half of what may be held: one by one, the walk past what was deleted would take ever longer. */
  *#closeOldest(current: string): Generator<RawRecord, void, undefined> {
    for (const [key, group] of this.#open) {
      if (this.#held <= this.#mostHeld / 2 || key === current) return;
      this.#open.delete(key);
      this.#closed.add(key);
      this.#held -= group.characters;
      yield toRecord(group);
    }
  }

  /** What is still open, in the order of first rows. */
  *rest(): Generator<RawRecord, void, undefined> {
    const number = ({ at }: Group) => Number(at.slice("row ".length));
    const groups = [...this.#open.values()].toSorted((a, b) => number(a) - number(b));
    this.#open.clear();
    for (const group of groups) yield toRecord(group);
  }
}

function toRecord({ id, at, messages, others }: Group): RawRecord {
  return {
    at,
    value: { ...others, id: id ?? "", messages: inOrder(messages).map(({ index: _, ...message }) => message) },
  };
}

/** By number where every message has one, else by time where every message has one that sorts as text, else as they came. */
function inOrder(messages: Fields[]): Fields[] {
  if (messages.every(({ index }) => typeof index === "number")) {
    return messages.toSorted((a, b) => Number(a.index) - Number(b.index));
  }
  if (messages.every(({ timestamp }) => typeof timestamp === "string" && /^\d{4}-\d\d-\d\d/.test(timestamp))) {
    return messages.toSorted((a, b) =>
      String(a.timestamp) < String(b.timestamp) ? -1 : String(a.timestamp) > String(b.timestamp) ? 1 : 0,
    );
  }
  return messages;
}
