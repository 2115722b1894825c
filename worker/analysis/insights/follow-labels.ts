import type { Summary } from "../../contract/analysis.ts";
import type { LabelsReply } from "../../contract/labels.ts";
import type { Facet } from "../../contract/template.ts";
import { facetWords } from "./asked-key.ts";
import { countInsights } from "./count-insights.ts";

/**
 * A summary after people changed labels: what rests on counts is counted again, and what was said in words that stand no
 * more, or stand for other contents, is left out until they do. Taken back, the summary is what it was.
 * @param found the labels as the job left them
 * @param after the labels as they stand
 */
export async function followLabels(
  summary: Summary,
  found: LabelsReply,
  after: LabelsReply,
  facets: Facet[],
  data: Parameters<typeof countInsights>[1],
): Promise<Summary> {
  const { headline, insights } = summary.found ?? summary;
  const { words, changed } = changesOf(found, after);
  if (words.size === 0) return { headline, insights };
  const isGone = (said: string): boolean =>
    [...words].some((word) => said.includes(`“${word}”`)) ||
    changed.some((facet) => said.toLowerCase().startsWith(`${facetWords(facet)}:`));
  const counted = await countInsights(facets, data);
  const said = insights.filter(({ kind = "said", title, detail }) => kind === "said" && !isGone(`${title}\n${detail}`));
  const [first] = counted;
  const top = isGone(headline) && first ? `${first.title}: ${first.detail}` : headline;
  return { headline: top, insights: [...counted, ...said], found: { headline, insights } };
}

/** Labels that are gone, or have other contents than they had, and the facets that they are of. */
function changesOf(found: LabelsReply, after: LabelsReply): { words: Set<string>; changed: string[] } {
  const words = new Set<string>();
  const changed = Object.keys(found.facets).filter((facet) => {
    const now = new Map((after.facets[facet] ?? []).map(({ label, count }) => [label, count]));
    const other = (found.facets[facet] ?? []).filter(({ label, count }) => now.get(label) !== count);
    for (const { label } of other) words.add(label);
    return other.length > 0;
  });
  return { words, changed };
}
