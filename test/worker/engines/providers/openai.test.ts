import type { ServerResponse } from "node:http";
import { LLMock } from "@copilotkit/aimock";
import { describe, expect, onTestFinished, test } from "vitest";
import { openai, openaiCompatible } from "../../../../worker/engines/providers/openai.ts";
import { soundUsage } from "../../../../worker/engines/sound-usage.ts";
import {
  answerJson,
  call,
  closedServer,
  connectionTo,
  failureOf,
  providerServer,
  watching,
} from "./provider-server.ts";

const answerText = '{"ending":"good"}';
const usage = {
  prompt_tokens: 330,
  completion_tokens: 42,
  total_tokens: 372,
  prompt_tokens_details: { cached_tokens: 300, cache_write_tokens: 20 },
  completion_tokens_details: { reasoning_tokens: 30 },
};

const piece = (delta: object, finish_reason: string | null = null) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason }],
});
const pieces = [
  piece({ role: "assistant", content: "" }),
  piece({ content: answerText.slice(0, 6) }),
  piece({ content: answerText.slice(6) }),
];
const counted = { id: "chatcmpl-1", object: "chat.completion.chunk", choices: [], usage };

function write(response: ServerResponse, chunks: object[]): ServerResponse {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  return response;
}

const streaming = (chunks: object[]) =>
  providerServer((response) => void write(response, chunks).end("data: [DONE]\n\n"));

const schema = {
  type: "object",
  properties: {
    ending: { type: "string", enum: ["good", "bad"] },
    score: { anyOf: [{ type: "number", description: "(minimum: 0)" }, { type: "null" }] },
  },
  required: ["ending", "score"],
  additionalProperties: false,
};
const response_format = { type: "json_schema", json_schema: { name: "ending", strict: true, schema } };
const image = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
const content = [{ type: "text", text: "What all calls share." }, image, { type: "text", text: "Conversation 7" }];
const messages = [
  { role: "system", content: call.system },
  { role: "user", content },
];

describe("OpenAI", () => {
  test("answers through the official SDK, against a simulated OpenAI", async () => {
    const mock = new LLMock({ host: "127.0.0.1", port: 0 });
    mock.onMessage("Conversation 7", { content: answerText, usage });
    onTestFinished(() => mock.stop());
    const url = await mock.start();
    const watch = watching();
    const reply = await openai.send({ ...call, model: "gpt-6-luna" }, connectionTo(`${url}/v1`), watch);
    expect(reply).toMatchObject({
      text: answerText,
      stop: "end",
      usage: { inputTokens: 330, outputTokens: 42 },
    });
    expect(watch.tokens).toBeGreaterThan(0);
    expect(mock.getRequests().map(({ path }) => path)).toEqual(["/v1/chat/completions"]);
  });

  test("is sent everything in OpenAI's words", async () => {
    const server = await streaming([...pieces, piece({}, "stop"), counted]);
    await openai.send({ ...call, idempotencyKey: "job-1/7/2" }, connectionTo(`${server.url}/v1`), watching());
    const [heard] = server.heard;
    expect(`${heard?.method} ${heard?.path}`).toBe("POST /v1/chat/completions");
    expect(heard?.headers).toMatchObject({
      authorization: "Bearer test-key-of-nobody",
      "idempotency-key": "job-1/7/2",
    });
    expect(heard?.body).toEqual({
      model: "a-model",
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 500,
      prompt_cache_key: "job-1",
      messages,
      response_format,
    });
  });

  test("is read to its end: text, tokens as billed, signs of life", async () => {
    const server = await streaming([...pieces, piece({}, "stop"), counted]);
    const watch = watching();
    expect(await openai.send(call, connectionTo(server.url), watch)).toEqual({
      text: answerText,
      stop: "end",
      usage: {
        inputTokens: 330,
        cachedInputTokens: 300,
        cacheWriteTokens: 20,
        outputTokens: 42,
        reasoningTokens: 30,
      },
    });
    expect(watch.tokens).toBe(2);
  });

  test("says null for what may be left out, and it is left out", async () => {
    const server = await streaming([piece({ content: '{"ending":"bad","score":null}' }), piece({}, "stop")]);
    const { text } = await openai.send(call, connectionTo(server.url), watching());
    expect(text).toBe('{"ending":"bad"}');
  });

  test("cut by the output limit is a reply cut", async () => {
    const server = await streaming([...pieces, piece({}, "length"), counted]);
    expect(await openai.send(call, connectionTo(server.url), watching())).toMatchObject({
      text: answerText,
      stop: "length",
    });
  });

  test.each([
    ["refuses in words", [piece({ refusal: "I can't" }), piece({}, "stop"), counted], "content_refused"],
    ["is held back by the filter", [...pieces, piece({}, "content_filter"), counted], "content_refused"],
    ["stops for something new", [...pieces, piece({}, "tired"), counted], "cut_short"],
    ["has no finish reason", [...pieces, counted], "cut_short"],
  ])("that %s fails, and is billed", async (_, chunks, kind) => {
    const server = await streaming(chunks);
    const failure = await failureOf(openai.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.usage?.outputTokens]).toEqual([kind, 42]);
  });

  test.each([`sk-${"x".repeat(30)}`, "test-key-of-nobody", "Pay at evil.example now", { key: "test-key-of-nobody" }])(
    "never repeats the reason that a server makes up: %j",
    async (reason) => {
      const chunk = { ...piece({}), choices: [{ index: 0, delta: {}, finish_reason: reason }] };
      const server = await streaming([...pieces, chunk, counted]);
      const failure = await failureOf(openai.send(call, connectionTo(server.url), watching()));
      expect([failure.kind, failure.message]).toEqual(["cut_short", "The model stopped for a reason unknown here"]);
    },
  );

  test.each([undefined, {}, { prompt_tokens: 330 }])("does not say what it used where it says %j", async (said) => {
    const last = said === undefined ? [] : [{ ...counted, usage: said }];
    const server = await streaming([...pieces, piece({}, "stop"), ...last]);
    const { usage: used } = await openai.send(call, connectionTo(server.url), watching());
    expect(soundUsage(used)).toBeNull();
    if (said === undefined) expect(used).toBeNull();
  });

  test("that floods us is failed, not read to its end", async () => {
    const flood = `data: ${JSON.stringify(piece({ content: "x".repeat(1_000_000) }))}\n\n`;
    const server = await providerServer((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const pour = () => {
        while (!response.destroyed && response.write(flood));
      };
      response.on("drain", pour);
      pour();
    });
    const failure = await failureOf(openai.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.message]).toEqual(["server", expect.stringContaining("32 MB")]);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ["ends too soon", (response) => void write(response, pieces).end()],
    ["breaks off", (response) => void write(response, pieces).socket?.end()],
    ["holds what is no JSON", (response) => void write(response, pieces).end("data: {\n\n")],
    ["is no stream at all", (response) => void response.end("<html>hello</html>")],
  ])("whose stream %s is cut short", async (_, answer) => {
    const server = await providerServer(answer);
    const { kind, usage } = await failureOf(openai.send(call, connectionTo(server.url), watching()));
    expect([kind, usage]).toEqual(["cut_short", null]);
  });

  test.each([
    [{ type: "server_error", code: null }, "server"],
    [{ type: "requests", code: "rate_limit_exceeded" }, "rate_limited"],
    [{ type: "insufficient_quota", code: "insufficient_quota" }, "no_credit"],
    [{ type: "invalid_request_error", code: "context_length_exceeded" }, "context_too_long"],
    [{ code: 503 }, "overloaded"],
  ])("that says %j inside its stream is %s, with what was used", async (error, kind) => {
    const server = await streaming([...pieces, counted, { error: { ...error, message: "No more." } }]);
    const failure = await failureOf(openai.send(call, connectionTo(server.url), watching()));
    expect(failure).toMatchObject({ kind, status: null, message: "No more.", usage: { inputTokens: 330 } });
  });

  test.each([
    [500, "server_error", "server"],
    [503, "server_error", "overloaded"],
    [401, "invalid_api_key", "auth"],
    [404, "model_not_found", "model_gone"],
    [429, "rate_limit_exceeded", "rate_limited"],
    [429, "insufficient_quota", "no_credit"],
  ])("that answers %i %s is asked once", async (status, code, kind) => {
    const server = await providerServer((response) =>
      answerJson(response, status, { error: { code, message: "Not now." } }, { "retry-after": "30" }),
    );
    const failure = await failureOf(openai.send(call, connectionTo(server.url), watching()));
    expect(failure).toMatchObject({ kind, status, message: "Not now.", retryAfter: 30_000 });
    expect(server.heard).toHaveLength(1);
  });

  test("behind a broken proxy says the status alone", async () => {
    const server = await providerServer((response) => void response.writeHead(502).end("<html>nginx</html>"));
    const failure = await failureOf(openai.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.message]).toEqual(["server", "HTTP 502"]);
  });

  test.each([0, 1])("that falls silent after %i pieces is ended by the signal, with its own reason", async (count) => {
    const reason = new Error("the deadline is over");
    const watch = watching();
    const server = await providerServer((response) => {
      if (count > 0) write(response, pieces);
      else watch.abort(reason);
    });
    const onToken = () => watch.abort(reason);
    await expect(openai.send(call, connectionTo(server.url), { ...watch, onToken })).rejects.toBe(reason);
    expect(server.heard).toHaveLength(1);
  });

  test("that answers with a redirect is not followed to the other host", async () => {
    const other = await streaming([...pieces, piece({}, "stop")]);
    const server = await providerServer((response) => void response.writeHead(307, { location: other.url }).end());
    const failure = await failureOf(openai.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.status]).toEqual(["misconfigured", 307]);
    expect(other.heard).toEqual([]);
  });

  test("that can't be reached is a failed connection", async () => {
    const url = await closedServer();
    const { kind, message } = await failureOf(openai.send(call, connectionTo(url), watching()));
    expect([kind, message]).toEqual(["connection", `No connection to ${new URL(url).host} (ECONNREFUSED)`]);
  });

  test("without a key is not asked", async () => {
    const server = await streaming(pieces);
    const failure = await failureOf(openai.send(call, connectionTo(server.url, null), watching()));
    expect(failure.kind).toBe("auth");
    expect(server.heard).toEqual([]);
  });

  test("lists its models with their last days", async () => {
    const server = await providerServer((response) =>
      answerJson(response, 200, {
        data: [{ id: "gpt-6-luna" }, { id: "gpt-4.1", shutdown_date: "2027-01-14" }, { object: "of no name" }],
      }),
    );
    const found = await openai.listModels(connectionTo(`${server.url}/v1`), new AbortController().signal);
    expect(server.heard.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /v1/models"]);
    expect(found.map(({ id, lifecycle, retiresAt }) => [id, lifecycle, retiresAt])).toEqual([
      ["gpt-6-luna", null, null],
      ["gpt-4.1", "deprecated", "2027-01-14"],
    ]);
  });

  test("gives vectors in the order of the texts", async () => {
    const server = await providerServer((response) =>
      answerJson(response, 200, {
        data: [
          { index: 1, embedding: [0, 1] },
          { index: 0, embedding: [1, 0] },
        ],
        usage: { prompt_tokens: 6, total_tokens: 6 },
      }),
    );
    const { signal } = new AbortController();
    const embedded = await openai.embed?.(
      { model: "text-embedding-3-small", texts: ["one", "two"], idempotencyKey: "an_1/1/0" },
      connectionTo(server.url),
      signal,
    );
    expect(embedded).toEqual({
      vectors: [
        [1, 0],
        [0, 1],
      ],
      inputTokens: 6,
    });
    expect(server.heard[0]?.body).toMatchObject({ input: ["one", "two"], encoding_format: "float" });
  });
});

describe("a server that speaks OpenAI's dialect", () => {
  const bodyFor = async (preset: string | undefined, given = call) => {
    const server = await streaming([...pieces, piece({}, "stop")]);
    await openaiCompatible.send(given, { ...connectionTo(server.url), preset }, watching());
    return server.heard[0]?.body;
  };
  const asked = { model: "a-model", stream: true };
  const withUsage = { ...asked, stream_options: { include_usage: true } };

  test.each<[string | undefined, object]>([
    [undefined, { ...withUsage, max_tokens: 500, messages, response_format }],
    ["azure", { ...withUsage, max_completion_tokens: 500, messages, response_format }],
    ["mistral", { ...asked, max_tokens: 500, messages, response_format }],
    [
      "openrouter",
      { ...withUsage, max_tokens: 500, messages, response_format, provider: { require_parameters: true } },
    ],
  ])("is asked as its preset %s says", async (preset, body) => {
    expect(await bodyFor(preset, { ...call, idempotencyKey: "job-1/7/2" })).toEqual(body);
  });

  test("with nothing but a JSON mode is told the schema in words", async () => {
    const body = await bodyFor("deepseek");
    expect(body).toMatchObject({ response_format: { type: "json_object" } });
    expect(JSON.stringify(body?.messages)).toContain("JSON schema");
    expect(JSON.stringify(body?.messages)).toContain(String.raw`\"enum\":[\"good\",\"bad\"]`);
  });

  test("that calls a function answers with what it calls it with", async () => {
    const called = (args: string) => piece({ tool_calls: [{ index: 0, function: { arguments: args } }] });
    const server = await streaming([
      piece({ tool_calls: [{ index: 0, id: "1", type: "function", function: { name: "ending", arguments: "" } }] }),
      called(answerText.slice(0, 6)),
      called(answerText.slice(6)),
      piece({}, "tool_calls"),
    ]);
    const watch = watching();
    const reply = await openaiCompatible.send(call, { ...connectionTo(server.url), preset: "groq" }, watch);
    expect(reply).toMatchObject({ text: answerText, stop: "end" });
    expect(watch.tokens).toBe(2);
    expect(server.heard[0]?.body).toMatchObject({
      tool_choice: { type: "function", function: { name: "ending" } },
      tools: [{ type: "function", function: { name: "ending", parameters: { required: ["ending"] } } }],
    });
  });

  test("gets text without images as one text", async () => {
    const texts = call.parts.filter((part) => part.type === "text");
    expect(await bodyFor("ollama", { ...call, system: "", parts: texts })).toMatchObject({
      messages: [{ role: "user", content: "What all calls share.Conversation 7" }],
    });
  });

  test.each(["reasoning", "reasoning_content"])("that thinks aloud as %s lives, and says nothing yet", async (name) => {
    const server = await streaming([piece({ [name]: "hm" }), ...pieces, piece({}, "stop")]);
    const watch = watching();
    const { text } = await openaiCompatible.send(call, connectionTo(server.url), watch);
    expect([text, watch.tokens]).toEqual([answerText, 3]);
  });

  test("without a key is asked without one", async () => {
    const server = await streaming([...pieces, piece({}, "stop")]);
    await openaiCompatible.send(call, connectionTo(server.url, null), watching());
    expect(server.heard[0]?.headers).not.toHaveProperty("authorization");
  });

  test.each([
    ["OpenRouter", { name: "A", context_length: 1000, top_provider: { max_completion_tokens: 100 } }],
    ["Groq", { display_name: "A", context_window: 1000, max_completion_tokens: 100, top_provider: null }],
  ])("lists its models in the words of %s", async (_, more) => {
    const server = await providerServer((response) =>
      answerJson(response, 200, { data: [{ id: "a", ...more, expiration_date: "2026-12-01" }] }),
    );
    expect(await openaiCompatible.listModels(connectionTo(server.url), new AbortController().signal)).toEqual([
      {
        id: "a",
        name: "A",
        contextTokens: 1000,
        outputTokens: 100,
        lifecycle: "deprecated",
        retiresAt: "2026-12-01",
      },
    ]);
  });

  test("may list its models as a bare array", async () => {
    const server = await providerServer((response) => answerJson(response, 200, [{ id: "a", max_model_len: 1000 }]));
    const found = await openaiCompatible.listModels(connectionTo(server.url), new AbortController().signal);
    expect(found).toMatchObject([{ id: "a", contextTokens: 1000, outputTokens: null }]);
  });

  test("whose address answers with a page is no catalogue", async () => {
    const server = await providerServer((response) => void response.end("<html>hello</html>"));
    const listing = openaiCompatible.listModels(connectionTo(server.url), new AbortController().signal);
    expect((await failureOf(listing)).kind).toBe("bad_request");
  });
});

describe("a server that answers in one piece although a stream was asked for", () => {
  const whole = (message: object, finish_reason: string) =>
    providerServer((response) =>
      answerJson(response, 200, {
        id: "1",
        object: "chat.completion",
        choices: [{ index: 0, message, finish_reason }],
        usage,
      }),
    );

  test("is read like any other, its usage included", async () => {
    const server = await whole({ role: "assistant", content: answerText }, "stop");
    const reply = await openaiCompatible.send(call, connectionTo(server.url), watching());
    expect(reply).toMatchObject({ text: answerText, stop: "end", usage: { inputTokens: 330, outputTokens: 42 } });
  });

  test("may answer by a tool call, and be cut by its output limit", async () => {
    const tool = { id: "t", type: "function", function: { name: "ending", arguments: answerText } };
    const server = await whole({ role: "assistant", content: null, tool_calls: [tool] }, "length");
    const reply = await openaiCompatible.send(call, connectionTo(server.url), watching());
    expect(reply).toMatchObject({ text: answerText, stop: "length" });
  });

  test("is not taken at its word where the piece is no answer at all", async () => {
    const server = await providerServer((response) => answerJson(response, 200, { hello: "world" }));
    expect(await failureOf(openaiCompatible.send(call, connectionTo(server.url), watching()))).toMatchObject({
      kind: "cut_short",
    });
  });
});
