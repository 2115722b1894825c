import type { LabelConflict } from "../../contract/labels.ts";
import type { CountedLabel, LabelGroup } from "../job.ts";
import { unescapeMarkup } from "../reading/quote.ts";
import {
  different,
  drawClusters,
  type Look,
  likely,
  type Pair,
  placesOf,
  type ReadLook,
  readLook,
  sure,
  weighPairs,
} from "./label-votes.ts";
import { cutAtGrapheme, foldLabel } from "./labels.ts";

/** What all looks at the labels of a facet come to. Places are those of the sorted labels. */
export interface Settlement {
  labels: CountedLabel[];
  /** By label, its cluster of equals that two looks agree on. */
  cores: number[];
  /** By label, its cluster of equals as far as anybody knows. */
  families: number[];
  /** Pairs of cores that another look has to decide. */
  undecided: Pair[];
  looks: ReadLook[];
}

const longestReason = 500;
/** Looks at one pair after which no further one is asked for. */
const mostLooksAtPair = 9;
/** Where labels go of which there are more than were asked for. */
export const restLabel = "Other";

/** Independent of the order of labels, looks, groups and members. */
export function settleLabels(labels: CountedLabel[], said: Look[]): Settlement {
  const places = placesOf(labels);
  const sorted = sortedLabels(labels, places);
  const looks = said.filter(({ target }) => target === null).map((look) => readLook(look, places));
  const alone = sorted.map((_, place) => place);
  const mayJoin = fixedStayApart(sorted);
  const cores = drawClusters(alone, looks, sure, mayJoin);
  const families = drawClusters(cores, looks, likely, mayJoin);
  const undecided = weighPairs(cores, looks).filter(
    ({ a, b, score, same, apart }) =>
      score > different && score < sure && same + apart < mostLooksAtPair && mayJoin(cores, a, b),
  );
  return { labels: sorted, cores, families, undecided, looks };
}

/** Doubles of one folded label are one. */
function sortedLabels(labels: CountedLabel[], places: Map<string, number>): CountedLabel[] {
  const sorted: CountedLabel[] = [];
  for (const label of labels) {
    const place = places.get(foldLabel(label.label)) ?? 0;
    const there = sorted[place];
    if (!there || label.label < there.label) sorted[place] = label;
  }
  return sorted;
}

/** Words that people or an earlier run have fixed never become one. */
function fixedStayApart(labels: CountedLabel[]): (clusterOf: number[], a: number, b: number) => boolean {
  const fixed = labels.flatMap((label, place) => (label.fixed ? [place] : []));
  if (fixed.length < 2) return () => true;
  return (clusterOf, a, b) => {
    const holds = (cluster: number) => fixed.some((place) => clusterOf[place] === cluster);
    return !(holds(a) && holds(b));
  };
}

/** The members of each cluster of more than none, by its smallest place. */
export function membersOf(clusterOf: number[]): Map<number, number[]> {
  const members = new Map<number, number[]>();
  clusterOf.forEach((cluster, place) => {
    const list = members.get(cluster);
    if (list) list.push(place);
    else members.set(cluster, [place]);
  });
  return members;
}

/** The word that stands for a cluster: a fixed one, else the one named most often, else the most frequent. */
export function headOf(members: number[], labels: CountedLabel[], looks: ReadLook[]): number {
  const own = new Set(members);
  const named = new Map<number, number>();
  for (const { groups, nominated } of looks) {
    groups.forEach((group, index) => {
      const place = nominated[index] ?? -1;
      if (own.has(place) && group.some((other) => other !== place && own.has(other)))
        named.set(place, (named.get(place) ?? 0) + 1);
    });
  }
  const weight = (place: number): number[] => {
    const label = labels[place];
    return [label?.fixed ? 1 : 0, named.get(place) ?? 0, label?.count ?? 0];
  };
  const [head = members[0] ?? 0] = members.toSorted((x, y) => {
    const [first, second] = [weight(x), weight(y)];
    for (const [index, value] of first.entries()) if (value !== second[index]) return (second[index] ?? 0) - value;
    return x - y;
  });
  return head;
}

export function countOf(members: number[], labels: CountedLabel[]): number {
  return members.reduce((sum, place) => sum + (labels[place]?.count ?? 0), 0);
}

/** The groups that stand in the end, and what was said in two ways. @param target most labels wanted; null for any number */
export function finalGroups(
  labels: CountedLabel[],
  said: Look[],
  target: number | null,
): { groups: LabelGroup[]; conflicts: LabelConflict[]; left: number } {
  const settled = settleLabels(labels, said);
  const reached = target === null ? settled.families : reduceTo(settled, said, target);
  const everyLook = [...settled.looks, ...targetLooks(settled, said)];
  const groups = groupsOf(reached, settled.labels, everyLook);
  const left = membersOf(reached).size;
  const conflicts = conflictsOf(settled, reached);
  if (target === null || left <= target) return { groups, conflicts, left };
  const folded = foldRarest(reached, settled, everyLook, target);
  return { ...folded, conflicts };
}

export function targetLooks({ labels }: Settlement, said: Look[]): ReadLook[] {
  const places = placesOf(labels);
  return said.filter(({ target }) => target !== null).map((look) => readLook(look, places));
}

/** Families put together as the looks for a target say, those named together most often first, until there are so many. */
export function reduceTo(settled: Settlement, said: Look[], target: number): number[] {
  const looks = targetLooks(settled, said);
  const mayJoin = fixedStayApart(settled.labels);
  let clusterOf = settled.families;
  let left = membersOf(clusterOf).size;
  while (left > target) {
    const members = membersOf(clusterOf);
    const sizeOf = (cluster: number) => countOf(members.get(cluster) ?? [], settled.labels);
    const [next] = weighPairs(clusterOf, looks)
      .filter(({ a, b, same }) => same > 0 && mayJoin(clusterOf, a, b))
      .sort(
        (x, y) => y.same - x.same || sizeOf(x.a) + sizeOf(x.b) - sizeOf(y.a) - sizeOf(y.b) || x.a - y.a || x.b - y.b,
      );
    if (next === undefined) break;
    clusterOf = clusterOf.map((cluster) => (cluster === next.b ? next.a : cluster));
    left -= 1;
  }
  return clusterOf;
}

function groupsOf(clusterOf: number[], labels: CountedLabel[], looks: ReadLook[]): LabelGroup[] {
  const groups: LabelGroup[] = [];
  for (const members of membersOf(clusterOf).values()) {
    if (members.length < 2) continue;
    const head = headOf(members, labels, looks);
    const aliases = members.filter((place) => place !== head).flatMap((place) => labels[place]?.label ?? []);
    groups.push({ canonical: labels[head]?.label ?? "", aliases, reason: reasonOf(members, looks) });
  }
  return groups;
}

function reasonOf(members: number[], looks: ReadLook[]): string {
  const own = new Set(members);
  const reasons = looks.flatMap(({ groups, reasons: given }) =>
    groups.flatMap((group, index) => (group.filter((place) => own.has(place)).length > 1 ? (given[index] ?? "") : "")),
  );
  const told = [...new Set(reasons.map((reason) => unescapeMarkup(reason).trim()).filter(Boolean))].sort();
  return cutAtGrapheme(told.join("; "), longestReason);
}

/** No model put these with another, and fewer labels were asked for: the rarest go to Other. */
function foldRarest(
  clusterOf: number[],
  { labels }: Settlement,
  looks: ReadLook[],
  target: number,
): { groups: LabelGroup[]; left: number } {
  const clusters = [...membersOf(clusterOf).values()];
  const isRest = (members: number[]) =>
    members.some((place) => foldLabel(labels[place]?.label ?? "") === foldLabel(restLabel));
  const rest = clusters.find(isRest);
  const foldable = clusters
    .filter((members) => members !== rest && !members.some((place) => labels[place]?.fixed))
    .sort((x, y) => countOf(x, labels) - countOf(y, labels) || (x[0] ?? 0) - (y[0] ?? 0));
  const surplus = clusters.length - target + (rest ? 0 : 1);
  const gone = foldable.slice(0, surplus);
  // One alone in a new Other would be no fewer.
  if (gone.length === 0 || (!rest && gone.length < 2))
    return { groups: groupsOf(clusterOf, labels, looks), left: clusters.length };
  const into = Math.min(...[...gone, rest ?? []].flat());
  const moved = new Set(gone.flat());
  const kept = clusterOf.map((cluster, place) => (moved.has(place) ? -1 : cluster));
  const groups = groupsOf(
    kept.map((cluster, place) => (cluster === -1 ? place + labels.length : cluster)),
    labels,
    looks,
  );
  const head = rest ? headOf(rest, labels, looks) : into;
  const canonical = rest ? (labels[head]?.label ?? restLabel) : restLabel;
  const aliases = [...moved].flatMap((place) => labels[place]?.label ?? []).sort();
  const reason = `the rarest, put together because ${target} labels were asked for`;
  return {
    groups: [...groups, { canonical, aliases, reason, by: "rule" }],
    left: clusters.length - gone.length + (rest ? 0 : 1),
  };
}

const mostConflicts = 100;

function outcomeOf(merged: boolean, decided: boolean): LabelConflict["outcome"] {
  if (merged) return "merged";
  return decided ? "apart" : "undecided";
}

/** What looks contradict each other about: pairs kept apart that some put together, and families that some took apart. */
function conflictsOf({ labels, families, looks }: Settlement, reached: number[]): LabelConflict[] {
  const members = membersOf(families);
  const nameOf = (cluster: number) => labels[headOf(members.get(cluster) ?? [cluster], labels, looks)]?.label ?? "";
  const kept = weighPairs(families, looks).map(({ a, b, same, apart, score }) => ({
    labels: [nameOf(a), nameOf(b)],
    same,
    apart,
    outcome: outcomeOf(reached[a] === reached[b], score <= different || same + apart >= mostLooksAtPair),
  }));
  const joined: LabelConflict[] = [];
  for (const [cluster, own] of members) {
    if (own.length < 2) continue;
    let same = 0;
    let apart = 0;
    for (const look of looks) {
      const seen = own.filter((place) => look.groupsOf[place] !== undefined);
      if (seen.length < 2) continue;
      const groups = new Set(seen.map((place) => look.groupsOf[place]?.[0] ?? -1));
      if (groups.size === 1 && !groups.has(-1)) same += 1;
      else apart += 1;
    }
    if (apart > 0)
      joined.push({
        labels: [
          nameOf(cluster),
          ...own.flatMap((p) => labels[p]?.label ?? []).filter((one) => one !== nameOf(cluster)),
        ].slice(0, 10),
        same,
        apart,
        outcome: "merged",
      });
  }
  return [...kept, ...joined]
    .sort((x, y) => y.same + y.apart - x.same - x.apart || (x.labels.join() < y.labels.join() ? -1 : 1))
    .slice(0, mostConflicts);
}
