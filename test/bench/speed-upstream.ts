import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type Simulated, startSimulated } from "../simulated/providers.ts";

/**
 * How an upstream treats a request. The address says it: `<url>/<run>/<manner>/v1/chat/completions`. Streams come at
 * once, in pieces of 64 characters; `fine`: in pieces of 4, about a token, as many providers send them; `paced`: these
 * not at once, but faster than any provider writes.
 */
export type Manner =
  | "well"
  | "fine"
  | "paced"
  | "500"
  | "429"
  | "reset"
  | "hang"
  | "hang-after-headers"
  | "broken-once";

/** Something that an upstream saw or did, in milliseconds of `performance.now()`. */
export interface Seen {
  /** 0 is the first choice, 1 the fallback. */
  upstream: number;
  /** `asked`: the head of a request is here. `failed`: what makes the failure known is about to go out. */
  what: "asked" | "failed";
  at: number;
}

export interface Upstreams {
  /** First choice, fallback. */
  urls: [string, string];
  /** Where connections are refused. */
  refusing: string;
  /** What was seen of a run, in order. */
  seen(run: string): Seen[];
  /** Pieces of the longest stream so far. */
  mostPieces(): Promise<number>;
  close(): Promise<void>;
}

/** So long after its last bytes a connection is reset: sooner, the reset overtakes them. */
const resetAfterMs = 30;
const piecesAMillisecond = 4;
/** Longer than any run: a connection that is closed for idleness must not be taken for a failure. */
const keepAliveMs = 120_000;

/**
 * Two upstreams that speak chat completions and note the time of everything. Much thinner than the simulated providers,
 * whose own work (they read the prompt and make up an answer) takes longer than what is measured here; the answers are
 * theirs all the same: each was given by a simulated provider to the same question, once, and is only played again.
 */
export async function startUpstreams(): Promise<Upstreams> {
  const [simulated, fine] = await Promise.all([startSimulated(), startSimulated({ pieceLength: 4 })]);
  const runs = new Map<string, Seen[]>();
  const answers = new Map<string, Promise<Answer>>();
  const seen = (run: string): Seen[] => {
    const known = runs.get(run) ?? [];
    runs.set(run, known);
    return known;
  };

  const start = async (upstream: number) => {
    const server = createServer((request, response) => {
      const at = performance.now();
      const [, run = "", manner = ""] = (request.url ?? "").split("/");
      const notes = seen(run);
      const again = notes.some((note) => note.upstream === upstream);
      notes.push({ upstream, what: "asked", at });
      const failed = (): unknown => notes.push({ upstream, what: "failed", at: performance.now() });
      response.on("error", () => {});
      respond(request, response, manner, again, failed).catch(() => response.destroy());
    });
    server.keepAliveTimeout = keepAliveMs;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };

  async function respond(
    request: IncomingMessage,
    response: ServerResponse,
    manner: string,
    again: boolean,
    failed: () => unknown,
  ): Promise<void> {
    const body = await bodyOf(request);
    if (manner === "hang") return;
    if (manner === "500" || manner === "429") {
      failed();
      response.writeHead(Number(manner), { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "The request failed.", type: "server_error", code: null } }));
      return;
    }
    const from = manner === "fine" || manner === "paced" ? fine : simulated;
    const question = `${from.url} ${body}`;
    const known = answers.get(question) ?? record(from, body);
    answers.set(question, known);
    const { contentType, frames } = await known;
    response.writeHead(200, { "content-type": contentType });
    response.flushHeaders();
    if (manner === "hang-after-headers") return;
    if (manner === "reset") {
      for (const frame of half(frames)) response.write(frame);
      await pause(resetAfterMs);
      failed();
      response.socket?.resetAndDestroy();
      return;
    }
    const broken = manner === "broken-once" && !again;
    const sent = broken ? withoutHalf(frames) : frames;
    for (const [place, frame] of sent.slice(0, -1).entries()) {
      response.write(frame);
      if (manner === "paced" && place % piecesAMillisecond === 0) await pause(1);
    }
    if (broken) failed();
    response.end(sent.at(-1));
  }

  const [first, second, gone] = await Promise.all([start(0), start(1), start(2)]);
  const end = ({ server }: typeof first): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await end(gone);
  return {
    urls: [first.url, second.url],
    refusing: gone.url,
    seen: (run) => runs.get(run) ?? [],
    async mostPieces() {
      return Math.max(...(await Promise.all(answers.values())).map(({ frames }) => frames.filter(isPiece).length));
    },
    async close() {
      await Promise.all([end(first), end(second), simulated.close(), fine.close()]);
    },
  };
}

interface Answer {
  contentType: string;
  /** As they are written, one after another. */
  frames: string[];
}

/** What the simulated provider says to a question; streamed or whole, as it asks. */
async function record({ url }: Simulated, body: string): Promise<Answer> {
  const headers = { "content-type": "application/json", authorization: "Bearer sk-simulated" };
  const answer = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`the simulated provider answered ${answer.status}: ${text}`);
  const contentType = answer.headers.get("content-type") ?? "";
  if (!contentType.startsWith("text/event-stream")) return { contentType, frames: cut(text) };
  return { contentType, frames: text.split(/(?<=\n\n)/) };
}

/** Half of an answer: of a stream that of its pieces, else that of its bytes. */
function half(frames: string[]): string[] {
  return frames.slice(0, Math.ceil(frames.length / 2));
}

/** A whole answer with half of the reply missing in it. */
function withoutHalf(frames: string[]): string[] {
  const pieces = frames.filter(isPiece);
  if (pieces.length > 1) {
    const missing = new Set(pieces.slice(Math.floor(pieces.length / 2)));
    return frames.filter((frame) => !missing.has(frame));
  }
  const whole = frames.join("");
  const spoilt = JSON.parse(whole, (key, value: unknown) =>
    key === "content" && typeof value === "string" ? value.slice(0, value.length / 2) : value,
  );
  return cut(JSON.stringify(spoilt));
}

function isPiece(frame: string): boolean {
  return /"delta":\{[^}]*"content":"[^"]/.test(frame);
}

function cut(text: string): string[] {
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
