import type { Analysis, Progress } from "../worker/contract/analysis.ts";
import { isLexical } from "./model-name.ts";

type Counted = Pick<Progress, "itemsDone" | "itemsFallback" | "itemsFailed" | "itemsTotal">;

/** Contents with a result, whoever answered: a model, or the built-in engine in its place. They are counted apart. */
export const answered = ({ itemsDone, itemsFallback }: Omit<Counted, "itemsFailed" | "itemsTotal">): number =>
  itemsDone + itemsFallback;

/** Contents that are through: with a result, or failed for good. */
export const through = (progress: Omit<Counted, "itemsTotal">): number => answered(progress) + progress.itemsFailed;

/** Contents still to be read. */
export const left = (progress: Counted): number => Math.max(0, progress.itemsTotal - through(progress));

/** Contents worth asking again: failed ones, and those for which the built-in engine stood in for a model. */
export function toAskAgain({ model, progress }: Pick<Analysis, "model"> & { progress: Counted }): number {
  return progress.itemsFailed + (isLexical(model) ? 0 : progress.itemsFallback);
}

/** How many contents each model answered; most first, ties by name. */
export function answerCounts(items: { model: string }[]): { model: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { model } of items) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts]
    .map(([model, count]) => ({ model, count }))
    .sort((a, b) => b.count - a.count || (a.model < b.model ? -1 : 1));
}
