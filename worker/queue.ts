import * as z from "zod";
import type { AnalysisJob } from "../durable-objects/analysis-job.ts";
import type { Leave } from "../durable-objects/ledger/money.ts";
import { addUsage, type Grant, type JobSpec, type TaskAnswer } from "./analysis/job.ts";
import { runTask } from "./analysis/run-task.ts";
import { jobData } from "./db/job-data.ts";
import { type NewCall, recordCalls } from "./db/model-calls.ts";
import { parkAnswer, takeParkedAnswer } from "./db/parked-answers.ts";
import type { Ask, Usage } from "./engines/ask.ts";
import { CallFailure, NoneCanServe, Postponed } from "./engines/failure.ts";
import type { Failover } from "./engines/pool/chain-world.ts";
import type { Books } from "./engines/pool/with-leave.ts";
import { spentOf, withSpent } from "./engines/spent.ts";
import { type JobEngines, jobEngines } from "./job-engines.ts";

/** A message is a hint: start this slice of this stream of this job. What there is to do stands in the job's ledger. */
export const laneMessageSchema = z.object({ job: z.string(), stream: z.int(), slice: z.int() });
export type LaneMessage = z.infer<typeof laneMessageSchema>;

/**
 * A slice claims no further task after this long, so that jobs share the lanes fairly. Up to as many streams as there are
 * lanes each has one to itself and may end early at no loss; beyond that a lane waits for the slowest of its slices.
 */
const sliceMilliseconds = (streams: number) => (streams <= 8 ? 8_000 : 25_000);
/** How long one claim waits for work that may come, e.g. the next round. */
const claimWaitMilliseconds = 5_000;
const deliveries = 4;
/** Longest wait of one call for room under a rate limit; a lane is for everybody. */
const longestWait = 5_000;

/** Always acknowledged: a lost or failed slice is the object's business, which sends again what it does not hear of. */
export async function queue(batch: MessageBatch, env: Env): Promise<void> {
  await Promise.all(
    batch.messages.map(async (message) => {
      message.ack();
      const hint = laneMessageSchema.safeParse(message.body);
      if (!hint.success) return;
      await runSlice(env, hint.data).catch((failure) => console.error("slice ended early", hint.data, nameOf(failure)));
    }),
  );
}

/** Claims one task after another for a stream until nothing is claimable, the job stands still or the slice is over. */
async function runSlice(env: Env, { job, stream, slice }: LaneMessage): Promise<void> {
  const said = await jobOf(env, job).begin(stream, slice);
  if (said === null) return;
  const spec = JSON.parse(said) as JobSpec;
  const end = Date.now() + sliceMilliseconds(spec.options.streams);
  let engines: JobEngines | null = null;
  /** The log of calls on its way to D1: the next task is claimed meanwhile. */
  const written: Promise<void>[] = [];
  try {
    while (Date.now() < end) {
      const grant = await jobOf(env, job).claim(stream, slice, claimWaitMilliseconds);
      if (grant === "stop") break;
      if (grant === "wait") continue;
      // Made anew for each slice: providers and keys as they are now, not as they were when the job began.
      engines ??= await jobEngines(env, spec, (failover) => tell(env, job, failover));
      engines.begin(booksOf(env, job, grant));
      try {
        await doTask(env, spec, grant, engines);
      } finally {
        written.push(writeCalls(env, spec, engines.takeCalls()));
      }
    }
  } finally {
    await Promise.all(written);
    await engines?.flush();
    await jobOf(env, job).end(stream, slice);
  }
}

/** Tells the job, and so everybody who watches it, who answers instead of whom. */
function tell(env: Env, job: string, { from, to, reason }: Failover): void {
  jobOf(env, job)
    .notice(`${to} answers instead of ${from}: ${reason}`)
    .catch((failure) => console.error("a failover was not told", job, nameOf(failure)));
}

/** The money of one task, as its job keeps it. */
function booksOf(env: Env, job: string, { task, token }: Grant): Books {
  return {
    async leave(spent, most) {
      for (;;) {
        const said = await twice<Leave>(async () => jobOf(env, job).leave({ task, token }, spent, most));
        if (said.act === "go") return said.limited;
        // Where the money is short the job stands still already: the task only goes back.
        if (said.act !== "wait") throw new Postponed(said.reason, Date.now());
      }
    },
    lost: (usd) =>
      twice(() => jobOf(env, job).lost(usd)).catch((failure) =>
        console.error("what broke off was not counted", job, nameOf(failure)),
      ),
  };
}

/** Once more for an object that was reset just then: an answer on its way is worth more than that. */
async function twice<Said>(ask: () => Promise<Said>): Promise<Said> {
  try {
    return await ask();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return ask();
  }
}

/** A fresh stub for each call: one whose object was reset never works again. */
function jobOf(env: Env, job: string): DurableObjectStub<AnalysisJob> {
  return env.ANALYSIS_JOB.getByName(job);
}

async function doTask(env: Env, spec: JobSpec, grant: Grant, all: JobEngines): Promise<void> {
  const job = spec.analysisId;
  const hold = new AbortController();
  const renewal = setInterval(() => {
    jobOf(env, job)
      .renew(grant.task, grant.token)
      .then((goesOn) => goesOn || hold.abort())
      .catch(() => undefined);
  }, grant.renewMilliseconds);
  const engines = heldBy(all, hold.signal);
  try {
    const parked = grant.earlierGrants > 0 ? await takeParkedAnswer(env.DB, job, grant.task) : null;
    const { token, answer } = parked ?? { token: grant.token, answer: await attempt(env, spec, grant, engines) };
    await deliver(env, job, grant.task, token, answer);
  } catch (failure) {
    const spent = spentOf(failure);
    // Nobody can serve: that is no fault of the task, and asking others of its kind is no use either.
    if (failure instanceof NoneCanServe) {
      await jobOf(env, job).halt(grant.task, grant.token, failure.message, spent, failure.toMend);
    } else if (failure instanceof Postponed) {
      await putOff(env, job, grant, failure, spent);
      await rest(failure.until);
    } else await jobOf(env, job).fail(grant.task, grant.token, nameOf(failure), spent);
  } finally {
    clearInterval(renewal);
  }
}

/** Never rejects: a call that was made stays made, whether or not it stands in the log. */
async function writeCalls(env: Env, spec: JobSpec, calls: NewCall[]): Promise<void> {
  const { analysisId, organizationId, projectId } = spec;
  const made = calls.map((call) => ({ ...call, projectId }));
  await recordCalls(env.DB, organizationId, made).catch((failure) =>
    console.error("calls were not written down", analysisId, nameOf(failure)),
  );
}

/** Calls that wait for room begin no more once the job stands still, and give the task back before they block a lane. */
function heldBy(engines: JobEngines, hold: AbortSignal): JobEngines {
  const ask: Ask = (question, context) => engines.ask(question, { ...context, hold, longestWait });
  return { ...engines, ask };
}

/** A call that is held since its job stands still waits for nobody. */
async function putOff(env: Env, job: string, grant: Grant, { message, until }: Postponed, spent: Usage): Promise<void> {
  const { task, token } = grant;
  if (until > Date.now()) await jobOf(env, job).postpone(task, token, message, spent);
  else await jobOf(env, job).halt(task, token, null, spent);
}

/** A task that was given back could be claimed again at once, to no use. */
async function rest(until: number): Promise<void> {
  const pause = Math.min(longestWait, until - Date.now());
  if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
}

/** Does the task; where it failed again and again whoever was asked, the built-in engine answers, marked as such. */
async function attempt(env: Env, spec: JobSpec, grant: Grant, engines: JobEngines): Promise<TaskAnswer> {
  const data = jobData(env, spec);
  try {
    return await runTask(spec, grant, engines, data);
  } catch (failure) {
    if (!grant.lastTry || !(failure instanceof CallFailure)) throw failure;
    const answer = await runTask(spec, grant, { ask: engines.standIn, askFallback: engines.askFallback }, data);
    return { ...answer, usage: addUsage(answer.usage, spentOf(failure)) };
  }
}

/** Rule i: an answer that was paid for is not lost because its object can't be reached; it is parked for the next attempt. */
async function deliver(env: Env, job: string, task: number, token: number, answer: TaskAnswer): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await jobOf(env, job).complete(task, token, answer);
      return;
    } catch (failure) {
      if (attempt === deliveries) {
        console.error("answer parked", job, task, nameOf(failure));
        await parkAnswer(env.DB, job, task, token, answer, Date.now()).catch((lost) => {
          // Not even that: what it cost is told all the same.
          throw withSpent(lost, answer.usage);
        });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
    }
  }
}

/** The kind and message of a failure, without stack and so without anything a content said. */
function nameOf(failure: unknown): string {
  if (failure instanceof CallFailure) return failure.message.slice(0, 300);
  return failure instanceof Error ? `${failure.name}: ${failure.message.slice(0, 300)}` : "unknown failure";
}
