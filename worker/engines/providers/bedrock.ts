import { AwsV4Signer } from "aws4fetch";
import { CallFailure } from "../failure.ts";
import { failureWithin } from "../guarded-fetch.ts";
import type { Connection, FoundModel, Provider } from "../model-call.ts";
import { ConverseAnswer } from "./converse-answer.ts";
import { converseBody, mechanismOf } from "./converse-body.ts";
import { EventStreamDecoder } from "./event-stream.ts";
import { failureOfHttp } from "./http-failure.ts";
import { keyOf } from "./key-of.ts";

/**
 * Claude, Nova, Llama and the others at Amazon Bedrock, by plain fetch: Amazon's own SDK can't be stopped in a Worker.
 *
 * The stored key is a Bedrock API key, or `ACCESS_KEY_ID:SECRET` or `ACCESS_KEY_ID:SECRET:SESSION_TOKEN`, by which each
 * request is then signed (AWS Signature Version 4).
 */
export const bedrock: Provider = {
  async send(call, connection, watch) {
    const url = `${connection.baseUrl}/model/${encodeURIComponent(call.model)}/converse-stream`;
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": call.idempotencyKey },
      body: JSON.stringify(converseBody(call)),
    };
    const answer = new ConverseAnswer(mechanismOf(call.model), watch.onToken, connection.apiKey);
    const { body } = await ask(url, init, connection, watch.signal);
    try {
      await readFrames(body, answer);
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason;
      throw failureWithin(error) ?? new CallFailure("cut_short", "The stream broke off", { usage: answer.usage });
    }
    return answer.end();
  },

  async listModels(connection, signal) {
    const base = controlBase(connection.baseUrl);
    const models = await list(`${base}/foundation-models?byOutputModality=TEXT`, connection, signal);
    // Newer models are reached by a profile of their regions alone; a key may be allowed to call but not to list them.
    const profiles = await list(`${base}/inference-profiles?maxResults=1000`, connection, signal).catch(
      (error: unknown): Listing => {
        if (error instanceof CallFailure && error.status && error.status < 500) return {};
        throw error;
      },
    );
    return foundModels(models.modelSummaries ?? [], profiles.inferenceProfileSummaries ?? []);
  },
};

async function readFrames(body: ReadableStream<Uint8Array> | null, answer: ConverseAnswer): Promise<void> {
  if (!body) return;
  const decoder = new EventStreamDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      for (const frame of decoder.take(value)) answer.take(frame);
    }
  } catch (error) {
    // Nobody reads on: without this the connection would stay open until the other side is done.
    await reader.cancel().catch(() => undefined);
    throw error;
  }
  if (decoder.unfinished) throw new Error("The stream ended in the middle of a frame");
}

interface Init {
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/** @throws CallFailure for every answer that is not 2xx; the signal's reason where it was aborted */
async function ask(url: string, init: Init, connection: Connection, signal: AbortSignal): Promise<Response> {
  const headers = await authorized(url, init, connection);
  try {
    const answer = await connection.fetch(url, { ...init, headers, signal });
    if (answer.ok) return answer;
    throw failureOfHttp(answer.status, answer.headers, await answer.text(), { apiKey: connection.apiKey });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw failureWithin(error) ?? new CallFailure("connection", "The provider could not be asked");
  }
}

/** `AKIA…:secret`, `ASIA…:secret:token`. */
const accessKey = /^([A-Z0-9]{16,128}):([^:\s]+)(?::(\S+))?$/;

async function authorized(url: string, init: Init, connection: Connection): Promise<HeadersInit> {
  const key = keyOf(connection);
  const parts = accessKey.exec(key);
  if (!parts) return { ...init.headers, Authorization: `Bearer ${key}` };
  const [, accessKeyId = "", secretAccessKey = "", sessionToken] = parts;
  const signer = new AwsV4Signer({
    ...init,
    url,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken ? { sessionToken } : {}),
    service: "bedrock",
    region: regionOf(connection.baseUrl),
  });
  return (await signer.sign()).headers;
}

const runtimeHost = /^bedrock-runtime(-fips)?\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)$/;

function regionOf(baseUrl: string): string {
  return runtimeHost.exec(new URL(baseUrl).hostname)?.[2] ?? "us-east-1";
}

/** Models are listed by another host than they are asked at; a gateway or a server on one's own machine is both. */
function controlBase(baseUrl: string): string {
  const host = runtimeHost.exec(new URL(baseUrl).hostname);
  return host ? `https://bedrock${host[1] ?? ""}.${host[2]}.${host[3]}` : baseUrl;
}

interface ModelSummary {
  modelArn?: string;
  modelId?: string;
  modelName?: string;
  responseStreamingSupported?: boolean;
  inferenceTypesSupported?: string[];
  modelLifecycle?: { status?: string; endOfLifeTime?: string | number };
}

interface ProfileSummary {
  inferenceProfileId?: string;
  inferenceProfileName?: string;
  models?: { modelArn?: string }[];
}

interface Listing {
  modelSummaries?: ModelSummary[];
  inferenceProfileSummaries?: ProfileSummary[];
}

async function list(url: string, connection: Connection, signal: AbortSignal): Promise<Listing> {
  const answer = await ask(url, { method: "GET", headers: { Accept: "application/json" } }, connection, signal);
  try {
    const listing: unknown = await answer.json();
    if (typeof listing === "object" && listing !== null) return listing;
  } catch {
    if (signal.aborted) throw signal.reason;
  }
  throw new CallFailure("server", "The list of models could not be read", { status: answer.status });
}

/** What can be called: models on demand, and profiles of models. A profile has the lifecycle of its model. */
function foundModels(models: ModelSummary[], profiles: ProfileSummary[]): FoundModel[] {
  const streamed = models.filter((model) => model.responseStreamingSupported !== false);
  const found = streamed
    .filter((model) => model.inferenceTypesSupported?.includes("ON_DEMAND") ?? true)
    .flatMap((model) => foundModel(model.modelId, model.modelName, model));
  // Profiles name their models by address, one for each region; only what is behind the slash is alike.
  const byId = new Map(streamed.map((model) => [model.modelId, model]));
  const behind = ({ models: own }: ProfileSummary) => byId.get(own?.[0]?.modelArn?.split("/").at(-1));
  for (const profile of profiles) {
    const model = behind(profile);
    if (model) found.push(...foundModel(profile.inferenceProfileId, profile.inferenceProfileName, model));
  }
  return found;
}

function foundModel(id: string | undefined, name: string | undefined, { modelLifecycle }: ModelSummary): FoundModel[] {
  if (!id) return [];
  const { status, endOfLifeTime } = modelLifecycle ?? {};
  return [
    {
      id,
      name: name ?? null,
      // Bedrock lists no limits.
      contextTokens: null,
      outputTokens: null,
      lifecycle: status === "ACTIVE" ? "active" : status === "LEGACY" ? "deprecated" : null,
      retiresAt: dateOf(endOfLifeTime),
    },
  ];
}

/** AWS writes times as text or as seconds. */
function dateOf(time: string | number | undefined): string | null {
  const date = new Date(typeof time === "number" ? time * 1000 : (time ?? ""));
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}
