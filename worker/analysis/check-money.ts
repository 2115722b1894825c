import { estimateTokenCount } from "tokenx";
import type { Options } from "../contract/analysis.ts";
import { ParallaxError } from "../contract/error.ts";
import type { Facet, Modules } from "../contract/template.ts";
import { monthOfProject } from "../db/spending.ts";
import { promptFor } from "../engines/prompts/prompt.ts";
import type { ModelChoice } from "../models/choose-model.ts";
import { answersOfCall, dearestOf, mostOfCall, spareAnswers } from "../models/most-of-call.ts";
import type { Load } from "./estimate.ts";
import { discoveryBatches } from "./plan.ts";
import { emptyQuestion } from "./reader.ts";
import { targetBatchSize } from "./reading/batch.ts";
import { discoveryTarget } from "./reading/discover.ts";

/** A limit can't be kept where nobody knows what a call costs. */
export function checkPrices(choices: ModelChoice[], maxCostUsd: number | null): void {
  if (maxCostUsd === null) return;
  const unknown = choices.find(({ facts }) => !facts.priceKnown);
  if (!unknown) return;
  throw new ParallaxError(
    "invalid_request",
    `options.maxCostUsd: the price of ${unknown.facts.id} is unknown, so no limit can be kept. Enter its price at the provider, or leave the limit out.`,
    { errors: [{ path: "options.maxCostUsd", message: `the price of ${unknown.facts.id} is unknown` }] },
  );
}

/** What the first call of a job is about. */
export interface FirstCall {
  load: Load;
  facets: Facet[];
  modules: Modules;
  prompts?: Record<string, string> | undefined;
  options: Options;
  /** The model and its fallbacks. */
  choices: ModelChoice[];
}

/** A budget that not even one call fits into would only make a job that stands still. */
export function checkBudget(first: FirstCall, now: number): void {
  const { maxCostUsd } = first.options;
  if (maxCostUsd === null || first.load.contents === 0) return;
  const least = leastBudget(first, now);
  if (least === null || least <= maxCostUsd) return;
  const cents = Math.ceil(least * 10_000) / 10_000;
  throw new ParallaxError(
    "invalid_request",
    `options.maxCostUsd: not one call fits into $${maxCostUsd}, since each may cost more at worst. The smallest budget that would do is $${cents}.`,
    { errors: [{ path: "options.maxCostUsd", message: `at least ${cents}` }] },
  );
}

/**
 * What the first call may cost at most: a batch of contents of the usual length, as discovery cuts it.
 * @returns dollars; null where a price is unknown
 */
export function leastBudget(
  { load, facets, modules, prompts, options, choices }: FirstCall,
  now: number,
): number | null {
  const [choice] = choices;
  if (!choice) return null;
  const first = discoveryTarget(load.contents, options.discovery) || load.contents;
  const items = Math.min(first, targetBatchSize(first, discoveryBatches, options.itemsPerStream, choice.limits));
  const { system, reply, parts, outputTokens } = promptFor(emptyQuestion({ facets, modules, prompts }, items));
  const fences = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  const tokens = Object.values(load.counted).reduce((sum, part) => sum + part, 0);
  const carried = {
    counted:
      estimateTokenCount(system + JSON.stringify(reply.schema) + fences) +
      (tokens * items) / Math.max(1, load.contents),
    pictures: Math.ceil((load.images * items) / Math.max(1, load.contents)),
    outputTokens,
  };
  const paid = choices.filter(({ provider }) => provider !== null);
  const most = mostOfCall(paid.map(dearestOf), carried, now);
  return most === null ? null : most * (answersOfCall(paid.length) + spareAnswers(options.hedge));
}

/** A project that has spent what it may in this month starts nothing that costs. @throws wrong_state */
export async function checkMonth(
  db: D1Database,
  projectId: string,
  choices: ModelChoice[],
  now: number,
): Promise<void> {
  if (choices.every(({ provider }) => provider === null)) return;
  const month = await monthOfProject(db, projectId, "", now);
  if (month === null || month.othersUsd < month.limitUsd) return;
  throw new ParallaxError(
    "wrong_state",
    `The project's budget for this month of $${month.limitUsd} is used up: $${month.othersUsd.toFixed(2)} spent. Raise it in the project's settings (monthlyCostUsd), or take a model that costs nothing.`,
  );
}
