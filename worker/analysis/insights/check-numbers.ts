import { emptyAnswer } from "../../contract/empty-answer.ts";
import type { SummarizeQuestion } from "../../engines/ask.ts";

/** Of the most frequent values, how many may be added up two by two. */
const addedUp = 6;
const numberPattern = /\d+(?:,\d{3})+(?:\.\d+)?%?|\d+(?:\.\d+)?\s?%?/g;

/**
 * The numbers of a statement that what the model was shown does not bear out: neither a count, nor a sum of leading
 * ones, nor the share of one, nor said by an item.
 */
export function unprovenNumbers(said: string, question: SummarizeQuestion): string[] {
  let rest = said;
  for (const name of namesIn(question)) {
    // A value that is a number itself (a score) is one only where it is quoted: “1” stands inside many others.
    if (/\d/.test(name)) rest = rest.replaceAll(/\p{L}/u.test(name) ? name : `“${name}”`, " ");
  }
  const found = [...new Set(rest.match(numberPattern) ?? [])].map((one) => one.trim());
  if (found.length === 0) return [];
  const { plain, shares } = knownNumbers(question);
  const shown = question.items.map(({ summary }) => summary).join("\n");
  const isShown = (one: string): boolean =>
    new RegExp(`(?<![\\d.,])${one.replace(/[.%]/g, "\\$&")}(?!\\d)`).test(shown);
  return found.filter((one) => {
    const value = Number(one.replace(/[,%\s]/g, ""));
    if (isShown(one)) return false;
    return one.endsWith("%") ? !shares.some((share) => Math.abs(share - value) <= 1) : !plain.has(value);
  });
}

function namesIn(question: SummarizeQuestion): string[] {
  const values = Object.values(question.counts).flatMap((counts) => counts.map(({ value }) => value));
  return [...values, ...question.clusters.map(({ name }) => name)].sort((a, b) => b.length - a.length);
}

function knownNumbers({ contents, counts, clusters, counted = [] }: SummarizeQuestion): {
  plain: Set<number>;
  shares: number[];
} {
  const plain = new Set([contents, clusters.length, ...clusters.map(({ size }) => size)]);
  const shares = [100, ...clusters.map(({ size }) => percent(size, contents))];
  for (const { numbers = [] } of counted) for (const { value } of numbers) plain.add(value);
  for (const [facet, all] of Object.entries(counts)) {
    const total = all.reduce((sum, row) => sum + row.count, 0);
    // Answers that say nothing may be counted or not. Of what type the facet is a question does not say.
    const telling = all.filter(({ value }) => emptyAnswer(value, facet, "choice") === null);
    for (const rows of [all, telling]) {
      const said = rows.reduce((sum, row) => sum + row.count, 0);
      plain.add(rows.length);
      plain.add(said);
      plain.add(rows.filter(({ count }) => count === 1).length);
      for (const sum of [said, ...sumsOf(rows.map(({ count }) => count))]) {
        plain.add(sum);
        shares.push(percent(sum, contents), percent(sum, total), percent(sum, said));
      }
    }
  }
  return { plain, shares };
}

/** Each count, the leading ones added up, and the first few two by two. */
function sumsOf(counts: number[]): number[] {
  const sums = [...counts];
  let running = 0;
  for (const count of counts.slice(0, addedUp)) {
    running += count;
    sums.push(running);
  }
  const first = counts.slice(0, addedUp);
  for (const [place, a] of first.entries()) for (const b of first.slice(place + 1)) sums.push(a + b);
  return sums;
}

function percent(part: number, whole: number): number {
  return whole > 0 ? (100 * part) / whole : 0;
}
