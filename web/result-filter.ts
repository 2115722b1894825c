import { dateOnly, facetName, language } from "./format.ts";

/** Parameters of the address that narrow results, named as the server names them. */
export const filterNames = ["facet", "value", "status", "sentiment", "language", "from", "to", "q", "cluster"] as const;
export type FilterName = (typeof filterNames)[number];
export type Filter = Partial<Record<FilterName, string>>;

/** The filter in an address; a facet without a value narrows nothing. */
export function filterOf(query: Record<string, string>): Filter {
  const filter: Filter = {};
  for (const name of filterNames) {
    const said = query[name];
    if (said !== undefined && said !== "" && !(name === "facet" && query.value === undefined)) filter[name] = said;
  }
  return filter;
}

/** Takes every filter out of an address, and what is open over it. */
export const noFilter: Record<FilterName | "peek", undefined> = {
  facet: undefined,
  value: undefined,
  status: undefined,
  sentiment: undefined,
  language: undefined,
  from: undefined,
  to: undefined,
  q: undefined,
  cluster: undefined,
  peek: undefined,
};

const statusWords = new Map([
  ["done", "Done"],
  ["fallback", "By the built-in engine"],
  ["failed", "Failed"],
]);

export interface FilterChip {
  words: string;
  /** What to take out of the address to be rid of it. */
  without: Partial<Record<FilterName | "peek", undefined>>;
}

/** Each filter in words. @param clusterName of the chosen cluster, where it is known */
export function chipsOf(filter: Filter, clusterName?: string | undefined): FilterChip[] {
  const chips: FilterChip[] = [];
  const peek = undefined;
  if (filter.cluster !== undefined) {
    chips.push({ words: `Cluster: ${clusterName ?? filter.cluster}`, without: { cluster: undefined, peek } });
  }
  if (filter.value !== undefined) {
    const words = `${facetName(filter.facet ?? "value")}: ${filter.value}`;
    chips.push({ words, without: { facet: undefined, value: undefined, peek } });
  }
  if (filter.language !== undefined) {
    chips.push({ words: `Language: ${language(filter.language)}`, without: { language: undefined, peek } });
  }
  if (filter.sentiment !== undefined) {
    chips.push({ words: `Sentiment: ${filter.sentiment}`, without: { sentiment: undefined, peek } });
  }
  if (filter.status !== undefined) {
    const words = `Status: ${statusWords.get(filter.status) ?? filter.status}`;
    chips.push({ words, without: { status: undefined, peek } });
  }
  if (filter.from !== undefined || filter.to !== undefined) {
    chips.push({ words: spanWords(filter.from, filter.to), without: { from: undefined, to: undefined, peek } });
  }
  if (filter.q !== undefined) chips.push({ words: `Words: ${filter.q}`, without: { q: undefined, peek } });
  return chips;
}

function spanWords(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return `Until ${dateOnly(to ?? "")}`;
  if (to === undefined) return `Since ${dateOnly(from)}`;
  return from === to ? dateOnly(from) : `${dateOnly(from)} to ${dateOnly(to)}`;
}

/** The days that a row of a breakdown by time stands for. */
export function daysOf(value: string, unit: "day" | "week" | "month"): { from: string; to: string } {
  if (unit === "day") return { from: value, to: value };
  const first = new Date(`${value}${unit === "month" ? "-01" : ""}T00:00:00Z`);
  const last = new Date(first);
  if (unit === "week") last.setUTCDate(last.getUTCDate() + 6);
  else {
    last.setUTCMonth(last.getUTCMonth() + 1);
    last.setUTCDate(0);
  }
  return { from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) };
}
