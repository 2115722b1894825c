import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { seeded } from "../../scripts/chaos/contents.ts";
import { type Api, connect } from "../../scripts/client/api.ts";
import { importFile } from "../../scripts/client/import-file.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { root } from "../../scripts/server/place.ts";
import { freePort } from "../../scripts/server/port.ts";
import { markOf } from "../../scripts/server/processes.ts";
import { type Analysis, analysisSchema } from "../../worker/contract/analysis.ts";
import { datasetSchema, projectSchema } from "../../worker/contract/project.ts";
import { type Isolates, openIsolates } from "./isolate-memory.ts";
import { allocated, MemoryPeaks } from "./memory-peaks.ts";
import { PhaseTimes } from "./phase-times.ts";
import { scaleContents } from "./scale-contents.ts";
import { cellsOf, met, spreadOf } from "./speed-figures.ts";

/*
 * npm run bench -- scale [--contents N] [--bytes N] [--streams N]: so many contents through the whole of it as `npm start`
 * runs it: import over HTTP, one job on the built-in engine, its status and results asked for all the while. The server is
 * started anew in between, so that what an import holds (language tables, most of all) is not counted with the job: where
 * Workers run, the isolates that take requests and those that work for queues come and go each for itself.
 */
const { values } = parseArgs({
  options: {
    contents: { type: "string", default: "100000" },
    bytes: { type: "string", default: "2048" },
    streams: { type: "string", default: "8" },
    seed: { type: "string", default: "20261121" },
  },
});
/** A collection stops the isolate for a while: not more often than this, in milliseconds. */
const leastBetweenCollections = 2_000;
/** Isolates smaller than this are not printed. */
const leastShown = 2e6;
const goals = { seconds: 600, megabytes: 96 };
const about =
  "The server as npm start runs it, on this machine; the client that imports and asks runs beside it on the same cores. " +
  "Memory: what V8 says of each isolate four times a second (objects on its heap + workerd's objects that hang on them + " +
  "buffers), garbage not collected yet included; above the goal a collection is asked for, at most every 2 s, and what is left is 'held'. " +
  "Not covered: workerd's C++ memory, SQLite's cache, code. Locally requests, consumers and all objects share the one " +
  "isolate core:user:parallax, which elsewhere are several: its figure is the sum of theirs. The server is started anew between " +
  "import and job.";

const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-scale-"));
const state = path.join(directory, "state");
let server: Started | undefined;
let isolates: Isolates | undefined;
let phase = "start";
let watched = Promise.resolve();
let over = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void end(130));

try {
  await measure();
  await end(0);
} catch (error) {
  console.error(error);
  await end(1);
}

async function measure(): Promise<void> {
  console.log(`${about}\n`);
  const file = path.join(directory, "scale.jsonl");
  await writeContents(file);
  const megabytes = (await stat(file)).size / 1e6;
  const peaks = new MemoryPeaks();
  const importer = await serve(peaks, "import");
  const project = await importer.post("/projects", { name: "Scale" }, projectSchema);
  const dataset = await importer.post(`/projects/${project.id}/datasets`, { name: "Scale" }, datasetSchema);
  phase = "import";
  const begun = performance.now();
  const report = await importFile(importer, dataset.id, file);
  const importSeconds = (performance.now() - begun) / 1000;
  console.log(`Imported ${report.imported} contents, ${megabytes.toFixed(0)} MB, in ${importSeconds.toFixed(1)} s\n`);
  await stop();

  const api = await serve(peaks, "job");
  const body = {
    datasetId: dataset.id,
    templateId: "tpl_customer_support",
    model: "local/lexical",
    options: { streams: Number(values.streams) },
  };
  const { id } = await api.post("/analyses", body, analysisSchema);
  const { analysis, phases, asked } = await watchJob(api, id);
  const jobSeconds = phases.reduce((sum, { seconds }) => sum + seconds, 0);
  await stop();

  const seconds = importSeconds + jobSeconds;
  console.table([
    { step: "import", seconds: importSeconds.toFixed(1), contents: report.imported },
    ...phases.map((one) => ({ step: one.phase, seconds: one.seconds.toFixed(1), contents: one.items })),
    { step: "all", seconds: seconds.toFixed(1), contents: analysis.progress.itemsDone },
  ]);
  console.log(`End to end under ${goals.seconds} s: ${met(seconds, goals.seconds)}\n`);
  console.log("GET while the job ran, milliseconds");
  console.table(
    asked.map(({ path: asking, times, slowest }) => ({
      path: asking,
      ...cellsOf(spreadOf(times)),
      "slowest in": slowest,
    })),
  );
  const memory = peaks.list();
  console.log("\nPeak memory of each isolate, MB");
  console.table(
    memory
      .filter(({ most }) => most > leastShown)
      .map((peak) => ({
        isolate: peak.isolate,
        most: inMegabytes(peak.most),
        in: peak.phase,
        held: peak.mostHeld === null ? "" : inMegabytes(peak.mostHeld),
        "held in": peak.heldPhase ?? "",
        "taken by V8": inMegabytes(peak.mostTaken),
        samples: peak.samples,
      })),
  );
  const worst = Math.max(...memory.map(({ most, mostHeld }) => mostHeld ?? most)) / 1e6;
  console.log(`No isolate above ${goals.megabytes} MB: ${met(worst, goals.megabytes)}`);
  const written = path.join(root, ".bench", "scale.json");
  mkdirSync(path.dirname(written), { recursive: true });
  const figures = { megabytes, importSeconds, jobSeconds, seconds, phases, memory, status: analysis.status };
  const latency = asked.map(({ path: asking, times, slowest }) => ({ path: asking, ...spreadOf(times), slowest }));
  const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, load: os.loadavg() };
  const all = { about, at: new Date().toISOString(), options: values, machine, goals, ...figures, latency };
  writeFileSync(written, `${JSON.stringify(all, null, 2)}\n`);
  console.log(`Written to ${path.relative(root, written)}`);
  if (analysis.status !== "completed") throw new Error(`the job ended as ${analysis.status}: ${analysis.error}`);
}

/** @param part what it is started for, under which its isolates are listed */
async function serve(peaks: MemoryPeaks, part: string): Promise<Api> {
  phase = part;
  over = false;
  server = await spawnStart(state, (await freePort(0)) ?? 0, false, ["--no-sample"]);
  isolates = await openIsolates(markOf(state));
  watched = watchMemory(isolates, peaks, part);
  return connect(server.local.url, server.local.apiKey, 60_000);
}

async function stop(): Promise<void> {
  over = true;
  await watched;
  isolates?.close();
  if (server) await endStarted(server.child);
  server = undefined;
}

async function writeContents(file: string): Promise<void> {
  const sample = readFileSync(path.join(root, "web/public/sample.jsonl"), "utf8");
  const lines = scaleContents(sample, Number(values.bytes), seeded(Number(values.seed)));
  const out = createWriteStream(file);
  for (let left = Number(values.contents); left > 0; left -= 1_000) {
    const some = Array.from({ length: Math.min(1_000, left) }, () => `${lines.next().value}\n`);
    if (!out.write(some.join(""))) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
}

async function watchMemory(all: Isolates, peaks: MemoryPeaks, part: string): Promise<void> {
  let collected = 0;
  while (!over) {
    for (const name of all.names) {
      const asking = phase;
      const usage = await all.usage(name, false).catch(() => null);
      if (usage === null) continue;
      peaks.add(`${part}: ${name}`, asking, usage, false);
      if (allocated(usage) <= goals.megabytes * 1e6 || performance.now() - collected < leastBetweenCollections)
        continue;
      collected = performance.now();
      const held = await all.usage(name, true).catch(() => null);
      if (held) peaks.add(`${part}: ${name}`, asking, held, true);
    }
    await pause(250);
  }
}

/** Asks for the status and for results five times a second until the job has ended. */
async function watchJob(api: Api, id: string) {
  const phases = new PhaseTimes(performance.now());
  const start = performance.now();
  const status = { path: "/analyses/:id", times: [] as number[], slowest: "" };
  const results = { path: "/analyses/:id/results?limit=50", times: [] as number[], slowest: "" };
  const timed = async <Answer>(of: typeof status, ask: () => Promise<Answer>): Promise<Answer> => {
    const begun = performance.now();
    const answer = await ask();
    const took = performance.now() - begun;
    if (took > Math.max(0, ...of.times))
      of.slowest = `${phase}, ${((begun - start) / 1_000).toFixed(0)} s after the start`;
    of.times.push(took);
    return answer;
  };
  for (let told = 0; ; ) {
    const analysis: Analysis = await timed(status, () => api.get(`/analyses/${id}`, analysisSchema));
    phase = analysis.progress.phase;
    phases.seen(phase, analysis.progress.itemsDone, performance.now());
    if (!["pending", "running"].includes(analysis.status)) {
      return { analysis, phases: phases.list(), asked: [status, results] };
    }
    await timed(results, async () => (await api.open(`/analyses/${id}/results?limit=50`)).arrayBuffer());
    if (performance.now() - told > 30_000) {
      told = performance.now();
      console.log(`  ${analysis.progress.currentStep}, ${analysis.progress.itemsDone} read`);
    }
    await pause(200);
  }
}

function inMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

async function end(code: number): Promise<void> {
  await stop();
  rmSync(directory, { recursive: true, force: true });
  process.exit(code);
}
