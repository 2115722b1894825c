import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { CallFailure } from "../../../../worker/engines/failure.ts";
import { guardedFetch } from "../../../../worker/engines/guarded-fetch.ts";
import type { Connection, ModelCall } from "../../../../worker/engines/model-call.ts";

/** What a provider's server was sent. */
export interface Heard {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export interface ProviderServer {
  url: string;
  heard: Heard[];
}

/** A server that hears everything and answers what it is told to, for the length of one test. */
export async function providerServer(
  answer: (response: ServerResponse, heard: Heard) => void | Promise<void>,
): Promise<ProviderServer> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    const one: Heard = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: text ? JSON.parse(text) : {},
    };
    heard.push(one);
    await answer(response, one);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

/** An address at which nobody listens. */
export async function closedServer(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}`;
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** A connection as the pool makes one under `npm start`. */
export function connectionTo(baseUrl: string, apiKey: string | null = "test-key-of-nobody"): Connection {
  return { baseUrl, apiKey, fetch: guardedFetch({ loopbackAllowed: true }) };
}

export const call: ModelCall = {
  model: "a-model",
  system: "Read the conversation and say how it ended.",
  parts: [
    { type: "text", text: "What all calls share.", cache: true },
    { type: "image", mediaType: "image/png", base64: "iVBORw0KGgo=" },
    { type: "text", text: "Conversation 7" },
  ],
  reply: {
    name: "ending",
    schema: {
      type: "object",
      properties: { ending: { type: "string", enum: ["good", "bad"] }, score: { type: "number", minimum: 0 } },
      required: ["ending"],
    },
  },
  maxOutputTokens: 500,
  idempotencyKey: "task-7-attempt-1",
};

/** The failure that a promise must end in. */
export async function failureOf(pending: Promise<unknown>): Promise<CallFailure> {
  const outcome: unknown = await pending.then(
    (value) => new Error(`It brought ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof CallFailure) return outcome;
  throw outcome;
}

/** A watch that counts signs of life. */
export function watching(): {
  signal: AbortSignal;
  onToken: () => void;
  tokens: number;
  abort: (reason: Error) => void;
} {
  const controller = new AbortController();
  const watch = {
    signal: controller.signal,
    tokens: 0,
    onToken: () => {
      watch.tokens++;
    },
    abort: (reason: Error) => controller.abort(reason),
  };
  return watch;
}
