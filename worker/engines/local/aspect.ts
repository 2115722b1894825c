import type { Facet } from "../../contract/template.ts";

/** What a facet asks about, as far as its name and description say. */
export type Aspect = "intent" | "topic" | "thing" | "outcome" | "emotion" | "cause" | "urgency" | "language" | "other";

/** In this order: a "transfer reason" asks for a cause, not for a transfer. The name is asked before the description. */
const signs: [Aspect, RegExp][] = [
  // "goal reached" asks how it ended, not what the goal was.
  [
    "outcome",
    /\b(goal|wish|need|request|aim)s? (was |is |were )?(reached|met|achieved|fulfil+ed|satisfied|answered)\b|\bgot what (was|they|he|she) (asked|wanted)|^served$/,
  ],
  [
    "intent",
    /\b(intent\w*|contact reason|visit reason|reason for (the )?(contact|call|visit)|what (the|a) (person|user|customer|caller|client)\w* (want|need|ask|request)|request\w*|goal|task|purpose|use case|job to be done|absicht|anliegen|intencion|intention|intento)\b/,
  ],
  [
    "cause",
    /\b(reason|cause|why|root|driver|problem|issue|pain point|obstacle|objection|complaint|failure|grund|ursache|raison|motif|motivo|causa|razon)\b/,
  ],
  [
    "outcome",
    /\b(outcome|resol\w+|result|status|success\w*|solved|completion|disposition|ergebnis|resultat|resultado|esito|completed|ended|ending)\b/,
  ],
  ["emotion", /\b(emotion\w*|sentiment|mood|tone|feeling\w*|attitude|stimmung|gefuhl|humeur|emocion|umore)\b/],
  ["urgency", /\b(urgen\w+|priority|severity|dringlichkeit|urgence|prioridad)\b/],
  ["language", /\b(language|sprache|langue|idioma|lingua)\b/],
  [
    "thing",
    /\b(product\w*|object|item|brand|service|feature|device|model|entity|thing|person|place|location|company|organi[sz]ation|produkt|produit|producto|prodotto|medication|ingredient|food|vehicle|tool)\b/,
  ],
  [
    "topic",
    /\b(topic\w*|subject|theme|area|category|domain|field|department|section|thema|sujet|tema|argomento|kind|type)\b/,
  ],
];

export function aspectOf(facet: Facet): Aspect {
  const name = facet.name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/_/g, " ");
  return sign(name) ?? sign(facet.description) ?? sign(facet.prompt ?? "") ?? "other";
}

function sign(text: string): Aspect | null {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "");
  for (const [aspect, pattern] of signs) if (pattern.test(plain)) return aspect;
  return null;
}
