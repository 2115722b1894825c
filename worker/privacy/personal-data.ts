/** Kinds of personal data that are found by rule. What is named otherwise, or only hinted at, is not found. */
export const personalDataKinds = [
  "secret",
  "iban",
  "card",
  "national-id",
  "email",
  "ip",
  "phone",
  "birth-date",
  "address",
  "name",
] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

/** A stretch of a text, in UTF-16 units; `end` is the first unit behind it. */
export interface PersonalData {
  kind: PersonalDataKind;
  start: number;
  end: number;
}
