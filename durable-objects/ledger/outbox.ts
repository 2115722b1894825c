import type { LiveEventType } from "../../worker/contract/event.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";

/** What leaves the ledger for D1, in the order in which it was put in. */
export type OutboxKind = "results" | "canonical" | "finish";

export interface OutboxEntry {
  id: number;
  kind: OutboxKind;
  body: string;
}

/** The body of a `finish` entry. */
export interface EndEntry {
  /** True where watchers know already how the job ended. */
  told: boolean;
}

/** Notices kept; older ones are forgotten. */
const mostNotices = 50;
const longestNotice = 500;

/** The way out of the ledger: entries for D1 and events for watchers, written in the commit that they tell of. */
export class LedgerOutbox {
  readonly #storage: LedgerStorage;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
  }

  put(kind: OutboxKind, body: unknown): void {
    this.#storage.all("INSERT INTO outbox (kind, body) VALUES (?, ?)", kind, JSON.stringify(body));
  }

  /** Changes what the end says that stands there already. */
  correctEnd(end: EndEntry): void {
    this.#storage.all("UPDATE outbox SET body = ? WHERE kind = 'finish'", JSON.stringify(end));
  }

  /** The oldest entries that have not been delivered. */
  undelivered(limit: number): OutboxEntry[] {
    return this.#storage.all<{ id: number; kind: OutboxKind; body: string }>(
      "SELECT id, kind, body FROM outbox ORDER BY id LIMIT ?",
      limit,
    );
  }

  /** @param also what has to stand in the same commit */
  delivered(ids: number[], now: number, also?: () => void): void {
    this.#storage.atomically(() => {
      this.#storage.all("DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids));
      this.#storage.all("UPDATE job SET saved_at = ?", now);
      also?.();
    });
  }

  /** True where the end of the job is still to be written down. */
  ending(): boolean {
    return firstRow(this.#storage, "SELECT 1 AS one FROM outbox WHERE kind = 'finish' LIMIT 1") !== undefined;
  }

  /** Tells people something about how the job goes, e.g. that another model answers. */
  notice(said: string, now: number): void {
    const text = said.slice(0, longestNotice);
    this.#storage.all("INSERT INTO notice (at, text) VALUES (?, ?)", now, text);
    this.#storage.all("DELETE FROM notice WHERE id <= (SELECT max(id) FROM notice) - ?", mostNotices);
    this.event("analysis_error", { error: text, fatal: false });
  }

  /** True where a job has ended by itself and that is still to be written down. */
  endUntold(): boolean {
    const end = firstRow<{ body: string }>(this.#storage, "SELECT body FROM outbox WHERE kind = 'finish'");
    return end !== undefined && !(JSON.parse(end.body) as EndEntry).told;
  }

  /** Notes an event for the watchers. @returns its number */
  event(type: LiveEventType, data: unknown, contentId: string | null = null): number {
    const row = firstRow<{ seq: number }>(
      this.#storage,
      "INSERT INTO event (type, content_id, data) VALUES (?, ?, ?) RETURNING seq",
      type,
      contentId,
      JSON.stringify(data),
    );
    return row?.seq ?? 0;
  }

  /** Events after a number, oldest first. */
  eventsAfter(
    seq: number,
    limit: number,
  ): { seq: number; type: LiveEventType; content_id: string | null; data: string }[] {
    return this.#storage.all<{ seq: number; type: LiveEventType; content_id: string | null; data: string }>(
      "SELECT seq, type, content_id, data FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
      seq,
      limit,
    );
  }

  /** Numbers of the oldest event still kept and of the newest. */
  eventRange(): { oldest: number; newest: number } {
    const range = firstRow<{ oldest: number | null; newest: number | null }>(
      this.#storage,
      // Two look-ups; both at once would read all of them.
      "SELECT (SELECT min(seq) FROM event) AS oldest, (SELECT max(seq) FROM event) AS newest",
    );
    return { oldest: range?.oldest ?? 0, newest: range?.newest ?? 0 };
  }

  /** Forgets all but the newest events. */
  pruneEvents(keep: number): void {
    this.#storage.all("DELETE FROM event WHERE seq <= (SELECT max(seq) FROM event) - ?", keep);
  }
}
