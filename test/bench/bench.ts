import { conclude, runSteps, type Step } from "../../scripts/steps.ts";

/*
 * npm run bench [-- PART… [OPTION…]]: each part prints its tables and writes JSON under `.bench/`. Without a name all
 * of them run, one after another. What follows the names is handed on: `npm run bench -- schedule --streams 8`.
 */
const parts: Step[] = [
  { name: "failover", run: ["test/bench/speed.ts"] },
  { name: "schedule", run: ["test/bench/schedule.ts"] },
  { name: "import", run: ["test/bench/import.ts"] },
  { name: "scale", run: ["test/bench/scale.ts"] },
];

const said = process.argv.slice(2);
const firstOption = said.findIndex((word) => word.startsWith("-"));
const names = firstOption === -1 ? said : said.slice(0, firstOption);
const options = firstOption === -1 ? [] : said.slice(firstOption);
const unknown = names.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(", ")}; there are ${parts.map((part) => part.name).join(", ")}.\n`,
  );
  process.exit(2);
}
if (options.length > 0 && names.length !== 1) {
  process.stderr.write("Options are handed on to one part: name it.\n");
  process.exit(2);
}
const wanted = names.length === 0 ? parts : parts.filter((part) => names.includes(part.name));
conclude(await runSteps(wanted.map((part) => ({ ...part, run: [...part.run, ...options] }))));
