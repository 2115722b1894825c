import type { Analysis } from "../worker/contract/analysis.ts";
import type { LedgerOutbox } from "./ledger/outbox.ts";

/** Events kept for watchers who come back; older ones are replaced by a snapshot. */
const keptEvents = 1_000;
const replayPage = 200;

/**
 * The sockets of one job. They hibernate: the object may sleep while they stay open, and `ping` is answered without
 * waking it. A watcher never affects the job: what can't be sent is dropped, and the watcher catches up by `after`.
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

  get anybody(): boolean {
    return this.#ctx.getWebSockets().length > 0;
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
    const { oldest, newest } = this.#outbox.eventRange();
    const replayable = after !== null && after <= newest && after >= oldest - 1;
    if (replayable) this.#replay(server, after);
    else server.send(this.#message(newest, "snapshot", null, JSON.stringify(snapshot())));
    return new Response(null, { status: 101, webSocket: client });
  }

  #replay(socket: WebSocket, after: number): void {
    for (let from = after; ; ) {
      const events = this.#outbox.eventsAfter(from, replayPage);
      for (const event of events) socket.send(this.#message(event.seq, event.type, event.content_id, event.data));
      const last = events.at(-1);
      if (!last || events.length < replayPage) return;
      from = last.seq;
    }
  }

  /** Sends everybody what has happened since the last time, in order. */
  tell(): void {
    const sockets = this.#ctx.getWebSockets();
    for (;;) {
      const events = this.#outbox.eventsAfter(this.#sent, replayPage);
      for (const event of events) {
        const message = this.#message(event.seq, event.type, event.content_id, event.data);
        for (const socket of sockets) send(socket, message);
        this.#sent = event.seq;
      }
      if (events.length < replayPage) break;
    }
    this.#outbox.pruneEvents(keptEvents);
  }

  #message(seq: number, type: string, contentId: string | null, data: string): string {
    const envelope = JSON.stringify({ seq, type, contentId, jobId: this.#jobId });
    return `${envelope.slice(0, -1)},"data":${data}}`;
  }
}

function send(socket: WebSocket, message: string): void {
  try {
    socket.send(message);
  } catch {
    // It has gone; it will come back with `after`.
  }
}
