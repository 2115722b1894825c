import type { Result } from "../worker/contract/findings.ts";
import { api } from "./api.ts";

/** What the overview needs of a result; the rest is let go, since there are up to 2,000. */
export type FirstResult = Pick<Result, "contentId" | "title" | "facets" | "sentiment" | "model" | "status">;

export interface FirstResults {
  items: FirstResult[];
  /** True when the analysis has no more than these. */
  all: boolean;
}

const pagesAtMost = 4;

/** Reads the first 2,000 results: the API counts open labels only, everything else is counted from these. */
export async function firstResults(analysisId: string, signal: AbortSignal): Promise<FirstResults> {
  const items: FirstResult[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const query = { limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await api.results(analysisId, query, signal);
    items.push(
      ...answer.items
        .filter((item) => item.status !== "failed")
        .map(({ contentId, title, facets, sentiment, model, status }) => ({
          contentId,
          title,
          facets,
          sentiment,
          model,
          status,
        })),
    );
    if (answer.nextCursor === null) return { items, all: true };
    cursor = answer.nextCursor;
  }
  return { items, all: false };
}
