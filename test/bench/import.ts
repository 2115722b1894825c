import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { seeded } from "../../scripts/chaos/contents.ts";
import { connect } from "../../scripts/client/api.ts";
import { importFile } from "../../scripts/client/import-file.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { root } from "../../scripts/server/place.ts";
import { freePort } from "../../scripts/server/port.ts";
import { datasetSchema, projectSchema } from "../../worker/contract/project.ts";
import { importWhole, parseAndCheck, parseAndCount } from "./import-stages.ts";
import { middleOf, type Rate, rateOf } from "./rates.ts";
import { scaleContents } from "./scale-contents.ts";

/*
 * npm run bench -- import [--contents N] [--runs N]: bytes of JSONL a second through the stages of an import in this
 * process, and through the server as npm start runs it.
 */
const { values } = parseArgs({
  options: {
    contents: { type: "string", default: "15000" },
    bytes: { type: "string", default: "2048" },
    runs: { type: "string", default: "5" },
    seed: { type: "string", default: "20261121" },
  },
});
/** Megabytes a second. */
const goals = { parse: 20, counted: 4, whole: 4 };
/** A small file is read several times over, as one: short measurements say little. */
const leastBytes = 10e6;
const about =
  "parse: bytes, decode, format, JSON, check (no hash, tokens, language). tokens: the same with tokens counted. whole: the " +
  "import as it is in production, hash, language, quality and personal data too, into a store that keeps nothing. All run the Worker's own code in Node, whose V8 is workerd's kin. 'one core': bytes by the " +
  "processor time of the whole process, Node's threads that hash and collect garbage included; 'wall' by the clock. " +
  "Middle of the runs, a first one left out. over HTTP: the client of npm run analyze, the server of npm start and local D1.";

const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-import-"));
let server: Started | undefined;
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
  const load = os.loadavg();
  const sets = new Map([["made", madeContents()]]);
  const star = path.join(root, "..", "shared", "data", "star-1k.jsonl");
  if (existsSync(star)) sets.set("STAR 1,000", repeated(readFileSync(star)));
  const rows = [];
  for (const [set, bytes] of sets) {
    rows.push({ set, stage: "parse", goal: goals.parse, ...(await middleRate(bytes, parseAndCheck)) });
    rows.push({ set, stage: "tokens", goal: goals.counted, ...(await middleRate(bytes, parseAndCount)) });
    rows.push({ set, stage: "whole", goal: goals.whole, ...(await middleRate(bytes, importWhole)) });
  }
  console.log("Megabytes of JSONL a second");
  console.table(
    rows.map(({ set, stage, goal, wall, core }) => {
      const verdict = core >= goal ? "met" : "MISSED";
      return { set, stage, "one core": core.toFixed(1), wall: wall.toFixed(1), goal: `≥ ${goal}: ${verdict}` };
    }),
  );
  const http = await overHttp(sets.get("made") ?? madeContents());
  console.log(
    `over HTTP into D1: ${http.megabytes.toFixed(0)} MB in ${http.seconds.toFixed(1)} s, ${http.rate.toFixed(1)} MB/s`,
  );
  const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, loadBefore: load, loadAfter: os.loadavg() };
  console.log(`Load ${load[0]?.toFixed(1)} at the beginning, on ${machine.cores} cores`);
  const written = path.join(root, ".bench", "import.json");
  mkdirSync(path.dirname(written), { recursive: true });
  const all = { about, at: new Date().toISOString(), options: values, machine, rows, http };
  writeFileSync(written, `${JSON.stringify(all, null, 2)}\n`);
  console.log(`Written to ${path.relative(root, written)}`);
}

function madeContents(): Uint8Array {
  const sample = readFileSync(path.join(root, "web/public/sample.jsonl"), "utf8");
  const lines = scaleContents(sample, Number(values.bytes), seeded(Number(values.seed)));
  const texts = Array.from({ length: Number(values.contents) }, () => `${lines.next().value}\n`);
  return new TextEncoder().encode(texts.join(""));
}

function repeated(bytes: Uint8Array): Uint8Array {
  const times = Math.ceil(leastBytes / bytes.length);
  const all = new Uint8Array(bytes.length * times);
  for (let time = 0; time < times; time++) all.set(bytes, time * bytes.length);
  return all;
}

async function middleRate(bytes: Uint8Array, work: (bytes: Uint8Array) => Promise<number>): Promise<Rate> {
  const rates: Rate[] = [];
  for (let run = 0; run <= Number(values.runs); run++) {
    const cpu = process.cpuUsage();
    const begun = performance.now();
    await work(bytes);
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    if (run > 0) rates.push(rateOf(bytes.length, seconds, (user + system) / 1e6));
  }
  return middleOf(rates);
}

async function overHttp(bytes: Uint8Array) {
  const file = path.join(directory, "contents.jsonl");
  writeFileSync(file, bytes);
  const state = path.join(directory, "state");
  server = await spawnStart(state, (await freePort(0)) ?? 0, false, ["--no-sample"]);
  const api = connect(server.local.url, server.local.apiKey, 60_000);
  const project = await api.post("/projects", { name: "Import" }, projectSchema);
  const dataset = await api.post(`/projects/${project.id}/datasets`, { name: "Import" }, datasetSchema);
  const begun = performance.now();
  const report = await importFile(api, dataset.id, file);
  const seconds = (performance.now() - begun) / 1000;
  const megabytes = bytes.length / 1e6;
  return { contents: report.imported, megabytes, seconds, rate: megabytes / seconds };
}

async function end(code: number): Promise<void> {
  if (server) await endStarted(server.child);
  rmSync(directory, { recursive: true, force: true });
  process.exit(code);
}
