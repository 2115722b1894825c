import { type ClaimableTask, claimableTasks, type SliceMessage, type StreamRow, silenceMilliseconds } from "./rows.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";

/** First wait of a stream that failed; doubled with each further failure. */
const firstBackoff = 1_000;
const longestBackoff = 60_000;
/** A stream that asks again and again is noted as heard of this often; milliseconds. */
const seenEvery = 1_000;

/**
 * The parallel lanes of a job. A queue message only wakes a stream: it names a slice, and a slice starts at most once,
 * so lost, doubled and late messages are all the same harmless thing.
 */
export class LedgerStreams {
  readonly #storage: LedgerStorage;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
  }

  create(count: number): void {
    for (let stream = 0; stream < count; stream++) this.#storage.all("INSERT INTO stream (stream) VALUES (?)", stream);
  }

  all(): StreamRow[] {
    return this.#storage.all<StreamRow>("SELECT * FROM stream ORDER BY stream");
  }

  /** Rule g: after a restart nothing is on its way any more; every stream may be sent for again. */
  restarted(): void {
    this.#storage.all("UPDATE stream SET slice_state = 'idle'");
    this.#storage.all("UPDATE task SET status = 'pending' WHERE status = 'queued'");
  }

  /**
   * Rule a: marks what is to be sent before it is sent.
   * @param window streams that may be at work at once
   * @returns the messages to send
   */
  pump(window: number, now: number): SliceMessage[] {
    const messages = this.#silent(now);
    const byStream = new Map(this.all().map((row) => [row.stream, row]));
    const rows = [...byStream.values()];
    const idle = rows.filter((row) => row.slice_state === "idle" && row.retry_at <= now);
    let room = window - rows.filter((row) => row.slice_state !== "idle").length;
    for (const task of this.#storage.all<ClaimableTask>(claimableTasks, now, byStream.size)) {
      const own = byStream.get(task.stream);
      // A stream that works already will come for its task itself.
      if (own && own.slice_state !== "idle") continue;
      const place = idle.findIndex((row) => row.stream === task.stream);
      const [row] = idle.splice(place === -1 ? 0 : place, 1);
      if (!row || room <= 0) break;
      room -= 1;
      messages.push(this.#send(row, now));
      this.#storage.all("UPDATE task SET status = 'queued' WHERE id = ? AND status = 'pending'", task.id);
    }
    return messages;
  }

  #send(row: StreamRow, now: number): SliceMessage {
    row.slice_state = "sent";
    this.#storage.all(
      "UPDATE stream SET slice = slice + 1, slice_state = 'sent', seen = ? WHERE stream = ?",
      now,
      row.stream,
    );
    return { stream: row.stream, slice: row.slice + 1 };
  }

  /** Rule e: a message not heard of is sent again as it was; a consumer not heard of loses its slice. */
  #silent(now: number): SliceMessage[] {
    const before = now - silenceMilliseconds;
    this.#storage.all("UPDATE stream SET slice_state = 'idle' WHERE slice_state = 'live' AND seen <= ?", before);
    const lost = this.#storage.all<StreamRow>("SELECT * FROM stream WHERE slice_state = 'sent' AND seen <= ?", before);
    for (const row of lost) this.seen(row.stream, now);
    return lost.map((row) => ({ stream: row.stream, slice: row.slice }));
  }

  /** @returns false for a message that came twice or too late */
  begin(stream: number, slice: number, now: number): boolean {
    const row = this.#stream(stream);
    if (row?.slice !== slice || row.slice_state !== "sent") return false;
    this.#storage.all("UPDATE stream SET slice_state = 'live', seen = ? WHERE stream = ?", now, stream);
    return true;
  }

  end(stream: number, slice: number): void {
    this.#storage.all("UPDATE stream SET slice_state = 'idle' WHERE stream = ? AND slice = ?", stream, slice);
  }

  /** The stream, if this slice of it is the one at work; notes that it was heard of. */
  live(stream: number, slice: number, now: number): StreamRow | undefined {
    const row = this.#stream(stream);
    if (row?.slice !== slice || row.slice_state !== "live") return undefined;
    // Not at every look: each is a write.
    if (now - row.seen >= seenEvery || now < row.seen) this.seen(stream, now);
    return row;
  }

  seen(stream: number, now: number): void {
    this.#storage.all("UPDATE stream SET seen = ? WHERE stream = ?", now, stream);
  }

  /** Streams that work and may take tasks. */
  able(now: number): Set<number> {
    const rows = this.#storage.all<{ stream: number }>(
      "SELECT stream FROM stream WHERE slice_state = 'live' AND retry_at <= ?",
      now,
    );
    return new Set(rows.map((row) => row.stream));
  }

  /** A stream whose task failed rests a while, longer each time; others take its work over. */
  failed(stream: number, now: number): void {
    const failures = (this.#stream(stream)?.failures ?? 0) + 1;
    const rest = Math.min(longestBackoff, firstBackoff * 2 ** (failures - 1));
    this.#storage.all(
      "UPDATE stream SET failures = ?, retry_at = ?, retries = retries + 1 WHERE stream = ?",
      failures,
      now + rest,
      stream,
    );
  }

  /** Somebody has mended what failed: no stream has to wait any longer for its next try. */
  rested(): void {
    this.#storage.all("UPDATE stream SET failures = 0, retry_at = 0");
  }

  #stream(stream: number): StreamRow | undefined {
    return firstRow<StreamRow>(this.#storage, "SELECT * FROM stream WHERE stream = ?", stream);
  }
}
