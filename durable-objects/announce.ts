import { earlyInsights } from "../worker/analysis/insights/insights.ts";
import { openFacetNames } from "../worker/analysis/job.ts";
import type { Analysis, Progress, Status } from "../worker/contract/analysis.ts";
import type { LabelsSoFar } from "../worker/contract/event.ts";
import type { Insight } from "../worker/contract/reply.ts";
import type { Ledger } from "./ledger/ledger.ts";
import { type Happened, inParts } from "./live-feed.ts";

/** Writes down for the watchers how far the job is and what has come in since they last heard. */
export function announce(ledger: Ledger, progress: Progress, happened: Happened): void {
  ledger.outbox.event("analysis_progress", {
    progress: progress.percent,
    currentStep: progress.currentStep,
    estimatedTimeRemaining: progress.etaSeconds,
    detail: progress,
  });
  const parts = inParts(happened);
  if (parts.length === 0) return;
  const insights = insightsSoFar(ledger);
  const labels = labelsSoFar(ledger);
  for (const part of parts) ledger.outbox.event("analysis_partial", { ...part, insights, labels });
}

/** How often the commonest labels of each open facet stand by now, merged ones under the word that stands for them. */
function labelsSoFar(ledger: Ledger): LabelsSoFar {
  const spec = ledger.spec();
  const counts = ledger.labels.counts(spec);
  return openFacetNames(spec.facets).map((facet) => {
    const words = counts[facet] ?? [];
    return { facet, labels: words.map(({ value, count }) => ({ label: value, count })) };
  });
}

/** Writes down how the job has ended; nothing comes after it. */
export function announceEnd({ outbox }: Ledger, ended: Status, result: Analysis): void {
  if (ended === "failed") outbox.event("analysis_error", { error: result.error, fatal: true });
  else if (ended === "cancelled") outbox.event("analysis_cancelled", {});
  else outbox.event("analysis_complete", { result });
}

/** What can be said while the job still runs. */
export function insightsSoFar(ledger: Ledger): Insight[] {
  const spec = ledger.spec();
  if (!spec.modules.insights) return [];
  const { items_done, items_fallback } = ledger.job();
  return earlyInsights(ledger.labels.counts(spec), openFacetNames(spec.facets), items_done + items_fallback);
}
