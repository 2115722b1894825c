import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { AimockWire } from "./aimock-wire.ts";
import type { Behaviours } from "./behaviours.ts";
import type { Books, CallRecord } from "./bill.ts";
import { failureBody } from "./failure-body.ts";
import { type Fault, isStatus, spoilReply } from "./faults.ts";
import { framesOf } from "./frames.ts";
import type { answerPrompt } from "./model.ts";
import { play } from "./play.ts";
import { readPrompt } from "./prompt.ts";
import { countTokens, noTokens, type PromptCache, type Tokens, usageWords } from "./tokens.ts";
import type { WireRequest } from "./wire-request.ts";

/** Everything that a simulated provider remembers and works with. */
export interface Simulation {
  wire: AimockWire;
  /** What it says. */
  model: typeof answerPrompt;
  books: Books;
  behaviours: Behaviours;
  cache: PromptCache;
  /** How often each key came, by model. */
  keys: Map<string, number>;
  /** What was answered to each key, by model; null: a repeated key is answered and billed like a new one. */
  memory: Map<string, { text: string; tokens: Tokens }> | null;
}

interface Incoming {
  request: WireRequest;
  /** Path and query, and the body, as they came. */
  target: string;
  body: string;
  key: string | null;
}

const unbilledFaults: (Fault | null)[] = ["hang", "hangAfterHeaders", "resetAtOnce"];

/** One call to a model, from the fault that it meets to the bill. */
export async function answerCall(simulation: Simulation, incoming: Incoming, response: ServerResponse): Promise<void> {
  const { books, behaviours, memory } = simulation;
  const { request, key } = incoming;
  const begun = performance.now();
  const fault = behaviours.nextFault(request);
  const { retryAfter, firstTokenMs } = behaviours.of(request.model);
  const latencyMs = behaviours.nextLatency(request.model);
  const call = recordOf(simulation, incoming, fault);
  call.latencyMs = latencyMs + firstTokenMs;
  response.on("close", () => {
    call.endedAt = performance.timeOrigin + performance.now();
  });

  if (isStatus(fault)) {
    books.write(call, noTokens);
    await pause(latencyMs - (performance.now() - begun));
    const { status, headers, body } = failureBody(request.wire, Number(fault), retryAfter);
    response.writeHead(status, headers).end(JSON.stringify(body));
    return;
  }

  const memoryKey = JSON.stringify([request.model, key]);
  const remembered = key === null ? undefined : memory?.get(memoryKey);
  const billed = !unbilledFaults.includes(fault) && !remembered;
  const { text, asTool } = remembered
    ? { ...remembered, asTool: request.tool !== null }
    : replyTo(simulation, request, fault);
  const stop = fault === "length" || fault === "refused" ? fault : "end";
  const tokens = remembered?.tokens ?? (billed ? tokensOf(simulation.cache, request, text) : noTokens);
  const rendered = await simulation.wire.render(request, incoming.target, incoming.body, { text, asTool, stop });
  if (rendered.status !== 200) {
    books.write({ ...call, status: rendered.status }, noTokens);
    response.writeHead(rendered.status, { "content-type": rendered.contentType }).end(rendered.body);
    return;
  }

  if (billed) {
    call.billed = "lost";
    call.inputTokens = tokens.input;
  }
  if (remembered) call.billed = "remembered";
  if (billed && key !== null) memory?.set(memoryKey, { text, tokens });
  books.write(call, billed ? tokens : noTokens);
  await play(response, {
    contentType: rendered.contentType,
    frames: framesOf(request.wire, request.stream, rendered.body, usageWords(request.wire, tokens)),
    // In one piece, half of the JSON would be no answer of a provider at all: there the text itself is half.
    fault: request.stream || (fault !== "brokenJson" && fault !== "length") ? fault : null,
    latencyMs: Math.max(0, latencyMs - (performance.now() - begun)),
    firstTokenMs,
    finish(how) {
      if (billed) call.billed = how;
    },
  });
}

function recordOf({ keys }: Simulation, { request, key }: Incoming, fault: Fault | null): CallRecord {
  const { task, items } = readPrompt(request.prompt);
  const counted = JSON.stringify([request.model, key]);
  const repeat = key === null ? 0 : (keys.get(counted) ?? 0);
  keys.set(counted, repeat + 1);
  return {
    at: performance.timeOrigin + performance.now(),
    endedAt: null,
    latencyMs: 0,
    model: request.model,
    wire: request.wire,
    task,
    items: items.length,
    inputTokens: 0,
    key,
    repeat,
    status: isStatus(fault) ? Number(fault) : fault === "hang" || fault === "resetAtOnce" ? 0 : 200,
    fault,
    billed: "no",
  };
}

/** What the model says; a refusal is never the input of a tool, and a fence makes no sense in one. */
function replyTo({ model }: Simulation, request: WireRequest, fault: Fault | null): { text: string; asTool: boolean } {
  const reply = model(request.prompt, request.schema);
  const asTool = request.tool !== null && typeof reply !== "string" && fault !== "prose" && fault !== "refused";
  const text = spoilReply(reply, asTool && fault === "fenced" ? null : fault);
  const half = !request.stream && (fault === "brokenJson" || fault === "length");
  return { text: half ? text.slice(0, Math.floor(text.length / 2)) : text, asTool };
}

function tokensOf(cache: PromptCache, request: WireRequest, text: string): Tokens {
  const input = countTokens(request.pieces.map((piece) => piece.text).join(""));
  return { input, output: countTokens(text), ...cache.read(request) };
}
