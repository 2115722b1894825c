import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { openState, root } from "../../scripts/server/place.ts";
import { endProcesses } from "../../scripts/server/processes.ts";
import { openCircuits, wholeCalls } from "./speed-calls.ts";
import { type Bench, quickFailures, refusedConnections } from "./speed-failures.ts";
import { short } from "./speed-figures.ts";
import { hangs, observePortkey } from "./speed-hangs.ts";
import { startOurs, startPortkey } from "./speed-servers.ts";
import { printBeside, printCalls, printFailures, printHangs, printSkips } from "./speed-tables.ts";
import { startUpstreams, type Upstreams } from "./speed-upstream.ts";

/*
 * npm run bench [-- --quick]: how fast a call goes on when a provider fails, and what the pool costs while none does,
 * in workerd against simulated providers; beside it Portkey's gateway on the failures that it handles.
 */
const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const counts = values.quick ? { failures: 50, hangs: 10, blocks: 4 } : { failures: 262, hangs: 100, blocks: 20 };

const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-bench-"));
const state = openState(directory);
let upstreams: Upstreams | undefined;
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
  // How late this process itself was woken: what others do on the machine shows here, and in every figure.
  const lateness = monitorEventLoopDelay({ resolution: 1 });
  lateness.enable();
  upstreams = await startUpstreams();
  const [ours, portkey] = await Promise.all([startOurs(state), startPortkey(state)]);
  const { stream: _, stream_options: __, ...whole } = JSON.parse(await ours.body()) as Record<string, unknown>;
  const bench: Bench = { ours, portkey, upstreams, wholeBody: JSON.stringify(whole) };
  const about =
    "Ours runs in workerd (wrangler dev; real SDK, keys, gate object on disk). The upstreams are node:http servers in " +
    "the process of the benchmark that play again what the simulated providers answered once: the simulator's own work, " +
    "longer than what is measured, is left out. Times are taken at the upstreams, by one clock. A failure is known when " +
    "the last byte that tells of it is about to be written (a refused connection: when the Worker's clock says so, " +
    "rounded down to 1 ms); a request is sent when its head has arrived. Every circuit is closed at the beginning of " +
    `each run. Portkey's gateway ${portkey.version} runs as npm brings it, in Node ${process.versions.node} and as a ` +
    "process of its own: a call through it has one hop more than one by our pool, which is part of the Worker that " +
    "asks. It is asked for whole answers, ours for streams. The question: 10 conversations, " +
    `${(bench.wholeBody.length / 1000).toFixed(0)} kB with rules and schema. All times in milliseconds.`;
  console.log(`${about}\n`);

  const calls = await wholeCalls(bench, counts.blocks);
  printCalls(calls, await upstreams.mostPieces());
  const skips = await openCircuits(bench, counts.blocks);
  printSkips(skips);
  const quick = await quickFailures(bench, counts.failures);
  const refused = await refusedConnections(bench, counts.failures);
  const { fromAsk, ...refusedAsOthers } = refused;
  const failures = [...quick, refusedAsOthers];
  printFailures(failures);
  const hung = await hangs(bench, counts.hangs);
  printHangs(hung);
  const observed = await observePortkey(bench);
  printBeside(quick, refused, hung, observed);

  lateness.disable();
  const wokenLate = { p50: lateness.percentile(50) / 1e6, p99: lateness.percentile(99) / 1e6, max: lateness.max / 1e6 };
  const seconds = (performance.now() - begun) / 1000;
  const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, loadBefore, loadAfter: os.loadavg(), wokenLate };
  const written = path.join(root, ".bench", "speed.json");
  mkdirSync(path.dirname(written), { recursive: true });
  const figures = { calls, skips, failures, refusedFromAsk: fromAsk, hangs: hung, observed };
  const report = { about, at: new Date().toISOString(), quick: values.quick, seconds, machine, counts, ...figures };
  writeFileSync(written, `${JSON.stringify(report, null, 2)}\n`);
  const load = `load ${loadBefore[0]?.toFixed(1)} at the beginning, ${machine.loadAfter[0]?.toFixed(1)} at the end`;
  console.log(
    `The benchmark's own 1 ms timer took ${short(wokenLate.p50)} / ${short(wokenLate.p99)} / ${short(wokenLate.max)} (p50 / ` +
      "p99 / max): what the machine adds to every figure.",
  );
  console.log(`${seconds.toFixed(0)} s on ${machine.cores} cores, ${load}. Written to ${path.relative(root, written)}`);
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await endProcesses(state.mark, 3_000);
  await upstreams?.close();
  rmSync(directory, { recursive: true, force: true });
  process.exit(code);
}
