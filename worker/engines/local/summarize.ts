import { emptyAnswer } from "../../contract/empty-answer.ts";
import { type Insight, moodKey, type SummarizeReply } from "../../contract/reply.ts";
import type { SummarizeQuestion } from "../ask.ts";
import { shorten } from "./shorten.ts";

const mostInsights = 6;
const contentsPerInsight = 5;
/** Values of a facet that a question counts at most: where there are so many there may be more, and nobody knows how many. */
const valuesCounted = 30;

type Count = SummarizeQuestion["counts"][string][number];

/** A headline and insights made of the counts that were given, and of nothing else. */
export function summarize(question: SummarizeQuestion): SummarizeReply {
  const facets = Object.entries(question.counts).filter(([, counts]) => counts.length > 0);
  return { headline: headlineOf(question, facets), insights: insightsOf(question, facets) };
}

function headlineOf(question: SummarizeQuestion, facets: [string, Count[]][]): string {
  const contents = `${number(question.contents)} ${question.contents === 1 ? "content" : "contents"}`;
  const first = facets.find(([facet, counts]) => telling(facet, counts).length > 0);
  const [top] = first ? telling(...first) : [];
  if (first && top)
    return shorten(
      `${contents}: the largest ${wordsOf(first[0])} is “${top.value}” with ${number(top.count)} (${percent(top.count, question.contents)}).`,
      200,
    );
  const [largest] = question.clusters.toSorted((a, b) => b.size - a.size);
  if (largest) return shorten(`${contents}: the largest group is “${largest.name}” with ${number(largest.size)}.`, 200);
  return `${contents} read; no counts to compare.`;
}

function insightsOf(question: SummarizeQuestion, facets: [string, Count[]][]): Insight[] {
  const { contents } = question;
  const insights: Insight[] = [];
  const [largest] = question.clusters.toSorted((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
  for (const [facet, counts] of facets) {
    const [top, second, third] = telling(facet, counts);
    const isSaid = question.counted?.some(
      ({ kind, filter = {} }) =>
        kind === "common" && (facet === moodKey ? filter.sentiment !== undefined : filter.facet === facet),
    );
    // Where hardly two say the same, nothing is frequent.
    if (!top || isSaid || top.count < 2 || top.count * 100 < contents) continue;
    const rest = [second, third]
      .filter((count) => count !== undefined)
      .map((count) => `“${yesOrNo(count.value)}” ${number(count.count)}`);
    insights.push({
      title: shorten(titleOf(facet, top.value), 120),
      detail: `${number(top.count)} of ${number(contents)} contents (${percent(top.count, contents)})${rest.length > 0 ? `, before ${rest.join(" and ")}` : ""}.`,
      contentIds: having(question, facet, top.value),
    });
  }
  for (const [facet, counts] of facets) {
    const all = counts.length < valuesCounted;
    const total = all ? counts.reduce((sum, count) => sum + count.count, 0) : contents;
    const said = telling(facet, counts);
    const topThree = said.slice(0, 3).reduce((sum, count) => sum + count.count, 0);
    if (said.length < 6 || total === 0) continue;
    const values = all ? `${number(said.length)} values, ` : "";
    insights.push({
      title: `${capital(wordsOf(facet))}: ${values}the first three make ${percent(topThree, total)}`,
      detail: `${said
        .slice(0, 3)
        .map((count) => `“${count.value}” ${number(count.count)}`)
        .join(", ")} of ${number(total)} ${all ? "counted" : "contents"}.`,
      contentIds: said.slice(0, 3).flatMap((count) => having(question, facet, count.value).slice(0, 2)),
    });
  }
  if (largest && question.clusters.length > 1) {
    insights.push({
      title: shorten(`Largest of ${number(question.clusters.length)} groups: ${largest.name}`, 120),
      detail: `${number(largest.size)} of ${number(contents)} contents (${percent(largest.size, contents)}).`,
      contentIds: [],
    });
  }
  return [...insights, ...rareInsights(question, facets)].slice(0, mostInsights);
}

/**
 * Words that say something; of what says nothing the counts themselves speak. The question does not say whether a facet is a
 * closed list, and a listed answer that is left out makes a headline false: only what cannot be mistaken is.
 */
function telling(facet: string, counts: Count[]): Count[] {
  return counts.filter(({ value }) => emptyAnswer(value, facet, "choice") === null);
}

/** Yes and no are not words that people file things by. */
function titleOf(facet: string, value: string): string {
  if (value === "true" || value === "false") return `${capital(wordsOf(facet))}: mostly ${yesOrNo(value)}`;
  return `Most frequent ${wordsOf(facet)}: “${value}”`;
}

function yesOrNo(value: string): string {
  return value === "true" ? "yes" : value === "false" ? "no" : value;
}

/** What stands at the small end of the first facet: single cases that the leaders hide. */
function rareInsights(question: SummarizeQuestion, facets: [string, Count[]][]): Insight[] {
  const [first] = facets;
  if (!first) return [];
  const [facet, counts] = first;
  // The rarest are not among them.
  if (counts.length >= valuesCounted) return [];
  const rare = telling(facet, counts).filter((count) => count.count === 1);
  if (rare.length < 2 || rare.length === counts.length) return [];
  return [
    {
      title: `${number(rare.length)} values of ${wordsOf(facet)} occur once`,
      detail: `Among them ${rare
        .slice(0, 3)
        .map((count) => `“${count.value}”`)
        .join(", ")}.`,
      contentIds: rare
        .slice(0, contentsPerInsight)
        .flatMap((count) => having(question, facet, count.value).slice(0, 1)),
    },
  ];
}

function having(question: SummarizeQuestion, facet: string, value: string): string[] {
  return question.items
    .filter((item) => Object.hasOwn(item.facets, facet) && holds(item.facets[facet], value))
    .slice(0, contentsPerInsight)
    .map((item) => item.id);
}

function holds(said: unknown, value: string): boolean {
  return Array.isArray(said) ? said.some((one) => String(one) === value) : String(said) === value;
}

function wordsOf(facet: string): string {
  return facet
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function percent(part: number, whole: number): string {
  if (whole <= 0) return "0%";
  const share = (100 * part) / whole;
  return `${share > 0 && share < 1 ? "under 1" : Math.round(share)}%`;
}
