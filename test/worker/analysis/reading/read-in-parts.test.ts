import { estimateTokenCount } from "tokenx";
import { describe, expect, test } from "vitest";
import type { JobSpec } from "../../../../worker/analysis/job.ts";
import { completeOptions } from "../../../../worker/analysis/options.ts";
import { extract } from "../../../../worker/analysis/reading/extract.ts";
import { readInParts } from "../../../../worker/analysis/reading/read-in-parts.ts";
import type { Ask } from "../../../../worker/engines/ask.ts";
import { NoneCanServe } from "../../../../worker/engines/failure.ts";
import { promptFor } from "../../../../worker/engines/prompts/prompt.ts";

const contextTokens = 8_000;
const spec: JobSpec = {
  analysisId: "an_1",
  organizationId: "org_1",
  projectId: "prj_1",
  datasetId: "ds_1",
  templateId: "tpl_1",
  name: "n",
  model: "sim/small",
  facets: [{ name: "intent", description: "What it is about", type: "label" }],
  modules: { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true },
  options: completeOptions({}, {}, {}),
  limits: { contextTokens, outputTokens: 2_000, maxItems: 10 },
  startLabels: {},
  estimate: null,
  createdAt: 0,
};
const turn = (n: number) => ({
  role: n % 2 ? "assistant" : "user",
  content: `Remark ${n}: ${"we should look at the plan again. ".repeat(12)}`,
});
const meeting = (id: string, turns: number) => ({
  id,
  externalId: id,
  language: "en",
  messages: Array.from({ length: turns }, (_, n) => turn(n)),
});

/** Answers every item, quoting its first message; notes what it was sent. */
function model(fails?: (call: number) => Error | null) {
  const sent: { tokens: number; said: string[]; key: string }[] = [];
  const ask: Ask = async (question, { idempotencyKey: key }) => {
    if (question.task !== "extract") throw new Error("asked something else");
    const failure = fails?.(sent.length);
    const prompt = promptFor(question);
    const text = [prompt.system, ...prompt.parts.map((part) => (part.type === "text" ? part.text : ""))].join("\n");
    sent.push({
      tokens: estimateTokenCount(text),
      said: question.items.flatMap(({ messages }) => messages.map(({ content }) => content)),
      key,
    });
    if (failure) throw failure;
    const items = question.items.map(({ id, messages }) => ({
      id,
      facets: { intent: "Planning" },
      summary: `About ${messages.length}.`,
      sentiment: "neutral",
      confidence: 0.7,
      evidence: [{ facet: "intent", message: 0, quote: messages[0]?.content.slice(0, 12) ?? "" }],
    }));
    return {
      reply: { items },
      model: "sim/small",
      usage: { calls: 1, inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, costUsd: 0 },
    };
  };
  return { ask, sent };
}

function reading(ask: Ask, contents: ReturnType<typeof meeting>[]) {
  let calls = 0;
  return readInParts(spec, contents, {}, (items) => extract(spec, items, {}, ask, ask, () => `key/${calls++}`));
}

describe("a batch that is over the model's context", () => {
  test("goes in parts: no question is over the context, every word is sent once, and one answer comes back", async () => {
    const { ask, sent } = model();
    const contents = [meeting("long", 300), meeting("short", 2)];
    const answer = await reading(ask, contents);
    if (answer.name !== "extract") throw new Error("another answer");
    expect(sent.length).toBeGreaterThan(5);
    for (const { tokens } of sent) expect(tokens).toBeLessThan(contextTokens);
    expect(sent.flatMap(({ said }) => said)).toEqual(
      contents.flatMap(({ messages }) => messages.map(({ content }) => content)),
    );
    expect(new Set(sent.map(({ key }) => key)).size).toBe(sent.length);
    expect(answer.results.map(({ contentId, status }) => [contentId, status])).toEqual([
      ["long", "done"],
      ["short", "done"],
    ]);
    const [long] = answer.results;
    expect(long?.evidence.length).toBeGreaterThan(5);
    for (const { message, quote, verified } of long?.evidence ?? []) {
      expect(verified).toBe(true);
      expect(contents[0]?.messages[message]?.content.startsWith(quote)).toBe(true);
    }
  });

  test("is left for another time where its model goes away half-way, and no half answer is kept", async () => {
    const { ask } = model((call) => (call === 3 ? new NoneCanServe("gone") : null));
    const answer = await reading(ask, [meeting("a", 20), meeting("long", 300)]);
    if (answer.name !== "extract") throw new Error("another answer");
    expect(answer.results.map(({ contentId }) => contentId)).toEqual(["a"]);
    expect(answer.left).toMatchObject({ contentIds: ["long"], noneCanServe: true });
    const gone = model(() => new NoneCanServe("gone"));
    await expect(reading(gone.ask, [meeting("long", 300)])).rejects.toBeInstanceOf(NoneCanServe);
  });

  test("that fits is one question", async () => {
    const { ask, sent } = model();
    await reading(ask, [meeting("a", 2), meeting("b", 3)]);
    expect(sent).toHaveLength(1);
  });
});
