import { createHash, createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { LLMock } from "@copilotkit/aimock";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Connection } from "../../../../worker/engines/model-call.ts";
import { bedrock } from "../../../../worker/engines/providers/bedrock.ts";
import { mechanismOf, takesCachePoints } from "../../../../worker/engines/providers/converse-body.ts";
import { soundUsage } from "../../../../worker/engines/sound-usage.ts";
import { eventFrame, exceptionFrame, frame } from "./frames.ts";
import {
  answerJson,
  call,
  closedServer,
  connectionTo,
  failureOf,
  providerServer,
  watching,
} from "./provider-server.ts";

const claude = "global.anthropic.claude-haiku-5-5";
const nova = "amazon.nova-lite-v1:0";
const llama = "us.meta.llama4-scout-17b-instruct-v1:0";
const answerText = '{"ending":"good"}';

const begin = eventFrame("messageStart", { role: "assistant" });
const said = (text: string) => eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text } });
const stopped = (stopReason: string) => eventFrame("messageStop", { stopReason });
const used = eventFrame("metadata", {
  usage: { inputTokens: 10, outputTokens: 42, cacheReadInputTokens: 300, cacheWriteInputTokens: 20, totalTokens: 372 },
  metrics: { latencyMs: 12 },
});
const usage = {
  inputTokens: 330,
  cachedInputTokens: 300,
  cacheWriteTokens: 20,
  outputTokens: 42,
  reasoningTokens: 0,
};

const eventHeaders = { ":message-type": "event", ":event-type": "contentBlockDelta" };

function write(response: ServerResponse, frames: Uint8Array[]): ServerResponse {
  if (!response.headersSent) response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
  response.write(Buffer.concat(frames));
  return response;
}

const streaming = (frames: Uint8Array[]) => providerServer((response) => void write(response, frames).end());

const sent = async (model: string) => {
  const server = await streaming([begin, said(answerText), stopped("end_turn"), used]);
  await bedrock.send({ ...call, model }, connectionTo(server.url), watching());
  return server.heard[0];
};

const formatSent = { textFormat: { structure: { jsonSchema: { schema: "" } } } };
const point = { cachePoint: { type: "default" } };

describe("Bedrock", () => {
  test.each([
    [claude, { content: answerText }],
    [nova, { toolCalls: [{ name: "ending", arguments: answerText }] }],
  ])("answers against a simulated Converse (%s)", async (model, response) => {
    const mock = new LLMock({ host: "127.0.0.1", port: 0 });
    mock.onMessage("Conversation 7", { ...response, usage: { input_tokens: 21, output_tokens: 8 } });
    onTestFinished(() => mock.stop());
    const watch = watching();
    const reply = await bedrock.send({ ...call, model }, connectionTo(await mock.start()), watch);
    expect(reply).toMatchObject({ text: answerText, stop: "end", usage: { inputTokens: 21, outputTokens: 8 } });
    expect(watch.tokens).toBeGreaterThan(0);
  });

  test("sends Claude everything in Converse's words, the schema as output format", async () => {
    const heard = await sent(claude);
    expect(`${heard?.method} ${heard?.path}`).toBe(`POST /model/${claude}/converse-stream`);
    expect(heard?.headers).toMatchObject({
      authorization: "Bearer test-key-of-nobody",
      "idempotency-key": "task-7-attempt-1",
    });
    expect(heard?.body).toEqual({
      system: [{ text: call.system }, point],
      messages: [
        {
          role: "user",
          content: [
            { text: "What all calls share." },
            point,
            { image: { format: "png", source: { bytes: "iVBORw0KGgo=" } } },
            { text: "Conversation 7" },
          ],
        },
      ],
      inferenceConfig: { maxTokens: 500 },
      outputConfig: {
        textFormat: { type: "json_schema", structure: { jsonSchema: { name: "ending", schema: expect.any(String) } } },
      },
    });
    const { outputConfig } = (heard?.body ?? {}) as { outputConfig: typeof formatSent };
    expect(JSON.parse(outputConfig.textFormat.structure.jsonSchema.schema)).toMatchObject({
      properties: { ending: { enum: ["good", "bad"] } },
      additionalProperties: false,
    });
  });

  test("makes Nova call one tool, with cache points", async () => {
    const heard = await sent(nova);
    expect(heard?.path).toBe("/model/amazon.nova-lite-v1%3A0/converse-stream");
    expect(heard?.body).toMatchObject({
      system: [{ text: call.system }, point],
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: "ending",
              inputSchema: { json: { type: "object", properties: { score: { minimum: 0 } }, required: ["ending"] } },
            },
          },
        ],
        toolChoice: { tool: { name: "ending" } },
      },
    });
    expect(heard?.body).not.toHaveProperty("outputConfig");
  });

  test("asks Llama in words: no tool, no format, no cache point", async () => {
    const heard = await sent(llama);
    const { system, messages, ...rest } = heard?.body ?? {};
    expect(rest).toEqual({ inferenceConfig: { maxTokens: 500 } });
    expect(system).toEqual([
      { text: expect.stringMatching(/^Read the conversation.*JSON schema:\n\{"type":"object"/s) },
    ]);
    expect(JSON.stringify(messages)).not.toContain("cachePoint");
  });

  test.each([
    ["anthropic.claude-3-sonnet-20240229-v1:0", "tool", false],
    ["anthropic.claude-3-5-sonnet-20241022-v2:0", "tool", false],
    ["us.anthropic.claude-3-7-sonnet-20250219-v1:0", "tool", true],
    ["us.anthropic.claude-opus-4-20250514-v1:0", "tool", true],
    ["us.anthropic.claude-opus-4-1-20250805-v1:0", "tool", true],
    ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", "format", true],
    ["global.anthropic.claude-opus-5-5", "format", true],
    ["anthropic.claude-sonnet-5", "format", true],
    ["arn:aws:bedrock:us-east-1:1:inference-profile/eu.anthropic.claude-sonnet-5-5", "format", true],
    ["us.amazon.nova-premier-v1:0", "tool", true],
    ["global.amazon.nova-2-lite-v1:0", "tool", true],
    ["qwen.qwen3-32b-v1:0", "format", false],
    ["meta.llama3-3-70b-instruct-v1:0", "words", false],
    ["arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123", "words", false],
    ["anthropic.claude-unheard-of", "tool", false],
  ])("holds %s to the schema by %s", (model, mechanism, points) => {
    expect([mechanismOf(model), takesCachePoints(model)]).toEqual([mechanism, points]);
  });

  test("is read to its end: text, tokens as billed, signs of life", async () => {
    const thought = eventFrame("contentBlockDelta", { delta: { reasoningContent: { text: "hm" } } });
    const server = await streaming([begin, thought, said('{"ending":'), said('"good"}'), stopped("end_turn"), used]);
    const watch = watching();
    const reply = await bedrock.send({ ...call, model: claude }, connectionTo(server.url), watch);
    expect(reply).toEqual({ text: answerText, stop: "end", usage });
    expect(watch.tokens).toBe(3);
  });

  test("takes a tool's input as the reply, and not the words beside it", async () => {
    const piece = (input: string) => eventFrame("contentBlockDelta", { delta: { toolUse: { input } } });
    const server = await streaming([
      begin,
      said("I shall call it."),
      eventFrame("contentBlockStart", { start: { toolUse: { toolUseId: "1", name: "ending" } } }),
      piece('{"ending":'),
      piece('"good"}'),
      stopped("tool_use"),
      used,
    ]);
    const reply = await bedrock.send({ ...call, model: nova }, connectionTo(server.url), watching());
    expect(reply).toEqual({ text: answerText, stop: "end", usage });
  });

  test.each([
    [`Here it is:\n\`\`\`json\n${answerText}\n\`\`\`\nBye`, "end_turn", answerText],
    ['```json\n{"items":[{"a":1},{"b', "max_tokens", '{"items":[{"a":1},{"b'],
    ["I can't", "end_turn", "I can't"],
  ])("takes the JSON out of Llama's words %j", async (text, reason, expected) => {
    const server = await streaming([begin, said(text), stopped(reason), used]);
    const reply = await bedrock.send({ ...call, model: llama }, connectionTo(server.url), watching());
    expect(reply.text).toBe(expected);
  });

  test.each([
    ["guardrail_intervened", "content_refused"],
    ["content_filtered", "content_refused"],
    ["malformed_tool_use", "bad_output"],
    ["something_new", "cut_short"],
  ])("that stops for %s is %s, and billed", async (reason, kind) => {
    const server = await streaming([begin, said("x"), stopped(reason), used]);
    const failure = await failureOf(bedrock.send({ ...call, model: claude }, connectionTo(server.url), watching()));
    expect([failure.kind, failure.usage]).toEqual([kind, usage]);
  });

  test.each([
    ["throttlingException", "Wait.", "rate_limited"],
    ["modelStreamErrorException", "No.", "server"],
    ["modelStreamErrorException", "Model produced invalid sequence as part of ToolUse.", "bad_output"],
    ["internalServerException", "No.", "server"],
    ["serviceUnavailableException", "No.", "overloaded"],
    ["modelTimeoutException", "No.", "timeout"],
    ["validationException", "No.", "bad_request"],
    ["validationException", "Input is too long for requested model.", "context_too_long"],
  ])("that says %s inside its stream (%s) is %s", async (type, message, kind) => {
    const server = await streaming([begin, said("x"), exceptionFrame(type, message)]);
    const failure = await failureOf(bedrock.send({ ...call, model: claude }, connectionTo(server.url), watching()));
    expect([failure.kind, failure.status]).toEqual([kind, null]);
  });

  test.each([
    ["nothing", []],
    ["nothing of the input", [eventFrame("metadata", { usage: { outputTokens: 42, cacheReadInputTokens: 300 } })]],
    ["nothing of the output", [eventFrame("metadata", { usage: { inputTokens: 10 } })]],
  ])("has an unknown usage where it says %s", async (_, last) => {
    const server = await streaming([begin, said(answerText), stopped("end_turn"), ...last]);
    const reply = await bedrock.send({ ...call, model: claude }, connectionTo(server.url), watching());
    expect(soundUsage(reply.usage)).toBeNull();
  });

  test("never shows its key, should an exception repeat it", async () => {
    const server = await streaming([begin, exceptionFrame("internalServerException", "No: test-key-of-nobody")]);
    const failure = await failureOf(bedrock.send({ ...call, model: claude }, connectionTo(server.url), watching()));
    expect(failure.message).toBe("No: …");
  });

  const middle = said(answerText).subarray(0, 30);
  const damaged = Uint8Array.from(said(answerText)).fill(0, 40, 44);
  test.each<[string, (response: ServerResponse) => void]>([
    ["ends without a stop reason", (response) => void write(response, [begin, said("x")]).end()],
    ["ends in the middle of a frame", (response) => void write(response, [begin, stopped("end_turn"), middle]).end()],
    ["breaks off", (response) => void write(response, [begin, said("x")]).socket?.end()],
    ["is damaged", (response) => void write(response, [begin, damaged, stopped("end_turn")]).end()],
    ["holds what is no JSON", (response) => void write(response, [frame(eventHeaders, "{")]).end()],
    ["is no such stream", (response) => void response.end("<html>this is some other server</html>")],
    ["is empty", (response) => void response.end()],
  ])("whose stream %s is cut short", async (_, answer) => {
    const server = await providerServer(answer);
    const failure = await failureOf(bedrock.send({ ...call, model: claude }, connectionTo(server.url), watching()));
    expect(failure.kind).toBe("cut_short");
  });

  test.each<[number, string, string, string]>([
    [500, "InternalServerException", "No.", "server"],
    [503, "ServiceUnavailableException", "No.", "overloaded"],
    [429, "ThrottlingException", "Too many tokens, please wait before trying again.", "rate_limited"],
    [403, "UnrecognizedClientException", "The security token included in the request is invalid.", "auth"],
    [403, "AccessDeniedException", "You don't have access to the model with the specified model ID.", "model_gone"],
    [404, "ResourceNotFoundException", "Model not found.", "model_gone"],
    [400, "ValidationException", "The provided model identifier is invalid.", "model_gone"],
  ])("that answers %i %s is asked once", async (status, type, message, kind) => {
    const headers = { "x-amzn-errortype": `${type}:http://internal.amazon.com/`, "retry-after": "3" };
    const server = await providerServer((response) => answerJson(response, status, { message }, headers));
    const failure = await failureOf(bedrock.send({ ...call, model: claude }, connectionTo(server.url), watching()));
    expect(failure).toMatchObject({ kind, status, message, retryAfter: 3000 });
    expect(server.heard).toHaveLength(1);
  });

  test.each([0, 1])("that falls silent after %i frames is ended by the signal, with its own reason", async (count) => {
    const reason = new Error("the deadline is over");
    const watch = watching();
    const server = await providerServer((response) => {
      if (count > 0) write(response, [begin, said("x")]);
      else watch.abort(reason);
    });
    const onToken = () => watch.abort(reason);
    const pending = bedrock.send({ ...call, model: claude }, connectionTo(server.url), { ...watch, onToken });
    await expect(pending).rejects.toBe(reason);
  });

  test("that answers with a redirect is not followed to the other host", async () => {
    const other = await streaming([begin, stopped("end_turn")]);
    const server = await providerServer((response) => void response.writeHead(307, { location: other.url }).end());
    const failure = await failureOf(bedrock.send({ ...call, model: claude }, connectionTo(server.url), watching()));
    expect([failure.kind, failure.status]).toEqual(["misconfigured", 307]);
    expect(other.heard).toEqual([]);
  });

  test("that can't be reached, or has no key, says so", async () => {
    const connection = connectionTo(await closedServer());
    expect((await failureOf(bedrock.send(call, connection, watching()))).kind).toBe("connection");
    expect((await failureOf(bedrock.send(call, { ...connection, apiKey: null }, watching()))).kind).toBe("auth");
  });

  test("is signed for its region where the key is an access key, by the rules of Signature Version 4", async () => {
    const [id, secret, token] = ["AKIAIOSFODNN7EXAMPLE", "wJalr/XUtnFEMI+K7MDENG", "session/token=="];
    const asked: { url: string; init: RequestInit | undefined }[] = [];
    const connection: Connection = {
      baseUrl: "https://bedrock-runtime.eu-central-1.amazonaws.com",
      apiKey: `${id}:${secret}:${token}`,
      fetch: async (url, init) => {
        asked.push({ url: String(url), init });
        return new Response(Buffer.concat([begin, said(answerText), stopped("end_turn"), used]));
      },
    };
    await bedrock.send({ ...call, model: nova }, connection, watching());
    const headers = new Headers(asked[0]?.init?.headers);
    const body = String(asked[0]?.init?.body);
    const { pathname, host } = new URL(asked[0]?.url ?? "");
    const time = headers.get("x-amz-date") ?? "";
    const scope = `${time.slice(0, 8)}/eu-central-1/bedrock/aws4_request`;
    const given = /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=(\S+)$/.exec(
      headers.get("authorization") ?? "",
    );
    expect(given?.[1]).toBe(`${id}/${scope}`);
    expect(headers.get("x-amz-security-token")).toBe(token);
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const names = given?.[2]?.split(";") ?? [];
    expect(names).toEqual(expect.arrayContaining(["host", "x-amz-date", "x-amz-security-token"]));
    const canonical = [
      "POST",
      pathname.split("/").map(encodeURIComponent).join("/"),
      "",
      ...names.map((name) => `${name}:${name === "host" ? host : headers.get(name)}`),
      "",
      names.join(";"),
      hash(body),
    ].join("\n");
    const key = [time.slice(0, 8), "eu-central-1", "bedrock", "aws4_request"].reduce<string | Buffer>(
      (own, text) => createHmac("sha256", own).update(text).digest(),
      `AWS4${secret}`,
    );
    const toSign = ["AWS4-HMAC-SHA256", time, scope, hash(canonical)].join("\n");
    expect(given?.[3]).toBe(createHmac("sha256", key).update(toSign).digest("hex"));
    expect(JSON.stringify(asked)).not.toContain(secret);
  });

  const models = {
    modelSummaries: [
      {
        modelId: nova,
        modelName: "Nova Lite",
        responseStreamingSupported: true,
        inferenceTypesSupported: ["ON_DEMAND"],
        modelLifecycle: { status: "ACTIVE" },
      },
      {
        modelId: "anthropic.claude-sonnet-4-5",
        modelName: "Claude Sonnet 4.5",
        inferenceTypesSupported: ["INFERENCE_PROFILE"],
        modelLifecycle: { status: "LEGACY", endOfLifeTime: "2027-03-01T00:00:00Z" },
      },
      { modelId: "amazon.rerank", responseStreamingSupported: false, inferenceTypesSupported: ["ON_DEMAND"] },
    ],
  };
  const profiles = {
    inferenceProfileSummaries: [
      {
        inferenceProfileId: "eu.anthropic.claude-sonnet-4-5",
        inferenceProfileName: "EU Claude Sonnet 4.5",
        models: [{ modelArn: "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-5" }],
      },
      { inferenceProfileId: "eu.pictures", models: [{ modelArn: "arn:aws:bedrock:::foundation-model/pictures" }] },
    ],
  };
  const listed = {
    id: nova,
    name: "Nova Lite",
    contextTokens: null,
    outputTokens: null,
    lifecycle: "active",
    retiresAt: null,
  };

  test("lists what can be called: models on demand and profiles, with their last days", async () => {
    const server = await providerServer((response, { path }) =>
      answerJson(response, 200, path.startsWith("/foundation-models?") ? models : profiles),
    );
    expect(await bedrock.listModels(connectionTo(server.url), new AbortController().signal)).toEqual([
      listed,
      {
        id: "eu.anthropic.claude-sonnet-4-5",
        name: "EU Claude Sonnet 4.5",
        contextTokens: null,
        outputTokens: null,
        lifecycle: "deprecated",
        retiresAt: "2027-03-01",
      },
    ]);
  });

  test("lists models to a key that may not see profiles, at the host that knows them", async () => {
    const asked: string[] = [];
    const connection: Connection = {
      ...connectionTo("https://bedrock-runtime.eu-west-3.amazonaws.com"),
      fetch: async (url) => {
        asked.push(String(url));
        return String(url).includes("profiles") ? new Response("{}", { status: 403 }) : Response.json(models);
      },
    };
    expect(await bedrock.listModels(connection, new AbortController().signal)).toEqual([listed]);
    expect(new Set(asked.map((url) => new URL(url).host))).toEqual(new Set(["bedrock.eu-west-3.amazonaws.com"]));
  });

  test("says what is wrong with a key where models are listed", async () => {
    const server = await providerServer((response) => answerJson(response, 403, { message: "Invalid API key" }));
    const listing = bedrock.listModels(connectionTo(server.url), new AbortController().signal);
    expect(await failureOf(listing)).toMatchObject({ kind: "auth", status: 403, message: "Invalid API key" });
  });
});
