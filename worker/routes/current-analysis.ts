import type { Owner } from "../accounts/owner.ts";
import type { Analysis } from "../contract/analysis.ts";
import { getAnalysis } from "../db/analyses.ts";

/** States in which there is a job. */
export const living: readonly Analysis["status"][] = ["pending", "running", "paused"];

/** The analysis as it is now: while its job lives the object knows more than the row. */
export async function current(c: { env: Env; get(name: "owner"): Owner }, id: string): Promise<Analysis> {
  const row = await getAnalysis(c.env.DB, c.get("owner"), id, Date.now());
  if (!living.includes(row.status)) return row;
  const live = await c.env.ANALYSIS_JOB.getByName(id).snapshot();
  if (live === null) return row;
  return { ...(JSON.parse(live) as Analysis), name: row.name, pinned: row.pinned };
}
