import type { DatabaseSync } from "node:sqlite";

/** A statement of SQL and the step of its plan that goes through a whole table. */
export interface FullScan {
  sql: string;
  step: string;
}

/**
 * Steps of the statements' plans (`EXPLAIN QUERY PLAN`) that go through all rows of one of the tables, by the table or by
 * an index of it. A partial index holds few of them: name those that may be gone through.
 */
export function fullScans(
  database: DatabaseSync,
  statements: Iterable<string>,
  tables: readonly string[],
  mayScan: readonly string[] = [],
): FullScan[] {
  const found: FullScan[] = [];
  for (const sql of statements) {
    const step = planOf(database, sql).find((detail) => {
      const scan = /^SCAN (\w+)(?:.*? INDEX (\w+))?/.exec(detail);
      return scan !== null && tables.includes(nameOf(sql, scan[1] ?? "")) && !mayScan.includes(scan[2] ?? "");
    });
    if (step !== undefined) found.push({ sql: sql.replaceAll(/\s+/g, " "), step });
  }
  return found;
}

function planOf(database: DatabaseSync, sql: string): string[] {
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail));
}

/** The plan calls a table by its alias where it has one. */
function nameOf(sql: string, name: string): string {
  return new RegExp(`\\b(\\w+) AS ${name}\\b`, "i").exec(sql)?.[1] ?? name;
}
