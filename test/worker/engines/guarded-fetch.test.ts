import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { CallFailure } from "../../../worker/engines/failure.ts";
import { failureWithin, guardedFetch } from "../../../worker/engines/guarded-fetch.ts";

const outside = { loopbackAllowed: false };
const local = { loopbackAllowed: true };

let heard: string[] = [];
let server: Server;
let address = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    const status = Number(/^\/(\d{3})/.exec(request.url ?? "")?.[1] ?? 200);
    if (status >= 300) response.writeHead(status, { location: `${address}/second` }).end();
    else if (request.url !== "/silent") response.end("hello");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function failure(pending: Promise<unknown>): Promise<CallFailure> {
  const error = await pending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CallFailure)) throw new Error(`No CallFailure but ${error}`);
  return error;
}

describe("the guarded fetch", () => {
  test("brings an answer from where it may go", async () => {
    const answer = await guardedFetch(local)(`${address}/good?with=query`);
    expect(await answer.text()).toBe("hello");
  });

  test.each([
    ["text", (url: string) => url],
    ["a URL", (url: string) => new URL(url)],
    ["a request", (url: string) => new Request(url)],
  ])("opens no connection to a refused address given as %s", async (_, form) => {
    heard = [];
    const { kind } = await failure(guardedFetch(outside)(form(`${address}/never`)));
    expect(kind).toBe("misconfigured");
    expect(heard).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])("does not follow a %i, whatever was asked for", async (status) => {
    heard = [];
    const asked = guardedFetch(local)(`${address}/${status}`, { method: "POST", body: "key", redirect: "follow" });
    const { kind, message } = await failure(asked);
    expect([kind, message]).toEqual(["misconfigured", expect.stringContaining("never followed")]);
    expect(heard).toEqual([`POST /${status}`]);
  });

  test("does not follow a redirect that a runtime hides", async () => {
    const hidden = Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
    expect((await failure(guardedFetch(outside, async () => hidden)("https://api.openai.com"))).kind).toBe(
      "misconfigured",
    );
  });

  test("says of a failed connection the host and the code, nothing more", async () => {
    const broken = async () => {
      throw new TypeError("fetch failed for https://api.openai.com/v1/secret-path with Bearer secret-key", {
        cause: Object.assign(new Error("connect 10.1.2.3"), { code: "ECONNREFUSED" }),
      });
    };
    const { kind, message } = await failure(guardedFetch(outside, broken)("https://api.openai.com/v1/secret-path"));
    expect([kind, message]).toEqual(["connection", "No connection to api.openai.com (ECONNREFUSED)"]);
  });

  test("leaves an abort what it is", async () => {
    const ended = new AbortController();
    const reason = new Error("the deadline is over");
    const pending = guardedFetch(local)(`${address}/silent`, { signal: ended.signal });
    ended.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });

  test("is found again in what an SDK wraps around it", () => {
    const inner = new CallFailure("connection", "No connection");
    expect(failureWithin(new Error("a", { cause: new Error("b", { cause: inner }) }))).toBe(inner);
    expect(failureWithin(new Error("a", { cause: "b" }))).toBe(null);
    const round = new Error("a");
    round.cause = round;
    expect(failureWithin(round)).toBe(null);
  });
});

describe("what a guarded fetch lets in", () => {
  const piece = new Uint8Array(64 * 1024).fill(120);
  /** A body that never ends of itself. */
  function endless(init: ResponseInit = {}) {
    const flow = { sent: 0, cancelled: false };
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        flow.sent += piece.length;
        controller.enqueue(piece);
      },
      cancel() {
        flow.cancelled = true;
      },
    });
    return { flow, ask: () => guardedFetch(outside, async () => new Response(body, init))("https://api.openai.com") };
  }

  test("of a failure are 256 KB, cut there, so that its status is told all the same", async () => {
    const { flow, ask } = endless({ status: 500, statusText: "No", headers: { "retry-after": "7" } });
    const answer = await ask();
    expect([answer.status, answer.statusText, answer.headers.get("retry-after")]).toEqual([500, "No", "7"]);
    expect((await answer.text()).length).toBe(256 * 1024);
    expect(flow.cancelled).toBe(true);
    expect(flow.sent).toBeLessThan(512 * 1024);
  });

  test("of an answer are 32 MB; more is a failure of the provider's, and the connection is closed", async () => {
    const { flow, ask } = endless();
    const { kind, message } = await failure(ask().then((answer) => answer.arrayBuffer()));
    expect([kind, message]).toEqual(["server", expect.stringContaining("32 MB")]);
    expect(flow.cancelled).toBe(true);
    expect(flow.sent).toBeLessThan(33 * 1024 * 1024);
  });

  test("is counted after it was unpacked", async () => {
    const packed = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    const bomb = createServer((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(packed));
    await new Promise<void>((done) => bomb.listen(0, "127.0.0.1", done));
    onTestFinished(() => void bomb.close());
    const { port } = bomb.address() as AddressInfo;
    const asked = guardedFetch(local)(`http://127.0.0.1:${port}`).then((answer) => answer.text());
    expect((await failure(asked)).kind).toBe("server");
  });

  test("comes piece by piece, is not asked for before it is read, and says where it is from", async () => {
    const { flow, ask } = endless();
    const answer = await ask();
    const reader = answer.body?.getReader();
    expect((await reader?.read())?.value).toEqual(piece);
    expect(flow.sent).toBeLessThan(5 * piece.length);
    await reader?.cancel();
    expect(flow.cancelled).toBe(true);
    expect((await guardedFetch(local)(`${address}/good`)).url).toBe(`${address}/good`);
  });

  test("ends where it is stopped in the middle", async () => {
    const ended = new AbortController();
    const slow = createServer((_, response) => void response.writeHead(200).write("a"));
    await new Promise<void>((done) => slow.listen(0, "127.0.0.1", done));
    onTestFinished(() => {
      slow.closeAllConnections();
      slow.close();
    });
    const { port } = slow.address() as AddressInfo;
    const answer = await guardedFetch(local)(`http://127.0.0.1:${port}`, { signal: ended.signal });
    const text = answer.text();
    ended.abort(new Error("the deadline is over"));
    await expect(text).rejects.toThrow("the deadline is over");
  });

  test("may be nothing", async () => {
    const empty = guardedFetch(outside, async () => new Response(null, { status: 204 }));
    expect((await empty("https://api.openai.com")).status).toBe(204);
  });
});
