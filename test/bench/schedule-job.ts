import type { Api } from "../../scripts/client/api.ts";
import { eachOf } from "../../scripts/client/lists.ts";
import { type Analysis, analysisSchema } from "../../worker/contract/analysis.ts";
import { batchSchema, resultSchema } from "../../worker/contract/findings.ts";
import type { CallRecord } from "../simulated/bill.ts";
import type { Simulated } from "../simulated/providers.ts";
import { idealOf, type JobCall, lossesOf, platformTimes } from "./schedule-ideal.ts";
import type { Latency, Measured, Sync } from "./schedule-words.ts";
import { spreadOf } from "./speed-figures.ts";
import { watchJob } from "./watch-job.ts";

export interface Order {
  datasetId: string;
  model: string;
  streams: number;
  sync: Sync;
}

/** Runs one whole job, from the request that starts it to the word that it is complete. */
export async function runJob(api: Api, apiKey: string, simulated: Simulated, order: Order, latency: Latency) {
  const { datasetId, model, streams, sync } = order;
  const options = { cache: false, streams, sync };
  const body = { datasetId, templateId: "tpl_customer_support", model, options };
  const begunAt = now();
  const { id } = await api.post("/analyses", body, analysisSchema);
  const watched = await watchJob(api.url, apiKey, id);
  const calls = await jobCalls(api, id, sync, simulated.calls());
  const analysis = await api.get(`/analyses/${id}`, analysisSchema);
  checkComplete(analysis);
  const found = new Map<string, Record<string, unknown>>();
  for await (const { externalId, facets } of eachOf(api, `/analyses/${id}/results`, resultSchema)) {
    found.set(externalId, facets);
  }
  const ideal = idealOf(calls, streams);
  const waits = platformTimes(calls, begunAt);
  const classification = calls.filter(({ step }) => step.startsWith("classification"));
  const asked = simulated.calls().filter((call) => isOf(call, id));
  const measured: Measured = {
    who: "Parallax",
    latency,
    streams,
    sync,
    contents: found.size,
    tookMs: watched.endedAt - begunAt,
    ideal,
    classificationMs: Math.max(...ends(classification)) - Math.min(...classification.map((call) => call.beganAt)),
    firstPartialMs: watched.firstPartialAt - begunAt,
    calls: asked.length,
    madeAgain: calls.filter(({ again }) => again).length,
    inputTokens: asked.reduce((sum, call) => sum + call.inputTokens, 0),
    cachedInputTokens: analysis.usage.cachedInputTokens,
    costUsd: analysis.usage.costUsd,
    platform: spreadOf(waits.filter(({ call }) => /^(disc|class)/.test(call.step)).map(({ waitedMs }) => waitedMs)),
    providerLateMs: spreadOf(calls.map((call) => call.endedAt - call.beganAt - call.latencyMs)),
    losses: lossesOf(calls, streams, begunAt, watched.endedAt),
  };
  return { measured, found };
}

/** The job's calls as the provider saw them, each with the step and stream of its task. */
async function jobCalls(api: Api, id: string, sync: Sync, records: CallRecord[]): Promise<JobCall[]> {
  const tasks = new Map<number, { step: string; stream: number }>();
  for await (const { batch, phase, round, stream } of eachOf(api, `/analyses/${id}/batches`, batchSchema)) {
    // In continuous mode batches are made ahead, and no round waits for the one before.
    const step = sync === "continuous" && phase === "classification" ? phase : `${phase} ${round}`;
    tasks.set(batch, { step, stream: stream ?? 0 });
  }
  return records
    .filter((call) => isOf(call, id))
    .map(({ key, at, endedAt, latencyMs, fault, repeat }) => {
      const task = Number(key?.split("/")[1]);
      const of = tasks.get(task);
      if (!of || endedAt === null || fault !== null) throw new Error(`the call ${key} is of no task, or never ended`);
      return { task, ...of, beganAt: at, endedAt, latencyMs, again: repeat > 0 };
    });
}

function isOf({ key }: CallRecord, id: string): boolean {
  return key?.startsWith(`${id}/`) ?? false;
}

function ends(calls: JobCall[]): number[] {
  return calls.map((call) => call.endedAt);
}

function checkComplete({ status, error, progress }: Analysis): void {
  const { itemsTotal, itemsDone } = progress;
  if (status === "completed" && itemsDone === itemsTotal) return;
  throw new Error(`the job is ${status} with ${itemsDone} of ${itemsTotal} contents read by the model: ${error ?? ""}`);
}

/** The provider's clock, in the same process. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
