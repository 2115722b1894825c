import type { Options } from "../../contract/analysis.ts";
import type { LabelChanges, LabelsReply } from "../../contract/labels.ts";
import { foldLabel } from "./labels.ts";

/** What became of the words that a run began with: which came beside them, which nobody used. Null where it began with none. */
export function changesSince(
  { facets }: LabelsReply,
  { basedOn, freezeLabels }: Pick<Options, "basedOn" | "freezeLabels">,
): LabelChanges | null {
  if (basedOn === null) return null;
  // Other is the answer where no frozen word fits, not a word of its own.
  const isNew = (label: string) => !(freezeLabels && foldLabel(label) === "other");
  const changes = Object.entries(facets).map(([facet, labels]) => {
    const added = labels
      .filter(({ label, origin }) => (origin === "discovery" || origin === "stream") && isNew(label))
      .map(({ label, count }) => ({ label, count }));
    const unused = labels.filter(({ origin, count }) => origin === "based-on" && count === 0).map(({ label }) => label);
    return [facet, { added, unused }] as const;
  });
  return { basedOn, facets: Object.fromEntries(changes) };
}
