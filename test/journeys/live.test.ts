import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { type LiveEvent, liveEventSchema } from "../../worker/contract/event.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { completed, conversations, datasetOf, start, until } from "./jobs.ts";

let ada: Somebody;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ({ datasetId } = await datasetOf(ada, conversations(600)));
});

const slowly = {
  streams: 2,
  itemsPerStream: 1,
  cluster: false,
  discovery: { minItems: 100, maxItems: 600, targetPercentage: 100 },
};

interface Watcher {
  events: LiveEvent[];
  socket: WebSocket;
  /** Resolves when an event of this type has come. */
  saw(type: LiveEvent["type"]): Promise<LiveEvent>;
}

/** Connects and checks every message against the contract's schema. */
async function watch(id: string, after?: number): Promise<Watcher> {
  const query = after === undefined ? "" : `?after=${after}`;
  const answer = await call(`/analyses/${id}/watch${query}`, { headers: { ...ada.bearer, upgrade: "websocket" } });
  expect(answer.status).toBe(101);
  const socket = answer.webSocket;
  if (!socket) throw new Error("no socket");
  const events: LiveEvent[] = [];
  const waiting: (() => void)[] = [];
  socket.addEventListener("message", ({ data }) => {
    if (data === "pong") return;
    events.push(liveEventSchema.parse(JSON.parse(String(data))));
    for (const look of waiting) look();
  });
  socket.accept();
  const saw = (type: LiveEvent["type"]) =>
    new Promise<LiveEvent>((resolve) => {
      const look = () => {
        const event = events.find((candidate) => candidate.type === type);
        if (event) resolve(event);
      };
      waiting.push(look);
      look();
    });
  return { events, socket, saw };
}

const numbers = (events: LiveEvent[]) => events.map(({ seq }) => seq);
const rising = (seqs: number[]) => seqs.every((seq, index) => index === 0 || seq > (seqs[index - 1] ?? 0));

describe("a watcher", () => {
  it("that comes late gets a snapshot and then every change in order to the end", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    await until(ada, id, ({ progress }) => progress.batchesDone >= 2);
    const watcher = await watch(id);
    const end = await watcher.saw("analysis_complete");
    expect(watcher.events[0]).toMatchObject({ type: "snapshot", jobId: id, data: { id, status: "running" } });
    expect(rising(numbers(watcher.events))).toBe(true);
    expect(watcher.events.map(({ type }) => type)).toContain("analysis_partial");
    expect(end).toMatchObject({ data: { result: { status: "completed", progress: { percent: 100 } } } });
    const shown = watcher.events.flatMap((event) => (event.type === "analysis_progress" ? [event.data.progress] : []));
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    const told = watcher.events.flatMap((event) => (event.type === "analysis_partial" ? event.data.results : []));
    expect(new Set(told.map(({ contentId }) => contentId)).size).toBe(told.length);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(watcher.events.at(-1)?.type).toBe("analysis_complete");
    watcher.socket.close();
  });

  it("that drops and comes back with `after` misses nothing and sees nothing twice", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    const first = await watch(id);
    await first.saw("analysis_progress");
    first.socket.close();
    await call(`/analyses/${id}/pause`, { method: "POST", headers: ada.bearer });
    await call(`/analyses/${id}/resume`, { method: "POST", headers: ada.bearer });
    const last = first.events.at(-1)?.seq ?? 0;
    const second = await watch(id, last);
    await second.saw("analysis_complete");
    const types = second.events.map(({ type }) => type);
    expect(types).not.toContain("snapshot");
    expect(types.indexOf("analysis_paused")).toBeGreaterThanOrEqual(0);
    expect(types.indexOf("analysis_paused")).toBeLessThan(types.indexOf("analysis_resumed"));
    const all = [...numbers(first.events.slice(1)), ...numbers(second.events)].filter(
      (seq) => seq > last || seq <= last,
    );
    expect(rising(all)).toBe(true);
    expect(numbers(second.events)[0]).toBe(last + 1);
    second.socket.close();
  });

  it("gets a snapshot where what it asks for is unknown, and after the end one that says so", async () => {
    const { id } = await start(ada, { datasetId, options: { cluster: false } });
    await until(ada, id, completed);
    const watcher = await watch(id, 99_999_999);
    expect(await watcher.saw("snapshot")).toMatchObject({ data: { status: "completed" } });
    watcher.socket.close();
  });

  it("stays connected while the object sleeps, and is answered `pong`", async () => {
    const { id } = await start(ada, { datasetId, options: { cluster: false } });
    await until(ada, id, completed);
    const { socket } = await watch(id);
    await evictDurableObject(env.ANALYSIS_JOB.getByName(id)).catch(() => undefined);
    const pong = new Promise((resolve) =>
      socket.addEventListener("message", ({ data }) => data === "pong" && resolve(data)),
    );
    socket.send("ping");
    expect(await pong).toBe("pong");
    socket.close();
  });

  it("is refused without sign-in and told what the address speaks", async () => {
    const { id } = await start(ada, { datasetId, options: { cluster: false } });
    expect((await call(`/analyses/${id}/watch`, { headers: { upgrade: "websocket" } })).status).toBe(401);
    expect((await call(`/analyses/${id}/watch`, { headers: ada.bearer })).status).toBe(400);
    await until(ada, id, completed);
  });
});
