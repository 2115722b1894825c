import { findAddresses, findBirthDates } from "./find-addresses.ts";
import { findEmails, findIps, findPhones } from "./find-contact.ts";
import { findNames, namesIn } from "./find-names.ts";
import { findCards, findIbans, findNationalIds, findSpokenNumbers } from "./find-numbers.ts";
import { findSecrets } from "./find-secrets.ts";
import { type PersonalData, type PersonalDataKind, personalDataKinds } from "./personal-data.ts";

/**
 * Personal data in the texts of one content, per text in the order in which it stands; no two stretches overlap. Found by
 * form, check digits and the words around, not by understanding: see find-names.ts for what that leaves out.
 */
export function findPersonalData(texts: readonly string[]): PersonalData[][] {
  const names = namesIn(texts);
  return saidAgain(
    texts,
    texts.map((text) => findIn(text, names)),
  );
}

const shortestAgain = 4;
const mostAgain = 200;

/** A number that was told by the words around it is the same number where it is said once more without them. */
function saidAgain(texts: readonly string[], found: PersonalData[][]): PersonalData[][] {
  const values = new Map<string, PersonalDataKind>();
  for (const [place, list] of found.entries()) {
    for (const { kind, start, end } of list) {
      const value = texts[place]?.slice(start, end) ?? "";
      if (kind !== "name" && value.length >= shortestAgain && values.size < mostAgain) values.set(value, kind);
    }
  }
  if (values.size === 0) return found;
  return texts.map((text, place) => {
    const more: PersonalData[] = [];
    for (const [value, kind] of values) {
      for (let start = text.indexOf(value); start !== -1; start = text.indexOf(value, start + value.length)) {
        const end = start + value.length;
        const within = /[\p{L}\p{N}]/u.test(text.charAt(start - 1)) || /[\p{L}\p{N}]/u.test(text.charAt(end));
        if (!within) more.push({ kind, start, end });
      }
    }
    return withoutOverlaps([...(found[place] ?? []), ...more]);
  });
}

/**
 * Kinds of personal data that are told by their form, with how often; names are not among them. A quick look: about a
 * tenth of the time that looking for everything takes.
 */
export function countPersonalData(texts: readonly string[]): Map<PersonalDataKind, number> {
  const counts = new Map<PersonalDataKind, number>();
  for (const text of texts) {
    if (!/[@\d]| dot |PRIVATE KEY|pass|kennwort|пароль/i.test(text)) continue;
    for (const { kind } of findIn(text, [])) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Digits and signs of other scripts, as plain ones: one unit for one, so that every place stays where it is. */
function plainSigns(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\u0966-\u096f]/g, (digit) => String(digit.charCodeAt(0) - 0x966));
}

/** @param names as `namesIn` gives them, of all texts that belong together */
export function findIn(said: string, names: readonly string[]): PersonalData[] {
  const text = plainSigns(said);
  const found: PersonalData[] = [];
  findEmails(text, found);
  findSecrets(text, found);
  findSpokenNumbers(text, found);
  if (/\d/.test(text)) {
    // A number of five digits or fewer is none of these.
    if (/\d(?:[^\p{L}\n]{0,3}\d){5}/u.test(text)) {
      findIbans(text, found);
      findCards(text, found);
      findPhones(text, found);
    }
    if (/\d(?:[ .\-a-z]{0,3}\d){5}/i.test(text)) findNationalIds(text, found);
    findIps(text, found);
    findBirthDates(text, found);
    findAddresses(text, found);
  } else if (text.includes("::")) findIps(text, found);
  findNames(text, names, found);
  return withoutOverlaps(found);
}

const rank = new Map(personalDataKinds.map((kind, place) => [kind, place]));

/** Where two overlap they become one, of the kind that is surer of itself: nothing that was found is left uncovered. */
function withoutOverlaps(found: PersonalData[]): PersonalData[] {
  const merged: PersonalData[] = [];
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || one.start >= last.end) merged.push({ ...one });
    else {
      last.end = Math.max(last.end, one.end);
      if ((rank.get(one.kind) ?? 0) < (rank.get(last.kind) ?? 0)) last.kind = one.kind;
    }
  }
  return merged;
}
