import { expect, it } from "vitest";
import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { specOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

/** A job that somebody cancels while its contents are still brought in. */
function cancelledEarly(): Ledger {
  const storage = memoryStorage();
  const ledger = new Ledger(storage);
  ledger.create(specOf(), 0);
  storage.all(
    `INSERT INTO item (ordinal, content_id, external_id, tokens, language, kind, title, state, sample)
     VALUES (0, 'c0', 'c0', 100, 'en', 'conversation', '', 'open', 0)`,
  );
  storage.all("UPDATE job SET items_total = 1");
  ledger.cancel(1);
  return ledger;
}

it("makes no task for a job that was cancelled before its contents were in", () => {
  const ledger = cancelledEarly();
  const entries = ledger.outbox.undelivered(100);
  ledger.prepared();
  expect(ledger.tasks.anyOpen()).toBe(false);
  expect(ledger.job()).toMatchObject({ status: "cancelled", batches_total: 0 });
  expect(ledger.outbox.undelivered(100)).toEqual(entries);
});

it("does not call a job failed that was cancelled before nothing was found to read", () => {
  const ledger = cancelledEarly();
  ledger.unreadable("nothing is there any more");
  expect(ledger.job()).toMatchObject({ status: "cancelled", error: null });
});
