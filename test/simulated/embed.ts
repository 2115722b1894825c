import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { gaussian, seededRandom } from "../../worker/clustering/random.ts";
import type { Simulation } from "./answer-call.ts";
import { failureBody } from "./failure-body.ts";
import { isStatus } from "./faults.ts";
import { isJson } from "./json-schema.ts";
import { countTokens, noTokens } from "./tokens.ts";
import type { WireRequest } from "./wire-request.ts";
import { hashOf, labelOf } from "./wording.ts";

const width = 256;
/** Of a text's own direction, beside that of what it is about. */
const noise = 0.6;

/** `POST /v1/embeddings` as OpenAI's wire has it; null where it is something else. */
export function readEmbeddings(path: string, body: string): { texts: string[]; model: string } | null {
  if (path !== "/v1/embeddings") return null;
  const sent: unknown = JSON.parse(body);
  if (!isJson(sent) || !Array.isArray(sent.input)) return null;
  return { texts: sent.input.map(String), model: String(sent.model) };
}

/**
 * Simulated vectors: texts about the same wish stand near one another whatever their words, all of them far to one side.
 * They prove the machinery, never a model's quality. Of the faults only statuses are met.
 */
export async function answerEmbeddings(
  { books, behaviours, keys }: Simulation,
  { texts, model }: { texts: string[]; model: string },
  key: string | null,
  response: ServerResponse,
): Promise<void> {
  const prompt = texts.join("\n");
  const pieces = texts.map((text) => ({ text, cacheHere: false }));
  const asked: WireRequest = { wire: "openai", model, stream: false, pieces, prompt, schema: null, tool: null };
  const fault = behaviours.nextFault(asked);
  const latencyMs = behaviours.nextLatency(model);
  const refused = isStatus(fault);
  const input = countTokens(prompt);
  const counted = JSON.stringify([model, key]);
  const repeat = key === null ? 0 : (keys.get(counted) ?? 0);
  keys.set(counted, repeat + 1);
  const now = performance.timeOrigin + performance.now();
  const status = refused ? Number(fault) : 200;
  books.write(
    {
      at: now,
      endedAt: now + latencyMs,
      latencyMs,
      model,
      wire: "openai",
      task: "embed",
      items: texts.length,
      inputTokens: refused ? 0 : input,
      key,
      repeat,
      status,
      fault,
      billed: refused ? "no" : "whole",
    },
    refused ? noTokens : { ...noTokens, input },
  );
  await pause(latencyMs);
  if (refused) {
    const { headers, body } = failureBody("openai", status, behaviours.of(model).retryAfter);
    response.writeHead(status, headers).end(JSON.stringify(body));
    return;
  }
  const data = texts.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) }));
  const usage = { prompt_tokens: input, total_tokens: input };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ object: "list", model, data, usage }));
}

function vectorOf(text: string): number[] {
  const about = direction(labelOf(text, "intent", []).toLowerCase().replace(/s$/, ""));
  const own = direction(text);
  const common = direction("all texts");
  return about.map((value, at) => value + noise * (own[at] ?? 0) + 2 * (common[at] ?? 0));
}

function direction(of: string): number[] {
  const normal = gaussian(seededRandom(hashOf(of)));
  return Array.from({ length: width }, () => normal());
}
