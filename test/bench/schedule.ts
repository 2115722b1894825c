import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Api, connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { root } from "../../scripts/server/place.ts";
import { freePort } from "../../scripts/server/port.ts";
import { importReportSchema } from "../../worker/contract/content.ts";
import { datasetSchema, projectSchema } from "../../worker/contract/project.ts";
import { providerSchema } from "../../worker/contract/provider.ts";
import { type Simulated, startSimulated } from "../simulated/providers.ts";
import { agreementOf } from "./schedule-agreement.ts";
import { type MadeContent, madeContents } from "./schedule-contents.ts";
import { runJob } from "./schedule-job.ts";
import { wordingModel } from "./schedule-model.ts";
import { runScript } from "./schedule-script.ts";
import { printAgreements, printJobs, printLosses } from "./schedule-tables.ts";
import type { Agreement, Latency, Measured, Sync } from "./schedule-words.ts";

/*
 * npm run bench -- schedule [--contents N] [--streams 1,8] [--sync round] [--latency fixed] [--latency-ms N] [--repeat N]
 * [--no-script] [--json FILE]: whole jobs on the real server over a simulated provider, against the ideal schedule of
 * the very calls they made, against one stream, and against a plain script.
 */
const { values } = parseArgs({
  options: {
    contents: { type: "string", default: "1000" },
    streams: { type: "string", default: "1,8,32,64" },
    sync: { type: "string", default: "round,continuous" },
    latency: { type: "string", default: "fixed,lognormal" },
    "latency-ms": { type: "string", default: "2000" },
    repeat: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    script: { type: "boolean", default: true },
    json: { type: "string", default: path.join(root, ".bench", "schedule.json") },
  },
  allowNegative: true,
});
/** Known to the catalogue: it takes 20 contents a call, as many as the plain script that is compared. */
const modelId = "gpt-4o-mini";
const scriptBatch = 20;
/** Log-normal: the median is 0.73 of the mean, one call in a hundred takes 4.6 times the mean. */
const sigma = 0.8;

const list = (said: string): string[] => said.split(",").filter((one) => one !== "");
const latencies = list(values.latency).map((said): Latency => (said === "lognormal" ? said : "fixed"));
const syncs = list(values.sync).map((said): Sync => (said === "continuous" ? said : "round"));
const streamCounts = list(values.streams).map(Number);
const latencyMs = Number(values["latency-ms"]);
const seed = Number(values.seed);

const state = mkdtempSync(path.join(os.tmpdir(), "parallax-schedule-"));
const simulateds: Simulated[] = [];
let server: Started | undefined;
let ending = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void end(130));

try {
  await measure();
  await end(0);
} catch (error) {
  if (!ending) console.error(error);
  await end(1);
}

async function measure(): Promise<void> {
  const begun = performance.now();
  const loadBefore = os.loadavg();
  const about =
    `Whole jobs of ${values.contents} made-up contents on a real server (npm start, one machine) over a simulated provider; ` +
    `options: template for customer support, cache off, ${modelId}'s limits (20 contents a call). Every call takes ` +
    `${latencyMs} ms (log-normal: in the mean, sigma ${sigma}, seeded), whatever it holds: a real model writes longer ` +
    "answers more slowly, so compare batches with single contents by calls and tokens, not by time. Took: from the " +
    "request that starts the job to the word on its socket that it is complete. Ideal: the schedule of the very calls " +
    "that were made with the latencies that were drawn, step by step, the shorter of two list schedules in each step, " +
    "nothing in between taking time; the chain: its calls that must come one after another. Platform: from the " +
    "moment at which a call that reads contents could begin to its arrival, p50 / p99. Best of " +
    `${values.repeat} by time. SIMULATED MODELS PROVE MACHINERY, NEVER QUALITY: this one knows every class and only ` +
    "words it in four ways.";
  console.log(`${about}\n`);

  const contents = madeContents(Number(values.contents), seed);
  server = await spawnStart(state, (await freePort(0)) ?? 0, true, ["--no-sample"]);
  const api = connect(server.local.url, server.local.apiKey);
  const datasetId = await fill(api, contents);
  const rows: Measured[] = [];
  const agreements: Agreement[] = [];
  for (const latency of latencies) {
    const { own, agreed } = await underLatency(api, contents, datasetId, latency);
    rows.push(...own);
    agreements.push(...agreed);
  }
  const seconds = (performance.now() - begun) / 1000;
  const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, loadBefore, loadAfter: os.loadavg() };
  mkdirSync(path.dirname(values.json), { recursive: true });
  const report = { about, at: new Date().toISOString(), seconds, machine, options: values, rows, agreements };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  const load = `load ${loadBefore[0]?.toFixed(1)} at the beginning, ${machine.loadAfter[0]?.toFixed(1)} at the end`;
  console.log(
    `${seconds.toFixed(0)} s on ${machine.cores} cores, ${load}. Written to ${path.relative(root, values.json)}`,
  );
}

/** All ways under one kind of latency, and their tables. */
async function underLatency(api: Api, contents: MadeContent[], datasetId: string, latency: Latency) {
  const behaviour = { latencyMs, latencySigma: latency === "lognormal" ? sigma : 0 };
  const simulated = await startSimulated({ seed, behaviour, model: wordingModel(contents) });
  simulateds.push(simulated);
  const provider = {
    name: latency,
    type: "openai",
    baseUrl: `${simulated.url}/v1`,
    apiKey: "sk-bench-0123456789",
    models: [modelId],
    prices: { [modelId]: { input: 0.15, output: 0.6 } },
  };
  const model = `${(await api.post("/providers", provider, providerSchema)).slug}/${modelId}`;
  const own: Measured[] = [];
  const agreed: Agreement[] = [];
  const compared: Measured[] = [];
  /** The best of several; a line tells of it while the others run. */
  const best = async (run: () => Promise<{ measured: Measured; found: Map<string, Record<string, unknown>> }>) => {
    const runs = [];
    for (let turn = 0; turn < Number(values.repeat); turn++) runs.push(await run());
    const [first] = runs.sort((a, b) => a.measured.tookMs - b.measured.tookMs);
    if (!first) throw new Error("--repeat must be 1 or more");
    own.push(first.measured);
    const { who, streams, sync, tookMs } = first.measured;
    process.stderr.write(`  ${latency}: ${who}, ${streams} at once ${sync ?? ""}: ${(tookMs / 1000).toFixed(1)} s\n`);
    return first;
  };
  const order = { datasetId, model };
  const apiKey = server?.local.apiKey ?? "";
  // One that is not counted: code is compiled, deadlines are learned.
  await runJob(api, apiKey, simulated, { ...order, streams: 8, sync: "round" }, latency);
  for (const streams of streamCounts) {
    // One stream reads one batch after another, whatever the others would do.
    for (const sync of streams === 1 ? syncs.slice(0, 1) : syncs) {
      const { measured, found } = await best(() =>
        runJob(api, apiKey, simulated, { ...order, streams, sync }, latency),
      );
      if (streams !== 8) continue;
      agreed.push(agreementOf(`Parallax, 8 streams, ${sync} (${latency})`, contents, found));
      compared.push(measured);
    }
  }
  const jobs = [...own];
  if (values.script) {
    // A thousand calls one by one take long, and their share of the tail is the same for everybody.
    for (const batch of latency === latencies[0] ? [1, scriptBatch] : [scriptBatch]) {
      const { measured, found } = await best(() => runScript(simulated, modelId, contents, batch, latency));
      agreed.push(agreementOf(`${measured.who} (${latency})`, contents, found));
      compared.push(measured);
    }
  }
  const kind = latency === "fixed" ? `${latencyMs} ms, fixed` : `log-normal, mean ${latencyMs} ms, sigma ${sigma}`;
  console.log(`Latency ${kind} (goals: ≥ 0.90 of the ideal at 8 streams, ≥ 0.80 at 64)`);
  printJobs(
    own,
    own.find(({ streams }) => streams === 1),
  );
  console.log("Seconds beyond the ideal, by step; `end`: from the last call to the word that it is complete");
  printLosses(jobs);
  console.log("The price of consistency (simulated: it measures the machinery of labels, no model)");
  printAgreements(agreed, compared);
  return { own, agreed };
}

async function fill(api: Api, contents: MadeContent[]): Promise<string> {
  const project = await api.post("/projects", { name: "Bench" }, projectSchema);
  const dataset = await api.post(`/projects/${project.id}/datasets`, { name: "Made up" }, datasetSchema);
  const lines = contents.map(({ id, messages }) => JSON.stringify({ id, messages }));
  const bytes = new Uint8Array(new TextEncoder().encode(`${lines.join("\n")}\n`));
  const report = await api.upload(`/datasets/${dataset.id}/import?filename=made.jsonl`, bytes, importReportSchema);
  if (report.imported !== contents.length) throw new Error(`${report.imported} contents were imported`);
  return dataset.id;
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  if (server) await endStarted(server.child);
  await Promise.all(simulateds.map((simulated) => simulated.close()));
  rmSync(state, { recursive: true, force: true });
  process.exit(code);
}
