import type { Fields, RawRecord } from "../record.ts";

/** What one trace adds to its session. */
export interface Turnings {
  session: string;
  /** Sorts as text. */
  time: string;
  asked: Fields[];
  answered: Fields[];
  metadata: Fields;
  at: string;
}

interface Stretch {
  time: string;
  messages: Fields[];
  marks: string[];
}

interface Session {
  at: string;
  metadata: Fields;
  stretches: Stretch[];
}

/**
 * Puts traces together into sessions. A trace usually repeats everything said before it: what begins with what is known
 * replaces it, what is known already adds nothing, anything else stands beside it in the order of time.
 */
export class TraceSessions {
  readonly #sessions = new Map<string, Session>();
  held = 0;

  add({ session, time, asked, answered, metadata, at }: Turnings): void {
    const answers = answered.map(
      (message): Fields => ({
        ...message,
        timestamp: message.timestamp ?? (time === "" ? undefined : time),
      }),
    );
    const messages = [...asked, ...answers];
    if (messages.length === 0) return;
    const marks = messages.map(({ role, content }) => JSON.stringify([role, content]));
    const known = this.#sessions.get(session) ?? { at, metadata, stretches: [] };
    this.#sessions.set(session, known);
    let next: Stretch = { time, messages, marks };
    for (const stretch of [...known.stretches]) {
      if (beginsWith(stretch.marks, next.marks)) {
        stretch.messages = withTimes(stretch.messages, next.messages);
        return;
      }
      if (!beginsWith(next.marks, stretch.marks)) continue;
      next = { ...next, messages: withTimes(next.messages, stretch.messages) };
      known.stretches.splice(known.stretches.indexOf(stretch), 1);
      this.held -= sizeOf(stretch);
    }
    known.stretches.push(next);
    this.held += sizeOf(next);
  }

  *rest(): Generator<RawRecord, void, undefined> {
    for (const [id, { at, metadata, stretches }] of this.#sessions) {
      const inTime = stretches.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
      yield { at, value: { id, messages: inTime.flatMap(({ messages }) => messages), metadata } };
    }
    this.#sessions.clear();
  }
}

function beginsWith(long: string[], short: string[]): boolean {
  return long.length >= short.length && short.every((mark, index) => mark === long[index]);
}

/** Times that one of two records of the same words knows. */
function withTimes(messages: Fields[], other: Fields[]): Fields[] {
  return messages.map((message, index) => {
    const timestamp = message.timestamp ?? other[index]?.timestamp;
    return timestamp === undefined ? message : { ...message, timestamp };
  });
}

function sizeOf({ marks }: Stretch): number {
  return marks.reduce((sum, mark) => sum + 3 * mark.length, 0);
}
