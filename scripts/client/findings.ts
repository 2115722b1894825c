import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type * as z from "zod";
import type { Analysis } from "../../worker/contract/analysis.ts";
import {
  type ClustersReply,
  clustersReplySchema,
  insightsReplySchema,
  resultSchema,
} from "../../worker/contract/findings.ts";
import { type LabelsReply, labelsReplySchema } from "../../worker/contract/labels.ts";
import { type Template, templateSchema } from "../../worker/contract/template.ts";
import { type Api, ApiError } from "./api.ts";
import { eachOf } from "./lists.ts";

export interface Findings {
  analysis: Analysis;
  labels: LabelsReply;
  clusters: ClustersReply;
  insights: z.infer<typeof insightsReplySchema>;
}

export async function findingsOf(api: Api, analysis: Analysis): Promise<Findings> {
  const at = `/analyses/${analysis.id}`;
  return {
    analysis,
    labels: await api.get(`${at}/labels`, labelsReplySchema),
    clusters: await api.get(`${at}/clusters`, clustersReplySchema),
    insights: await api.get(`${at}/insights`, insightsReplySchema),
  };
}

/** The template as it is now. @returns null where there is none, or none any more */
export async function templateOf(api: Api, id: string): Promise<Template | null> {
  // Anything else could be the path of another page.
  if (!templateSchema.shape.id.safeParse(id).success) return null;
  try {
    return await api.get(`/templates/${id}`, templateSchema);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Writes what the analyses found, in the format that the file's ending names (checked with the options). @returns the files written */
export async function writeResults(api: Api, analyses: Analysis[], out: string): Promise<string[]> {
  const ending = path.extname(out).slice(1).toLowerCase();
  // Of our own making: the lines of several analyses in one file.
  if (ending === "jsonl") {
    await writeLines(api, analyses, out);
    return [out];
  }
  const written: string[] = [];
  for (const analysis of analyses) {
    const file = analyses.length === 1 ? out : withModel(out, analysis.model);
    const answer = await api.open(`/analyses/${analysis.id}/export?format=${ending}`);
    await writeFile(file, answer.body ?? "");
    written.push(file);
  }
  return written;
}

/** results.csv, sim/sim-1 → results.sim-sim-1.csv */
function withModel(out: string, model: string): string {
  const { dir, name, ext } = path.parse(out);
  return path.join(dir, `${name}.${model.replaceAll(/[^\w.-]+/g, "-")}${ext}`);
}

async function writeLines(api: Api, analyses: Analysis[], out: string): Promise<void> {
  const file = createWriteStream(out);
  try {
    for (const analysis of analyses) {
      for await (const result of eachOf(api, `/analyses/${analysis.id}/results`, resultSchema)) {
        file.write(`${JSON.stringify({ analysisId: analysis.id, ...result })}\n`);
      }
    }
  } finally {
    await new Promise<void>((resolve, reject) => {
      file.on("error", reject);
      file.end(resolve);
    });
  }
}
