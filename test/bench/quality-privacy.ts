import { findPersonalData } from "../../worker/privacy/find-personal-data.ts";
import type { PersonalDataKind } from "../../worker/privacy/personal-data.ts";
import { type GoldContent, readGold } from "./gold-data.ts";

export interface PrivacyRow {
  kind: PersonalDataKind;
  planted: number;
  /** Of what was planted, the share that is covered whole, whatever it was taken for. */
  recall: number;
  /** Of what was found as this kind in texts that hold planted data of all kinds, the share that was planted. */
  precision: number;
}

/** Made up for this, none belongs to anybody: reserved domains and numbers, published test cards and accounts. */
const values: Record<PersonalDataKind, string[]> = {
  secret: ["password: Winter-2031!", "sk-live-0fA93kQ7vLm2Zx81Tb6N", "AKIA0EXAMPLE0KEY0000", "cvv 123"],
  email: [
    "sofia.lindqvist@example.org",
    "m_okafor+orders@mail.example.com",
    "k.o'brien@example.co.uk",
    "info@übung.example",
    "t.nguyen at example dot com",
  ],
  phone: [
    "+1 202-555-0143",
    "(312) 555-0187",
    "+44 7700 900123",
    "0163 5550199",
    "+33 6 39 98 12 34",
    "call me on 555 0134 22",
  ],
  card: ["4242 4242 4242 4242", "5555555555554444", "3782 822463 10005", "6011-1111-1111-1117", "3530111333300000"],
  iban: [
    "GB29 NWBK 6016 1331 9268 19",
    "FR1420041010050500013M02606",
    "ES91 2100 0418 4502 0005 1332",
    "NL91ABNA0417164300",
  ],
  ip: ["198.51.100.23", "203.0.113.77", "2001:db8:85a3::8a2e:370:7334"],
  "national-id": [
    "078-05-1120",
    "QQ 12 34 56 C".replace("QQ", "AB"),
    "X1234567L",
    "111.444.777-35",
    "RSSMRA85T10A562S",
    "passport number K1234567Q",
  ],
  "birth-date": ["date of birth 14/02/1987", "born on March 3, 1975", "geboren am 05.11.1990"],
  address: [
    "742 Evergreen Terrace, Springfield",
    "350 Fifth Avenue, New York, NY 10118",
    "Bergmannstraße 44, 10961 Berlin",
    "18 rue des Martyrs, 75009 Paris",
    "Calle de Alcalá 15, 28014 Madrid",
  ],
  name: [
    "my name is Sofia Lindqvist",
    "this is Chinedu Okafor speaking",
    "ich heiße Jürgen Weiß",
    "me llamo Lucía Fernández",
    "my name is liam murphy",
    "Mr. Takahashi",
  ],
};

const file = "star-1k.jsonl";
const carriers = [
  (value: string) => `${value}`,
  (value: string) => `Sure: ${value}, is that enough?`,
  (value: string) => `ok (${value})`,
];

/** Plants made-up values into real chats, which hold names of their own, and looks what is found. */
export function privacyQuality(directory: string): PrivacyRow[] {
  const contents = readGold(directory, file, "task");
  if (!contents) {
    console.log(`${file}: not there, skipped`);
    return [];
  }
  return Object.entries(values).map(([kind, list]) => measure(kind as PersonalDataKind, list, contents));
}

function measure(kind: PersonalDataKind, list: string[], contents: GoldContent[]): PrivacyRow {
  let planted = 0;
  let covered = 0;
  let found = 0;
  let right = 0;
  for (const [index, { messages }] of contents.entries()) {
    const value = list[index % list.length] ?? "";
    const carried = carriers[index % carriers.length]?.(value) ?? value;
    const texts = messages.map(({ content }) => content);
    const place = index % Math.max(1, texts.length);
    const start = (texts[place] ?? "").length + 1 + carried.indexOf(value);
    texts[place] = `${texts[place] ?? ""} ${carried}`;
    planted += 1;
    // Of a value behind words that lead to it, only the value itself has to be covered.
    const personal = value
      .replace(
        /^(?:my name is|this is|ich heiße|me llamo|mr\.|date of birth|born on|geboren am|passport number|call me on|password:|cvv)\s+/i,
        "",
      )
      .replace(/ speaking$/, "");
    const from = start + value.indexOf(personal);
    const spans = findPersonalData(texts);
    if (spans[place]?.some((span) => span.start <= from && span.end >= from + personal.length)) covered += 1;
    for (const [message, list] of spans.entries()) {
      for (const span of list) {
        if (span.kind !== kind) continue;
        found += 1;
        const said = texts[message]?.slice(span.start, span.end) ?? "";
        if ((message === place && span.start < from + personal.length && from < span.end) || personal.includes(said))
          right += 1;
      }
    }
  }
  return { kind, planted, recall: covered / planted, precision: found === 0 ? 1 : right / found };
}
