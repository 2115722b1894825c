import { unescapeMarkup } from "../reading/quote.ts";
import { foldLabel } from "./labels.ts";

/** A group as a model answered it. */
export interface SaidGroup {
  canonical: string;
  aliases: string[];
  reason: string;
}

/** One answered question: the labels that a model was shown, and which of them it said mean the same. */
export interface Look {
  round: number;
  /** So many labels were wanted in the end; null where only equals were to be put together. */
  target: number | null;
  shown: string[];
  groups: SaidGroup[];
}

/** A look with its labels as places in a sorted list. */
export interface ReadLook {
  shown: number[];
  /** By label, the groups it stands in, those that hang together counted as one; undefined where it was not shown. */
  groupsOf: (number[] | undefined)[];
  groups: number[][];
  nominated: number[];
  reasons: string[];
}

/** Two clusters of which at least one look put members into one group. */
export interface Pair {
  a: number;
  b: number;
  score: number;
  /** Looks that saw both and put them together, and that did not. */
  same: number;
  apart: number;
}

/**
 * What a look says of two labels: they stand in one group; each in a group of its own; or one of them in none, which
 * may mean that it has no equal, and as often that the model left it out.
 */
const together = 1;
const elsewhere = -1;
const leftOut = -0.35;

/** From here on two labels mean the same: two looks said so and none otherwise, or three where others left them out. */
export const sure = 2;
/** From here on they are taken for the same until somebody says otherwise. */
export const likely = 0.5;
/** From here on down they are different. */
export const different = -1.4;

/** Folded labels and their places: the same whatever the order in which they came. */
export function placesOf(labels: { label: string }[]): Map<string, number> {
  const folds = [...new Set(labels.map(({ label }) => foldLabel(label)))].sort();
  return new Map(folds.map((fold, place) => [fold, place]));
}

/** What a look says; names that were not shown, doubled ones and groups of one count for nothing. */
export function readLook(look: Look, places: Map<string, number>): ReadLook {
  const shown = [...new Set(look.shown.flatMap((label) => places.get(foldLabel(label)) ?? []))];
  const groupsOf: ReadLook["groupsOf"] = new Array(places.size).fill(undefined);
  for (const place of shown) groupsOf[place] = [];
  // A model copies a label as it was shown or as it is.
  const placeOf = (name: string): number | undefined =>
    [name, unescapeMarkup(name)]
      .flatMap((reading) => places.get(foldLabel(reading)) ?? [])
      .find((place) => groupsOf[place] !== undefined);
  const read: ReadLook = { shown, groupsOf, groups: [], nominated: [], reasons: [] };
  for (const { canonical, aliases, reason } of look.groups) {
    const members = new Set([canonical, ...aliases].map(placeOf).filter((place) => place !== undefined));
    if (members.size < 2) continue;
    for (const place of members) groupsOf[place]?.push(read.groups.length);
    read.groups.push([...members]);
    read.nominated.push(placeOf(canonical) ?? -1);
    read.reasons.push(reason);
  }
  // Groups of one reply that share a member are one.
  const parts = shared(read.groups, groupsOf);
  for (const place of shown)
    groupsOf[place] = [...new Set((groupsOf[place] ?? []).map((group) => parts[group] ?? group))];
  return read;
}

/** Clusters in one group of which every pair is weighed; of more, neighbours alone: they still hang together. */
const mostInFull = 40;

/** By group, the first of those that it hangs together with. */
function shared(groups: number[][], groupsOf: (number[] | undefined)[]): number[] {
  const partOf = groups.map(() => -1);
  groups.forEach((_, first) => {
    if (partOf[first] !== -1) return;
    const reached = [first];
    partOf[first] = first;
    for (let group = reached.pop(); group !== undefined; group = reached.pop()) {
      for (const next of (groups[group] ?? []).flatMap((place) => groupsOf[place] ?? [])) {
        if (partOf[next] !== -1) continue;
        partOf[next] = first;
        reached.push(next);
      }
    }
  });
  return partOf;
}

/** What one look saw of a cluster: members shown, those in no group, and how many stand in which group. */
interface Seen {
  shown: number;
  silent: number;
  groups: Map<number, number>;
}

function seenIn({ shown, groupsOf }: ReadLook, clusterOf: number[]): Map<number, Seen> {
  const seen = new Map<number, Seen>();
  for (const place of shown) {
    const cluster = clusterOf[place] ?? place;
    const own = seen.get(cluster) ?? { shown: 0, silent: 0, groups: new Map<number, number>() };
    const [group] = groupsOf[place] ?? [];
    own.shown += 1;
    if (group === undefined) own.silent += 1;
    else own.groups.set(group, (own.groups.get(group) ?? 0) + 1);
    seen.set(cluster, own);
  }
  return seen;
}

/**
 * Pairs of clusters that were ever put together, with what all looks say of them. A look has one voice for a pair,
 * however many members it saw: the mean over them.
 * @param clusterOf by label, the smallest place of its cluster
 */
export function weighPairs(clusterOf: number[], looks: ReadLook[]): Pair[] {
  const found = new Map<string, [number, number]>();
  for (const { groups } of looks) {
    for (const group of groups) {
      const clusters = [...new Set(group.map((place) => clusterOf[place] ?? place))].sort((x, y) => x - y);
      clusters.forEach((a, index) => {
        const others = clusters.length > mostInFull ? clusters.slice(index + 1, index + 2) : clusters.slice(index + 1);
        for (const b of others) found.set(`${a} ${b}`, [a, b]);
      });
    }
  }
  const seenBy = looks.map((look) => seenIn(look, clusterOf));
  return [...found.values()].map(([a, b]) => {
    const pair: Pair = { a, b, score: 0, same: 0, apart: 0 };
    for (const seen of seenBy) {
      const [xs, ys] = [seen.get(a), seen.get(b)];
      if (!xs || !ys) continue;
      let met = 0;
      for (const [group, members] of xs.groups) met += members * (ys.groups.get(group) ?? 0);
      const silent = xs.shown * ys.shown - (xs.shown - xs.silent) * (ys.shown - ys.silent);
      const other = xs.shown * ys.shown - met - silent;
      pair.score += (met * together + silent * leftOut + other * elsewhere) / (xs.shown * ys.shown);
      if (met > 0) pair.same += 1;
      else pair.apart += 1;
    }
    // Sums of fractions depend on their order in the last digits; nothing may depend on those.
    return { ...pair, score: Math.round(pair.score * 1_000_000) / 1_000_000 };
  });
}

/**
 * Draws clusters together, the surest pairs first, until no pair reaches the threshold. What all looks say of two
 * clusters counts, not of two labels: a chain of equals ends where its ends were said to differ.
 * @param start by label, the cluster it begins in
 * @param mayJoin false for clusters that have to stay apart
 */
export function drawClusters(
  start: number[],
  looks: ReadLook[],
  threshold: number,
  mayJoin: (clusterOf: number[], a: number, b: number) => boolean,
): number[] {
  let clusterOf = start;
  for (;;) {
    const ready = weighPairs(clusterOf, looks)
      .filter(({ a, b, score }) => score >= threshold && mayJoin(clusterOf, a, b))
      .sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
    if (ready.length === 0) return clusterOf;
    const into = new Map<number, number>();
    const taken = new Set<number>();
    for (const { a, b } of ready) {
      if (taken.has(a) || taken.has(b)) continue;
      taken.add(a).add(b);
      into.set(b, a);
    }
    clusterOf = clusterOf.map((cluster) => into.get(cluster) ?? cluster);
  }
}
