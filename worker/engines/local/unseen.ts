import type { Facet } from "../../contract/template.ts";
import { type FacetAnswer, notEnoughText } from "./answer.ts";
import type { Signals } from "./signals.ts";

const ofPictures = /\b(pictures?|photos?|photographs?|images?|foto|bild|aufnahme)\b/i;
const cannotTell = /cannot tell|can.?t tell|unknown|unclear|not (seen|visible|stated)|unbekannt|unklar/i;
/** What is answered without having been seen counts as next to nothing. */
const unseen = 0.05;

/** Does the facet ask about a picture that came with this content? */
export function asksUnseen(facet: Facet, signals: Signals): boolean {
  return (
    signals.reading.messages.some(({ images }) => (images?.length ?? 0) > 0) &&
    ofPictures.test(`${facet.name.replace(/([a-z])([A-Z])/g, "$1 $2")} ${facet.description}`)
  );
}

/**
 * What a reader of words can say of a picture: what its caption names, and otherwise that nobody looked. Nothing is made up:
 * null, "cannot tell" where there is such a choice, an empty list; where the type forces a value, the least telling one.
 */
export function answerUnseen(facet: Facet, signals: Signals): FacetAnswer {
  const blind = (value: FacetAnswer["value"]): FacetAnswer => ({ value, strength: unseen, source: null });
  const choices = facet.choices ?? [];
  const open = choices.find((choice) => cannotTell.test(choice));
  const named = signals.phrases.filter(({ name }) => name.length <= 60 && name !== notEnoughText);
  const [first] = named;
  switch (facet.type) {
    case "choice":
      return blind(open ?? choices.at(-1) ?? "");
    case "list":
      if (choices.length > 0) return blind(open === undefined ? [] : [open]);
      return first ? { value: namesOf(named), strength: 0.25, source: first } : blind([]);
    case "label":
      return first ? { value: first.name, strength: 0.25, source: first } : blind(notEnoughText);
    case "boolean":
      return blind(false);
    case "score":
      return blind(facet.min ?? 1);
    case "number":
    case "text":
      return blind(null);
  }
}

/** Up to five phrases of the caption of which none repeats another's words. */
function namesOf(phrases: Signals["phrases"]): string[] {
  const words = new Set<string>();
  const names: string[] = [];
  for (const { key, name } of phrases) {
    const own = key.split(" ");
    if (own.some((word) => words.has(word))) continue;
    for (const word of own) words.add(word);
    names.push(name);
    if (names.length === 5) break;
  }
  return names;
}
