import * as z from "zod";
import { ParallaxError } from "../contract/error.ts";
import { newId } from "../contract/id.ts";
import { type Provider, type ProviderTestReply, typesWithVectors } from "../contract/provider.ts";
import { recordCalls } from "../db/model-calls.ts";
import { listOverlays } from "../db/model-overlays.ts";
import { type ProviderRow, saveFound, toProvider } from "../db/providers.ts";
import type { Question } from "../engines/ask.ts";
import { CallFailure, policyOf } from "../engines/failure.ts";
import { deadlinesOf } from "../engines/gate/deadlines.ts";
import { type Connection, noTokens } from "../engines/model-call.ts";
import { type Ended, startAttempt } from "../engines/pool/attempt.ts";
import type { ChainModel } from "../engines/pool/chain-model.ts";
import { systemClock } from "../engines/pool/clock.ts";
import { costOf } from "../engines/pool/spending.ts";
import { promptFor } from "../engines/prompts/prompt.ts";
import { providers } from "../engines/providers/providers.ts";
import { parseReply } from "../engines/reply/parse-reply.ts";
import { soundModels } from "../engines/sound-models.ts";
import { connectionOf, memberOf, type Purpose } from "./chain-of.ts";
import { offeredModel } from "./choose-model.ts";
import { describeOffer, type Overlays } from "./describe-model.ts";

const listMilliseconds = 15_000;

/**
 * Tests a provider as it stands: lists the models that its key reaches, keeps them, and puts the smallest question to one
 * of them, by the way that a job's questions go. What comes of it counts for the circuit like any other call: a success
 * closes it.
 * @param wanted the provider's own id of the model to ask; a good guess where it is left out
 */
export async function testProvider(
  env: Env,
  row: ProviderRow,
  wanted: string | undefined,
  now: number,
): Promise<ProviderTestReply> {
  const listed = await listModels(env, row, now);
  const provider = { ...toProvider(row), ...(listed.failure ? {} : { found: listed.models }) };
  if (row.models.length === 0) provider.models = provider.found.map(({ id }) => id);
  const overlays = await listOverlays(env.DB, row);
  const modelId = wanted ?? likelyModel(provider, overlays, now);
  const nothing = { models: listed.models, latencyMs: null, firstTokenMs: null, costUsd: null };
  if (modelId === null) {
    const error = listed.failure ?? {
      kind: "model_gone",
      message: "The key reaches no model, and none is named. Name one under “models in use”.",
    };
    return { ...nothing, ok: false, model: null, error };
  }
  // A list that the key may not read says nothing about the model; a key that is refused would be refused again.
  if (listed.failure?.kind === "auth") return { ...nothing, ok: false, model: modelId, error: listed.failure };
  const choice = offeredModel(provider, modelId, overlays, now);
  const purpose = choice.facts.type === "embedding" ? "embed" : "read";
  if (purpose === "embed" && !typesWithVectors.includes(row.type)) {
    return { ...nothing, ok: false, model: modelId, error: noVectors };
  }
  try {
    const probed = await probe(env, row, await memberOf(env, row, choice, purpose), purpose);
    return { ...probed, models: listed.models, error: probed.error && withHint(probed.error, listed.failure) };
  } catch (failure) {
    return { ...nothing, ok: false, model: modelId, error: inWords(failure) };
  }
}

async function listModels(env: Env, row: ProviderRow, now: number) {
  try {
    const connection = await connectionOf(env, row);
    const models = soundModels(await listedBy(row.type, connection), connection.apiKey);
    await saveFound(env.DB, row, models, now);
    return { models, failure: null };
  } catch (failure) {
    return { models: [], failure: inWords(failure) };
  }
}

/** Whatever a list holds that its client can't read: it is the provider's failure. @throws CallFailure */
async function listedBy(type: ProviderRow["type"], connection: Connection): Promise<unknown> {
  const signal = AbortSignal.timeout(listMilliseconds);
  try {
    return await providers[type].listModels(connection, signal);
  } catch (failure) {
    if (failure instanceof CallFailure) throw failure;
    if (signal.aborted) {
      throw new CallFailure("timeout", `its list of models did not come within ${listMilliseconds / 1000} s`);
    }
    const kind = failure instanceof Error ? failure.name : "something unknown";
    throw new CallFailure("server", `its list of models could not be read (${kind})`);
  }
}

/** The reason not to ask: a failure would be counted against a model that does what it is made for. */
const noVectors = {
  kind: "bad_request",
  message: "This model gives vectors and no words, and vectors are not asked of this type of provider. Name another.",
};

/**
 * The least expensive model of known price that can be asked; else the first that stands there. One that reads goes before
 * those that give vectors, which cost nothing to write and would always be the least expensive.
 */
function likelyModel(provider: Provider, overlays: Overlays, now: number): string | null {
  const all = provider.models.map((id) => ({ id, facts: describeOffer(provider, id, overlays, now) }));
  const reading = all.filter(({ facts }) => facts.type !== "embedding");
  const offers = reading.length > 0 ? reading : all;
  const priced = offers.filter(({ facts }) => facts.usable && facts.prices !== null);
  const [cheapest] = priced.sort((a, b) => (a.facts.prices?.output ?? 0) - (b.facts.prices?.output ?? 0));
  return cheapest?.id ?? offers[0]?.id ?? null;
}

/** The smallest question for each purpose, and what its answer has to be. */
const questions = {
  read: { question: { task: "probe" }, answer: z.object({}) },
  embed: {
    question: { task: "embed", texts: ["Does it answer?"] },
    answer: z.object({ vectors: z.array(z.string()).length(1) }),
  },
} satisfies Record<Purpose, { question: Question; answer: z.ZodType }>;

async function probe(
  env: Env,
  row: ProviderRow,
  member: ChainModel,
  purpose: Purpose,
): Promise<Omit<ProviderTestReply, "models">> {
  const { question, answer } = questions[purpose];
  const { system, parts, reply, outputTokens } = promptFor(question);
  const id = newId("call", Date.now());
  const call = {
    model: member.modelId,
    system,
    parts,
    reply,
    maxOutputTokens: outputTokens + (member.thinkingTokens ?? 0),
    idempotencyKey: `test/${id}/0`,
  };
  const deadlines = { ...deadlinesOf(undefined), ...member.deadlines };
  const ended = await startAttempt(member, call, deadlines, systemClock).ended;
  const answered = ended.reply !== null && answer.safeParse(parseReply(ended.reply.text)?.value).success;
  const kind = ended.failure?.kind ?? (answered ? null : "bad_output");
  const usage = ended.reply?.usage ?? ended.failure?.usage ?? noTokens;
  const costUsd = costOf(member, ended);
  const latencyMs = ended.endedAt - ended.sentAt;
  const { cachedInputTokens: cachedTokens, ...tokens } = usage;
  member.gate.report(reportOf(member, ended, kind ?? "ok"));
  const log = { id, analysisId: null, providerId: row.id, model: member.model, task: "probe", taskId: null, call: 0 };
  const outcome = { attempt: 1, outcome: kind ?? "ok", costUsd, latencyMs, firstTokenMs: ended.firstTokenMs };
  await Promise.all([
    member.gate.flush(),
    recordCalls(env.DB, row.organizationId, [{ ...log, ...outcome, ...tokens, cachedTokens, at: ended.sentAt }]),
  ]);
  return {
    ok: kind === null,
    model: member.modelId,
    latencyMs,
    firstTokenMs: ended.firstTokenMs,
    costUsd,
    error: kind === null ? null : inWords(ended.failure ?? new CallFailure(kind, policyOf(kind).words)),
  };
}

function reportOf(member: ChainModel, ended: Ended, outcome: "ok" | CallFailure["kind"]) {
  const usage = ended.reply?.usage ?? ended.failure?.usage ?? noTokens;
  return {
    model: member.modelId,
    keyId: member.keyId,
    at: ended.endedAt,
    outcome,
    retryAfterMs: ended.failure?.retryAfter ?? null,
    firstTokenMs: ended.firstTokenMs,
    totalMs: ended.endedAt - ended.sentAt,
    probe: false,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    // Too small a question to learn a tokenizer from.
    counted: null,
  };
}

/** Where neither list nor model answers, it is the address more often than the model. */
function withHint(error: { kind: string; message: string }, list: { kind: string } | null) {
  if (error.kind !== "model_gone" || list === null) return error;
  const hint = "Nothing answers like a model server at this address; with OpenAI's words it usually ends in /v1.";
  return { ...error, message: hint };
}

/** What people can do about each kind of failure. */
const advice: Partial<Record<CallFailure["kind"], string>> = {
  auth: "Enter the key again, or one that may use this model.",
  no_credit: "Add credit at the provider, or use another key.",
  model_gone: "Choose another model under “models in use”.",
  connection: "Check the address, and that the server runs and can be reached from here.",
  rate_limited: "Wait a moment, or lower the limits set here.",
  bad_request: "Check the address: it must be what the vendor's own SDK takes as its base.",
  misconfigured: "Check the address: it must be what the vendor's own SDK takes as its base, and answer there itself.",
  timeout: "Try again; if it stays so, check the server.",
};

function inWords(failure: unknown): { kind: string; message: string } {
  if (!(failure instanceof CallFailure)) {
    if (failure instanceof ParallaxError) return { kind: "failed", message: failure.message.slice(0, 300) };
    // Its message may hold what a statement was given.
    console.error("a provider could not be tested", failure instanceof Error ? failure.name : "unknown failure");
    return { kind: "failed", message: "It failed on our side. Try again." };
  }
  const said = `It ${policyOf(failure.kind).words}${failure.status === null ? "" : ` (${failure.status})`}: ${failure.message}`;
  return { kind: failure.kind, message: [ended(said.slice(0, 400)), advice[failure.kind]].filter(Boolean).join(" ") };
}

/** With a full stop, so that a sentence may follow. */
function ended(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
