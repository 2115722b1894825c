import type { ServerResponse } from "node:http";
import { LLMock } from "@copilotkit/aimock";
import { describe, expect, onTestFinished, test } from "vitest";
import { google } from "../../../../worker/engines/providers/google.ts";
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
const early = { promptTokenCount: 330, cachedContentTokenCount: 300, totalTokenCount: 330 };
const usageMetadata = { promptTokenCount: 330, candidatesTokenCount: 12, thoughtsTokenCount: 30, totalTokenCount: 372 };

const piece = (text: string, more: object = {}) => ({
  candidates: [{ content: { role: "model", parts: [{ text, ...more }] }, index: 0 }],
  usageMetadata: early,
});
const pieces = [piece(answerText.slice(0, 6)), piece(answerText.slice(6))];
const stopped = (finishReason: string) => ({ candidates: [{ finishReason, index: 0 }], usageMetadata });

function write(response: ServerResponse, chunks: object[]): ServerResponse {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\r\n\r\n`);
  return response;
}

const streaming = (chunks: object[]) => providerServer((response) => void write(response, chunks).end());

describe("Gemini", () => {
  test("answers through the official SDK, against a simulated Google", async () => {
    const mock = new LLMock({ host: "127.0.0.1", port: 0 });
    mock.onMessage("Conversation 7", {
      content: answerText,
      usage: { promptTokenCount: 21, candidatesTokenCount: 8 },
    });
    onTestFinished(() => mock.stop());
    const url = await mock.start();
    const watch = watching();
    const reply = await google.send({ ...call, model: "gemini-3.8-flash" }, connectionTo(url), watch);
    expect(reply).toMatchObject({ text: answerText, stop: "end", usage: { inputTokens: 21, outputTokens: 8 } });
    expect(watch.tokens).toBeGreaterThan(0);
    const [request] = mock.getRequests();
    expect(request?.path).toContain("/models/gemini-3.8-flash:streamGenerateContent");
  });

  test("is sent everything in Google's words, and the key in a header alone", async () => {
    const server = await streaming([...pieces, stopped("STOP")]);
    await google.send(call, connectionTo(server.url), watching());
    const [heard] = server.heard;
    expect(heard?.path).toBe("/v1beta/models/a-model:streamGenerateContent?alt=sse");
    expect(heard?.headers).toMatchObject({
      "x-goog-api-key": "test-key-of-nobody",
      "idempotency-key": "task-7-attempt-1",
    });
    expect(heard?.headers).not.toHaveProperty("authorization");
    expect(heard?.body).toEqual({
      systemInstruction: { role: "user", parts: [{ text: call.system }] },
      contents: [
        {
          role: "user",
          parts: [
            { text: "What all calls share." },
            { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } },
            { text: "Conversation 7" },
          ],
        },
      ],
      generationConfig: {
        maxOutputTokens: 500,
        responseMimeType: "application/json",
        responseJsonSchema: {
          type: "object",
          properties: { ending: { type: "string", enum: ["good", "bad"] }, score: { type: "number", minimum: 0 } },
          required: ["ending"],
          propertyOrdering: ["ending", "score"],
        },
      },
    });
  });

  test("is read to its end: text without thoughts, tokens as billed, signs of life", async () => {
    const server = await streaming([piece("hm", { thought: true }), ...pieces, stopped("STOP")]);
    const watch = watching();
    expect(await google.send(call, connectionTo(server.url), watch)).toEqual({
      text: answerText,
      stop: "end",
      usage: {
        inputTokens: 330,
        cachedInputTokens: 300,
        cacheWriteTokens: 0,
        outputTokens: 42,
        reasoningTokens: 30,
      },
    });
    expect(watch.tokens).toBe(3);
  });

  test("cut by the output limit is a reply cut", async () => {
    const server = await streaming([...pieces, stopped("MAX_TOKENS")]);
    expect(await google.send(call, connectionTo(server.url), watching())).toMatchObject({
      text: answerText,
      stop: "length",
    });
  });

  test.each([
    ["SAFETY", "content_refused"],
    ["PROHIBITED_CONTENT", "content_refused"],
    ["RECITATION", "content_refused"],
    ["MALFORMED_RESPONSE", "bad_output"],
    ["OTHER", "cut_short"],
  ])("that stops for %s is %s, and billed", async (reason, kind) => {
    const server = await streaming([...pieces, stopped(reason)]);
    const failure = await failureOf(google.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.usage?.outputTokens]).toEqual([kind, 42]);
  });

  test("never repeats a reason that a server makes up", async () => {
    const made = "Pay at evil.example with test-key-of-nobody";
    const blocked = await streaming([{ promptFeedback: { blockReason: made }, usageMetadata: early }]);
    const refusal = await failureOf(google.send(call, connectionTo(blocked.url), watching()));
    expect([refusal.kind, refusal.message]).toEqual(["content_refused", "Refused for a reason unknown here"]);
    const server = await streaming([...pieces, stopped(made)]);
    const failure = await failureOf(google.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.message]).toEqual(["cut_short", "The model stopped for a reason unknown here"]);
  });

  test.each([
    ["nothing", undefined],
    ["nothing of the input", { candidatesTokenCount: 12 }],
    ["nothing of the output", { promptTokenCount: 330 }],
  ])("has an unknown usage where it says %s", async (_, usageMetadata) => {
    const last = { candidates: [{ content: { parts: [{ text: answerText }] }, finishReason: "STOP" }], usageMetadata };
    const server = await streaming([last]);
    const { usage } = await google.send(call, connectionTo(server.url), watching());
    expect(soundUsage(usage)).toBeNull();
  });

  test("that blocks the prompt refuses the content", async () => {
    const server = await streaming([{ promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, usageMetadata: early }]);
    const failure = await failureOf(google.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.usage?.inputTokens]).toEqual(["content_refused", 330]);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ["ends without a finish reason", (response) => void write(response, pieces).end()],
    ["breaks off", (response) => void write(response, pieces).socket?.end()],
    ["breaks off within a piece", (response) => void write(response, pieces).end('data: {"candida')],
    ["holds what is no JSON", (response) => void write(response, pieces).end("data: {\r\n\r\n")],
  ])("whose stream %s is cut short, and billed", async (_, answer) => {
    const server = await providerServer(answer);
    const { kind, usage } = await failureOf(google.send(call, connectionTo(server.url), watching()));
    expect([kind, usage?.inputTokens]).toEqual(["cut_short", 330]);
  });

  test.each([
    [503, "UNAVAILABLE", "overloaded"],
    [500, "INTERNAL", "server"],
    [429, "RESOURCE_EXHAUSTED", "rate_limited"],
  ])("that says %i inside its stream is failed, with what was used", async (code, status, kind) => {
    const server = await streaming([...pieces, { error: { code, status, message: "No more." } }]);
    const failure = await failureOf(google.send(call, connectionTo(server.url), watching()));
    expect(failure).toMatchObject({ kind, status: null, message: "No more.", usage: { inputTokens: 330 } });
  });

  test.each([
    [500, "INTERNAL", "server"],
    [503, "UNAVAILABLE", "overloaded"],
    [401, "UNAUTHENTICATED", "auth"],
    [404, "NOT_FOUND", "model_gone"],
    [429, "RESOURCE_EXHAUSTED", "rate_limited"],
  ])("that answers %i is asked once", async (code, status, kind) => {
    const server = await providerServer((response) =>
      answerJson(response, code, { error: { code, status, message: "Not now." } }, { "retry-after": "30" }),
    );
    const failure = await failureOf(google.send(call, connectionTo(server.url), watching()));
    expect(failure).toMatchObject({ kind, status: code, message: "Not now.", retryAfter: 30_000 });
    expect(server.heard).toHaveLength(1);
  });

  test("says how long to wait in its body, too", async () => {
    const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "12s" };
    const error = { code: 429, status: "RESOURCE_EXHAUSTED", message: "Not now.", details: [retry] };
    const server = await providerServer((response) => answerJson(response, 429, { error }));
    const failure = await failureOf(google.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.retryAfter]).toEqual(["rate_limited", 12_000]);
  });

  test("behind a broken proxy says the status alone", async () => {
    const server = await providerServer((response) => void response.writeHead(502).end("<html>nginx</html>"));
    const failure = await failureOf(google.send(call, connectionTo(server.url), watching()));
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
    await expect(google.send(call, connectionTo(server.url), { ...watch, onToken })).rejects.toBe(reason);
    expect(server.heard).toHaveLength(1);
  });

  test("that answers with a redirect is not followed to the other host", async () => {
    const other = await streaming([...pieces, stopped("STOP")]);
    const server = await providerServer((response) => void response.writeHead(307, { location: other.url }).end());
    const failure = await failureOf(google.send(call, connectionTo(server.url), watching()));
    expect([failure.kind, failure.status]).toEqual(["misconfigured", 307]);
    expect(other.heard).toEqual([]);
  });

  test("that can't be reached is a failed connection", async () => {
    const url = await closedServer();
    const { kind, message } = await failureOf(google.send(call, connectionTo(url), watching()));
    expect([kind, message]).toEqual(["connection", `No connection to ${new URL(url).host} (ECONNREFUSED)`]);
  });

  test("without a key is not asked", async () => {
    const server = await streaming(pieces);
    const failure = await failureOf(google.send(call, connectionTo(server.url, null), watching()));
    expect(failure.kind).toBe("auth");
    expect(server.heard).toEqual([]);
  });

  test("lists its models, page by page, with limits", async () => {
    const server = await providerServer((response, { path }) =>
      answerJson(
        response,
        200,
        path.includes("pageToken=next")
          ? { models: [{ name: "models/b" }] }
          : {
              models: [{ name: "models/a", displayName: "A", inputTokenLimit: 1000, outputTokenLimit: 100 }],
              nextPageToken: "next",
            },
      ),
    );
    const nothing = { name: null, contextTokens: null, outputTokens: null, lifecycle: null, retiresAt: null };
    expect(await google.listModels(connectionTo(server.url), new AbortController().signal)).toEqual([
      { ...nothing, id: "a", name: "A", contextTokens: 1000, outputTokens: 100 },
      { ...nothing, id: "b" },
    ]);
    expect(server.heard).toHaveLength(2);
  });

  test.each(["gemini-embedding-001", "gemini-embedding-2"])("gives a vector for each text, by %s", async (model) => {
    const server = await providerServer((response) =>
      answerJson(response, 200, { embeddings: [{ values: [1, 0] }, { values: [0, 1] }] }),
    );
    const { signal } = new AbortController();
    expect(
      await google.embed?.(
        { model, texts: ["one", "two"], idempotencyKey: "an_1/1/0" },
        connectionTo(server.url),
        signal,
      ),
    ).toEqual({
      vectors: [
        [1, 0],
        [0, 1],
      ],
      inputTokens: null,
    });
    const texts = ["one", "two"].map((text) => ({ content: { parts: [{ text }] } }));
    expect(server.heard[0]?.body).toMatchObject({ requests: texts });
  });
});
