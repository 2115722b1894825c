import type { Analysis } from "../../worker/contract/analysis.ts";
import { type FacetValue, type Result, resultSchema } from "../../worker/contract/findings.ts";
import { sentimentSchema } from "../../worker/contract/reply.ts";
import type { Facet } from "../../worker/contract/template.ts";
import { count, percent, plural } from "./amounts.ts";
import type { Api } from "./api.ts";
import { eachOf } from "./lists.ts";
import { printable } from "./printable.ts";
import { table } from "./table.ts";

/** Above this many contents nothing is counted: the server does not count for us, and every page costs. */
export const mostCounted = 2000;

/** What was answered to a question with a closed list of answers, in the order to be shown. */
export interface Closed {
  name: string;
  type: "choice" | "score" | "boolean";
  answers: { answer: string; count: number }[];
  unanswered: number;
}

export interface ClosedCounts {
  /** How many results were counted. */
  results: number;
  sentiment: Closed | null;
  facets: Closed[];
}

/** Reads the results and counts them. @returns null where there are too many */
export async function readClosed(api: Api, analysis: Analysis, facets: Facet[]): Promise<ClosedCounts | null> {
  if (analysis.progress.itemsTotal > mostCounted) return null;
  const results: Result[] = [];
  for await (const one of eachOf(api, `/analyses/${analysis.id}/results`, resultSchema)) results.push(one);
  return countClosed(results, facets);
}

export function countClosed(results: Result[], facets: Facet[]): ClosedCounts {
  const known = sentimentSchema.options;
  const sentiments = counted(
    "sentiment",
    "choice",
    results.map((one) => one.sentiment),
    known,
  );
  return {
    results: results.length,
    // Nobody was asked for it, or nobody said.
    sentiment: sentiments.answers.length > 0 ? sentiments : null,
    facets: facets.flatMap(({ name, type, choices }) => {
      if (type !== "choice" && type !== "score" && type !== "boolean") return [];
      const answers = results.map((one) => new Map(Object.entries(one.facets)).get(name) ?? null);
      return [counted(name, type, answers, choices ?? [])];
    }),
  };
}

/** Choices by their number, a tie as the template lists them; scores by their value; yes before no. */
function counted(name: string, type: Closed["type"], values: FacetValue[], choices: readonly string[]): Closed {
  const counts = new Map<string, number>();
  let unanswered = 0;
  for (const value of values) {
    if (value === null) unanswered++;
    else counts.set(wordOf(value), (counts.get(wordOf(value)) ?? 0) + 1);
  }
  const answers = [...counts].map(([answer, count]) => ({ answer, count }));
  if (type === "score") answers.sort((a, b) => Number(a.answer) - Number(b.answer));
  else if (type === "boolean") answers.sort((a, b) => (a.answer > b.answer ? -1 : 1));
  else answers.sort((a, b) => b.count - a.count || choices.indexOf(a.answer) - choices.indexOf(b.answer));
  return { name, type, answers, unanswered };
}

function wordOf(value: FacetValue): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

/** A table of one question's answers; of a score with many values only how it spreads. */
export function closedLines(closed: Closed, results: number, most: number): string[] {
  const { name, type, answers, unanswered } = closed;
  const answered = results - unanswered;
  if (type === "score" && answers.length > most) {
    const spread = `${answers[0]?.answer} to ${answers.at(-1)?.answer}, mean ${meanOf(closed).toFixed(1)}`;
    return ["", `  ${printable(name)}: ${spread}, of ${plural(answered, "result")}`];
  }
  const shown = answers.slice(0, most).map((one) => [one.answer, one.count] as const);
  const rows = [...shown, ...(unanswered > 0 ? [["(no answer)", unanswered] as const] : [])];
  if (rows.length === 0) return [];
  const lines = ["", ...shareTable(name, rows, results)];
  if (answers.length > most) lines.push(`  … and ${plural(answers.length - most, "more answer")}`);
  return lines;
}

function meanOf({ answers }: Closed): number {
  const sum = answers.reduce((all, one) => all + Number(one.answer) * one.count, 0);
  const number = answers.reduce((all, one) => all + one.count, 0);
  return number > 0 ? sum / number : 0;
}

/** Words with their counts and their shares of so many contents. */
export function shareTable(name: string, rows: (readonly [word: string, count: number])[], of: number): string[] {
  const heads = [{ head: name }, { head: "count", align: "right" as const }];
  const share = { head: `of ${count(of)}`, align: "right" as const };
  return table(
    [...heads, share],
    rows.map(([word, some]) => [word, count(some), of > 0 ? percent(some / of) : ""]),
  );
}
