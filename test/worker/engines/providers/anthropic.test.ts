import type { ServerResponse } from "node:http";
import { LLMock } from "@copilotkit/aimock";
import { describe, expect, onTestFinished, test } from "vitest";
import { anthropic } from "../../../../worker/engines/providers/anthropic.ts";
import { soundModels } from "../../../../worker/engines/sound-models.ts";
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
const startUsage = {
  input_tokens: 10,
  cache_creation_input_tokens: 20,
  cache_read_input_tokens: 300,
  output_tokens: 1,
};

type Event = { type: string; [key: string]: unknown };

const begin: Event[] = [
  { type: "message_start", message: { id: "msg_1", role: "assistant", content: [], usage: startUsage } },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
];
const pieces: Event[] = [answerText.slice(0, 6), answerText.slice(6)].map((text) => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text },
}));
const stopped = (stop_reason: string | null): Event[] => [
  { type: "content_block_stop", index: 0 },
  {
    type: "message_delta",
    delta: { stop_reason, stop_sequence: null },
    usage: { output_tokens: 42, input_tokens: null, output_tokens_details: { thinking_tokens: 30 } },
  },
  { type: "message_stop" },
];

function write(response: ServerResponse, events: Event[]): ServerResponse {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return response;
}

const streaming = (events: Event[]) => providerServer((response) => void write(response, events).end());

describe("Claude", () => {
  test("answers through the official SDK, against a simulated Anthropic", async () => {
    const mock = new LLMock({ host: "127.0.0.1", port: 0 });
    mock.onMessage("Conversation 7", {
      content: answerText,
      usage: { input_tokens: 21, output_tokens: 8 },
    });
    onTestFinished(() => mock.stop());
    const url = await mock.start();
    const watch = watching();
    const reply = await anthropic.send({ ...call, model: "claude-haiku-5-5" }, connectionTo(url), watch);
    expect(reply).toMatchObject({ text: answerText, stop: "end", usage: { inputTokens: 21 } });
    expect(watch.tokens).toBeGreaterThan(0);
    expect(mock.getRequests().map(({ path }) => path)).toEqual(["/v1/messages"]);
  });

  test("is sent everything in Anthropic's words", async () => {
    const server = await streaming([...begin, ...pieces, ...stopped("end_turn")]);
    await anthropic.send(call, connectionTo(server.url), watching());
    const [heard] = server.heard;
    expect(server.heard).toHaveLength(1);
    expect(`${heard?.method} ${heard?.path}`).toBe("POST /v1/messages");
    expect(heard?.headers).toMatchObject({
      authorization: "Bearer test-key-of-nobody",
      "idempotency-key": "task-7-attempt-1",
    });
    const point = { cache_control: { type: "ephemeral" } };
    expect(heard?.body).toEqual({
      model: "a-model",
      max_tokens: 500,
      stream: true,
      system: [{ type: "text", text: call.system, ...point }],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What all calls share.", ...point },
            { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
            { type: "text", text: "Conversation 7" },
          ],
        },
      ],
      output_config: {
        format: {
          type: "json_schema",
          schema: {
            type: "object",
            properties: {
              ending: { type: "string", enum: ["good", "bad"] },
              score: { type: "number", description: "(minimum: 0)" },
            },
            required: ["ending"],
            additionalProperties: false,
          },
        },
      },
    });
  });

  test("is given four cache points at most, the last ones, and no empty text", async () => {
    const server = await streaming([...begin, ...stopped("end_turn")]);
    const parts = ["1", "2", "", "3", "4", "5"].map((text) => ({ type: "text" as const, text, cache: true }));
    await anthropic.send({ ...call, parts }, connectionTo(server.url), watching());
    const body = server.heard[0]?.body as { system: object[]; messages: { content: { text: string }[] }[] };
    const pointed = body.messages[0]?.content.map((part) => [part.text, "cache_control" in part]);
    expect(pointed).toEqual([
      ["1", false],
      ["2", false],
      ["3", true],
      ["4", true],
      ["5", true],
    ]);
    expect(body.system).toHaveLength(1);
  });

  test("is read to its end: text, tokens as billed, signs of life", async () => {
    const thought: Event = {
      type: "content_block_delta",
      index: 0,
      delta: { type: "thinking_delta", thinking: "hm" },
    };
    const server = await streaming([...begin, thought, ...pieces, ...stopped("end_turn")]);
    const watch = watching();
    expect(await anthropic.send(call, connectionTo(server.url), watch)).toEqual({
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
    expect(watch.tokens).toBe(3);
  });

  test.each(["max_tokens", "model_context_window_exceeded"])("cut by a limit (%s) is a reply cut", async (reason) => {
    const server = await streaming([...begin, ...pieces, ...stopped(reason)]);
    expect(await anthropic.send(call, connectionTo(server.url), watching())).toMatchObject({
      text: answerText,
      stop: "length",
    });
  });

  test.each([
    ["refusal", "content_refused"],
    ["pause_turn", "cut_short"],
  ])("that stops for %s is %s, and billed", async (reason, kind) => {
    const server = await streaming([...begin, ...pieces, ...stopped(reason)]);
    const failure = await failureOf(anthropic.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.usage?.outputTokens]).toEqual([kind, 42]);
  });

  test("never repeats a reason that a server makes up", async () => {
    const server = await streaming([...begin, ...pieces, ...stopped("Pay at evil.example with test-key-of-nobody")]);
    const failure = await failureOf(anthropic.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.message]).toEqual(["cut_short", "The model stopped for a reason unknown here"]);
  });

  test.each([undefined, { output_tokens: 8 }, { input_tokens: 8 }, { input_tokens: "8", output_tokens: 8 }])(
    "has an unknown usage where it says %j",
    async (said) => {
      const start = { type: "message_start", message: { id: "msg_1", role: "assistant", content: [], usage: said } };
      const stop = { type: "message_delta", delta: { stop_reason: "end_turn" } };
      const server = await streaming([start, ...pieces, stop, { type: "message_stop" }]);
      const { usage } = await anthropic.send(call, connectionTo(server.url), watching());
      expect(soundUsage(usage)).toBeNull();
    },
  );

  test("lists what it can of a list of nonsense", async () => {
    const data = [null, { id: 1234, display_name: { a: 1 }, retires_at: 5, lifecycle: "weird" }, { id: "good" }];
    const server = await providerServer((response) => answerJson(response, 200, { data, has_more: false }));
    const listed = await anthropic.listModels(connectionTo(server.url), new AbortController().signal);
    expect(soundModels(listed, "test-key-of-nobody").map(({ id }) => id)).toEqual(["good"]);
  });

  test.each<[string, (response: ServerResponse) => void, boolean]>([
    ["ends without a stop reason", (response) => void write(response, [...begin, ...pieces]).end(), true],
    ["breaks off", (response) => void write(response, [...begin, ...pieces]).socket?.end(), true],
    ["holds what is no JSON", (response) => void write(response, begin).end("event: message_delta\ndata: {\n\n"), true],
    ["is no stream at all", (response) => void response.end("<html>hello</html>"), false],
  ])("whose stream %s is cut short", async (_, answer, used) => {
    const server = await providerServer(answer);
    const { kind, usage } = await failureOf(anthropic.send(call, connectionTo(server.url), watching()));
    expect([kind, usage?.inputTokens]).toEqual(["cut_short", used ? 330 : undefined]);
  });

  test.each([
    ["overloaded_error", "overloaded"],
    ["rate_limit_error", "rate_limited"],
    ["api_error", "server"],
    ["invalid_request_error", "bad_request"],
    ["something_new", "server"],
  ])("that says %s inside its stream is %s, with what was used", async (type, kind) => {
    const server = await streaming([...begin, ...pieces, { type: "error", error: { type, message: "No more." } }]);
    const failure = await failureOf(anthropic.send(call, connectionTo(server.url), watching()));
    expect(failure).toMatchObject({ kind, status: null, message: "No more.", usage: { inputTokens: 330 } });
  });

  test.each([
    [500, "api_error", "server"],
    [529, "overloaded_error", "overloaded"],
    [401, "authentication_error", "auth"],
    [404, "not_found_error", "model_gone"],
    [429, "rate_limit_error", "rate_limited"],
  ])("that answers %i is asked once", async (status, type, kind) => {
    const server = await providerServer((response) =>
      answerJson(response, status, { type: "error", error: { type, message: "Not now." } }, { "retry-after": "30" }),
    );
    const failure = await failureOf(anthropic.send(call, connectionTo(server.url), watching()));
    expect(failure).toMatchObject({ kind, status, message: "Not now.", retryAfter: 30_000 });
    expect(server.heard).toHaveLength(1);
  });

  test("behind a broken proxy says the status alone", async () => {
    const server = await providerServer((response) => void response.writeHead(502).end("<html>nginx</html>"));
    const failure = await failureOf(anthropic.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.message]).toEqual(["server", "HTTP 502"]);
  });

  test.each([0, 1])("that falls silent after %i events is ended by the signal, with its own reason", async (count) => {
    const reason = new Error("the deadline is over");
    const watch = watching();
    const server = await providerServer((response) => {
      if (count > 0) write(response, [...begin, ...pieces]);
      else watch.abort(reason);
    });
    const onToken = () => watch.abort(reason);
    await expect(anthropic.send(call, connectionTo(server.url), { ...watch, onToken })).rejects.toBe(reason);
    expect(server.heard).toHaveLength(1);
  });

  test("that answers with a redirect is not followed to the other host", async () => {
    const other = await providerServer((response) => void write(response, [...begin, ...stopped("end_turn")]).end());
    const server = await providerServer(
      (response) => void response.writeHead(307, { location: `${other.url}/v1/messages` }).end(),
    );
    const failure = await failureOf(anthropic.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.status]).toEqual(["misconfigured", 307]);
    expect(other.heard).toEqual([]);
  });

  test("that can't be reached is a failed connection", async () => {
    const url = await closedServer();
    const { kind, message } = await failureOf(anthropic.send(call, connectionTo(url), watching()));
    expect([kind, message]).toEqual(["connection", `No connection to ${new URL(url).host} (ECONNREFUSED)`]);
  });

  test.each([null, "", "sk-ant\napi", "sk-ant api", "ключ"])("with the key %j is not asked", async (key) => {
    const server = await streaming(begin);
    const failure = await failureOf(anthropic.send(call, connectionTo(server.url, key), watching()));
    expect(failure.kind).toBe("auth");
    expect(server.heard).toEqual([]);
  });

  test("lists its models, page by page, with limits and last days", async () => {
    const model = (id: string, more: object) => ({ type: "model", id, display_name: id.toUpperCase(), ...more });
    const server = await providerServer((response, { path }) =>
      answerJson(
        response,
        200,
        path.includes("after_id")
          ? { data: [model("b", { lifecycle: "deprecated", retires_at: "2026-11-30T00:00:00Z" })], has_more: false }
          : {
              data: [model("a", { lifecycle: "active", max_input_tokens: 1000, max_tokens: 100, retires_at: null })],
              has_more: true,
              last_id: "a",
              next_page: "a",
            },
      ),
    );
    const found = await anthropic.listModels(connectionTo(server.url), new AbortController().signal);
    expect(found[0]).toEqual({
      id: "a",
      name: "A",
      contextTokens: 1000,
      outputTokens: 100,
      lifecycle: "active",
      retiresAt: null,
    });
    expect(server.heard.map(({ path }) => path)).toEqual(["/v1/models?limit=1000", expect.stringContaining("a")]);
    expect(found[1]).toMatchObject({ id: "b", contextTokens: null, lifecycle: "deprecated", retiresAt: "2026-11-30" });
  });

  test("says what is wrong with a key where models are listed", async () => {
    const server = await providerServer((response) =>
      answerJson(response, 401, { type: "error", error: { type: "authentication_error", message: "invalid bearer" } }),
    );
    const listing = anthropic.listModels(connectionTo(server.url), new AbortController().signal);
    expect(await failureOf(listing)).toMatchObject({ kind: "auth", status: 401 });
  });
});
