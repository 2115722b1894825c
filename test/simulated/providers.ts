import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { openAimockWire } from "./aimock-wire.ts";
import { answerCall, type Simulation } from "./answer-call.ts";
import { openBehaviours } from "./behaviours.ts";
import { type Bill, type CallRecord, openBooks } from "./bill.ts";
import { control, type Door } from "./control.ts";
import { answerEmbeddings, readEmbeddings } from "./embed.ts";
import type { Behaviour } from "./faults.ts";
import { isJson } from "./json-schema.ts";
import { answerPrompt } from "./model.ts";
import { modelList } from "./model-list.ts";
import { promptCache } from "./tokens.ts";
import { readRequest } from "./wire-request.ts";

export interface SimulatedOptions {
  /** Of the faults that come by rate. */
  seed?: number;
  /** True: a repeated `Idempotency-Key` is answered from memory and not billed again. */
  remember?: boolean;
  /** The models that it lists; it answers for any. */
  models?: string[];
  /** UTF-16 units of one streamed piece. */
  pieceLength?: number;
  behaviour?: Partial<Behaviour>;
  /** What it says, instead of `answerPrompt`. */
  model?: typeof answerPrompt;
}

/** A provider that speaks all four wire formats at one address. */
export interface Simulated {
  /** `http://127.0.0.1:PORT`: Anthropic, Gemini and Bedrock take it as it is, OpenAI with `/v1` behind it. */
  url: string;
  /** `http://127.0.0.1:PORT`, another port: `/__sim/…` answers here even while `url` refuses connections. */
  controlUrl: string;
  bill(): Bill;
  calls(): CallRecord[];
  /** Without a model, of all of them. Connections are refused by `refuseConnections`, not by a mode. */
  behave(changes: Partial<Behaviour>, model?: string): void;
  /** Everything after this is refused, until it listens again; connections that are open end. */
  refuseConnections(): Promise<void>;
  listenAgain(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a simulated provider on 127.0.0.1, on free ports. */
export async function startSimulated(options: SimulatedOptions = {}): Promise<Simulated> {
  const { seed = 1, remember = false, pieceLength = 64, models = ["simulated-large", "simulated-small"] } = options;
  const { model = answerPrompt } = options;
  const simulation: Simulation = {
    wire: await openAimockWire(pieceLength),
    model,
    books: openBooks(),
    behaviours: openBehaviours(seed),
    cache: promptCache(),
    keys: new Map(),
    memory: remember ? new Map() : null,
  };
  simulation.behaviours.change(undefined, options.behaviour ?? {});

  /** Started over the control address; they end with this one. */
  const others: Simulated[] = [];

  const serve: RequestListener = (request, response) => {
    response.on("error", () => {});
    answer(request, response).catch((failure) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 400, { error: { message: failure instanceof Error ? failure.message : "failed" } });
    });
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? "/";
    const method = request.method ?? "GET";
    const url = new URL(target, "http://127.0.0.1");
    const body = await bodyOf(request);
    if (method === "POST" && url.pathname === "/__sim/another") {
      const other = await startSimulated(readOptions(body));
      others.push(other);
      return sendJson(response, 200, { url: other.url, controlUrl: other.controlUrl });
    }
    if (url.pathname.startsWith("/__sim/")) {
      const said = await control(simulation, door, method, url, body);
      return sendJson(response, said === null ? 404 : 200, said ?? { error: { message: "no such path" } });
    }
    const list = method === "GET" ? modelList(url.pathname, request.headers, models) : null;
    if (list) return sendJson(response, 200, list);
    const call = readRequest(url.pathname, body);
    const key = request.headers["idempotency-key"];
    const wanted = method === "POST" ? readEmbeddings(url.pathname, body) : null;
    if (wanted) return answerEmbeddings(simulation, wanted, key === undefined ? null : String(key), response);
    if (call) {
      return answerCall(
        simulation,
        { request: call, target, body, key: key === undefined ? null : String(key) },
        response,
      );
    }
    const passed = await simulation.wire.pass(method, target, body);
    response.writeHead(passed.status, { "content-type": passed.contentType }).end(passed.body);
  }

  const calls = createServer(serve);
  const controls = createServer(serve);
  const port = await listenOn(calls, 0);
  const controlPort = await listenOn(controls, 0);
  let ended = false;
  const door: Door = {
    async open() {
      if (!ended && !calls.listening) await listenOn(calls, port);
    },
    async close() {
      if (calls.listening) await closed(calls);
    },
  };

  return {
    url: `http://127.0.0.1:${port}`,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    bill: () => simulation.books.bill(),
    calls: () => simulation.books.calls(),
    behave: (changes, model) => simulation.behaviours.change(model, changes),
    refuseConnections: () => door.close(),
    listenAgain: () => door.open(),
    async close() {
      ended = true;
      await Promise.all(others.map((other) => other.close()));
      await Promise.all([door.close(), closed(controls), simulation.wire.close()]);
    },
  };
}

/** What may be said over the wire of another provider. */
function readOptions(body: string): SimulatedOptions {
  const said: unknown = JSON.parse(body === "" ? "{}" : body);
  const { seed, remember, models } = isJson(said) ? said : {};
  return {
    ...(typeof seed === "number" ? { seed } : {}),
    ...(typeof remember === "boolean" ? { remember } : {}),
    ...(Array.isArray(models) ? { models: models.map(String) } : {}),
  };
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("no port"));
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
