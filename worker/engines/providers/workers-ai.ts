import * as z from "zod";
import { CallFailure } from "../failure.ts";
import type {
  AiBinding,
  Connection,
  Embeddings,
  FoundModel,
  ModelCall,
  ModelReply,
  Provider,
  TokenUsage,
  Watch,
} from "../model-call.ts";
import { chatMessages } from "./chat-body.ts";
import { failureOfHttp, showable } from "./http-failure.ts";
import { lowerSchema } from "./lower-schema.ts";

/** Models of the Cloudflare account that the Worker itself runs in: by a binding, without an address and a key. */
export const workersAi: Provider = {
  send: async (call, connection, watch) => sendBy(bindingOf(connection), call, watch),
  listModels: async (connection) => listModelsBy(bindingOf(connection)),
  embed: async ({ texts, model }, connection, signal) => embedBy(bindingOf(connection), texts, model, signal),
};

function bindingOf({ ai }: Connection): AiBinding {
  if (!ai) {
    throw new CallFailure(
      "bad_request",
      "Workers AI exists only where the deployment on Cloudflare binds it, not here",
    );
  }
  return ai;
}

/**
 * Not streamed: Workers AI refuses a schema in a streamed call (its error 5023), and the schema is worth more than the
 * early sign of life. The first token comes with the last.
 */
export async function sendBy(binding: AiBinding, call: ModelCall, { signal, onToken }: Watch): Promise<ModelReply> {
  const inputs = {
    messages: chatMessages(call, "json_schema"),
    response_format: { type: "json_schema", json_schema: lowerSchema(call.reply.schema, "tool") },
    max_tokens: call.maxOutputTokens,
  };
  const answer = answerSchema.safeParse(await run(binding, call.model, inputs, signal));
  if (!answer.success) throw new CallFailure("bad_output", "The model did not answer with text");
  const { response, choices, usage: counted } = answer.data;
  const usage = counted ? usageOf(counted) : null;
  const choice = choices?.[0];
  if (choice?.finish_reason === "content_filter" || choice?.message.refusal) {
    throw new CallFailure("content_refused", "The model refused to answer", { usage });
  }
  const said = choice ? choice.message.content : response;
  if (said === undefined || said === null || said === "") {
    throw new CallFailure("cut_short", "The model answered with nothing", { usage });
  }
  onToken();
  // The native form says no reason: an answer as long as it may be was cut.
  const full = usage !== null && usage.outputTokens >= call.maxOutputTokens;
  return {
    text: typeof said === "string" ? said : JSON.stringify(said),
    stop: choice?.finish_reason === "length" || (!choice?.finish_reason && full) ? "length" : "end",
    usage,
  };
}

export async function embedBy(
  binding: AiBinding,
  texts: string[],
  model: string,
  signal: AbortSignal,
): Promise<Embeddings> {
  const answer = embeddedSchema.safeParse(await run(binding, model, { text: texts }, signal));
  if (!answer.success) throw new CallFailure("bad_output", "The model did not answer with vectors");
  return { vectors: answer.data.data, inputTokens: answer.data.usage?.prompt_tokens ?? null };
}

const mostPages = 20;

export async function listModelsBy(binding: AiBinding): Promise<FoundModel[]> {
  const found = new Map<string, FoundModel>();
  for (let page = 1; page <= mostPages; page++) {
    const before = found.size;
    const listed = await binding.models({ page, per_page: 100 }).catch((error: unknown) => {
      throw failureOf(error);
    });
    for (const entry of z.array(z.unknown()).catch([]).parse(listed)) {
      const model = listedSchema.safeParse(entry);
      if (model.success) found.set(model.data.name, foundModel(model.data));
    }
    if (found.size === before) break;
  }
  return [...found.values()];
}

async function run(
  binding: AiBinding,
  model: string,
  inputs: Record<string, unknown>,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await binding.run(model, inputs, { signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw failureOf(error);
  }
}

const count = z.int().min(0).nullish().catch(null);

const usageSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(null),
});

/** Older models answer in Workers AI's own form, with the JSON as a value; newer ones in that of chat completions. */
const answerSchema = z.object({
  response: z.unknown().optional(),
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.unknown().optional(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
  usage: usageSchema.nullish().catch(null),
});

const embeddedSchema = z.object({
  data: z.array(z.array(z.number())),
  usage: usageSchema.nullish().catch(null),
});

const listedSchema = z.object({
  name: z.string(),
  properties: z.array(z.object({ property_id: z.string(), value: z.unknown() })).catch([]),
});

function usageOf(counted: z.infer<typeof usageSchema>): TokenUsage {
  return {
    inputTokens: counted.prompt_tokens ?? Number.NaN,
    cachedInputTokens: counted.prompt_tokens_details?.cached_tokens ?? 0,
    cacheWriteTokens: 0,
    outputTokens: counted.completion_tokens ?? Number.NaN,
    reasoningTokens: counted.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}

function foundModel({ name, properties }: z.infer<typeof listedSchema>): FoundModel {
  const property = (id: string) => properties.find(({ property_id }) => property_id === id)?.value;
  const contextTokens = Number(property("context_window"));
  const retiresAt = /^\d{4}-\d\d-\d\d/.exec(String(property("planned_deprecation_date") ?? ""))?.[0] ?? null;
  return {
    id: name,
    name: null,
    contextTokens: contextTokens > 0 ? contextTokens : null,
    outputTokens: null,
    lifecycle: retiresAt ? "deprecated" : null,
    retiresAt,
  };
}

/** Cloudflare's own numbers, https://developers.cloudflare.com/workers-ai/platform/errors/, as what they mean in HTTP. */
const statusOfCode = new Map([
  // The account's free allocation of the day is used up, or it is blocked.
  [3036, 402],
  [3023, 403],
  // Not allowed this model, or its terms not agreed to.
  [5016, 403],
  [5018, 403],
  [3041, 403],
  [5007, 404],
  [3042, 404],
  [3007, 408],
  [3008, 408],
  [3006, 413],
  // No data centre has room.
  [3040, 503],
]);

/** The binding throws errors of the form `5007: No such model …`. */
function failureOf(error: unknown): CallFailure {
  const message = error instanceof Error ? error.message : "";
  const code = Number(/\b([135]\d{3}):/.exec(message)?.[1]);
  // It could not hold the model to the schema this time.
  if (code === 5024) return new CallFailure("bad_output", showable(message));
  const status = statusOfCode.get(code) ?? (code >= 5000 ? 400 : 500);
  return failureOfHttp(status, null, message, { streamed: true });
}
