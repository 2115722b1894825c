import type { MadeContent } from "./schedule-contents.ts";
import type { Agreement } from "./schedule-words.ts";
import { score } from "./scores.ts";

/** Holds labels against the classes that the contents were made of. @param found facets by the content's own id */
export function agreementOf(
  who: string,
  contents: readonly MadeContent[],
  found: ReadonlyMap<string, Record<string, unknown>>,
): Agreement {
  const facets = Object.keys(contents[0]?.gold ?? {});
  const each = facets.map((facet) => {
    const gold = contents.map((content) => content.gold[facet] ?? "");
    const labels = contents.map(({ id }) => String(found.get(id)?.[facet] ?? ""));
    const { accuracy, ari, groups } = score(labels, gold);
    return { accuracy, ari, labels: groups, classes: new Set(gold).size, sameLabel: sameLabelOf(labels, gold) };
  });
  const sum = (of: (one: (typeof each)[number]) => number) => each.reduce((total, one) => total + of(one), 0);
  return {
    who,
    labels: sum((one) => one.labels),
    classes: sum((one) => one.classes),
    accuracy: sum((one) => one.accuracy) / facets.length,
    ari: sum((one) => one.ari) / facets.length,
    sameLabel: sum((one) => one.sameLabel) / facets.length,
  };
}

/** Of all pairs of contents of one class, the share that has the very same label. */
export function sameLabelOf(labels: readonly string[], gold: readonly string[]): number {
  const pairs = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const sizes = (keys: string[]) => [...Map.groupBy(keys, (key) => key).values()].map((group) => group.length);
  const together = pairs(sizes(labels.map((label, index) => JSON.stringify([label, gold[index]]))));
  const all = pairs(sizes([...gold]));
  return all === 0 ? 1 : together / all;
}
