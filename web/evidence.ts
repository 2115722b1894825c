import type { Evidence } from "../worker/contract/findings.ts";

/** A stretch of a message; `facets` names what it is evidence for. */
export interface Stretch {
  text: string;
  facets: string[];
}

/**
 * Splits a message at the quotes that stand in it, overlapping ones included. A quote that is not found verbatim marks
 * nothing: the page never shows a proof that is none.
 */
export function markEvidence(text: string, evidence: Pick<Evidence, "facet" | "quote">[]): Stretch[] {
  const found = evidence
    .filter((one) => one.quote !== "")
    .map((one) => ({ facet: one.facet, from: text.indexOf(one.quote), length: one.quote.length }))
    .filter((one) => one.from >= 0)
    .map((one) => ({ facet: one.facet, from: one.from, to: one.from + one.length }));
  const edges = [...new Set([0, text.length, ...found.flatMap((one) => [one.from, one.to])])].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1];
    if (to === undefined) break;
    const facets = [...new Set(found.filter((one) => one.from <= from && one.to >= to).map((one) => one.facet))];
    stretches.push({ text: text.slice(from, to), facets });
  }
  return stretches;
}
