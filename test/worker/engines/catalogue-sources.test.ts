import { describe, expect, test } from "vitest";
import { snapshotSchema } from "../../../worker/contract/model-change.ts";
import { parseModelsDev, parseOpenRouter, readCatalogueSources } from "../../../worker/engines/catalogue-sources.ts";

const now = Date.parse("2026-11-21");

const modelsDev = {
  anthropic: {
    id: "anthropic",
    models: {
      "claude-test-1": {
        limit: { context: 1000, output: 100 },
        cost: {
          input: 1,
          output: 5,
          cache_read: 0.1,
          tiers: [{ tier: { type: "context", size: 200 }, input: 2, output: 10 }],
        },
        modalities: { input: ["text"], output: ["text"] },
        knowledge: "2026-01",
        release_date: "2026-02-03",
        status: "deprecated",
      },
      "claude-voice": { modalities: { output: ["audio"] }, limit: { context: 1 } },
    },
  },
  somebody: { models: { "claude-test-1": { limit: { context: 5 } } } },
};

const openRouter = {
  data: [
    {
      id: "openai/gpt-test",
      context_length: 2000,
      created: 1_790_000_000,
      top_provider: { max_completion_tokens: 200 },
      pricing: { prompt: "0.0000001", completion: "0.0000005", input_cache_read: "0.00000001" },
      expiration_date: "2027-01-14",
    },
    { id: "openrouter/auto", pricing: { prompt: "-1", completion: "-1" } },
    { id: "google/gemini-test:free", pricing: { prompt: "0", completion: "0" } },
  ],
};

describe("a public list", () => {
  test("of models.dev is read", () => {
    expect(parseModelsDev(modelsDev)).toEqual([
      {
        type: "anthropic",
        id: "claude-test-1",
        contextTokens: 1000,
        outputTokens: 100,
        prices: {
          tiers: [
            { aboveInputTokens: 0, input: 1, output: 5, cachedInput: 0.1, cacheWrite: null },
            { aboveInputTokens: 200, input: 2, output: 10, cachedInput: null, cacheWrite: null },
          ],
        },
        lifecycle: { state: "deprecated", retiresAt: null },
        knowledgeCutoff: "2026-01",
        releasedAt: "2026-02-03",
      },
    ]);
  });

  test("of OpenRouter is read: dollars a million tokens, and 0 or -1 is no price", () => {
    const [gpt, free, ...more] = parseOpenRouter(openRouter);
    expect(more).toEqual([]);
    expect(gpt).toMatchObject({
      type: "openai-compatible",
      id: "openai/gpt-test",
      contextTokens: 2000,
      outputTokens: 200,
      prices: { tiers: [{ input: 0.1, output: 0.5, cachedInput: 0.01, cacheWrite: null }] },
      lifecycle: { state: "deprecated", retiresAt: "2027-01-14" },
      releasedAt: "2026-09-21",
    });
    expect(free?.prices).toBeNull();
  });

  test("that is nothing of the kind is empty, and what it says wrongly is left out", () => {
    for (const body of [
      null,
      1,
      "x",
      [],
      {},
      { anthropic: [] },
      { anthropic: { models: 3 } },
      { data: [null, 1, {}] },
    ]) {
      expect([parseModelsDev(body), parseOpenRouter(body)]).toEqual([[], []]);
    }
    const wrong = {
      limit: { context: -1, output: 1.5 },
      cost: { input: "1", output: 2 },
      knowledge: "soon",
      release_date: 7,
    };
    const [model] = parseModelsDev({ openai: { models: { "gpt-x": wrong } } });
    expect(model).toEqual({
      type: "openai",
      id: "gpt-x",
      contextTokens: null,
      outputTokens: null,
      prices: null,
      lifecycle: null,
      knowledgeCutoff: null,
      releasedAt: null,
    });
    const odd = { data: [{ id: "openai/gpt-x", created: 1e300, pricing: { prompt: "1e999", completion: "" } }] };
    expect(parseOpenRouter(odd)[0]).toMatchObject({ prices: null, releasedAt: null });
  });
});

describe("reading the lists", () => {
  const answering =
    (answer: (url: string, init?: RequestInit) => Response | Promise<Response>): typeof fetch =>
    async (input, init) =>
      answer(String(input), init);

  test("gives those that answer, in a form that can be stored", async () => {
    const redirects: unknown[] = [];
    const lists = await readCatalogueSources(
      now,
      answering((url, init) => {
        redirects.push(init?.redirect);
        return Response.json(url.includes("openrouter") ? openRouter : modelsDev);
      }),
    );
    expect(lists.map(({ source, models }) => [source, models.length])).toEqual([
      ["models.dev", 1],
      ["OpenRouter", 2],
    ]);
    expect(redirects).toEqual(["manual", "manual"]);
    expect(snapshotSchema.safeParse({ lists }).success).toBe(true);
  });

  test("is silent offline, before a redirect, an error, what is no JSON, and more than 8 MB", async () => {
    const mebibyte = new TextEncoder().encode(" ".repeat(1024 * 1024));
    let sent = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 1;
          controller.enqueue(mebibyte);
        },
      });
    const answers: (() => Response | Promise<Response>)[] = [
      () => Promise.reject(new TypeError("offline")),
      () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1/" } }),
      () => Response.json(modelsDev, { status: 500 }),
      () => new Response("<html>"),
      () => new Response(endless()),
    ];
    for (const answer of answers) expect(await readCatalogueSources(now, answering(answer))).toEqual([]);
    // Two lists of at most 8 MB each, and what was on its way when they were let go.
    expect(sent).toBeLessThan(24);
  });
});
