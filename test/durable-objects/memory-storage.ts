import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { LedgerStorage, Value } from "../../durable-objects/ledger/storage.ts";

/** The ledger's storage on an SQLite in memory: the same statements as in a Durable Object, without a Worker. */
export function memoryStorage(): LedgerStorage {
  const database = new DatabaseSync(":memory:");
  const statements = new Map<string, StatementSync>();
  return {
    all<Row extends Record<string, Value>>(sql: string, ...values: Value[]): Row[] {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      return statement.all(...values).map((row) => ({ ...row }) as Row);
    },
    atomically(work) {
      database.exec("BEGIN");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (failure) {
        database.exec("ROLLBACK");
        throw failure;
      }
    },
  };
}
