import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { stateOf } from "../../durable-objects/job-view.ts";
import type { Ledger } from "../../durable-objects/ledger/ledger.ts";
import type { LedgerStorage, Value } from "../../durable-objects/ledger/storage.ts";
import { createTables } from "../../durable-objects/ledger/storage.ts";
import { batchPage } from "../../durable-objects/ledger/view.ts";
import { Pace } from "../../durable-objects/pace.ts";
import { noUsage } from "../../worker/analysis/job.ts";
import { fullScans } from "./full-scans.ts";
import { answerTo, jobOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

/** Tables of a job that grow with its contents. */
const large = ["item", "task", "again", "told", "outbox", "event", "label", "spelling"];
/** Holds the contents that are read first alone. */
const few = ["item_sample"];

/**
 * Statements that go through a table all the same, and why that is bounded. What is not here must be found by a key.
 */
const known = new Map([
  ["SELECT id, kind, body FROM outbox ORDER BY id LIMIT ?", "reads the first rows in the order of the key and stops"],
  ["SELECT 1 AS one FROM outbox LIMIT 1", "stops at the first row"],
  ["SELECT count(*) AS contents FROM again", "empty unless contents are asked again"],
  ["SELECT facet || ' ' || label AS key FROM label WHERE origin = 'based-on'", "labels, not contents; once a call"],
]);

/** Keeps every statement that was run. */
function recording(): { storage: LedgerStorage; statements: Set<string> } {
  const inner = memoryStorage();
  const statements = new Set<string>();
  const storage: LedgerStorage = {
    all<Row extends Record<string, Value>>(sql: string, ...values: Value[]): Row[] {
      statements.add(sql);
      return inner.all<Row>(sql, ...values);
    },
    atomically: (work) => inner.atomically(work),
  };
  return { storage, statements };
}

/** Works at a job to its end, asking how it is all the while. */
function workThrough(ledger: Ledger, storage: LedgerStorage): void {
  const pace = new Pace();
  for (let now = 1_000; ledger.job().status === "running" && now < 500_000; now += 100) {
    for (const { stream, slice } of ledger.pump(now)) ledger.begin(stream, slice, now);
    for (const row of ledger.streams.all()) {
      if (row.slice_state !== "live") continue;
      const grant = ledger.claim(row.stream, row.slice, now);
      if (grant === "stop") ledger.end(row.stream, row.slice);
      if (typeof grant === "string") continue;
      ledger.renew(grant.task, grant.token, now);
      if (grant.task % 7 === 0 && grant.token === 1) ledger.fail(grant.task, grant.token, "no answer", noUsage, now);
      else
        ledger.complete(
          grant.task,
          grant.token,
          answerTo(grant, (id) => `label ${id.slice(-1)}`),
          now,
        );
    }
    stateOf(ledger, storage, pace, now);
    batchPage(storage, 0, 50);
    for (const { id, kind } of ledger.outbox.undelivered(10)) {
      if (kind === "finish") ledger.finished(now);
      ledger.outbox.delivered([id], now);
    }
    ledger.outbox.eventsAfter(0, 10);
    ledger.outbox.pruneEvents(100);
    ledger.outbox.eventRange();
  }
}

describe("The statements of a job", () => {
  const { storage, statements } = recording();
  const ledger = jobOf(storage, 300);
  statements.clear();
  workThrough(ledger, storage);
  const database = new DatabaseSync(":memory:");
  createTables({
    all: (sql) => {
      database.exec(sql);
      return [];
    },
    atomically: (work) => work(),
  });

  it("are many, and the job ends well", () => {
    expect(ledger.job().status).toBe("completed");
    expect(statements.size).toBeGreaterThan(30);
  });

  it("never go through all contents, tasks, labels or events while it runs", () => {
    const scans = fullScans(database, statements, large, few);
    expect(scans.filter(({ sql }) => !known.has(sql))).toEqual([]);
  });

  it("would be caught if one did", () => {
    const slow = "SELECT * FROM item WHERE external_id = ?";
    expect(fullScans(database, [slow], large, few)).toEqual([{ sql: slow, step: "SCAN item" }]);
    const byIndex = "SELECT count(*) FROM task AS t WHERE t.status <> ?";
    expect(fullScans(database, [byIndex], large, few)).toHaveLength(1);
  });
});
