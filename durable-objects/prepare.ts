import { discoveryTarget, pickDiverse, type SampleCandidate } from "../worker/analysis/reading/discover.ts";
import { ParallaxError } from "../worker/contract/error.ts";
import { readAnalysisParts } from "../worker/db/analysis-parts.ts";
import { contentIndex } from "../worker/db/contents.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { LedgerStorage } from "./ledger/storage.ts";

const pageSize = 5_000;
/** What a picture takes of a model's context at most, roughly, whoever the vendor is: for cutting batches, not for bills. */
const tokensOfAPicture = 1_600;

/** Prepares a job, once at a time; what fails is tried again by the watchdog. */
export class Preparation {
  #running: Promise<void> | null = null;

  begin(db: D1Database, storage: LedgerStorage, ledger: Ledger, done: () => Promise<void>): Promise<void> {
    this.#running ??= prepare(db, storage, ledger)
      .then(done)
      .catch((failure) => console.error("preparing a job failed, tried again", ledger.spec().analysisId, failure))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }
}

/**
 * Brings the contents of a job into its ledger, page by page, and chooses those to be read first. Goes on where a
 * crash left it; `ledger.prepared` makes the first tasks when all are in.
 */
async function prepare(db: D1Database, storage: LedgerStorage, ledger: Ledger): Promise<void> {
  const spec = ledger.spec();
  const parts = await readAnalysisParts(db, spec.analysisId).catch(nullWhereGone);
  // Ended although it never began: it is being deleted, and whoever started it had read its row before.
  if (parts === null || parts.ended) {
    ledger.unreadable("The analysis is not there any more.");
    return;
  }
  const { contentIds } = parts;
  const wanted = contentIds === null ? null : new Set(contentIds);
  for (let after = ledger.job().loaded_after; ; ) {
    const page = await contentIndex(db, spec.datasetId, after, pageSize);
    const last = page.at(-1);
    if (!last) break;
    const items = wanted === null ? page : page.filter((content) => wanted.has(content.id));
    storage.atomically(() => {
      for (const item of items) {
        storage.all(
          `INSERT OR IGNORE INTO item (ordinal, content_id, external_id, tokens, language, kind, occurred_at, title, state)
           VALUES ((SELECT coalesce(max(ordinal), -1) + 1 FROM item), ?, ?, ?, ?, ?, ?, ?, 'open')`,
          item.id,
          item.externalId,
          item.tokens + item.images * tokensOfAPicture,
          item.language,
          item.kind,
          item.occurredAt,
          item.title.slice(0, 120),
        );
      }
      storage.all("UPDATE job SET loaded_after = ?, items_total = (SELECT count(*) FROM item)", last.id);
    });
    after = last.id;
    if (page.length < pageSize) break;
  }
  if (ledger.job().items_total === 0) {
    ledger.unreadable("None of the contents that were to be read is there any more.");
    return;
  }
  chooseSample(storage, ledger);
  ledger.prepared();
}

/** What is gone does not come back: trying again is no use. */
function nullWhereGone(failure: unknown): null {
  if (failure instanceof ParallaxError && failure.code === "not_found") return null;
  throw failure;
}

function chooseSample(storage: LedgerStorage, ledger: Ledger): void {
  // Chosen before a crash: choosing again could choose others.
  if (storage.all("SELECT 1 AS one FROM item WHERE sample IS NOT NULL LIMIT 1").length > 0) return;
  const rows = storage.all<{
    ordinal: number;
    tokens: number;
    language: string;
    kind: string;
    occurred_at: number | null;
    title: string;
  }>("SELECT ordinal, tokens, language, kind, occurred_at, title FROM item ORDER BY ordinal");
  const candidates: SampleCandidate[] = rows.map(({ occurred_at, ...row }) => ({ ...row, occurredAt: occurred_at }));
  const target = discoveryTarget(candidates.length, ledger.spec().options.discovery);
  const picked = pickDiverse(candidates, target);
  storage.atomically(() => {
    picked.forEach((ordinal, place) => {
      storage.all("UPDATE item SET sample = ? WHERE ordinal = ?", place, ordinal);
    });
    storage.all("UPDATE item SET title = ''");
  });
}
