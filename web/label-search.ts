import type { Label } from "../worker/contract/labels.ts";

/** As people compare words: case, accents and width do not count. */
const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();

export interface FoundLabel {
  label: Label;
  /** The folded words that were meant, where the label itself was not. */
  also: string[];
}

/** Labels in which all that was typed stands: in the label, or in one of the words that were folded into it. */
export function searchLabels(labels: Label[], search: string): FoundLabel[] {
  const wanted = folded(search)
    .split(/\s+/)
    .filter((part) => part !== "");
  const holds = (text: string): boolean => {
    const within = folded(text);
    return wanted.every((part) => within.includes(part));
  };
  return labels.flatMap((label) => {
    if (holds(label.label)) return [{ label, also: [] }];
    const also = label.aliases.filter(holds);
    return also.length > 0 ? [{ label, also }] : [];
  });
}
