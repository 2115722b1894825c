import type { FacetValue, Result } from "../worker/contract/findings.ts";
import type { Facet } from "../worker/contract/template.ts";

/** One value of a closed facet and how many contents have it. */
export interface Tally {
  /** As the filter of the results takes it; null where it stands for several values. */
  value: string | null;
  word: string;
  count: number;
}

/** A score with more values than this is counted in as many stretches of equal width. */
const scoresAtMost = 10;

export const isClosed = (facet: Facet): boolean =>
  facet.type === "choice" || facet.type === "score" || facet.type === "boolean";

/** A scale from its ends; 1 to 5 where the template gives none. */
export const scaleOf = (facet: Facet): { min: number; max: number } => ({ min: facet.min ?? 1, max: facet.max ?? 5 });

/**
 * How the results split over a closed facet. Choices the most frequent first, scores in the order of the scale,
 * yes before no. Values that no result has are left out; so are results without a value.
 */
export function tally(facet: Facet, results: Pick<Result, "facets">[]): Tally[] {
  const counts = new Map<FacetValue, number>();
  for (const { facets } of results) {
    const value = facets[facet.name];
    if (value === undefined || value === null || value === "" || Array.isArray(value)) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (facet.type === "score") return scores(facet, counts);
  const rows = [...counts].map(([value, count]) => ({ value: String(value), word: valueWord(facet, value), count }));
  if (facet.type === "boolean") return rows.sort((a, b) => (a.value > b.value ? -1 : 1));
  return rows.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

/** A value as it is read: the filter's "true" is "Yes". */
export function valueWord(facet: Pick<Facet, "type">, value: FacetValue): string {
  if (facet.type !== "boolean") return String(value);
  return String(value) === "true" ? "Yes" : "No";
}

function scores(facet: Facet, counts: Map<FacetValue, number>): Tally[] {
  const found = [...counts].filter((pair): pair is [number, number] => typeof pair[0] === "number");
  if (found.length <= scoresAtMost) {
    return found
      .sort((a, b) => a[0] - b[0])
      .map(([score, count]) => ({ value: String(score), word: String(score), count }));
  }
  const { min, max } = scaleOf(facet);
  const width = (max - min) / scoresAtMost;
  const stretches = Array.from({ length: scoresAtMost }, (_, place) => ({
    value: null,
    word: `${round(min + place * width)} to ${round(min + (place + 1) * width)}`,
    count: 0,
  }));
  for (const [score, count] of found) {
    const place = Math.min(scoresAtMost - 1, Math.max(0, Math.floor((score - min) / width)));
    const stretch = stretches[place];
    if (stretch) stretch.count += count;
  }
  return stretches.filter((stretch) => stretch.count > 0);
}

const round = (value: number): number => Math.round(value * 100) / 100;
