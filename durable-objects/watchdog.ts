import type { JobSpec } from "../worker/analysis/job.ts";
import { expiryOf } from "./job-view.ts";
import type { Ledger } from "./ledger/ledger.ts";

/** The watchdog looks at a running job this often. */
export const watchdogMilliseconds = 5_000;
const soonestMilliseconds = 500;
const hour = 3_600_000;

/** When the watchdog comes again: sooner where a lease or a wait is over sooner. */
export function nextLook(ledger: Ledger, now: number): number {
  const due = ledger.find() ? ledger.tasks.nextDue(now) : null;
  if (due === null) return now + watchdogMilliseconds;
  return now + Math.min(watchdogMilliseconds, Math.max(soonestMilliseconds, due - now));
}

/** How long a job that has ended is kept: an hour longer than its results, and looked at once a day, since it may be pinned. */
export function keeping(spec: JobSpec, completedAt: number, now: number): { over: boolean; lookAgain: number } {
  const expiry = expiryOf(spec, completedAt) + hour;
  return { over: now >= expiry, lookAgain: Math.max(expiry, now + 24 * hour) };
}
