import type { Label, LabelEdit, LabelsReply, Merge } from "../../contract/labels.ts";
import { foldLabel } from "./labels.ts";

/** An edit as it was made. */
export interface FacetEdit {
  facet: string;
  edit: LabelEdit;
  /** ISO 8601. */
  at: string;
}

interface Word {
  label: string;
  count: number;
  by: Merge["by"];
  reason: string;
  at: string;
}

interface Facet {
  labels: Map<string, Pick<Label, "description" | "origin">>;
  /** By every way in which a label was said, the one it stands for. */
  words: Map<string, Word>;
}

/** What stands in the way of an edit, for people; null where it can be made, or has been made. */
export type Obstacle = string | null;

/**
 * Labels with changes by hand made to them, one after another. Pure: the labels that models found are never lost, so an
 * edit is taken back by leaving it out. One that finds nothing to change any more changes nothing.
 */
export function editLabels(base: LabelsReply, edits: FacetEdit[]): LabelsReply {
  const facets = new Map(Object.keys(base.facets).map((name) => [name, facetOf(base, name)]));
  for (const { facet: name, edit, at } of edits) {
    const facet = facets.get(name);
    if (facet) apply(facet, edit, at);
  }
  const reply: LabelsReply = { facets: {}, merges: [] };
  for (const [name, facet] of facets) {
    reply.facets[name] = labelsOf(facet);
    reply.merges.push(...mergesOf(name, facet));
  }
  return reply;
}

/** Why an edit can't be made to these labels. */
export function obstacleTo(labels: LabelsReply, facet: string, edit: LabelEdit): Obstacle {
  if (!Object.hasOwn(labels.facets, facet)) return `There is no open facet ${facet}.`;
  const there = facetOf(labels, facet);
  const missing = (label: string) => (there.labels.has(label) ? null : `There is no label “${label}” in ${facet}.`);
  if ("rename" in edit) {
    const { from, to } = edit.rename;
    if (madeRename(there, from, to)) return null;
    const taken = headLike(there, to);
    if (taken !== undefined && taken !== from) return labelTaken(taken);
    const stands = there.words.get(to)?.label ?? from;
    if (stands !== from) return `“${to}” is a word for “${stands}”. Split it from there first.`;
    return missing(from);
  }
  if ("merge" in edit) {
    const { labels: merged, into } = edit.merge;
    const gone = merged.find(
      (label) => label !== into && !there.labels.has(label) && there.words.get(label)?.label !== into,
    );
    if (gone !== undefined) return missing(gone);
    const taken = standsBeside(there, merged, into);
    if (taken !== undefined) return labelTaken(taken);
    return there.labels.has(into) || merged.some((label) => there.labels.has(label)) ? null : missing(into);
  }
  const { label, aliases, into } = edit.split;
  const headOf = (named: string) => headLike(there, named) ?? named;
  const stranger = aliases.find((alias) => {
    const word = there.words.get(alias);
    if (word?.label === label) return false;
    // It has left it already.
    return (
      word?.label !== headOf(into ?? alias) || (word.by !== "hand" && there.labels.get(word.label)?.origin !== "hand")
    );
  });
  if (stranger !== undefined) return `“${stranger}” is no word that was folded into “${label}”.`;
  if (aliases.includes(label)) return `“${label}” is the label itself; give the words that are to leave it.`;
  const target = into === undefined ? undefined : headLike(there, into);
  if (target === label) return `“${into}” is the label that they are to leave.`;
  return null;
}

/** Words whose label differs between two states of a facet, with the one that stands in the second. */
export function changedWords(before: LabelsReply, after: LabelsReply, facet: string): Record<string, string> {
  const [first, second] = [facetOf(before, facet), facetOf(after, facet)];
  const changed: [string, string][] = [];
  for (const word of new Set([...first.words.keys(), ...second.words.keys()])) {
    const label = second.words.get(word)?.label ?? word;
    if (label !== (first.words.get(word)?.label ?? word)) changed.push([word, label]);
  }
  return Object.fromEntries(changed);
}

function facetOf({ facets, merges }: LabelsReply, name: string): Facet {
  const list = facets[name] ?? [];
  const labels = new Map(list.map(({ label, description, origin }) => [label, { description, origin }]));
  const words = new Map<string, Word>();
  const folded = new Map<string, number>();
  for (const { facet, canonical, aliases, count, by, reason, at } of merges) {
    if (facet !== name) continue;
    for (const alias of aliases) words.set(alias, { label: canonical, count, by, reason, at });
    folded.set(canonical, (folded.get(canonical) ?? 0) + count);
  }
  for (const { label, count } of list) {
    const own = Math.max(0, count - (folded.get(label) ?? 0));
    words.set(label, { label, count: own, by: "rule", reason: "", at: "" });
  }
  return { labels, words };
}

function headLike({ labels }: Facet, label: string): string | undefined {
  return labels.has(label) ? label : [...labels.keys()].find((one) => foldLabel(one) === foldLabel(label));
}

function labelTaken(label: string): string {
  return `There is a label “${label}” already. Merge the two instead.`;
}

/** The label that would stand beside `into` and look like it, were those merged into it. */
function standsBeside({ labels }: Facet, merged: string[], into: string): string | undefined {
  if (labels.has(into)) return undefined;
  return [...labels.keys()].find((label) => !merged.includes(label) && foldLabel(label) === foldLabel(into));
}

function madeRename({ labels, words }: Facet, from: string, to: string): boolean {
  return labels.has(to) && !labels.has(from) && words.get(from)?.label === to;
}

function apply(facet: Facet, edit: LabelEdit, at: string): void {
  if ("rename" in edit) rename(facet, edit.rename.from, edit.rename.to, at);
  else if ("merge" in edit) merge(facet, edit.merge.labels, edit.merge.into, at);
  else split(facet, edit.split, at);
}

function rename(facet: Facet, from: string, to: string, at: string): void {
  const was = facet.labels.get(from);
  const taken = headLike(facet, to);
  if (!was || from === to || (taken !== undefined && taken !== from)) return;
  if ((facet.words.get(to)?.label ?? from) !== from) return;
  facet.labels.delete(from);
  facet.labels.set(to, { ...was, origin: "hand" });
  for (const [said, word] of facet.words) {
    if (word.label !== from) continue;
    const renamed = said === from ? { by: "hand" as const, reason: `renamed to “${to}”`, at } : {};
    facet.words.set(said, { ...word, ...renamed, label: to });
  }
  if (!facet.words.has(to)) facet.words.set(to, { label: to, count: 0, by: "hand", reason: "", at });
}

function merge(facet: Facet, labels: string[], into: string, at: string): void {
  const merged = labels.filter((label) => label !== into && facet.labels.has(label));
  if (merged.length === 0 || standsBeside(facet, labels, into) !== undefined) return;
  if (!facet.labels.has(into)) {
    // A new word, or one that stood for another until now.
    const description = facet.labels.get(merged[0] ?? "")?.description ?? "";
    facet.labels.set(into, { description, origin: "hand" });
    const word = facet.words.get(into);
    facet.words.set(into, { label: into, count: word?.count ?? 0, by: "hand", reason: "", at });
  }
  for (const label of merged) {
    facet.labels.delete(label);
    for (const [said, word] of facet.words) {
      if (word.label === label)
        facet.words.set(said, { ...word, label: into, by: "hand", reason: `merged into “${into}”`, at });
    }
  }
}

function split(
  facet: Facet,
  { label, aliases, into }: { label: string; aliases: string[]; into?: string | undefined },
  at: string,
): void {
  for (const alias of aliases) {
    const word = facet.words.get(alias);
    if (word?.label !== label || alias === label) continue;
    const named = into ?? alias;
    const target = headLike(facet, named) ?? named;
    if (target === label) continue;
    if (!facet.labels.has(target)) facet.labels.set(target, { description: "", origin: "hand" });
    if (!facet.words.has(target)) facet.words.set(target, { label: target, count: 0, by: "hand", reason: "", at });
    facet.words.set(alias, { ...word, label: target, by: "hand", reason: `split from “${label}”`, at });
    const own = facet.words.get(target);
    if (own && own.label !== target) facet.words.set(target, { ...own, label: target });
  }
}

function labelsOf({ labels, words }: Facet): Label[] {
  const said = [...words].filter(([word, { label }]) => word !== label).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...labels]
    .map(([label, about]) => {
      const own = [...words.values()].filter((word) => word.label === label);
      const count = own.reduce((sum, word) => sum + word.count, 0);
      return { label, ...about, count, aliases: said.filter(([, word]) => word.label === label).map(([word]) => word) };
    })
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

function mergesOf(facet: string, { words }: Facet): Merge[] {
  return [...words]
    .filter(([said, { label }]) => said !== label)
    .map(([said, { label, ...word }]) => ({ facet, canonical: label, aliases: [said], ...word }))
    .sort((a, b) =>
      a.canonical === b.canonical
        ? (a.aliases[0] ?? "") < (b.aliases[0] ?? "")
          ? -1
          : 1
        : a.canonical < b.canonical
          ? -1
          : 1,
    );
}
