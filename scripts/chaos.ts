import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Analysis, analysisSchema } from "../worker/contract/analysis.ts";
import { contentItemSchema, importReportSchema } from "../worker/contract/content.ts";
import { resultSchema } from "../worker/contract/findings.ts";
import { labelsReplySchema } from "../worker/contract/labels.ts";
import { datasetSchema, projectSchema } from "../worker/contract/project.ts";
import { conversations, seeded } from "./chaos/contents.ts";
import { judge, type Verdict } from "./chaos/judge.ts";
import { killServer } from "./chaos/kill-server.ts";
import { openPaidProvider, type Repeated } from "./chaos/paid-provider.ts";
import { type Api, connect, isHealthy } from "./client/api.ts";
import { follow } from "./client/follow.ts";
import { eachOf } from "./client/lists.ts";
import { endStarted, killGroup, type Started, spawnStart } from "./client/spawn-start.ts";
import { freePort } from "./server/port.ts";

/*
 * npm run test:chaos [-- --kills N]: kills the real server (kill -9, its whole process group) at random moments of
 * real jobs over a simulated provider with latency and faults, starts it again on the same state, asks nothing of it,
 * and counts what was lost, answered twice or asked again. Some jobs are paused and resumed in between, and some kills
 * take only the server under `npm start`, which starts it again by itself.
 */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "10" },
    contents: { type: "string", default: "1500" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    json: { type: "string" },
    /** `local`: the built-in engine, without a provider. */
    engine: { type: "string", default: "provider" },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
const random = seeded(seed);
const state = mkdtempSync(path.join(os.tmpdir(), "parallax-chaos-"));
const port = (await freePort(0)) ?? 0;

const streams = 8;
/** An answer that has come through is saved within this time, milliseconds; asked again for later, that is a fault. */
const savedWithin = 1_000;
/** Milliseconds for which a server that was killed may be away. */
const patience = 60_000;
const provider = values.engine === "local" ? null : await openPaidProvider(seed);

let server: Started | undefined;
let killed = 0;
const verdicts: (Verdict & { kills: Kill[] })[] = [];
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => void end(130));

say(`${kills} kills, ${values.contents} contents, seed ${seed}`);
try {
  const api = await start();
  const datasetId = await fill(api);
  const model = (await provider?.setUp(api)) ?? "local/lexical";
  while (killed < kills) verdicts.push(await oneJob(api, datasetId, model));
  conclude();
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
await end(process.exitCode);

interface Kill {
  /** Seconds until it answers again, and until there is a result more than before. */
  upSeconds: number;
  newResultSeconds: number;
  /** When it was killed, and when it answered again; epoch milliseconds. */
  at: number;
  upAt: number;
}

/** One analysis from start to end, killed once or more in between. */
async function oneJob(api: Api, datasetId: string, model: string) {
  const options = { cache: false, streams };
  const body = { datasetId, templateId: "tpl_customer_support", model, options };
  const { id } = await api.post("/analyses", body, analysisSchema);
  const before = provider?.repeated().length ?? 0;
  const done: Kill[] = [];
  for (const share of momentsToKill(Math.min(kills - killed, 3))) {
    const reached = await runUntil(api, id, share);
    if (reached.status !== "running" && reached.status !== "pending") break;
    if (random() < 0.3) await pauseAndResume(api, id);
    const kill = await killOnce(api, id);
    if (kill === null) break;
    done.push(kill);
  }
  const ended = await follow(api, id, () => {});
  const verdict = await verdictOn(api, ended);
  const repeated = provider?.repeated().slice(before) ?? [];
  verdict.problems.push(...unexplained(repeated, done));
  say(
    `job ${ended.status}: ${verdict.results}/${verdict.contents} results, ${verdict.lost} lost, ${verdict.doubled} doubled, ` +
      `${repeated.length} calls made again, ${repeated.filter(({ cut }) => cut).length} of them cut by the kill`,
  );
  for (const problem of verdict.problems.slice(0, 10)) say(`  ✗ ${problem}`);
  return { ...verdict, kills: done };
}

/** Tasks may be done again that were on their way at a kill, or answered just before it: at most one a stream and kill. */
function unexplained(repeated: Repeated[], kills: Kill[]): string[] {
  const byKill = kills.map(({ at, upAt }) =>
    repeated.filter(({ task, endedAt }) => {
      const last = Math.max(...repeated.filter((call) => call.task === task).map((call) => call.endedAt));
      return endedAt >= at - savedWithin ? endedAt <= upAt : last >= at - savedWithin && last <= upAt;
    }),
  );
  const tooMany = byKill.map((calls) => new Set(calls.map(({ task }) => task)).size).filter((tasks) => tasks > streams);
  const others = repeated.filter((call) => !byKill.some((calls) => calls.includes(call)));
  return [
    ...tooMany.map((tasks) => `${tasks} tasks were done again after one kill, by ${streams} streams`),
    ...(others.length > 0 ? [`${others.length} calls were made again that no kill explains`] : []),
  ];
}

async function pauseAndResume(api: Api, id: string): Promise<void> {
  await api.post(`/analyses/${id}/pause`, {}, analysisSchema);
  await new Promise((resolve) => setTimeout(resolve, random() * 500));
  await api.post(`/analyses/${id}/resume`, {}, analysisSchema);
}

/** @returns null where the job had ended before it was met */
async function killOnce(api: Api, id: string): Promise<Kill | null> {
  const met = await api.get(`/analyses/${id}`, analysisSchema);
  if (met.status !== "running" || !server) return null;
  const begun = Date.now();
  // The server alone is started again by the process above it; of the whole group nobody is left to do so.
  const alone = random() < 0.25;
  if (alone) killServer(state);
  else await killGroup(server.child);
  killed++;
  if (!alone) await start();
  // A runtime may answer for a moment after the server above it was killed: first it must be away.
  if (alone) await until(async () => !(await isHealthy(api.url)), 5_000);
  await until(() => isHealthy(api.url), patience);
  const upAt = Date.now();
  const upSeconds = (upAt - begun) / 1000;
  const more = (now: Analysis) => now.progress.itemsDone > met.progress.itemsDone || now.status !== "running";
  while (!more(await api.get(`/analyses/${id}`, analysisSchema))) await new Promise((go) => setTimeout(go, 100));
  const newResultSeconds = (Date.now() - begun) / 1000;
  const { phase, itemsDone, itemsTotal } = met.progress;
  say(
    `kill ${killed}${alone ? " (server alone)" : ""} at ${itemsDone}/${itemsTotal} (${phase}), ` +
      `up again in ${upSeconds.toFixed(1)} s, first new result after ${newResultSeconds.toFixed(1)} s`,
  );
  return { upSeconds, newResultSeconds, at: begun, upAt };
}

/** Waits until this is so, or so many milliseconds are over. */
async function until(isSo: () => Promise<boolean>, most: number): Promise<void> {
  const end = Date.now() + most;
  while (!(await isSo()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Shares of the work after which to kill, rising; the first is early, so that a quick job is met too. */
function momentsToKill(count: number): number[] {
  return Array.from({ length: count }, () => random() * 0.85).sort((a, b) => a - b);
}

/** Waits until this share of the contents is done, or the job has ended. */
async function runUntil(api: Api, id: string, share: number): Promise<Analysis> {
  for (;;) {
    const analysis = await api.get(`/analyses/${id}`, analysisSchema);
    const { itemsDone, itemsTotal } = analysis.progress;
    const open = analysis.status === "running" || analysis.status === "pending";
    if (!open || (itemsTotal > 0 && itemsDone >= share * itemsTotal)) {
      // Not only at the moments at which progress is told.
      await new Promise((resolve) => setTimeout(resolve, random() * 300));
      return analysis;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function verdictOn(api: Api, analysis: Analysis): Promise<Verdict> {
  const contentIds: string[] = [];
  const contents = eachOf(api, `/datasets/${analysis.datasetId}/content`, contentItemSchema);
  for await (const content of contents) contentIds.push(content.id);
  const results = [];
  for await (const result of eachOf(api, `/analyses/${analysis.id}/results`, resultSchema)) results.push(result);
  const labels = await api.get(`/analyses/${analysis.id}/labels`, labelsReplySchema);
  return judge(contentIds, results, analysis, labels);
}

async function start(): Promise<Api> {
  server = await spawnStart(state, port, true, ["--no-sample"]);
  return connect(server.local.url, server.local.apiKey, patience);
}

async function fill(api: Api): Promise<string> {
  const project = await api.post("/projects", { name: "Chaos" }, projectSchema);
  const dataset = await api.post(`/projects/${project.id}/datasets`, { name: "Made up" }, datasetSchema);
  const lines = conversations(Number(values.contents), random);
  const bytes = new Uint8Array(new TextEncoder().encode(`${lines.join("\n")}\n`));
  const report = await api.upload(`/datasets/${dataset.id}/import?filename=chaos.jsonl`, bytes, importReportSchema);
  if (report.imported !== lines.length) throw new Error(`${report.imported} of ${lines.length} contents were imported`);
  return dataset.id;
}

function conclude(): void {
  const total = (name: "lost" | "doubled" | "failed"): number => verdicts.reduce((sum, one) => sum + one[name], 0);
  const problems = verdicts.flatMap((one) => one.problems);
  const done = verdicts.flatMap((one) => one.kills);
  const spent = done.map((kill) => kill.newResultSeconds).sort((a, b) => a - b);
  say(
    `${killed} kills in ${verdicts.length} jobs: ${total("lost")} lost, ${total("doubled")} doubled, ${total("failed")} failed`,
  );
  if (provider) {
    const repeated = provider.repeated();
    const cut = repeated.filter((call) => call.cut).length;
    say(
      `${provider.calls()} calls, ${repeated.length} made again: ${cut} cut on their way, ${repeated.length - cut} answered ` +
        `and not saved yet, for ${new Set(repeated.map(({ task }) => task)).size} tasks; ` +
        `${(repeated.length / Math.max(1, killed)).toFixed(1)} calls a kill, ${streams} streams`,
    );
  }
  const middle = spent[Math.floor(spent.length / 2)] ?? 0;
  say(
    `first new result ${middle.toFixed(1)} s after a kill in the middle, ${(spent.at(-1) ?? 0).toFixed(1)} s at most`,
  );
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ seed, kills: killed, verdicts }, null, 2)}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

async function end(code: number | string | null | undefined): Promise<void> {
  if (server) await endStarted(server.child);
  await provider?.close();
  if (code === 0) rmSync(state, { recursive: true, force: true });
  else say(`The state is kept in ${state}`);
  process.exit(code ?? 0);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
