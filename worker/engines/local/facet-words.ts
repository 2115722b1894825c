import type { Facet } from "../../contract/template.ts";
import { stem } from "./stems.ts";
import { stopWords } from "./stop-words.ts";
import { isWordy, tokenize } from "./tokens.ts";

/** Words of questions about a content, which say nothing about what to look for in it. */
const questionWords = new Set(
  `conversation customer user person people client caller agent message text content mention mentioned mentions express expresses
   describe describes whether true false value answer question score scale rate rating number amount count list short word words
   phrase sentence main overall extract label facet gespräch kunde nutzer person anzahl zahl liste client conversation cliente
   conversación utente conversazione number total`
    .split(/\s+/)
    .map(stem),
);

/** The stems that a facet's name, description and examples ask for, in that order. */
export function facetStems(facet: Facet): string[] {
  const text = `${facet.name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ")} ${facet.description} ${(facet.examples ?? []).join(" ")}`;
  const stems = tokenize(text)
    .filter((token) => token.word.length > 2 && isWordy(token.word) && !stopWords.has(token.word))
    .map((token) => stem(token.word))
    .filter((word) => !questionWords.has(word));
  return [...new Set(stems)].slice(0, 40);
}
