import { runningAnalyses } from "./db/analyses.ts";
import { sweepAnswers } from "./db/answer-cache.ts";
import { sweepAnalyses, sweepIdempotencyKeys, sweepParkedAnswers } from "./db/expire.ts";
import { sweepCalls } from "./db/model-calls.ts";
import { sweepFiles, sweepReadModels } from "./db/orphans.ts";
import { anyProvider } from "./db/providers.ts";
import { readCatalogueSources } from "./engines/catalogue-sources.ts";
import { refreshCatalogue } from "./models/refresh.ts";

/** How long single calls are kept: longer than any month, since its sum is made of them. Sums by day stay. */
const callsKeptMilliseconds = 32 * 86_400_000;
const sweptAtOnce = 5_000;
/** Jobs woken in one run of the clock. */
const wokenAtOnce = 500;

/**
 * The watchdog outside the objects, once a minute: an alarm that failed too often is given up by the platform, and a
 * job whose start was interrupted has none yet. Starting a job that has started only wakes it.
 */
export async function scheduled(event: ScheduledController, env: Env): Promise<void> {
  for (const { id, spec } of await runningAnalyses(env.DB, wokenAtOnce)) {
    await env.ANALYSIS_JOB.getByName(id)
      .start(spec)
      .catch((failure) => console.error("a job could not be woken", id, String(failure).slice(0, 200)));
  }
  const now = Date.now();
  await Promise.all([sweep(env, now, new Date(event.scheduledTime).getUTCMinutes() === 0), refreshLists(env, now)]);
}

/**
 * Everything whose time is over goes, a bounded part a run. What fails is tried again by the next run, and holds up nothing
 * else.
 * @param thorough looks for orphans too: listing a store costs more than reading an index, so not each minute
 */
export async function sweep(env: Env, now: number, thorough: boolean): Promise<void> {
  const endJob = (id: string) => env.ANALYSIS_JOB.getByName(id).remove();
  const done = await Promise.allSettled([
    sweepAnalyses(env, endJob, now),
    sweepCalls(env.DB, now - callsKeptMilliseconds, sweptAtOnce),
    sweepAnswers(env.DB, now, sweptAtOnce),
    sweepIdempotencyKeys(env.DB, now, sweptAtOnce),
    sweepParkedAnswers(env.DB, now, sweptAtOnce),
    ...(thorough ? [sweepFiles(env, now), sweepReadModels(env)] : []),
  ]);
  for (const outcome of done) {
    if (outcome.status === "rejected") console.error("a sweep failed", String(outcome.reason).slice(0, 200));
  }
}

/** Nobody outside is asked for models and prices where nobody has set up a provider. */
async function refreshLists(env: Env, now: number): Promise<void> {
  if (await anyProvider(env.DB)) await refreshCatalogue(env, now, readCatalogueSources);
}
