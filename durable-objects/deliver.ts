import type { ResultRow } from "../worker/analysis/job.ts";
import { openFacetNames } from "../worker/analysis/job.ts";
import type { Summary } from "../worker/contract/analysis.ts";
import { finishAnalysis, type JobState } from "../worker/db/analyses.ts";
import { saveLabels } from "../worker/db/labels.ts";
import { applyCanonical, saveResults } from "../worker/db/results.ts";
import { expiryOf } from "./job-view.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { OutboxEntry } from "./ledger/outbox.ts";
import { statsOf } from "./ledger/view.ts";

/** Entries taken at once: one D1 batch of results. */
const entriesAtOnce = 16;

/**
 * Brings the outbox to D1 in its order; every entry may be delivered twice. An entry leaves the ledger only when D1 has it.
 * @param state the job as it stands, asked for when the end is written
 * @returns when the job ended, where the entry that ends it was delivered; null before
 */
export async function deliverOutbox(
  db: D1Database,
  ledger: Ledger,
  state: () => JobState,
  now: () => number,
): Promise<number | null> {
  let finished: number | null = null;
  for (;;) {
    const entries = ledger.outbox.undelivered(entriesAtOnce);
    const [first] = entries;
    if (!first) return finished;
    const results = leading(entries, "results");
    if (results.length > 0) {
      const rows = results.flatMap((entry) => JSON.parse(entry.body) as ResultRow[]);
      await saveResults(db, ledger.spec().analysisId, rows, canonicalWords(ledger));
      ledger.outbox.delivered(
        results.map((entry) => entry.id),
        now(),
      );
    } else {
      if (first.kind === "canonical") await deliverCanonical(db, ledger, first);
      else finished = await deliverEnd(db, ledger, state(), now());
      ledger.outbox.delivered([first.id], now());
    }
  }
}

function leading(entries: OutboxEntry[], kind: OutboxEntry["kind"]): OutboxEntry[] {
  const end = entries.findIndex((entry) => entry.kind !== kind);
  return end === -1 ? entries : entries.slice(0, end);
}

function canonicalWords(ledger: Ledger): Map<string, Map<string, string>> {
  const facets = openFacetNames(ledger.spec().facets);
  return new Map(facets.map((facet) => [facet, new Map(Object.entries(ledger.labels.canonical(facet)))]));
}

async function deliverCanonical(db: D1Database, ledger: Ledger, entry: OutboxEntry): Promise<void> {
  const { facet } = JSON.parse(entry.body) as { facet: string };
  await applyCanonical(db, ledger.spec().analysisId, facet, ledger.labels.canonical(facet));
}

async function deliverEnd(db: D1Database, ledger: Ledger, state: JobState, now: number): Promise<number> {
  const spec = ledger.spec();
  await saveLabels(db, spec.analysisId, ledger.labels.reply(spec));
  const job = ledger.job();
  const completedAt = job.completed_at ?? now;
  await finishAnalysis(db, spec.analysisId, state, {
    completedAt,
    expiresAt: expiryOf(spec, completedAt),
    summary: job.summary === null ? null : (JSON.parse(job.summary) as Summary),
    stats: statsOf(job, spec, ledger.streams.all(), ledger.labels, now),
  });
  return completedAt;
}
