import type { PersonalData } from "./personal-data.ts";

const word = "\\p{Lu}[\\p{L}\\p{M}'’-]*";
const town = "\\p{Lu}[\\p{Ll}\\p{M}]+[\\p{L}\\p{M}'’-]*";
const city = `(?:,?\\s+(?:\\p{Lu}{1,2}-?)?\\d{4,5}(?:-\\d{4})?(?:[ \\t]+${word}){1,3})?`;

/** Streets with a house number, in the forms of some countries; a postal code and town behind it belong to it. */
const streets: RegExp[] = [
  // 12 North Main Street, Apt 4, Springfield, IL 62704
  new RegExp(
    `(?<![\\p{L}\\p{N}.,-])\\d{1,5}[A-Za-z]?,?[ \\t]+(?:[NSEW]\\.?[ \\t]+)?(?:(?:${word}|\\d{1,3}(?:st|nd|rd|th))[ \\t]+){1,4}` +
      "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|" +
      "Highway|Hwy|Close|Crescent|Gardens|Grove|Mews|Row)(?!\\p{L})\\.?" +
      "(?:,?[ \\t]+(?:Apt|Apartment|Suite|Unit|Flat|#)\\.?[ \\t]*[\\p{L}\\d-]{1,6})?" +
      `(?:,[ \\t]*${town}(?:[ \\t]+${town}){0,2})?(?:,?[ \\t]+[A-Z]{2}[ \\t]+\\d{5}(?:-\\d{4})?|,?[ \\t]+[A-Z]{1,2}\\d[A-Z\\d]?[ \\t]*\\d[A-Z]{2})?`,
    "gu",
  ),
  // Musterstraße 12a, 10115 Berlin; Keizersgracht 123; Am Markt 5
  new RegExp(
    `(?<!\\p{L})(?:(?:${word}[ \\t-]+){0,2}\\p{Lu}[\\p{L}\\p{M}-]*(?:straße|strasse|str\\.|weg|allee|platz|gasse|damm|ufer|straat|laan|plein|gracht|kade|gade|vej|gatan|vägen)|` +
      `(?:${word}[ \\t-]+){1,2}(?:Straße|Strasse|Str\\.|Weg|Allee|Platz|Ring))[ \\t]+\\d{1,4}(?:[ \\t]?[a-zA-Z](?!\\p{L}))?${city}`,
    "gu",
  ),
  // 12 bis rue de la Paix, 75002 Paris
  new RegExp(
    `(?<![\\p{L}\\p{N}])\\d{1,4}(?:[ \\t]?(?:bis|ter))?,?[ \\t]+(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Ii]mpasse|[Qq]uai)[ \\t]+` +
      `(?:(?:de|du|des|la|le|les|l['’]|d['’])[ \\t]*){0,3}${word}(?:[ \\t]+(?:(?:de|du|des)[ \\t]+)?${word}){0,3}${city}`,
    "gu",
  ),
  // Calle Mayor 12, 28013 Madrid; Via Roma 5; Rua das Flores, 10
  new RegExp(
    "(?<!\\p{L})(?:Calle|C/|Avenida|Avda\\.?|Plaza|Paseo|Carrera|Via|Viale|Piazza|Corso|Rua|Travessa|Praça|ulica|ul\\.)[ \\t]*" +
      `(?:(?:de|del|della|di|da|das|dos|do|la|las|los)[ \\t]+){0,3}${word}(?:[ \\t]+(?:(?:de|del|di|da)[ \\t]+)?${word}){0,3},?[ \\t]+(?:n[º°.]?[ \\t]*)?\\d{1,4}${city}`,
    "gu",
  ),
];

const streetWords =
  /st\b|street|ave|r(?:oa)?d\b|boulevard|blvd|lane|ln\b|dr(?:ive)?\b|court|ct\b|way|place|pl\b|sq|terrace|p(?:ar)?kw|hwy|close|crescent|gardens|grove|mews|row|straße|strasse|str\.|weg|allee|platz|gasse|damm|ufer|ring|straat|laan|plein|gracht|kade|gade|vej|gatan|vägen|rue|chemin|allée|impasse|quai|calle|c\/|avenida|avda|plaza|paseo|carrera|via|piazza|corso|rua|travessa|praça|ul(?:ica|\.)/i;

export function findAddresses(text: string, found: PersonalData[]): void {
  if (!streetWords.test(text)) return;
  for (const pattern of streets) {
    for (const match of text.matchAll(pattern)) {
      found.push({ kind: "address", start: match.index, end: match.index + match[0].length });
    }
  }
}

const birthDate =
  /(?<!\p{L})(?:(?:i was )?born(?: on)?|date of birth|birth ?date|d\.?o\.?b\.?|birthday|geboren(?: am)?|geburtsdatum|geburtstag|nac[ií](?:do|da)?(?: el)?|fecha de nacimiento|née?(?: le)?|date de naissance|nat[oa] il|data di nascita|data de nascimento|geboortedatum)(?: is| ist| es| est|:)?[ \t:]{1,3}(?:the )?((?:\d{1,2}|\d{4})[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th|\.)?(?: of| de)? ?\p{L}{3,10},?(?: de)? \d{4}|\p{L}{3,10} \d{1,2}(?:st|nd|rd|th)?,? \d{4})/giu;

/** Days of birth behind a word that says so. */
export function findBirthDates(text: string, found: PersonalData[]): void {
  for (const match of text.matchAll(birthDate)) {
    const [whole, date = ""] = match;
    const end = match.index + whole.length;
    found.push({ kind: "birth-date", start: end - date.length, end });
  }
}
