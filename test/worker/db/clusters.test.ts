import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { expect, it } from "vitest";
import { nameClusters } from "../../../worker/db/clusters.ts";

function withClusters(sizes: number[]): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  const folder = path.join(import.meta.dirname, "../../../migrations");
  for (const file of readdirSync(folder).sort())
    if (file.endsWith(".sql")) database.exec(readFileSync(path.join(folder, file), "utf8"));
  const insert = database.prepare(
    `INSERT INTO cluster (analysis_id, id, level, name, description, size, x, y, members, contrast)
     VALUES ('an_1', ?, 0, 'An earlier name', '', ?, 0, 0, '[]', '[]')`,
  );
  sizes.forEach((size, index) => {
    insert.run(`c${index}`, size);
  });
  return database;
}

/** As much of D1 as one statement needs. */
function d1(database: DatabaseSync): D1Database {
  const meta = {
    duration: 0,
    size_after: 0,
    rows_read: 0,
    rows_written: 0,
    last_row_id: 0,
    changed_db: true,
    changes: 0,
  };
  const unused = (): never => {
    throw new Error("not used here");
  };
  const prepare = (sql: string, values: SQLInputValue[] = []): D1PreparedStatement => ({
    bind: (...bound: SQLInputValue[]) => prepare(sql, bound),
    run: async () => {
      database.prepare(sql).run(...values);
      return { success: true, meta, results: [] };
    },
    first: unused,
    all: unused,
    raw: unused,
  });
  return { prepare, batch: unused, exec: unused, dump: unused, withSession: unused };
}

it("a cluster without a name is called by its size, whatever it was called before", async () => {
  const database = withClusters([14, 1, 1_234, 3]);
  const rows = ["", "", "", "Broken lamp"].map((name, index) => ({
    id: `c${index}`,
    name,
    description: "",
    audit: null,
  }));
  await nameClusters(d1(database), "an_1", rows);
  const named = database.prepare("SELECT name FROM cluster ORDER BY id").all();
  expect(named.map(({ name }) => name)).toEqual([
    "Group of 14 contents",
    "Group of 1 content",
    "Group of 1,234 contents",
    "Broken lamp",
  ]);
});
