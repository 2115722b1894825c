import { digitsOf } from "./check-digits.ts";
import type { PersonalData } from "./personal-data.ts";

const localSign = /[\p{L}\p{N}._%+'’-]/u;
const domainSign = /[\p{L}\p{N}.-]/u;
const longestLocal = 64;
const longestDomain = 255;

/** E-mail addresses, looked for around each `@`, and those spelt out (`ann at example dot com`). */
export function findEmails(text: string, found: PersonalData[]): void {
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    let start = at;
    while (start > 0 && at - start < longestLocal && localSign.test(text.charAt(start - 1))) start -= 1;
    let end = at + 1;
    while (end < text.length && end - at < longestDomain && domainSign.test(text.charAt(end))) end += 1;
    while (/[.'’-]/.test(text.charAt(start)) && start < at) start += 1;
    while (/[.-]/.test(text.charAt(end - 1))) end -= 1;
    if (start === at || !/^[^.].*\.\p{L}{2,24}$/u.test(text.slice(at + 1, end))) continue;
    found.push({ kind: "email", start, end });
  }
  for (const [sign, form] of [
    [/[([] ?at ?[)\]]/i, half],
    [/ dot |[([]dot[)\]]/i, spelt],
  ] as const) {
    if (!sign.test(text)) continue;
    for (const match of text.matchAll(form)) {
      found.push({ kind: "email", start: match.index, end: match.index + match[0].length });
    }
  }
}

/** Only its sign is spelt out: `ann(at)example.com`. */
const half =
  /(?<![\w.])[a-z0-9][\w.+-]{0,63} ?[([] ?at ?[)\]] ?[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}(?!\w)/gi;

const spelt =
  /(?<![\w.])[a-z0-9][\w+-]{0,40}(?:(?: dot |\.| ?[([]dot[)\]] ?)[\w+-]{1,40}){0,3} ?(?: at | [([]at[)\]] |[([]at[)\]]) ?[a-z0-9-]{2,40} ?(?: dot |[([]dot[)\]]) ?(?:com|net|org|edu|de|fr|es|it|nl|co|io|uk)(?!\w)/gi;

/** Addresses of machines on the internet; those that mean no particular one are left out. */
export function findIps(text: string, found: PersonalData[]): void {
  for (const match of text.matchAll(/(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)/g)) {
    const parts = match[0].split(".");
    if (parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith("0")))) continue;
    if (/^(?:0\.|127\.|255\.)/.test(match[0])) continue;
    // A version, as in "version 1.2.3.4".
    if (/(?:v|version|release|firmware|build)\.? ?$/i.test(text.slice(Math.max(0, match.index - 12), match.index)))
      continue;
    found.push({ kind: "ip", start: match.index, end: match.index + match[0].length });
  }
  if (!text.includes(":")) return;
  for (const match of text.matchAll(
    /(?<![\w:.])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![\w:])/gi,
  )) {
    if (match[0].split(":").length > 8) continue;
    found.push({ kind: "ip", start: match.index, end: match.index + match[0].length });
  }
}

/** Words that say that a telephone number follows. */
const phoneCue =
  /(?:phone|tele?f[oó]n\p{L}*|t[eé]l[eé]phone|tel|mobile?|m[oó]vil|celular|cell|handy\p{L}*|whatsapp|sms|fax|rufnummer|call(?:ing)?(?: me)?|text(?: me)?|ring me|reach(?: me)?|dial|contact|num[eé]ro|number|nummer|número|gsm|numer|телефон\p{L}*|номер|电话|電話|手机|전화)(?:[^\p{N}\n]{0,25})$/iu;
const noPhoneCue =
  /(?:order|ticket|case|invoice|booking|reference|ref|tracking|account|customer|policy|confirmation|serial|model|article|item|bestell\p{L}*|auftrags\p{L}*|rechnungs\p{L}*|kunden\p{L}*|vorgangs\p{L}*|pedido|factura|commande|ordine|zamówieni\p{L}*)(?:[^\p{N}\n]{0,20})$/iu;
const dates = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:\s|$)/;
const northAmerican = /^(?:1[-. ]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4}$/;
/** A trunk 0, then groups parted by spaces, hyphens, slashes. */
const national = /^\(?0\d{1,5}\)?(?:[ /.-]?\d{2,8}){1,5}$/;

/** Telephone numbers: international ones, those in a national form, and others behind a word that says so. */
export function findPhones(text: string, found: PersonalData[]): void {
  for (const match of text.matchAll(/(?<![\w.,:@/#+-])(?:\+|\()?\d(?:[ ()./-]{0,3}\d){5,16}(?![\w]|[.,:]\d)/g)) {
    const [said] = match;
    const start = match.index;
    const digits = digitsOf(said);
    if (digits.length > 15 || dates.test(said)) continue;
    const before = text.slice(Math.max(0, start - 45), start);
    if (!isPhone(said, digits, before)) continue;
    found.push({ kind: "phone", start, end: start + said.length });
  }
}

function isPhone(said: string, digits: string, before: string): boolean {
  if (said.startsWith("+")) return digits.length >= 7;
  if (said.startsWith("00")) return digits.length >= 10;
  if (noPhoneCue.test(before)) return false;
  if (northAmerican.test(said)) return true;
  if (phoneCue.test(before)) return digits.length >= 7;
  return national.test(said) && digits.length >= 9 && digits.length <= 12;
}
