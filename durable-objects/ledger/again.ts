import type { JobSpec, SaidResult } from "../../worker/analysis/job.ts";
import type { LedgerLabels } from "./labels.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";

/**
 * Contents that are asked again although they have a result. They count with that result until the new answer is there;
 * then what was counted for the old one is taken back in the same commit.
 */
export class LedgerAgain {
  readonly #storage: LedgerStorage;
  readonly #labels: LedgerLabels;

  constructor(storage: LedgerStorage, labels: LedgerLabels) {
    this.#storage = storage;
    this.#labels = labels;
  }

  /** Contents without a good answer. @param stoodIn true where answers of the built-in engine are no good ones */
  contents(stoodIn: boolean): number {
    const row = firstRow<{ contents: number }>(
      this.#storage,
      "SELECT count(*) AS contents FROM item WHERE state IN ('failed', ?)",
      stoodIn ? "fallback" : "failed",
    );
    return row?.contents ?? 0;
  }

  /**
   * Opens the contents without a good answer.
   * @param said what the built-in engine answered for them; those whose words are not there stay as they are
   */
  open(said: SaidResult[]): void {
    this.#storage.all(
      "INSERT INTO again (content_id, was, facets) SELECT content_id, state, '{}' FROM item WHERE state = 'failed'",
    );
    for (const { contentId, facets, sentiment } of said) {
      this.#storage.all(
        `INSERT INTO again (content_id, was, facets, sentiment)
         SELECT content_id, state, ?, ? FROM item WHERE content_id = ? AND state = 'fallback'`,
        JSON.stringify(facets),
        sentiment,
        contentId,
      );
    }
    this.#storage.all("UPDATE item SET state = 'open' WHERE content_id IN (SELECT content_id FROM again)");
  }

  /** Contents that wait for their new answer. */
  waiting(): number {
    return firstRow<{ contents: number }>(this.#storage, "SELECT count(*) AS contents FROM again")?.contents ?? 0;
  }

  /** New answers are there: takes back what was counted for the old ones. */
  replaced(contentIds: string[], spec: JobSpec): void {
    const rows = this.#storage.all<{ content_id: string; was: string; facets: string; sentiment: string | null }>(
      "SELECT * FROM again WHERE content_id IN (SELECT value FROM json_each(?))",
      JSON.stringify(contentIds),
    );
    for (const { content_id, was, facets, sentiment } of rows) {
      const counter = was === "failed" ? "items_failed" : "items_fallback";
      this.#storage.all(`UPDATE job SET ${counter} = ${counter} - 1`);
      this.#labels.takeBack(spec, JSON.parse(facets) as SaidResult["facets"], sentiment);
      this.#storage.all("DELETE FROM again WHERE content_id = ?", content_id);
    }
  }

  /** The job ends before they were answered: the results that they have stand. */
  giveUp(): void {
    this.#storage.all(
      `UPDATE item SET state = (SELECT was FROM again WHERE again.content_id = item.content_id)
       WHERE state IN ('open', 'taken') AND content_id IN (SELECT content_id FROM again)`,
    );
    this.#storage.all("DELETE FROM again");
  }
}
