import { emptyAnswer } from "../../contract/empty-answer.ts";
import type { Emptiness } from "../../contract/empty-words.ts";
import type { Facet } from "../../contract/template.ts";
import type { TallyKey } from "../job-data.ts";

/** What is counted by; of a facet, with its type. */
export type AskedKey = TallyKey & { type?: Facet["type"] };

const facetsCounted = 6;
/** Labels of the built-in engine that say how something is said, not what it is about: common they may be. */
const drawers: ReadonlySet<string> = new Set(["General question", "General request"]);

export function keysOf(facets: Facet[]): AskedKey[] {
  const countable = facets.filter(({ type }) => type === "label" || type === "choice" || type === "boolean");
  const first = countable.toSorted((a, b) => Number(b.type === "label") - Number(a.type === "label"));
  return [
    ...first.slice(0, facetsCounted).map(({ name, type }): AskedKey => ({ by: "facet", facet: name, type })),
    { by: "language" },
    { by: "sentiment" },
  ];
}

export function emptinessOf(key: AskedKey, value: string): Emptiness | null {
  if (key.by === "facet") return emptyAnswer(value, key.facet, key.type);
  // Of moods the module has four words, none of them empty; "na" is a language, "und" the code for none that is known.
  return key.by === "language" && value === "und" ? "unsaid" : null;
}

/** Whether it is worth a finding that such an answer rises, or goes with another. */
export function isTelling(key: AskedKey, value: string): boolean {
  return emptinessOf(key, value) === null && !(key.type === "label" && drawers.has(value));
}

export function filterFor(key: AskedKey, value: string): Record<string, string> {
  return key.by === "facet" ? { facet: key.facet, value } : { [key.by]: value };
}

export function nameOf(key: AskedKey): string {
  return key.by === "facet" ? facetWords(key.facet) : key.by;
}

/** "hookType" and "hook_type" → "hook type". */
export function facetWords(facet: string): string {
  return facet
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

/** Yes and no where that was the question: a label may be called "true". */
export function valueWords(key: AskedKey, value: string): string {
  if (key.type !== "boolean") return value;
  return value === "true" ? "yes" : value === "false" ? "no" : value;
}

export function wordsFor(key: AskedKey, value: string): string {
  return `“${valueWords(key, value)}”`;
}
