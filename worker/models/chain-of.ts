import { secretBox } from "../accounts/secret-box.ts";
import { readSettings } from "../accounts/settings.ts";
import { ParallaxError } from "../contract/error.ts";
import { listOverlays } from "../db/model-overlays.ts";
import { type ProviderRow, providerRows, toProvider } from "../db/providers.ts";
import { type AddressRules, checkAddress } from "../engines/address.ts";
import { builtIn } from "../engines/built-in.ts";
import { CallFailure, policyOf } from "../engines/failure.ts";
import type { Deadlines } from "../engines/gate/deadlines.ts";
import type { GateLink } from "../engines/gate/gate-link.ts";
import { guardedFetch } from "../engines/guarded-fetch.ts";
import type { Connection } from "../engines/model-call.ts";
import type { ChainModel } from "../engines/pool/chain-model.ts";
import { systemClock } from "../engines/pool/clock.ts";
import { GateClient } from "../engines/pool/gate-client.ts";
import { providers } from "../engines/providers/providers.ts";
import { sendEmbedding } from "../engines/send-embedding.ts";
import { chooseEmbeddingModel, chooseModel, type ModelChoice } from "./choose-model.ts";
import { type Dearest, dearestOf, thinkingTokensOf } from "./most-of-call.ts";
import { costOf } from "./price.ts";

/** What a model is asked for: to read and answer in words, or for vectors. */
export type Purpose = "read" | "embed";

/** The models that a job may ask, in the order in which they were named. */
export interface Chain {
  members: ChainModel[];
  /** What each of them costs at most, in the same order. */
  dearest: Dearest[];
  /** Those that were named and can't be asked at all, each with the reason in words. */
  absent: string[];
}

/** Servers on one's own machine load a model before they answer at all. */
const loadsFirst: Partial<Deadlines> = { headersMs: 180_000, firstTokenMs: 300_000 };
const servesLocally = new Set(["ollama", "vllm", "lm-studio"]);

/**
 * Makes of names models that the pool can ask: the owner's providers as they stand now, their keys opened, their gates
 * at hand. A name whose provider was removed, switched off or lost its key since the job began is left out.
 */
export async function chainOf(
  env: Env,
  organizationId: string,
  names: string[],
  now: number,
  purpose: Purpose = "read",
): Promise<Chain> {
  const [rows, overlays] = await Promise.all([
    // Those switched off too, so that it can be said of them.
    providerRows(env.DB, organizationId),
    listOverlays(env.DB, { organizationId }),
  ]);
  const sources = { builtIn: [builtIn], providers: rows.map(toProvider), overlays };
  const chain: Chain = { members: [], dearest: [], absent: [] };
  for (const name of [...new Set(names)]) {
    if (name === builtIn.id) continue;
    try {
      const choose = purpose === "embed" ? chooseEmbeddingModel : chooseModel;
      const choice = choose(name, sources, place, now);
      const row = rows.find(({ id }) => id === choice.provider?.id);
      if (!row) continue;
      chain.members.push(await memberOf(env, row, choice, purpose));
      chain.dearest.push(dearestOf(choice));
    } catch (failure) {
      chain.absent.push(whyAbsent(name, failure));
    }
  }
  return chain;
}

/** Where a name stands, for whoever asked for it; nobody asked here. */
const place = "model";

function whyAbsent(name: string, failure: unknown): string {
  if (failure instanceof CallFailure) return `${name} ${policyOf(failure.kind).words}: ${failure.message}`;
  if (!(failure instanceof ParallaxError)) {
    // Its message may hold what a statement was given.
    console.error("a model of a job can't be asked", failure instanceof Error ? failure.name : "unknown failure");
    return `${name} can't be asked: something failed on our side.`;
  }
  const { message } = failure;
  return message.startsWith(`${place}: `) ? message.slice(place.length + 2) : message;
}

/** A provider's model as the pool asks it. @throws what connectionOf throws */
export async function memberOf(
  env: Env,
  row: ProviderRow,
  choice: ModelChoice,
  purpose: Purpose = "read",
): Promise<ChainModel> {
  const { facts, modelId, images } = choice;
  const connection = await connectionOf(env, row);
  const { send, embed } = providers[row.type];
  const embeds = purpose === "embed" && embed !== undefined;
  // Each text is read by itself: the sum of many is no matter of its context.
  const limits = embeds ? { ...choice.limits, contextTokens: Number.POSITIVE_INFINITY } : choice.limits;
  return {
    model: facts.id,
    modelId,
    providerId: row.id,
    keyId: row.keyId,
    send: embeds ? sendEmbedding(embed) : send,
    connect: (measure) => ({ ...connection, fetch: measure(connection.fetch) }),
    limits,
    images,
    structured: true,
    retiresAt: facts.lifecycle?.retiresAt ?? null,
    priceOf: (usage, at) => costOf(usage, facts.priceList, at),
    thinkingTokens: thinkingTokensOf(facts) || undefined,
    deadlines: servesLocally.has(row.preset ?? "") ? loadsFirst : undefined,
    gate: gateOf(env, row),
  };
}

/**
 * How a provider is reached.
 * @throws CallFailure `misconfigured` where its address is none: a client that is given none asks its vendor's own
 * @throws not_available where its key can't be read any more
 */
export async function connectionOf(env: Env, row: ProviderRow): Promise<Connection> {
  const { organizationId, id: providerId, baseUrl, keyCipher } = row;
  const place = { organizationId, providerId, baseUrl };
  const rules = { loopbackAllowed: readSettings(env).local };
  if (row.type !== "workers-ai") checkReachable(baseUrl, rules);
  return {
    baseUrl,
    apiKey: keyCipher === null ? null : await secretBox(env).open(place, keyCipher),
    fetch: guardedFetch(rules),
    preset: row.preset ?? undefined,
    ai: env.AI,
  };
}

function checkReachable(baseUrl: string, rules: AddressRules): void {
  try {
    checkAddress(baseUrl, rules);
  } catch (failure) {
    throw failure instanceof ParallaxError ? new CallFailure("misconfigured", failure.message) : failure;
  }
}

/** What this isolate knows of the gates it has met: shared by all requests, and by nobody but their owner. */
const gates = new Map<string, { limits: string; client: GateClient }>();
let isolate: string | undefined;

/** The gate of a provider as this isolate reaches it. Changed limits make a new client. */
export function gateOf(env: Env, row: Pick<ProviderRow, "id" | "organizationId" | "limits">): GateClient {
  isolate ??= crypto.randomUUID();
  const name = `${row.organizationId}/${row.id}`;
  const limits = JSON.stringify(row.limits);
  const known = gates.get(name);
  if (known?.limits === limits) return known.client;
  // A fresh stub for each call: one whose object was reset never works again.
  const stub = () => env.PROVIDER_GATE.getByName(name);
  const link: GateLink = {
    report: (...said) => stub().report(...said),
    take: (...wanted) => stub().take(...wanted),
    probe: (...wanted) => stub().probe(...wanted),
    note: (event) => stub().note(event),
  };
  const client = new GateClient(link, isolate, systemClock, row.limits);
  gates.set(name, { limits, client });
  return client;
}
