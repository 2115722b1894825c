import { type LiveEvent, liveEventSchema } from "../../worker/contract/event.ts";
import { call, type Somebody } from "./client.ts";

/** Somebody at a live socket, with everything that came and how it was closed. */
export interface Watcher {
  events: LiveEvent[];
  socket: WebSocket;
  closed: Promise<{ code: number; reason: string }>;
  /** Resolves when an event that fits has come. */
  saw(fits: (event: LiveEvent) => boolean): Promise<LiveEvent>;
}

/** Connects and checks every message against the contract's schema. @param acknowledges says of each that it was read */
export async function watch(who: Somebody, id: string, after?: number, acknowledges = false): Promise<Watcher> {
  const query = after === undefined ? "" : `?after=${after}`;
  const answer = await call(`/analyses/${id}/watch${query}`, { headers: { ...who.bearer, upgrade: "websocket" } });
  const socket = answer.webSocket;
  if (answer.status !== 101 || !socket) throw new Error(`watch: ${answer.status} ${await answer.text()}`);
  const events: LiveEvent[] = [];
  const waiting = new Set<() => void>();
  socket.addEventListener("message", ({ data }) => {
    if (data === "pong") return;
    const event = liveEventSchema.parse(JSON.parse(String(data)));
    events.push(event);
    if (acknowledges) socket.send(`ack ${event.seq}`);
    for (const look of waiting) look();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason })),
  );
  socket.accept();
  const saw = (fits: (event: LiveEvent) => boolean) =>
    new Promise<LiveEvent>((resolve) => {
      const look = () => {
        const event = events.find(fits);
        if (event) resolve(event);
      };
      waiting.add(look);
      look();
    });
  return { events, socket, closed, saw };
}
