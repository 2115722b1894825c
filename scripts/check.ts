import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { root, wranglerEntry } from "./server/place.ts";
import { runTool } from "./server/tool.ts";
import { conclude, type Outcome, outcomeLine, runSteps } from "./steps.ts";

/*
 * npm run check: format, lint and types, and that what is generated (the Worker's bindings, the migrations) is what
 * would be generated now.
 */
const tsc = "node_modules/typescript/bin/tsc";
const types = ["types", "worker-configuration.d.ts", "--include-runtime=false", "--check"];

const outcomes = await runSteps([
  { name: "format and lint", run: ["node_modules/@biomejs/biome/bin/biome", "check", "."] },
  { name: "types of the Worker", run: [tsc, "-p", "tsconfig.json"] },
  { name: "types of the page", run: [tsc, "-p", "web/tsconfig.json"] },
  { name: "types of the commands", run: [tsc, "-p", "scripts/tsconfig.json"] },
  { name: "types of the Worker's units", run: [tsc, "-p", "scripts/worker-tests.tsconfig.json"] },
  { name: "types of the page's units", run: [tsc, "-p", "scripts/page-tests.tsconfig.json"] },
  { name: "bindings are current (npm run types)", run: [wranglerEntry, ...types], env: { CI: "1" } },
]);
outcomes.push(await checkMigrations());
conclude(outcomes);

/** Whether the migrations say what worker/db/schema.ts says: generating once more must add nothing. */
async function checkMigrations(): Promise<Outcome> {
  const begun = performance.now();
  process.stdout.write("\n── migrations match the schema (npm run migration)\n");
  mkdirSync(path.join(root, "dist"), { recursive: true });
  // Inside the project and named relatively: drizzle-kit takes no other place.
  const copy = path.relative(root, mkdtempSync(path.join(root, "dist/migrations-")));
  let passed = false;
  try {
    cpSync(path.join(root, "migrations"), path.join(root, copy), { recursive: true });
    const args = ["generate", "--dialect", "sqlite", "--schema", "./worker/db/schema.ts", "--out", copy];
    await runTool("Comparing the migrations", path.join(root, "node_modules/drizzle-kit/bin.cjs"), args, process.env);
    const extra = sqlFiles(copy).filter((name) => !sqlFiles("migrations").includes(name));
    passed = extra.length === 0;
    if (!passed) process.stdout.write("The schema has changed: npm run migration writes what is missing.\n");
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    rmSync(path.join(root, copy), { recursive: true, force: true });
  }
  const outcome = { name: "migrations match the schema", passed, seconds: (performance.now() - begun) / 1000 };
  process.stdout.write(`── ${outcomeLine(outcome)}\n`);
  return outcome;
}

function sqlFiles(directory: string): string[] {
  return readdirSync(path.join(root, directory)).filter((name) => name.endsWith(".sql"));
}
