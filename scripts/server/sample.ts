import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Analysis, analysisSchema } from "../../worker/contract/analysis.ts";
import { pageSchema } from "../../worker/contract/page.ts";
import { datasetSchema, type Project, projectSchema } from "../../worker/contract/project.ts";
import { plural } from "../client/amounts.ts";
import type { Api } from "../client/api.ts";
import { findingsOf, templateOf } from "../client/findings.ts";
import { follow } from "../client/follow.ts";
import { importFile } from "../client/import-file.ts";
import { progressView, type Screen } from "../client/progress.ts";
import { closingLines, clusterLines, facetLines } from "../client/summary.ts";
import { root, type State } from "./place.ts";

const sampleFile = path.join(root, "web/public/sample.jsonl");
const sampleName = "Sample";

/**
 * Where nothing is stored yet: imports the project's own sample and reads it once with the built-in engine, so that
 * the first page is not an empty one. Goes on with that where an earlier start was ended in the middle.
 */
export async function firstRun(api: Api, state: State, screen: Screen): Promise<void> {
  const done = path.join(state.directory, "sample.done");
  const projects = await api.get("/projects?limit=2", pageSchema(projectSchema));
  const unfinished = projects.items.length === 1 && projects.items[0]?.name === sampleName && !existsSync(done);
  if (!existsSync(sampleFile) || (projects.items.length > 0 && !unfinished)) return;

  const started = await analysisOfSample(api, projects.items[0], screen);
  const view = progressView(screen);
  const ended = await follow(api, started.id, view.show);
  view.end();
  writeFileSync(done, "");
  if (ended.status !== "completed") {
    screen.write(
      `The sample's analysis is ${ended.status}: ${ended.error ?? ended.pauseReason ?? "no reason given"}\n`,
    );
    return;
  }
  const { labels, clusters, insights } = await findingsOf(api, ended);
  const facets = (await templateOf(api, ended.templateId))?.facets ?? [];
  const lines = [
    ...facetLines({ labels, facets }, ended.progress.itemsTotal, 6),
    ...clusterLines(clusters, 6),
    ...closingLines(ended, insights.headline, api.url),
  ];
  screen.write(`${lines.join("\n")}\n\n`);
}

/** Project, dataset, import, analysis: each made where it is not there yet. */
async function analysisOfSample(api: Api, known: Project | undefined, screen: Screen): Promise<Analysis> {
  const description = "Conversations made up for a first look.";
  const project = known ?? (await api.post("/projects", { name: sampleName, description }, projectSchema));
  const datasets = await api.get(`/projects/${project.id}/datasets?limit=1`, pageSchema(datasetSchema));
  const dataset =
    datasets.items[0] ??
    (await api.post(`/projects/${project.id}/datasets`, { name: "Support conversations" }, datasetSchema));
  const report = await importFile(api, dataset.id, sampleFile);
  const there = plural(report.imported + report.duplicates, "conversation");
  screen.write(`Sample: ${there} imported, reading them with the built-in engine\n`);

  const analyses = await api.get(`/analyses?projectId=${project.id}&limit=1`, pageSchema(analysisSchema));
  const body = {
    datasetId: dataset.id,
    templateId: "tpl_customer_support",
    model: "local/lexical",
    name: "First look",
  };
  return analyses.items[0] ?? api.post("/analyses", body, analysisSchema);
}
