import path from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface Lock {
  release(): void;
}

/** Thrown where another living process holds the lock. */
export class LockHeld extends Error {
  override readonly name = "LockHeld";
  /** Null while the holder has not yet said who it is. */
  readonly holder: number | null;

  constructor(holder: number | null) {
    super(holder === null ? "held by another process" : `held by process ${holder}`);
    this.holder = holder;
  }
}

/**
 * One holder a file. The lock is the operating system's (through SQLite), not a pid in a file: it ends with the
 * process that holds it, so that there is no stale lock after kill -9 and no mistaking a reused pid for the holder.
 */
export function takeLock(directory: string, name: string): Lock {
  const database = new DatabaseSync(path.join(directory, name), { timeout: 200 });
  try {
    database.exec("BEGIN IMMEDIATE");
    database.exec("CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL)");
    database.exec("DELETE FROM holder");
    database.prepare("INSERT INTO holder (pid) VALUES (?)").run(process.pid);
    // Committed so that others may read who holds it; then held again for as long as this process lives.
    database.exec("COMMIT");
    database.exec("BEGIN IMMEDIATE");
  } catch (error) {
    const holder = isBusy(error) ? readHolder(database) : undefined;
    database.close();
    if (holder === undefined) throw error;
    throw new LockHeld(holder);
  }
  return { release: () => database.close() };
}

/** Takes the lock as soon as it is free. */
export async function waitForLock(directory: string, name: string): Promise<Lock> {
  for (;;) {
    try {
      return takeLock(directory, name);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /locked|busy/i.test(error.message);
}

function readHolder(database: DatabaseSync): number | null {
  try {
    const row = database.prepare("SELECT pid FROM holder").get();
    return typeof row?.pid === "number" ? row.pid : null;
  } catch {
    return null;
  }
}
