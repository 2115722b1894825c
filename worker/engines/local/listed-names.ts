import { emptyAnswer } from "../../contract/empty-answer.ts";
import { drawers } from "./answer.ts";

/* Names of clusters that are made of other names: of labels that members have, of clusters that one holds. */

export const longestName = 70;
/** Share of members that must begin with the same label for it to stand in the name. */
export const commonLabel = 0.3;
/** Share from which on one label names all of them. */
const namesAlone = 0.5;
/** Share of members that labels must have together where none of them is common. */
const commonTogether = 0.4;
const mostLabels = 3;
/** Of what a cluster holds so many stand in its name; of more, two and "more". */
const partsNamed = 3;

export interface LabelNames {
  /** Names made of labels that say something, best first. */
  telling: string[];
  common: string[];
  /** Common labels that say nothing. */
  empty: string[];
}

/** The commonest labels name best; where none is common, those that are so together. */
export function labelNames(labels: string[]): LabelNames {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== "") counts.set(label, (counts.get(label) ?? 0) + 1);
  const several = [...counts]
    .filter(([, count]) => count >= 2)
    .sort(([a, inA], [b, inB]) => inB - inA || (a < b ? -1 : 1));
  const isCommon = ([, count]: [string, number]) => count >= labels.length * commonLabel;
  const telling = several.filter(([label]) => !saysNothing(label));
  const empty = several.filter((row) => saysNothing(row[0]) && isCommon(row)).map(([label]) => label);
  const common = telling.filter(isCommon).map(([label]) => label);
  const [first, second] = common;
  const leading = telling[0]?.[1] ?? 0;
  if (first !== undefined && leading >= labels.length * namesAlone)
    return { telling: second === undefined ? [first] : [listed([first, second]), first], common, empty };
  if (first !== undefined) {
    // The largest part of a mixed group is not its name: what is about as large stands beside it.
    const beside = telling.filter(([, count]) => 2 * count >= leading).slice(0, mostLabels);
    const together = beside.length > 1 ? [listed(beside.map(([label]) => label))] : [];
    return { telling: [...together, first], common, empty };
  }
  const most = telling[2]?.[1] === telling[1]?.[1] ? mostLabels : mostLabels - 1;
  const together = telling.slice(0, most);
  const share = together.reduce((sum, [, count]) => sum + count, 0) / Math.max(1, labels.length);
  const enough = together.length > 1 && share >= commonTogether;
  return { telling: enough ? [listed(together.map(([label]) => label))] : [], common, empty };
}

export function saysNothing(label: string): boolean {
  return drawers.has(label) || emptyAnswer(label) !== null;
}

/** What holds others is called by the largest of them: words of a few members would be the name of a part for the whole. */
export function namesOfParts(parts: string[]): string[] {
  const known = [...new Set(parts.map((part) => part.replace(/ \(\d+\)$/, "")))].filter((part) => !saysNothing(part));
  if (known.length < 2) return [];
  const most = known.length > partsNamed ? [...known.slice(0, partsNamed - 1), "more"] : known;
  return [listed(most), listed(known.slice(0, 2))].filter((name) => name.length <= longestName);
}

/** "Party, restaurant and game". */
export function listed(parts: string[]): string {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  return last === undefined ? first : `${[first, ...rest.map(lowerFirst)].join(", ")} and ${lowerFirst(last)}`;
}

export function lowerFirst(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
