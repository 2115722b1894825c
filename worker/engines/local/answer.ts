import type { FacetValue } from "../../contract/findings.ts";
import type { Sentence } from "./reading.ts";

/** One facet's answer with what it rests on. */
export interface FacetAnswer {
  value: FacetValue;
  /** 0 (a guess) to 1 (said in so many words). */
  strength: number;
  /** Where it is said; null where nothing says it. */
  source: { sentence: Sentence; at: number } | null;
}

export const notEnoughText = "Not enough text";
export const otherLabel = "Other";

/** Where a label is wanted for what fits nowhere. They tell apart how something is said, not what it is about. */
export const generalQuestion = "General question";
export const generalRequest = "General request";
export const drawers: ReadonlySet<string> = new Set([generalQuestion, generalRequest, notEnoughText]);
