import type { GroupClustersReply } from "../../contract/reply.ts";
import type { GroupClustersQuestion } from "../ask.ts";
import { meaningOfLabel } from "./intent.ts";
import { candidateOf } from "./matching.ts";

interface Group {
  children: GroupClustersQuestion["clusters"];
  features: Map<string, number>;
  size: number;
}

/** Puts clusters under about `target` parents: those whose names speak of the same subjects and words go together. */
export function groupClusters(question: GroupClustersQuestion): GroupClustersReply {
  const groups: Group[] = question.clusters
    .toSorted((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1))
    .map((cluster) => ({ children: [cluster], features: featuresOf(cluster), size: cluster.size }));
  const target = Math.max(1, Math.min(question.target, groups.length));
  while (groups.length > target) {
    const [left, right] = nearestPair(groups);
    const a = groups[left];
    const [b] = groups.splice(right, 1);
    if (!a || !b) break;
    a.children.push(...b.children);
    a.size += b.size;
    for (const [feature, weight] of b.features) a.features.set(feature, (a.features.get(feature) ?? 0) + weight);
  }
  return { parents: groups.map(parentOf) };
}

function featuresOf(cluster: GroupClustersQuestion["clusters"][number]): Map<string, number> {
  const features = new Map<string, number>();
  for (const word of candidateOf(cluster.name).stems) features.set(word, 1);
  for (const subject of meaningOfLabel(cluster.name).subjects) features.set(`subject:${subject}`, 2);
  for (const word of candidateOf(cluster.description).stems.slice(0, 30)) {
    if (!features.has(word)) features.set(word, 0.3);
  }
  return features;
}

/** The most alike two groups; where none is alike, the two smallest. Left comes before right. */
function nearestPair(groups: Group[]): [number, number] {
  let best: [number, number] = [groups.length - 2, groups.length - 1];
  let most = 0;
  for (let left = 0; left < groups.length; left++) {
    for (let right = left + 1; right < groups.length; right++) {
      const alike = cosine(groups[left]?.features, groups[right]?.features);
      if (alike > most + 1e-9) {
        most = alike;
        best = [left, right];
      }
    }
  }
  return best;
}

function cosine(a: Map<string, number> | undefined, b: Map<string, number> | undefined): number {
  if (!a || !b) return 0;
  let dot = 0;
  for (const [feature, weight] of a) dot += weight * (b.get(feature) ?? 0);
  return dot === 0 ? 0 : dot / (length(a) * length(b));
}

function length(features: Map<string, number>): number {
  let sum = 0;
  for (const weight of features.values()) sum += weight * weight;
  return Math.sqrt(sum);
}

function parentOf(group: Group): GroupClustersReply["parents"][number] {
  const names = group.children.toSorted((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1)).map((child) => child.name);
  const [first = "Other", second] = names;
  const name =
    second === undefined ? first : `${first} and ${names.length === 2 ? second : `${names.length - 1} more`}`;
  return {
    name: name.slice(0, 80),
    description: `${names.slice(0, 5).join(", ")}${names.length > 5 ? " and others" : ""}.`,
    children: group.children.map((child) => child.id),
  };
}
