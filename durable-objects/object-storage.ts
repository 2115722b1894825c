import type { LedgerStorage, Value } from "./ledger/storage.ts";

/** A Durable Object's SQLite behind the ledger's door. */
export function objectStorage(storage: DurableObjectStorage): LedgerStorage {
  return {
    all: <Row extends Record<string, Value>>(sql: string, ...values: Value[]) =>
      storage.sql.exec<Row>(sql, ...values).toArray(),
    atomically: (work) => storage.transactionSync(work),
  };
}
