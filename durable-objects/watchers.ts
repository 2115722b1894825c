import type { Analysis } from "../worker/contract/analysis.ts";
import {
  acknowledged,
  afterReading,
  afterSending,
  type Backlog,
  freshBacklog,
  isTooSlow,
  mostReplayed,
} from "./backlog.ts";
import type { LedgerOutbox } from "./ledger/outbox.ts";

/** Events kept for watchers who come back; older ones are replaced by a snapshot. */
const keptEvents = 1_000;
/** Events looked at in one go: one may hold a hundred results. */
const page = 20;
/** RFC 6455 and its registry: try again later; something unexpected. */
const tryAgainLater = 1013;
const unexpected = 1011;
const comeBack = "come back with ?after= and the last seq that you have";

/**
 * The sockets of one job. They hibernate: the object may sleep while they stay open, and `ping` is answered without
 * waking it. A watcher never affects the job: one that reads too slowly (backlog.ts) or can't be sent to is closed with
 * the reason, and catches up by `after`.
 */
export class Watchers {
  readonly #ctx: DurableObjectState;
  readonly #outbox: LedgerOutbox;
  readonly #jobId: string;
  #sent: number;

  constructor(ctx: DurableObjectState, outbox: LedgerOutbox, jobId: string) {
    this.#ctx = ctx;
    this.#outbox = outbox;
    this.#jobId = jobId;
    this.#sent = outbox.eventRange().newest;
  }

  /**
   * Takes a new watcher in: a snapshot first, or what it missed after the last event it saw.
   * @param after the number of the last event seen; null for a newcomer
   */
  join(after: number | null, snapshot: () => Analysis): Response {
    this.tell();
    const pair = new WebSocketPair();
    const [client, server] = [pair[0], pair[1]];
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment(freshBacklog(Date.now()));
    const { newest } = this.#outbox.eventRange();
    const missed = after === null ? null : this.#missed(after);
    if (missed) for (const { seq, message } of missed) this.#send(server, seq, message);
    else this.#send(server, newest, this.#message(newest, "snapshot", null, JSON.stringify(snapshot())));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** What came after an event; null where it is not kept any more, or is more than a snapshot is worth. */
  #missed(after: number): { seq: number; message: string }[] | null {
    const { oldest, newest } = this.#outbox.eventRange();
    if (after > newest || after < oldest - 1) return null;
    const missed: { seq: number; message: string }[] = [];
    let size = 0;
    for (let from = after; from < newest; ) {
      const events = this.#outbox.eventsAfter(from, page);
      for (const { seq, type, content_id, data } of events) {
        const message = this.#message(seq, type, content_id, data);
        size += message.length;
        if (size > mostReplayed) return null;
        missed.push({ seq, message });
      }
      const last = events.at(-1);
      if (!last) break;
      from = last.seq;
    }
    return missed;
  }

  /** Sends everybody what has happened since the last time, in order. */
  tell(): void {
    for (;;) {
      const events = this.#outbox.eventsAfter(this.#sent, page);
      for (const { seq, type, content_id, data } of events) {
        const message = this.#message(seq, type, content_id, data);
        for (const socket of this.#ctx.getWebSockets()) this.#send(socket, seq, message);
        this.#sent = seq;
      }
      if (events.length < page) break;
    }
    this.#outbox.pruneEvents(keptEvents);
  }

  /** What a watcher says: `ack SEQ`, up to where it has read. Anything else means nothing. */
  heard(socket: WebSocket, message: string | ArrayBuffer): void {
    const seq = acknowledged(message);
    if (seq === null || seq > this.#sent) return;
    socket.serializeAttachment(afterReading(backlogOf(socket), seq, this.#sent));
  }

  #send(socket: WebSocket, seq: number, message: string): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const aliveAt = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null;
    const backlog = afterSending(backlogOf(socket), seq, message.length, aliveAt);
    if (isTooSlow(backlog, bufferedOf(socket))) {
      close(socket, tryAgainLater, `read too slowly: ${comeBack}`);
      return;
    }
    try {
      socket.send(message);
      socket.serializeAttachment(backlog);
    } catch {
      close(socket, unexpected, `could not be sent to: ${comeBack}`);
    }
  }

  #message(seq: number, type: string, contentId: string | null, data: string): string {
    const envelope = JSON.stringify({ seq, type, contentId, jobId: this.#jobId });
    return `${envelope.slice(0, -1)},"data":${data}}`;
  }
}

/** It lies with the socket and outlives the object's sleep. */
function backlogOf(socket: WebSocket): Backlog {
  return (socket.deserializeAttachment() as Backlog | null) ?? freshBacklog(Date.now());
}

/** What waits before the network; null where the platform is too old to say. */
function bufferedOf(socket: WebSocket): number | null {
  const told: number | undefined = socket.bufferedAmount;
  return told ?? null;
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // It has gone; it will come back with `after`.
  }
}
