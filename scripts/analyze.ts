import { stat } from "node:fs/promises";
import path from "node:path";
import type * as z from "zod";
import { type Analysis, analysisSchema } from "../worker/contract/analysis.ts";
import type { ImportReport } from "../worker/contract/content.ts";
import { type Dataset, datasetSchema, projectSchema } from "../worker/contract/project.ts";
import { type AnalyzeOptions, analyzeUsage, parseAnalyzeOptions } from "./client/analyze-options.ts";
import type { Api } from "./client/api.ts";
import { checkNames } from "./client/check-names.ts";
import { readClosed } from "./client/closed-facets.ts";
import { type Findings, findingsOf, templateOf, writeResults } from "./client/findings.ts";
import { follow } from "./client/follow.ts";
import { added, importFile, reportLines } from "./client/import-file.ts";
import { commandFor, standingLines, tellJob } from "./client/job-verbs.ts";
import { eachOf } from "./client/lists.ts";
import { printable } from "./client/printable.ts";
import { progressView } from "./client/progress.ts";
import { closingLines, clusterLines, facetLines } from "./client/summary.ts";
import { type UsedServer, useServer } from "./client/use-server.ts";
import { UsageError } from "./server/options.ts";

/* npm run analyze: import, analyse, say what is in there. */

let used: UsedServer | undefined;
let interrupted = false;
let interruptedAt = 0;
/** One Ctrl-C comes twice: from the terminal, and handed on by npm. */
const oneKeyMilliseconds = 500;
let followed: string[] = [];
/** What every further command needs to find this state. */
let more = "";
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => void interrupt());
// `… | head` has read enough: nobody is left to tell.
process.stdout.on("error", () => void interrupt());

try {
  const options = parseAnalyzeOptions(process.argv.slice(2));
  if (options.help) console.log(analyzeUsage);
  else process.exitCode = await analyze(options);
} catch (error) {
  // Ctrl-C ends our server under our feet: what fails then is no news.
  if (!interrupted) {
    const usage = error instanceof UsageError;
    process.stderr.write(`${printableLines(error)}${usage ? `\n\n${analyzeUsage}` : ""}\n`);
    process.exitCode = usage ? 2 : 1;
  }
} finally {
  if (!interrupted) await used?.end();
}

async function analyze(options: AnalyzeOptions): Promise<number> {
  const screen = options.json ? process.stderr : process.stdout;
  const say = (lines: string[]): void => void screen.write(`${lines.join("\n")}\n`);
  for (const file of options.files) {
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) throw new Error(`${file} is not a file.`);
  }

  more = placeOf(options);
  used = await useServer(options.state, options.port);
  const { api } = used;
  if (options.job !== null) return takeUp(api, options.job, options, say);
  await checkNames(api, options);
  const dataset = await datasetFor(api, options.files);
  const reports: ImportReport[] = [];
  for (const file of options.files) {
    const report = await importFile(api, dataset.id, file);
    say(reportLines(file, report));
    reports.push(report);
  }

  const started = await startAll(api, dataset, options);
  const imported = { id: dataset.id, name: dataset.name, projectId: dataset.projectId };
  return watchToTheEnd(api, started, options, say, { dataset: imported, import: added(reports) });
}

/** An analysis that is there already: it is told something, and followed where it goes on. */
async function takeUp(api: Api, job: NonNullable<AnalyzeOptions["job"]>, options: AnalyzeOptions, say: Say) {
  const { analysis, follow: goesOn } = await tellJob(api, job, options.maxCost);
  if (goesOn) return watchToTheEnd(api, [analysis], options, say, {});
  if (options.json) process.stdout.write(`${document({ analysis })}\n`);
  else say(standingLines(analysis, more));
  return 0;
}

type Say = (lines: string[]) => void;

/** Follows analyses until each has ended or stands still, and says what is in them. @returns the exit code */
async function watchToTheEnd(api: Api, started: Analysis[], options: AnalyzeOptions, say: Say, about: object) {
  followed = started.map((one) => one.id);
  const findings: Findings[] = [];
  const view = progressView(options.json ? process.stderr : process.stdout);
  for (const one of started) {
    const ended = await follow(api, one.id, view.show, () => interrupted);
    view.end();
    const found = await findingsOf(api, ended);
    findings.push(found);
    if (!options.json) say(await summaryOf(api, found));
    if (ended.status !== "completed") say(["", ...standingLines(ended, more)]);
  }
  if (!options.json && used?.ours) say([laterLine(api.url)]);
  const ended = findings.map((one) => one.analysis);
  if (options.out !== undefined) {
    const written = await writeResults(api, ended, options.out);
    say([`Results: ${written.map(printable).join(", ")}`]);
  }
  // The first analysis at the top, all of them in a list where there are several.
  const all = findings.length > 1 ? { analyses: findings } : {};
  if (options.json) process.stdout.write(`${document({ ...about, ...findings[0], ...all })}\n`);
  return ended.every((one) => one.status === "completed" && one.progress.itemsFailed === 0) ? 0 : 1;
}

async function summaryOf(api: Api, { analysis, labels, clusters, insights }: Findings): Promise<string[]> {
  const facets = (await templateOf(api, analysis.templateId))?.facets ?? [];
  const closed = await readClosed(api, analysis, facets);
  return [
    ...facetLines({ labels, facets, closed }, analysis.progress.itemsTotal, 15),
    ...clusterLines(clusters, 10),
    ...closingLines(analysis, insights.headline, api.url),
  ];
}

/** The state as a command line names it; nothing for the usual one. */
function placeOf({ state }: AnalyzeOptions): string {
  const quoted = /^[\w./-]+$/.test(state) ? state : `'${state.replaceAll("'", "'\\''")}'`;
  return state === ".wrangler/state" ? "" : `--state ${printable(quoted)}`;
}

/** Our server ends with this command, and an address without a server is no use. */
function laterLine(url: string): string {
  const { port } = new URL(url);
  const args = [...(port === "8787" ? [] : [`--port ${port}`]), ...(more === "" ? [] : [more])];
  const command = args.length > 0 ? `npm start -- ${args.join(" ")}` : "npm start";
  return `  The server ran for this command only. To open the page, start it again: ${command}`;
}

/** One analysis a model; where one cannot be started, those before it are taken back. */
async function startAll(api: Api, dataset: Dataset, options: AnalyzeOptions): Promise<Analysis[]> {
  const started: Analysis[] = [];
  try {
    for (const model of options.models) {
      const template = options.template ? { templateId: options.template } : {};
      const budget = options.maxCost === undefined ? {} : { options: { maxCostUsd: options.maxCost } };
      const body = { datasetId: dataset.id, model, ...template, ...budget };
      started.push(await api.post("/analyses", body, analysisSchema));
    }
  } catch (error) {
    for (const { id } of started) await api.post(`/analyses/${id}/cancel`, {}, analysisSchema).catch(() => {});
    throw error;
  }
  return started;
}

/** Project "Terminal", and in it one dataset for files of this name, so that importing again adds nothing. */
async function datasetFor(api: Api, files: string[]): Promise<Dataset> {
  const project =
    (await named("/projects", projectSchema, "Terminal")) ??
    (await api.post("/projects", { name: "Terminal", description: "Made by npm run analyze." }, projectSchema));
  const name = files
    .map((file) => path.basename(file))
    .join(", ")
    .slice(0, 120)
    .trim();
  const at = `/projects/${project.id}/datasets`;
  return (await named(at, datasetSchema, name)) ?? (await api.post(at, { name }, datasetSchema));

  async function named<Shape extends z.ZodType<{ name: string }>>(path: string, shape: Shape, wanted: string) {
    for await (const one of eachOf(api, path, shape)) if (one.name === wanted) return one;
    return null;
  }
}

/** What --json prints. */
function document(whole: object): string {
  // Still the same JSON, but nothing in it that a terminal would obey.
  const escaped = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(whole, null, 2).replaceAll(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escaped);
}

function printableLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n").map(printable).join("\n");
}

/**
 * Ctrl-C: a server that was there before goes on with the job; one of ours keeps it for the next start. A second one
 * waits for nothing any more.
 */
async function interrupt(): Promise<void> {
  const now = Date.now();
  if (interrupted && now - interruptedAt > oneKeyMilliseconds) process.exit(130);
  if (interrupted) return;
  interrupted = true;
  interruptedAt = now;
  if (used && followed.length > 0) {
    const back = followed.map((id) => `  ${commandFor(`--resume ${id}`, more)}`).join("\n");
    process.stderr.write(
      used.ours
        ? `\nStopped. What was found is saved; the next npm start on this state goes on with it, or:\n${back}\n`
        : `\nThe analysis goes on without this terminal. To come back to it:\n${back}\n`,
    );
  }
  await used?.end();
  process.exit(130);
}
