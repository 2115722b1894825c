import { modelSchema } from "../../worker/contract/model.ts";
import { templateSchema } from "../../worker/contract/template.ts";
import type { AnalyzeOptions } from "./analyze-options.ts";
import type { Api } from "./api.ts";
import { templateOf } from "./findings.ts";
import { eachOf } from "./lists.ts";
import { table } from "./table.ts";

/** Refuses a template or a model that does not exist, before anything is imported. @throws with those that do */
export async function checkNames(api: Api, { template, models }: AnalyzeOptions): Promise<void> {
  if (template !== undefined && (await templateOf(api, template)) === null) {
    throw new Error(
      [`There is no template "${template}". These can be asked for:`, ...(await templates(api))].join("\n"),
    );
  }
  const known: string[][] = [["auto", "the best that is set up"]];
  for await (const { id, name } of eachOf(api, "/models?available=true", modelSchema)) known.push([id, name]);
  for (const model of models) {
    if (known.some(([id]) => id === model)) continue;
    const lines = table([{ head: "--model" }, { head: "name" }], known);
    throw new Error([`There is no model "${model}". These can be asked:`, ...lines].join("\n"));
  }
}

async function templates(api: Api): Promise<string[]> {
  const rows: string[][] = [];
  for await (const { id, name } of eachOf(api, "/templates", templateSchema)) rows.push([id, name]);
  return table([{ head: "--template" }, { head: "name" }], rows);
}
