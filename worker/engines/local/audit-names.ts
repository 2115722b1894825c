import type { AuditNamesQuestion } from "../ask.ts";

const rules: { pattern: RegExp; score: number; reason: string }[] = [
  { pattern: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u, score: 1, reason: "holds an e-mail address" },
  { pattern: /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}\b/, score: 1, reason: "holds what looks like an IBAN" },
  { pattern: /(?:\d[ -]?){13,19}/, score: 1, reason: "holds what looks like a card number" },
  {
    pattern: /(?:\+|\b00)\d[\d ()./-]{7,}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{4}/,
    score: 1,
    reason: "holds what looks like a telephone number",
  },
  { pattern: /\b\d{1,3}(?:\.\d{1,3}){3}\b/, score: 2, reason: "holds a network address" },
  { pattern: /\d{5,}/, score: 2, reason: "holds a long number" },
  { pattern: /(?:^|\s)@[\p{L}\p{N}_]{3,}/u, score: 2, reason: "holds a user handle" },
];

/** The rule that a text breaks, if any. */
export function brokenRule(text: string): (typeof rules)[number] | undefined {
  return rules.find(({ pattern }) => pattern.test(text));
}

/** Rules only: it finds addresses and numbers, it does not know people's names. */
export function auditNames(question: AuditNamesQuestion): {
  clusters: { id: string; score: number; reason: string }[];
} {
  return {
    clusters: question.clusters.map(({ id, name, description }) => {
      const broken = brokenRule(`${name}\n${description}`);
      return broken
        ? { id, score: broken.score, reason: broken.reason }
        : { id, score: 5, reason: "no address, number or handle found by rule" };
    }),
  };
}
