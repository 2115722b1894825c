import { type Emptiness, emptyOnlyUnlisted, emptyWords } from "./empty-words.ts";
import type { Facet } from "./template.ts";

const known = new Map(
  (["other", "none", "unsaid"] as const).flatMap((how) =>
    emptyWords[how].map((word): [string, Emptiness] => [folded(word), how]),
  ),
);
const onlyUnlisted = new Set(emptyOnlyUnlisted.map(folded));
/** Behind what was asked for: "cause unclear", "no product mentioned". */
const unsaidOf =
  /^(not (stated|said|given|mentioned|specified|provided|known|clear)|unknown|unclear|unspecified|unstated)$/;
const givenNot = /^(stated|given|mentioned|specified|named|provided|indicated)$/;
/** What is asked about a thing: where there is no transfer there is no reason for one. */
const aboutThing = /^(reason|cause|location|place)$/;
const sortOfThing = /^(type|kind)$/;
/** What somebody raises, or does not. "No access", as one of a closed list, is an answer. */
const raised = /^(objection|concern|complaint)s?$/;

/**
 * Whether an answer says that nothing was said; null where it says something.
 * @param facet by its name: "no objection" says nothing only where objections were asked for
 * @param type of what is no label somebody listed the answers: there only what cannot be mistaken is empty
 */
export function emptyAnswer(value: string, facet = "", type: Facet["type"] = "label"): Emptiness | null {
  const isOpen = type === "label";
  const said = folded(value);
  // "+" and "-" can be a list.
  if (said === "") return isOpen || value.trim() === "" ? "unsaid" : null;
  const how = known.get(said);
  if (how !== undefined && (isOpen || !onlyUnlisted.has(said))) return how;
  const asked = folded(facet.replace(/([a-z])([A-Z])/g, "$1 $2"));
  if (asked === "") return null;
  if (isOpen && said.startsWith(`${asked} `) && unsaidOf.test(said.slice(asked.length + 1))) return "unsaid";
  if (!said.startsWith("no ")) return null;
  const denied = said.slice(3);
  if (isOpen && denied.startsWith(`${asked} `) && givenNot.test(denied.slice(asked.length + 1))) return "unsaid";
  if (asked === denied) return isOpen || raised.test(denied) ? "none" : null;
  // "No transfer" as the reason for a transfer, "no drop-off" as the place of one; no delivery is a problem of deliveries.
  const about = asked.startsWith(`${denied} `) ? asked.slice(denied.length + 1) : "";
  return aboutThing.test(about) || (isOpen && sortOfThing.test(about)) ? "none" : null;
}

/** Case, marks above letters, punctuation and the number of spaces make no other word. Signs stay: "👍" says something. */
function folded(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[\p{P}\s]+/gu, " ")
    .trim();
}
