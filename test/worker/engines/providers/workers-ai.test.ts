import { describe, expect, test } from "vitest";
import type { AiBinding } from "../../../../worker/engines/model-call.ts";
import { embedBy, listModelsBy, sendBy, workersAi } from "../../../../worker/engines/providers/workers-ai.ts";
import { soundUsage } from "../../../../worker/engines/sound-usage.ts";
import { call, connectionTo, failureOf, watching } from "./provider-server.ts";

/** A binding made by hand: it answers what it is told to and remembers what it was asked. */
function bindingThat(answer: (signal: AbortSignal) => unknown): AiBinding & { asked: unknown[][] } {
  const asked: unknown[][] = [];
  return {
    asked,
    run: async (model, inputs, { signal }) => {
      asked.push([model, inputs]);
      return answer(signal);
    },
    models: async ({ page }) => (page === 1 ? answer(new AbortController().signal) : []),
  };
}

const usage = { prompt_tokens: 330, completion_tokens: 42, prompt_tokens_details: { cached_tokens: 300 } };

describe("Workers AI", () => {
  test("is asked by its binding with the schema, and not to stream", async () => {
    const binding = bindingThat(() => ({ response: { ending: "good" }, usage }));
    const watch = watching();
    expect(await sendBy(binding, call, watch)).toEqual({
      text: '{"ending":"good"}',
      stop: "end",
      usage: {
        inputTokens: 330,
        cachedInputTokens: 300,
        cacheWriteTokens: 0,
        outputTokens: 42,
        reasoningTokens: 0,
      },
    });
    expect(watch.tokens).toBe(1);
    expect(binding.asked).toEqual([
      [
        "a-model",
        {
          max_tokens: 500,
          messages: [
            { role: "system", content: call.system },
            {
              role: "user",
              content: [
                { type: "text", text: "What all calls share." },
                { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
                { type: "text", text: "Conversation 7" },
              ],
            },
          ],
          response_format: {
            type: "json_schema",
            json_schema: {
              type: "object",
              properties: { ending: { type: "string", enum: ["good", "bad"] }, score: { type: "number", minimum: 0 } },
              required: ["ending"],
            },
          },
        },
      ],
    ]);
  });

  test.each([
    ["its own form", { response: "{}" }, "end"],
    ["its own form, as long as may be", { response: "{}", usage: { ...usage, completion_tokens: 500 } }, "length"],
    ["chat completions", { choices: [{ message: { content: "{}" }, finish_reason: "stop" }], usage }, "end"],
    ["chat completions, cut", { choices: [{ message: { content: "{}" }, finish_reason: "length" }] }, "length"],
  ])("may answer in %s", async (_, answer, stop) => {
    expect(
      await sendBy(
        bindingThat(() => answer),
        call,
        watching(),
      ),
    ).toMatchObject({ text: "{}", stop });
  });

  test.each([undefined, null, {}, { prompt_tokens: 330 }, { prompt_tokens: -1, completion_tokens: 2 }])(
    "has an unknown usage where it says %j",
    async (said) => {
      const binding = bindingThat(() => ({ response: "{}", usage: said }));
      expect(soundUsage((await sendBy(binding, call, watching())).usage)).toBeNull();
    },
  );

  test.each([
    ["nothing", { response: null, usage }, "cut_short"],
    ["a refusal", { choices: [{ message: { content: null, refusal: "no" } }], usage }, "content_refused"],
    ["something else", "hello", "bad_output"],
  ])("that answers with %s is %s", async (_, answer, kind) => {
    const failure = await failureOf(
      sendBy(
        bindingThat(() => answer),
        call,
        watching(),
      ),
    );
    expect(failure.kind).toBe(kind);
  });

  test.each([
    ["AiError: 3040: Capacity temporarily exceeded, please try again.", "overloaded"],
    ["3036: You have used up your daily free allocation of 10,000 neurons.", "no_credit"],
    ["5007: No such model @cf/nobody/nothing or task", "model_gone"],
    ["5018: The account is not allowed to access this model", "auth"],
    ["5024: JSON Mode couldn't be met", "bad_output"],
    ["5004: Invalid data", "bad_request"],
    ["3007: Request timeout", "timeout"],
    ["Internal server error", "server"],
  ])("that says %j is %s", async (message, kind) => {
    const binding = bindingThat(() => {
      throw new Error(message);
    });
    expect(await failureOf(sendBy(binding, call, watching()))).toMatchObject({ kind, status: null });
  });

  test("that does not answer is ended by the signal, with its own reason", async () => {
    const reason = new Error("the deadline is over");
    const watch = watching();
    const binding = bindingThat(
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
          watch.abort(reason);
        }),
    );
    await expect(sendBy(binding, call, watch)).rejects.toBe(reason);
  });

  test("lists its models with what is known of them", async () => {
    const properties = [
      { property_id: "context_window", value: "24000" },
      { property_id: "planned_deprecation_date", value: "2026-12-31" },
    ];
    const binding = bindingThat(() => [{ name: "@cf/a/one", properties }, { name: "@cf/a/two", properties: [] }, 3]);
    const nothing = { name: null, contextTokens: null, outputTokens: null, lifecycle: null, retiresAt: null };
    expect(await listModelsBy(binding)).toEqual([
      { ...nothing, id: "@cf/a/one", contextTokens: 24_000, lifecycle: "deprecated", retiresAt: "2026-12-31" },
      { ...nothing, id: "@cf/a/two" },
    ]);
  });

  test("gives a vector for each text", async () => {
    const binding = bindingThat(() => ({ shape: [2, 1], data: [[1], [0]] }));
    const { signal } = new AbortController();
    expect(await embedBy(binding, ["one", "two"], "@cf/baai/bge-m3", signal)).toEqual({
      vectors: [[1], [0]],
      inputTokens: null,
    });
    expect(binding.asked).toEqual([["@cf/baai/bge-m3", { text: ["one", "two"] }]]);
  });

  test("where nothing is bound says so", async () => {
    const { kind, message } = await failureOf(workersAi.send(call, connectionTo("", null), watching()));
    expect([kind, message]).toEqual(["bad_request", expect.stringContaining("deployment")]);
  });
});
