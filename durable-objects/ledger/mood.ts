import type { JobSpec } from "../../worker/analysis/job.ts";
import { moodKey, sentimentSchema } from "../../worker/contract/reply.ts";
import type { Facet } from "../../worker/contract/template.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";

/** What moods were counted under before, when a facet could be called the same. */
const earlierKey = "sentiment";

/**
 * A job that an earlier version began gets its moods under the key that no facet has. Asked again it changes nothing. What
 * a facet `sentiment` may have said itself stays with it: there the two were added up, and nothing tells them apart.
 */
export function partMoods(storage: LedgerStorage): void {
  if (!firstRow(storage, "SELECT 1 AS one FROM tally WHERE facet = ? LIMIT 1", earlierKey)) return;
  const job = firstRow<{ spec: string }>(storage, "SELECT spec FROM job");
  if (!job) return;
  const facet = (JSON.parse(job.spec) as JobSpec).facets.find(({ name }) => name === earlierKey);
  const moods = JSON.stringify(sentimentSchema.options.filter((mood) => !maySay(facet, mood)));
  storage.atomically(() => {
    storage.all(
      `INSERT INTO tally (facet, value, count)
       SELECT ?, value, count FROM tally WHERE facet = ? AND value IN (SELECT value FROM json_each(?))
       ON CONFLICT (facet, value) DO UPDATE SET count = count + excluded.count`,
      moodKey,
      earlierKey,
      moods,
    );
    storage.all("DELETE FROM tally WHERE facet = ? AND value IN (SELECT value FROM json_each(?))", earlierKey, moods);
  });
}

/** The words of open facets stand in another table, those of lists nowhere. */
function maySay(facet: Facet | undefined, mood: string): boolean {
  return facet?.type === "text" || (facet?.type === "choice" && facet.choices?.includes(mood) === true);
}
