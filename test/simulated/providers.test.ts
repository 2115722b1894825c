import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ZodType } from "zod";
import {
  auditNamesReplySchema,
  extractItemSchema,
  extractReplySchema,
  groupClustersReplySchema,
  nameClustersReplySchema,
  reconcileReplySchema,
  summarizeReplySchema,
} from "../../worker/contract/reply.ts";
import { isJson } from "./json-schema.ts";
import { askers } from "./official-clients.ts";
import { examplePrompts } from "./prompts.ts";
import { type Simulated, startSimulated } from "./providers.ts";
import type { Tokens } from "./tokens.ts";

const shapes: Record<string, ZodType> = {
  extract: extractReplySchema.transform(({ items }) => items.map((item) => extractItemSchema.parse(item))),
  reconcile: reconcileReplySchema,
  "name-clusters": nameClustersReplySchema,
  "group-clusters": groupClustersReplySchema,
  "audit-names": auditNamesReplySchema,
  summarize: summarizeReplySchema,
};

/** The members of a reply's list: an empty one would fit every shape. */
function sizeOf(reply: unknown): number {
  const list = Object.values(isJson(reply) ? reply : {}).find((value) => Array.isArray(value));
  return Array.isArray(list) ? list.length : 0;
}

describe.each(Object.entries(askers))("over the wire of %s", (wire, ask) => {
  let simulated: Simulated;
  beforeAll(async () => {
    simulated = await startSimulated();
  });
  afterAll(() => simulated.close());

  const endings: Record<string, string> = {
    anthropic: "end_turn",
    openai: "stop",
    gemini: "STOP",
    bedrock: "tool_use",
  };

  test.each(Object.entries(examplePrompts))("%s is answered in the shape of the contract", async (task, prompt) => {
    const { text, stop } = await ask({ url: simulated.url, model: "shape", ...prompt });
    const reply: unknown = JSON.parse(text);
    expect(stop).toBe(endings[wire]);
    if (task === "probe") {
      expect(reply).toEqual({ ok: true });
      return;
    }
    expect(shapes[task]?.safeParse(reply).error).toBeUndefined();
    expect(sizeOf(reply)).toBeGreaterThan(0);
    expect(simulated.calls().at(-1)).toMatchObject({ wire, task, model: "shape", status: 200, billed: "whole" });
  });

  test("the usage told is the usage billed, and a repeated beginning is cached", async () => {
    const told: Tokens[] = [];
    for (const prompt of Object.values(examplePrompts)) {
      for (const user of [prompt.user, `${prompt.user}\nAgain.`]) {
        const { usage } = await ask({ url: simulated.url, model: "bill:1", ...prompt, user });
        if (usage) told.push(usage);
      }
    }
    const sum = (of: keyof Tokens) => told.reduce((total, usage) => total + usage[of], 0);
    expect(simulated.bill().models["bill:1"]).toMatchObject({
      billed: {
        requests: 2 * Object.keys(examplePrompts).length,
        inputTokens: sum("input"),
        cachedInputTokens: sum("cached"),
        cacheWriteTokens: sum("cacheWrite"),
        outputTokens: sum("output"),
      },
      lost: { requests: 0 },
    });
    const [first, second] = told;
    const { system = "", user = "", schema } = examplePrompts.extract ?? {};
    expect(first?.input).toBe(Math.ceil((JSON.stringify(schema).length + system.length + user.length) / 4));
    expect(first?.cached).toBe(0);
    expect(second?.cached).toBeGreaterThan(700);
  });

  test("a repeated key is counted, and paid again only without a memory", async () => {
    const remembering = await startSimulated({ remember: true });
    const prompt = examplePrompts.probe ?? { system: "", user: "", schema: {} };
    try {
      for (const { url } of [simulated, remembering]) {
        const asked = { url, model: "keys", key: "an_1/t1/0", ...prompt };
        expect((await ask(asked)).text).toBe((await ask(asked)).text);
        await ask({ ...asked, key: "an_1/t1/1" });
      }
      expect(simulated.bill().models.keys).toMatchObject({ billed: { requests: 3 }, repeats: 1, paidTwice: 1 });
      expect(remembering.bill().models.keys).toMatchObject({ billed: { requests: 2 }, repeats: 1, paidTwice: 0 });
      expect(remembering.calls().map(({ key, repeat, billed }) => [key, repeat, billed])).toEqual([
        ["an_1/t1/0", 0, "whole"],
        ["an_1/t1/0", 1, "remembered"],
        ["an_1/t1/1", 0, "whole"],
      ]);
    } finally {
      await remembering.close();
    }
  });
});

async function allOf<Thing>(pages: AsyncIterable<Thing>): Promise<Thing[]> {
  const all: Thing[] = [];
  for await (const one of pages) all.push(one);
  return all;
}

test("lists its models in the words of each SDK", async () => {
  const models = ["one", "two:1"];
  const simulated = await startSimulated({ models });
  const { url } = simulated;
  try {
    const anthropic = new Anthropic({ apiKey: "test", baseURL: url }).models.list();
    expect((await allOf(anthropic)).map(({ id, lifecycle }) => [id, lifecycle])).toEqual([
      ["one", "active"],
      ["two:1", "active"],
    ]);
    const openai = new OpenAI({ apiKey: "test", baseURL: `${url}/v1` }).models.list();
    expect((await allOf(openai)).map(({ id }) => id)).toEqual(models);
    const gemini = await new GoogleGenAI({ apiKey: "test", httpOptions: { baseUrl: url } }).models.list();
    expect((await allOf(gemini)).map(({ name }) => name)).toEqual(["models/one", "models/two:1"]);
    const bedrock: unknown = await (await fetch(`${url}/foundation-models`)).json();
    expect(bedrock).toMatchObject({ modelSummaries: [{ modelId: "one" }, { modelId: "two:1" }] });
  } finally {
    await simulated.close();
  }
});
