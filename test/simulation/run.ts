import { parseArgs } from "node:util";
import { runSeeds } from "./seeds.ts";

/*
 * npm run simulate -- --steps 10000000 --seed 1: the simulation of the ledger, as long as one likes. Says what it met,
 * and seed and step of what did not hold.
 */
const { values } = parseArgs({
  options: { steps: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } },
});
const begun = performance.now();
const total = await runSeeds(Number(values.seed), 1, Number(values.steps));
const seconds = (performance.now() - begun) / 1_000;
console.table(total.counts);
console.log(
  `${total.seeds} seeds, ${total.steps} steps, ${Math.round(total.steps / seconds)} a second; ` +
    `${total.done} of ${total.contents} contents done`,
);
for (const violation of total.violations) console.error(violation);
process.exitCode = total.violations.length === 0 ? 0 : 1;
