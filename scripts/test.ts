import { conclude, runSteps, type Step } from "./steps.ts";

/*
 * npm test: everything that can be checked on this machine, without a terminal, a key or a network.
 * `npm test -- unit journeys` runs only the steps named.
 */
const vitest = (project: string): Step["run"] => ["node_modules/vitest/vitest.mjs", "run", "--project", project];

const steps: Step[] = [
  { name: "check", run: ["scripts/check.ts"] },
  // The Worker serves the page, also in its tests.
  {
    name: "build",
    run: ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"],
    env: { NODE_ENV: "production" },
  },
  { name: "unit", run: vitest("unit") },
  { name: "simulation", run: vitest("simulation") },
  { name: "journeys", run: vitest("journeys") },
  { name: "pages", run: vitest("pages") },
  { name: "chaos", run: vitest("chaos") },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no step ${unknown.join(", ")}; there are ${steps.map((step) => step.name).join(", ")}.\n`,
  );
  process.exit(2);
}
conclude(await runSteps(wanted.length === 0 ? steps : steps.filter((step) => wanted.includes(step.name))));
