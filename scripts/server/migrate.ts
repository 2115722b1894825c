import { globSync, readdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { root, type State, toolEnvironment, wranglerEntry } from "./place.ts";
import { runTool } from "./tool.ts";

/**
 * Brings the state's database up to date. wrangler takes seconds even when there is nothing to do, so the database
 * itself is asked first which migrations it has (the table wrangler keeps); any doubt lets wrangler decide.
 * @returns whether wrangler had to run
 */
export async function applyMigrations(state: State): Promise<boolean> {
  const wanted = readdirSync(path.join(root, "migrations")).filter((name) => name.endsWith(".sql"));
  if (hasAll(wanted, appliedIn(state.directory))) return false;
  const args = ["d1", "migrations", "apply", "parallax", "--local", "--persist-to", state.directory];
  args.push("--config", path.join(root, "wrangler.toml"));
  await runTool("Applying the migrations", wranglerEntry, args, toolEnvironment(state));
  return true;
}

export function hasAll(wanted: string[], applied: Set<string>): boolean {
  return wanted.every((name) => applied.has(name));
}

/** Names of the migrations that the local database holds. Only while no server runs on it. */
export function appliedIn(stateDirectory: string): Set<string> {
  const applied = new Set<string>();
  for (const file of globSync("v3/d1/**/*.sqlite", { cwd: stateDirectory })) {
    try {
      const database = new DatabaseSync(path.join(stateDirectory, file));
      try {
        for (const row of database.prepare("SELECT name FROM d1_migrations").all()) applied.add(String(row.name));
      } finally {
        database.close();
      }
    } catch {
      // No such table there (it is not the database, or a new one): not applied as far as this file goes.
    }
  }
  return applied;
}
