import type { Insight } from "../worker/contract/reply.ts";
import { plural } from "./format.ts";

/**
 * How many examples are not shown, in words. They are examples, not all contents that the insight speaks of: where a link
 * leads to all of those, nothing is said.
 */
export function examplesUnsaid(insight: Pick<Insight, "contentIds" | "filter">, shown: number): string | null {
  const { contentIds, filter } = insight;
  const left = contentIds.length - shown;
  return left <= 0 || filter !== undefined ? null : `and ${plural(left, "more example")}`;
}
