import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
import type { LedgerStorage, Value } from "../../durable-objects/ledger/storage.ts";
import { Crash } from "./process.ts";

interface Prepared {
  statement: StatementSync;
  /** Names of its columns; none where it gives no rows. */
  columns: string[];
  /** The tables it reads or writes. */
  tables: string[];
  writes: boolean;
  /** The rows last read, with what they were asked with and the state they were read from. */
  remembered: { key: string; state: number; rows: Record<string, Value>[] } | null;
}

export interface StorageOptions {
  /** A planted bug may run another statement than the ledger wrote. */
  rewrite?: ((sql: string) => string) | undefined;
  /** A planted bug: a crash leaves half a commit behind. */
  torn?: boolean | undefined;
  /** Reads every row anew from SQLite: slower, and must change nothing. */
  forgetful?: boolean | undefined;
}

const noRow: Value[] = [];

/**
 * An object's SQLite: the ledger's own statements on a database in memory. Fast enough for a million steps since rows
 * are read again only after their table was written to; ends in the middle of a commit when it is told to.
 */
export class SimulatedStorage implements LedgerStorage {
  readonly #database = new DatabaseSync(":memory:");
  readonly #prepared = new Map<string, Prepared>();
  readonly #begin = this.#database.prepare("BEGIN");
  readonly #commit = this.#database.prepare("COMMIT");
  readonly #rollback = this.#database.prepare("ROLLBACK");
  readonly #written = new Map<string, number>();
  readonly #options: StorageOptions;
  /** Counts up with every write, and when writes are taken back. */
  writes = 0;
  #inside = false;
  #writesInside = 0;
  /** Writes until the object ends; null while nothing of the kind is planned. */
  crashAfter: number | null = null;
  /** Told of a crash. @param torn true in the middle of a commit, after its first write */
  onCrash: (inside: boolean) => void = () => undefined;

  constructor(options: StorageOptions = {}) {
    this.#options = options;
  }

  all<Row extends Record<string, Value>>(sql: string, ...values: Value[]): Row[] {
    const prepared = this.#prepare(sql);
    return prepared.writes ? this.#write<Row>(prepared, values) : this.#read<Row>(prepared, values);
  }

  atomically<Result>(work: () => Result): Result {
    if (this.#inside) return work();
    if (this.#options.torn) return work();
    this.#inside = true;
    this.#writesInside = 0;
    this.#begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (failure) {
      this.#rollback.run();
      for (const [table, count] of this.#written) this.#written.set(table, count + 1);
      this.writes += 1;
      throw failure;
    } finally {
      this.#inside = false;
    }
  }

  /** Counts up whenever a table was written to. */
  state(table: string): number {
    return this.#written.get(table) ?? 0;
  }

  close(): void {
    this.#database.close();
  }

  #write<Row extends Record<string, Value>>(prepared: Prepared, values: Value[]): Row[] {
    if (this.crashAfter !== null) {
      if (this.crashAfter === 0) {
        this.crashAfter = null;
        this.onCrash(this.#inside && this.#writesInside > 0);
        throw new Crash("the object ended");
      }
      this.crashAfter -= 1;
    }
    this.#writesInside += 1;
    this.writes += 1;
    for (const table of prepared.tables) this.#written.set(table, this.state(table) + 1);
    if (prepared.columns.length > 0) return this.#rows<Row>(prepared, values);
    prepared.statement.run(...values);
    return [];
  }

  #read<Row extends Record<string, Value>>(prepared: Prepared, values: Value[]): Row[] {
    let state = 0;
    for (const table of prepared.tables) state += this.state(table);
    const key = values.join("\u0000");
    const known = prepared.remembered;
    if (known?.state !== state || known.key !== key || this.#options.forgetful) {
      prepared.remembered = { key, state, rows: this.#rows(prepared, values) };
    }
    // Copies: whoever asked may change what it got.
    return (prepared.remembered?.rows ?? []).map((row) => ({ ...row }) as Row);
  }

  #rows<Row extends Record<string, Value>>(prepared: Prepared, values: Value[]): Row[] {
    const found: Record<string, SQLOutputValue>[] | SQLOutputValue[][] = prepared.statement.all(...values);
    return found.map((cells) => {
      const row: Record<string, Value> = {};
      const list = Array.isArray(cells) ? cells : noRow;
      prepared.columns.forEach((column, index) => {
        row[column] = plain(list[index]);
      });
      return row as Row;
    });
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const run = this.#options.rewrite?.(sql) ?? sql;
    const statement = this.#database.prepare(run);
    statement.setReturnArrays(true);
    const columns = statement.columns().map((column) => column.name);
    const prepared = { statement, columns, tables: tablesOf(run), writes: !/^\s*SELECT/.test(run), remembered: null };
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

function tablesOf(sql: string): string[] {
  if (sql.startsWith("CREATE")) return ["sqlite_master"];
  const names = sql.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)\b/g);
  return [...new Set([...names].map(([, name]) => name ?? ""))];
}

function plain(value: SQLOutputValue | undefined): Value {
  if (typeof value === "string" || typeof value === "number" || value === null) return value;
  throw new TypeError("the ledger keeps texts and numbers only");
}
