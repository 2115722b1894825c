import type { Owner } from "../accounts/owner.ts";
import type { Analysis } from "../contract/analysis.ts";
import { ParallaxError } from "../contract/error.ts";
import { getAnalysis, ownerOfAnalysis, specOf } from "../db/analyses.ts";

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

/** Checks that an analysis is the owner's, whether or not its time is over. @throws not_found, forbidden */
export async function ownAnalysis(c: { env: Env; get(name: "owner"): Owner }, id: string): Promise<void> {
  const owner = await ownerOfAnalysis(c.env.DB, id);
  if (owner === null) throw new ParallaxError("not_found", `There is no analysis ${id}.`);
  if (owner === c.get("owner").organizationId) return;
  throw new ParallaxError("forbidden", `The analysis ${id} belongs to another owner.`);
}

/** A job whose start was interrupted is started before it is told or asked anything. */
export async function begun(env: Env, id: string, status: Analysis["status"]): Promise<void> {
  if (status !== "pending") return;
  const spec = await specOf(env.DB, id);
  if (spec !== null) await env.ANALYSIS_JOB.getByName(id).start(spec);
}
