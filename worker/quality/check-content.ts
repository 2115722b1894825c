import { countPersonalData } from "../privacy/find-personal-data.ts";
import { hasBrokenCharacters } from "./mend-characters.ts";
import { unnatural } from "./unnatural.ts";

/** A message as far as it is checked. */
export interface CheckedMessage {
  role: string;
  content: string;
}

/** Words and signs below which there is little to read. */
const shortWords = 2;
/** Tokens above which a model with a small context reads a content in parts. */
export const longTokens = 6_000;
/** Roles that mean the same everywhere; see ingest/roles.ts. */
const plainRoles = new Set(["user", "assistant", "system", "tool", "author", "unknown"]);
const longestRole = 60;

/**
 * What is wrong with one content, or worth knowing, as `kind` or `kind:detail`; the reasons behind its quality. What it
 * has in common with others (duplicates) is not seen here.
 * @param opening what people said, the beginning of it
 */
export function checkContent(
  messages: readonly CheckedMessage[],
  opening: string,
  measured: { kind: string; language: string; languages: readonly string[]; tokens: number; images: number },
): string[] {
  const found: string[] = [];
  const letters = /\p{L}/u.test(opening);
  const odd = unnatural(opening);
  if (!letters && measured.images === 0 && odd === null) found.push("nothing-to-read");
  else if (odd !== null) found.push(`not-natural-language:${odd}`);
  else if (letters && isShort(opening)) found.push("very-short");
  if (measured.languages.length > 1) found.push(`mixed-languages:${measured.languages.join("+")}`);
  if (letters && odd === null && measured.language === "und") found.push("unknown-language");
  if (hasBrokenCharacters(opening)) found.push("broken-characters");
  if (measured.tokens > longTokens) found.push(`over-long:${measured.tokens}`);
  const roles = measured.kind === "conversation" ? unknownRoles(messages) : [];
  if (roles.length > 0) found.push(`unknown-roles:${JSON.stringify(roles)}`);
  const personal = countPersonalData(messages.map(({ content }) => content));
  if (personal.size > 0) {
    found.push(`personal-data:${[...personal].map(([kind, count]) => `${kind}=${count}`).join(",")}`);
  }
  return found;
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const eachUnspaced = new RegExp(unspaced.source, "gu");
const eachWord = /\p{L}[\p{L}\p{M}'’-]*/gu;

/** Looks no further than it must: most texts are long. */
function isShort(text: string): boolean {
  if (unspaced.test(text)) return text.length < 12 && (text.match(eachUnspaced)?.length ?? 0) <= 3;
  let words = 0;
  for (const _ of text.matchAll(eachWord)) if (++words > shortWords) return false;
  return true;
}

/** The two who speak, in the order of their first words, where one of them has no role that is known. */
function unknownRoles(messages: readonly CheckedMessage[]): string[] {
  const speakers = new Set<string>();
  for (const { role } of messages) {
    if (role === "system" || role === "tool") continue;
    speakers.add(role);
    // Three and more are a meeting or a group: their names say who they are.
    if (speakers.size > 2) return [];
  }
  const roles = [...speakers];
  const foreign = roles.length === 2 && roles.some((role) => !plainRoles.has(role));
  return foreign && roles.every((role) => role.length <= longestRole) ? roles : [];
}

/** The kind of what `checkContent` found. */
export function kindOfCheck(check: string): string {
  const colon = check.indexOf(":");
  return colon === -1 ? check : check.slice(0, colon);
}

export function detailOfCheck(check: string): string {
  return check.slice(kindOfCheck(check).length + 1);
}
