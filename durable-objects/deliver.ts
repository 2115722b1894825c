import type { JobState, ResultRow } from "../worker/analysis/job.ts";
import { openFacetNames } from "../worker/analysis/job.ts";
import { reapplyEdits } from "../worker/analysis/labels/edited-labels.ts";
import type { Summary } from "../worker/contract/analysis.ts";
import { finishAnalysis } from "../worker/db/analyses.ts";
import { saveLabels } from "../worker/db/labels.ts";
import { applyCanonical, saveResults } from "../worker/db/results.ts";
import { announceEnd } from "./announce.ts";
import { analysisOf, expiryOf } from "./job-view.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { EndEntry, OutboxEntry } from "./ledger/outbox.ts";
import { statsOf } from "./ledger/view.ts";

/** Entries taken at once: one D1 batch of results. */
const entriesAtOnce = 16;

/** The job as those see it whom its end is told. */
export interface EndView {
  /** All that was noted until now goes out before the end. */
  flush(): void;
  state(): JobState;
}

/**
 * Brings the outbox to D1 in its order; every entry may be delivered twice. An entry leaves the ledger only when D1 has it.
 * @returns true where the end of the job was delivered
 */
export async function deliverOutbox(
  db: D1Database,
  ledger: Ledger,
  view: EndView,
  now: () => number,
): Promise<boolean> {
  for (let ended = false; ; ) {
    const entries = ledger.outbox.undelivered(entriesAtOnce);
    const [first] = entries;
    if (!first) return ended;
    const results = leading(entries, "results");
    if (results.length > 0) {
      const rows = results.flatMap((entry) => JSON.parse(entry.body) as ResultRow[]);
      await saveResults(db, ledger.spec().analysisId, rows, canonicalWords(ledger));
      ledger.outbox.delivered(
        results.map((entry) => entry.id),
        now(),
      );
    } else if (first.kind === "canonical") {
      await deliverCanonical(db, ledger, first);
      ledger.outbox.delivered([first.id], now());
    } else {
      ended = await deliverEnd(db, ledger, first, view, now);
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

/**
 * The ledger ends first, then D1: after a crash between the two the entry is still there, and the end is written again. That
 * it was told to watchers and that the entry is gone are one commit.
 * @returns false where the job was paused just then: whoever resumes it brings it to its end again
 */
async function deliverEnd(
  db: D1Database,
  ledger: Ledger,
  entry: OutboxEntry,
  view: EndView,
  now: () => number,
): Promise<boolean> {
  if (ledger.job().completed_at === null) view.flush();
  ledger.finished(now());
  const job = ledger.job();
  if (job.completed_at === null) {
    ledger.outbox.delivered([entry.id], now());
    return false;
  }
  const spec = ledger.spec();
  await saveLabels(db, spec.analysisId, ledger.labels.reply(spec));
  const found = job.summary === null ? null : (JSON.parse(job.summary) as Summary);
  const summary = await reapplyEdits(db, spec.analysisId, found, spec.facets);
  await finishAnalysis(db, spec.analysisId, view.state(), {
    completedAt: job.completed_at,
    expiresAt: expiryOf(spec, job.completed_at),
    summary,
    stats: statsOf(job, spec, ledger.streams.all(), ledger.labels, now()),
  });
  const { told } = JSON.parse(entry.body) as EndEntry;
  ledger.outbox.delivered([entry.id], now(), () => {
    if (!told) announceEnd(ledger, job.status, analysisOf(ledger, view.state()));
  });
  return true;
}
