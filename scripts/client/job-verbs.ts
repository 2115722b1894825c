import { type Analysis, analysisSchema } from "../../worker/contract/analysis.ts";
import type { JobVerb } from "./analyze-options.ts";
import type { Api } from "./api.ts";
import { printable } from "./printable.ts";

/** Verbs after which there is something to follow. */
const leadsOn: readonly JobVerb[] = ["resume", "follow", "retry-failed"];

/**
 * Tells an analysis that is there what to do. A budget is changed first, so that resuming finds it.
 * @returns how it is now, and whether it is to be followed
 */
export async function tellJob(
  api: Api,
  { verb, id }: { verb: JobVerb; id: string },
  maxCost: number | undefined,
): Promise<{ analysis: Analysis; follow: boolean }> {
  const at = `/analyses/${id}`;
  if (maxCost !== undefined) await api.patch(at, { options: { maxCostUsd: maxCost } }, analysisSchema);
  const before = await api.get(at, analysisSchema);
  // What has ended is only shown again.
  const silent = verb === "follow" || (verb === "resume" && before.status !== "paused");
  const analysis = silent ? before : await api.post(`${at}/${verb}`, {}, analysisSchema);
  return { analysis, follow: leadsOn.includes(verb) };
}

/** Why an analysis that is not completed stands, and what to do. @param more what every command needs, e.g. `--state x` */
export function standingLines(analysis: Analysis, more: string): string[] {
  const { id, model, status, error, pauseReason } = analysis;
  const reason = error ?? pauseReason;
  const said = `${printable(model)} is ${status}${reason ? `: ${printable(reason)}` : ""}`;
  if (status !== "paused") return [said];
  const raise = /\bbudget\b/.test(pauseReason ?? "") ? " --max-cost N" : "";
  return [said, `To go on: ${commandFor(`--resume ${id}${raise}`, more)}`];
}

/** A command line of this command. */
export function commandFor(args: string, more: string): string {
  return `npm run analyze -- ${args}${more === "" ? "" : ` ${more}`}`;
}
