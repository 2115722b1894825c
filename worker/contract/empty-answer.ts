import { type Emptiness, emptyWords } from "./empty-words.ts";

const known = new Map(
  (["other", "none", "unsaid"] as const).flatMap((how) =>
    emptyWords[how].map((word): [string, Emptiness] => [folded(word), how]),
  ),
);
/** Behind what was asked for: "cause unclear", "no product mentioned". */
const unsaidOf =
  /^(not (stated|said|given|mentioned|specified|provided|known|clear)|unknown|unclear|unspecified|unstated)$/;
const givenNot = /^(stated|given|mentioned|specified|named|provided|indicated)$/;

/**
 * Whether an answer says that nothing was said; null where it says something.
 * @param facet by its name: "no objection" says nothing only where objections were asked for
 */
export function emptyAnswer(value: string, facet = ""): Emptiness | null {
  const said = folded(value);
  if (said === "") return "unsaid";
  const how = known.get(said);
  if (how !== undefined) return how;
  const asked = folded(facet.replace(/([a-z])([A-Z])/g, "$1 $2"));
  if (asked === "") return null;
  if (said.startsWith(`${asked} `) && unsaidOf.test(said.slice(asked.length + 1))) return "unsaid";
  if (!said.startsWith("no ")) return null;
  const denied = said.slice(3);
  if (denied.startsWith(`${asked} `) && givenNot.test(denied.slice(asked.length + 1))) return "unsaid";
  // "No transfer" as the reason for a transfer, "no drop-off" as the place of one.
  return asked === denied || asked.startsWith(`${denied} `) ? "none" : null;
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
