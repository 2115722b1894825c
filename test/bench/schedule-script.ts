import OpenAI from "openai";
import pLimit from "p-limit";
import * as z from "zod";
import { builtInTemplates } from "../../worker/analysis/templates.ts";
import { promptFor } from "../../worker/engines/prompts/prompt.ts";
import type { Simulated } from "../simulated/providers.ts";
import type { MadeContent } from "./schedule-contents.ts";
import { idealOf, type JobCall } from "./schedule-ideal.ts";
import type { Latency, Measured } from "./schedule-words.ts";
import { spreadOf } from "./speed-figures.ts";

const atOnce = 8;
const replySchema = z.object({
  items: z.array(z.object({ id: z.string(), facets: z.record(z.string(), z.unknown()) })),
});

/**
 * What somebody writes in an afternoon: the vendor's own SDK behind p-limit, each call by itself, the same rules, facets
 * and schema as the product's, without labels that others have found. Nothing is checked, repeated or stored.
 * @param batch contents in one call
 */
export async function runScript(
  simulated: Simulated,
  modelId: string,
  contents: readonly MadeContent[],
  batch: number,
  latency: Latency,
) {
  const template = builtInTemplates.find(({ id }) => id === "tpl_customer_support");
  if (!template) throw new Error("the template for customer support is gone");
  const { facets, modules } = template;
  const client = new OpenAI({ apiKey: "sk-bench-0123456789", baseURL: `${simulated.url}/v1` });
  const before = simulated.calls().length;
  const found = new Map<string, Record<string, unknown>>();
  const limit = pLimit(atOnce);
  const begunAt = performance.now();
  const starts = Array.from({ length: Math.ceil(contents.length / batch) }, (_, index) => index * batch);
  const asking = starts.map((start) =>
    limit(async () => {
      const own = contents.slice(start, start + batch);
      const items = own.map(({ messages }, index) => ({ id: `i${index + 1}`, language: "en", messages }));
      const prompt = promptFor({ task: "extract", facets, modules, known: {}, frozen: false, items });
      const user = prompt.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
      const answer = await client.chat.completions.create({
        model: modelId,
        messages: [
          { role: "system", content: prompt.system },
          { role: "user", content: user },
        ],
        response_format: {
          type: "json_schema",
          json_schema: { name: prompt.reply.name, schema: prompt.reply.schema, strict: true },
        },
      });
      const { items: rows } = replySchema.parse(JSON.parse(answer.choices[0]?.message.content ?? ""));
      for (const { id, facets: said } of rows) {
        const content = own[Number(id.slice(1)) - 1];
        if (content) found.set(content.id, said);
      }
    }),
  );
  await Promise.all(asking);
  const tookMs = performance.now() - begunAt;
  const records = simulated.calls().slice(before);
  const calls = records.map(({ at, endedAt, latencyMs }, task): JobCall => {
    return { task, step: "classification", stream: 0, beganAt: at, endedAt: endedAt ?? at, latencyMs, again: false };
  });
  const measured: Measured = {
    who: batch === 1 ? "script, one content a call" : `script, ${batch} contents a call`,
    latency,
    streams: atOnce,
    sync: null,
    contents: found.size,
    tookMs,
    ideal: idealOf(calls, atOnce),
    classificationMs: tookMs,
    firstPartialMs: null,
    calls: records.length,
    madeAgain: 0,
    inputTokens: records.reduce((sum, call) => sum + call.inputTokens, 0),
    cachedInputTokens: 0,
    costUsd: null,
    platform: null,
    providerLateMs: spreadOf(calls.map((call) => call.endedAt - call.beganAt - call.latencyMs)),
    losses: [],
  };
  return { measured, found };
}
