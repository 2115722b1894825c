import { digitsOf, passesIban, passesLuhn, passesMod11Of10, remainder, weighted } from "./check-digits.ts";
import type { PersonalData } from "./personal-data.ts";

/** Length of an IBAN by country (the registry of ISO 13616). */
const ibanLengths = new Map<string, number>(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 " +
    "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 " +
    "MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 " +
    "SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Account numbers: the country's length, the check digits right. */
export function findIbans(text: string, found: PersonalData[]): void {
  for (const { index: start } of text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])/g)) {
    const length = ibanLengths.get(text.slice(start, start + 2).toUpperCase());
    if (length === undefined) continue;
    let signs = "";
    let end = start;
    while (end < text.length && signs.length < length) {
      const sign = text.charAt(end);
      if (/[A-Za-z0-9]/.test(sign)) signs += sign;
      else if (!/[ -]/.test(sign) || /[ -]/.test(text.charAt(end - 1))) break;
      end += 1;
    }
    if (signs.length !== length || /[A-Za-z0-9]/.test(text.charAt(end)) || !passesIban(signs.toUpperCase())) continue;
    found.push({ kind: "iban", start, end });
  }
}

/** Issuers' ranges and the lengths that they use (ISO/IEC 7812; lists of the schemes). */
const cards: [beginning: RegExp, lengths: number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|65|64[4-9])/, [16, 19]],
  [/^(?:30[0-5]|36|38|39)/, [14, 16]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:50|5[6-9]|6)/, [16, 18, 19]],
];

/** Payment cards: an issuer's range, its length, Luhn's check. Another number may stand right before or behind one. */
export function findCards(text: string, found: PersonalData[]): void {
  for (const match of text.matchAll(/(?<![\w.,+-])\d(?:[ -]?\d){12,40}(?!\d|[.,-]\d)/g)) {
    const groups = [...match[0].matchAll(/\d+/g)];
    for (let first = 0; first < groups.length; first++) {
      const last = lastOfCard(groups, first);
      const [start, end] = [groups[first], groups[last]];
      if (!start || !end) continue;
      found.push({ kind: "card", start: match.index + start.index, end: match.index + end.index + end[0].length });
      first = last;
    }
  }
}

/** The group of digits that ends a card which begins with another; -1 where none does. */
function lastOfCard(groups: RegExpExecArray[], first: number): number {
  let digits = "";
  for (let last = first; last < groups.length && digits.length < 19; last++) {
    digits += groups[last]?.[0] ?? "";
    if (isCard(digits)) return last;
  }
  return -1;
}

function isCard(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits) || !passesLuhn(digits)) return false;
  return cards.some(([beginning, lengths]) => beginning.test(digits) && lengths.includes(digits.length));
}

interface NationalId {
  pattern: RegExp;
  /** The check, where the number has one. @param said as it stands, upper case, without spaces */
  good: (said: string) => boolean;
  /** Words of which one must stand shortly before; without it the form alone is enough. */
  cue?: RegExp;
}

const always = () => true;
const taxCue = /(?:steuer|tax|identifikations|idnr|tin)\D{0,25}$/i;
const spanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

const nationalIds: NationalId[] = [
  {
    // United States: areas 000, 666 and 900 on were never given.
    pattern: /(?<![\w-])(?!000|666|9)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?![\w-])/g,
    good: always,
  },
  {
    pattern: /(?<![\w-])(?!000|666|9)\d{9}(?![\w-])/g,
    good: always,
    cue: /(?:ssn|social security)\D{0,25}$/i,
  },
  // United Kingdom: national insurance.
  {
    pattern: /(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/gi,
    good: always,
  },
  // Spain: DNI and NIE.
  {
    pattern: /(?<![\w-])(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z](?![\w-])/gi,
    good: (said) => {
      const plain = said.replaceAll("-", "");
      const number = plain.slice(0, -1).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
      return spanishLetters.charAt(Number(number) % 23) === plain.slice(-1);
    },
  },
  // Italy: codice fiscale.
  { pattern: /(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)/gi, good: always },
  // France: NIR with its key.
  {
    pattern: /(?<![\w-])[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?![\w-])/g,
    good: (said) => 97 - remainder(said.slice(0, 13), 97) === Number(said.slice(13)),
  },
  // Brazil: CPF.
  {
    pattern: /(?<![\w-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g,
    good: (said) => {
      const digits = digitsOf(said);
      const check = (length: number) =>
        ((weighted(
          digits,
          Array.from({ length }, (_, place) => length + 1 - place),
        ) *
          10) %
          11) %
        10;
      return check(9) === Number(digits.charAt(9)) && check(10) === Number(digits.charAt(10));
    },
  },
  // Sweden: personnummer.
  {
    pattern: /(?<![\w-])(?:19|20)?\d{2}(?:0[1-9]|1[0-2])[0-3]\d[-+]\d{4}(?![\w-])/g,
    good: (said) => passesLuhn(digitsOf(said).slice(-10)),
  },
  // China: eighteen signs, the last a check.
  {
    pattern: /(?<!\w)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dX](?!\w)/gi,
    good: (said) =>
      "10X98765432".charAt(weighted(said, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) ===
      said.slice(17),
  },
  // Germany: tax id. Netherlands: BSN. Poland: PESEL. Their digits alone say too little.
  { pattern: /(?<![\w-])[1-9]\d ?\d{3} ?\d{3} ?\d{3}(?![\w-])/g, good: passesMod11Of10, cue: taxCue },
  {
    pattern: /(?<![\w-])\d{9}(?![\w-])/g,
    good: (said) => weighted(said, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    cue: /(?:bsn|burgerservice|sofi)\D{0,25}$/i,
  },
  {
    pattern: /(?<![\w-])\d{11}(?![\w-])/g,
    good: (said) => (10 - (weighted(said, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(said.slice(10)),
    cue: /pesel\D{0,25}$/i,
  },
  // India: Aadhaar; its check needs tables of permutations, so a word before it stands in for it.
  { pattern: /(?<![\w-])[2-9]\d{3} ?\d{4} ?\d{4}(?![\w-])/g, good: always, cue: /aadhaa?r\D{0,25}$/i },
  // Passports, identity cards and driving licences have many forms.
  {
    pattern: /(?<![\w-])(?=[A-Z]*\d)[A-Z0-9]{6,12}(?![\w-])/gi,
    good: (said) => /^(?:\D*\d){3}/.test(said),
    cue: /(?:passport|reisepass|personalausweis|pasaporte|passeport|passaporto|driver'?s licen[cs]e|driving licen[cs]e|identity card|id card|national id|social security)(?: (?:number|no|nr|id))?\.?[^\p{L}\p{N}]{0,6}(?:is |ist |es |:)?[^\p{L}\p{N}]{0,3}$/iu,
  },
];

/** Digits in words, one by one, as people say them at the telephone: a card's, or shorter ones. */
const spokenDigits =
  /(?<![\p{L}])(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)(?:[ ,.-]{1,3}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)){6,40}(?![\p{L}])/giu;
const fewestOfCard = 12;

export function findSpokenNumbers(text: string, found: PersonalData[]): void {
  for (const { index: start, 0: said } of text.matchAll(spokenDigits)) {
    const kind = (said.match(/\p{L}+/gu)?.length ?? 0) >= fewestOfCard ? "card" : "phone";
    found.push({ kind, start, end: start + said.length });
  }
}

/** How far before a number its cue is looked for. */
const cueReach = 60;

/** Numbers by which a state knows a person. */
export function findNationalIds(text: string, found: PersonalData[]): void {
  for (const { pattern, good, cue } of nationalIds) {
    for (const match of text.matchAll(pattern)) {
      const [said] = match;
      if (cue && !cue.test(text.slice(Math.max(0, match.index - cueReach), match.index))) continue;
      if (!good(said.replaceAll(" ", "").toUpperCase())) continue;
      found.push({ kind: "national-id", start: match.index, end: match.index + said.length });
    }
  }
}
