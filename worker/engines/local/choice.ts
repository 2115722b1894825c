import type { Facet } from "../../contract/template.ts";
import type { FacetAnswer } from "./answer.ts";
import { aspectOf } from "./aspect.ts";
import { answerBoolean } from "./boolean.ts";
import { choiceCue, hasCue } from "./choice-cues.ts";
import { subjectsOfDepartment } from "./departments.ts";
import { type Ending, endingAmong, endingNamed, endingsOf } from "./ending.ts";
import { answerGated } from "./gated-choice.ts";
import { languageName } from "./language-name.ts";
import { candidateOf, coverage, fitOfMeaning } from "./matching.ts";
import { asksShape, shapeOf } from "./post-shape.ts";
import type { Sentiment } from "./sentiment.ts";
import { type Signals, type Vocabulary, valueNamed, valuesOf } from "./signals.ts";

const vocabularies: Vocabulary[] = ["outcome", "emotion", "cause", "urgency"];

/** What a choice is called that means "none of the others", best first. */
const openChoices = [
  /^(other|others|andere\w*|sonstige\w*|autre|otro|altro|outro|misc\w*)$/i,
  /^(none|n\/?a|not applicable|no .*|keine?r?|aucun\w*|ninguno)$/i,
  /unknown|unclear|undetermined|unbekannt|unklar|inconnu|desconocido|can.?t tell|cannot tell|not stated/i,
  /^(neutral|normal|medium|average|mittel|moyen\w*|plain|routine)$/i,
  /other|else/i,
];

const sentimentNames: Record<Sentiment, RegExp> = {
  positive: /^(very )?(positive?|positiv|positivo|good|happy|satisfied|zufrieden)$/i,
  negative: /^(very )?(negative?|negativ|negativo|bad|unhappy|dissatisfied|unzufrieden)$/i,
  neutral: /^(neutral|neutre|neutro|neutrale)$/i,
  mixed: /^(mixed|gemischt|mitigé|mixto|misto)$/i,
};

const severity: [RegExp, number][] = [
  [/\b(critical|highest|urgent|p0|blocker|emergency|notfall|kritisch|dringend|immediate\w*)\b/i, 1],
  [/\b(high|p1|hoch|haut|alta|major)\b/i, 0.75],
  [/\b(medium|normal|moderate|p2|mittel|media|average)\b/i, 0.4],
  [/\bsoon\b/i, 0.55],
  [/\b(low|lowest|minor|p3|none|niedrig|bas|baja|not urgent|routine|can wait)\b/i, 0.1],
];

/** The choice that the content speaks for most. Always one of the choices: where nothing speaks, the most open one. */
export function answerChoice(facet: Facet, signals: Signals): FacetAnswer {
  const choices = facet.choices ?? [];
  const yesNo = yesAndNo(choices);
  if (yesNo) {
    const { value, ...rest } = answerBoolean(facet, signals);
    return { value: value === true ? yesNo.yes : yesNo.no, ...rest };
  }
  const gated = answerGated(facet, choices, signals);
  if (gated) return gated;
  const aspect = aspectOf(facet);
  const shaped = asksShape(facet);
  const ended = aspect === "outcome" ? answerEnding(choices, signals) : null;
  if (ended) return ended;
  let best: (FacetAnswer & { score: number }) | null = null;
  const consider = (value: string, score: number, source: FacetAnswer["source"]): void => {
    if (score > 0 && (!best || score > best.score))
      best = { value, score, source, strength: Math.min(0.85, 0.25 + 0.3 * score) };
  };
  const heard = {
    outcome: valuesOf("outcome", signals.reading),
    emotion: valuesOf("emotion", signals.reading),
    cause: valuesOf("cause", signals.reading),
    urgency: valuesOf("urgency", signals.reading),
  };
  const [urgent] = heard.urgency;
  const cued = new Map(choices.map((choice) => [choice, choiceCue(choice, signals.reading.sentences)]));
  const anyCue = [...cued.values()].some((found) => found !== null);
  for (const choice of choices) {
    // Where some are spoken for in so many words, one that could have been and is not must have more to show.
    const doubt = anyCue && !cued.get(choice) && hasCue(choice) ? 0.5 : 1;
    const candidate = candidateOf(choice);
    const { share, weight, finding } = coverage(candidate, signals);
    const named = cued.get(choice) || !hasCue(choice) || isNamed(choice, signals);
    consider(
      choice,
      doubt * (fitOfMeaning(candidate, signals) + (named ? 0.6 * share * Math.min(1.2, weight) : 0)),
      finding ?? signals.ontology.best,
    );
    const cue = cued.get(choice);
    if (cue) consider(choice, cue.weight, cue);
    if (shaped) consider(choice, shapeOf(choice, signals.reading) ? 0.9 : 0, shapeOf(choice, signals.reading));
    const department = departmentOf(choice);
    const topical = signals.ontology.best;
    if (topical?.subject && department.has(topical.subject.id))
      consider(choice, doubt * 0.9 * Math.min(1, topical.score), topical);
    for (const vocabulary of vocabularies) {
      const bonus = vocabulary === aspect ? 1.5 : 0.5;
      const value = heard[vocabulary].find((found) => valueNamed(vocabulary, choice) === found.value);
      if (value) consider(choice, bonus * Math.min(1.3, 0.6 * value.weight), value);
    }
    if (sentimentNames[signals.mood.sentiment].test(choice.trim())) {
      consider(choice, aspect === "emotion" ? 2 : 0.6, moodSource(signals));
    }
    const level = severity.find(([pattern]) => pattern.test(choice));
    if (aspect === "urgency" && level) {
      const felt = urgent?.value === "Urgent" ? 0.85 : signals.mood.sentiment === "negative" ? 0.6 : 0.3;
      consider(choice, 1.2 - Math.abs(level[1] - felt), urgent ?? null);
    }
    if (aspect === "language" && languageName(signals.reading.language).toLowerCase() === choice.toLowerCase()) {
      consider(choice, 3, null);
    }
  }
  return best ?? { value: openChoice(choices), strength: 0.1, source: null };
}

/** "Heart and circulation" is named by either of the two, "women's health" by both its words: "healthy" names none. */
function isNamed(choice: string, signals: Signals): boolean {
  const things = choice.split(/[,;/&]|\b(?:and|or|und|oder|et|ou|y|e)\b/i).filter((thing) => thing.trim() !== "");
  return things.some((thing) => coverage(candidateOf(thing.trim()), signals).share === 1);
}

/**
 * What the department deals with that a choice is. One with words of its own is a department only if it is first of all
 * called so: "technical support" is, "mental health" is not all of health.
 */
function departmentOf(choice: string): ReadonlySet<string> {
  const [first = ""] = choice.trim().split(/\s/);
  return subjectsOfDepartment(hasCue(choice) ? first : choice);
}

/** How it ended, where at least two choices name endings and the end of the conversation tells; else null. */
function answerEnding(choices: string[], signals: Signals): FacetAnswer | null {
  const named = new Map<Ending, string>();
  for (const choice of choices) {
    const ending = endingNamed(choice) ?? plainly(choice);
    if (ending && !named.has(ending)) named.set(ending, choice);
  }
  if (named.size < 2) return null;
  const ending = endingAmong(new Set(named.keys()), endingsOf(signals.reading));
  const value = ending && named.get(ending.value);
  if (!ending || value === undefined) return null;
  const { found, lead } = ending;
  // "yes" and "no" ask whether it was well: nobody having said anything more is no yes.
  if (choices.some((choice) => plainly(choice) !== null) && found.weight < 1) return null;
  return { value, strength: Math.min(0.75, 0.25 + 0.2 * Math.min(2, lead)), source: found };
}

/** "Yes" and "no", to the question whether it ended well. */
function plainly(choice: string): Ending | null {
  if (/^(yes|ja|oui|s[ií]|sim)$/i.test(choice.trim())) return "Resolved";
  return /^(no|nein|non|n[ãa]o|nee)$/i.test(choice.trim()) ? "Unresolved" : null;
}

function moodSource(signals: Signals): FacetAnswer["source"] {
  const { sentence } = signals.mood;
  return sentence ? { sentence, at: sentence.start } : null;
}

function yesAndNo(choices: string[]): { yes: string; no: string } | null {
  if (choices.length !== 2) return null;
  const yes = choices.find((choice) => /^(yes|true|ja|oui|s[ií]|sim|da|はい|是)$/iu.test(choice.trim()));
  const no = choices.find((choice) => /^(no|false|nein|non|n[ãa]o|nee|nie|いいえ|否)$/iu.test(choice.trim()));
  return yes !== undefined && no !== undefined ? { yes, no } : null;
}

function openChoice(choices: string[]): string {
  for (const pattern of openChoices) {
    const open = choices.find((choice) => pattern.test(choice.trim()));
    if (open !== undefined) return open;
  }
  // Among endings: where nobody answered and nothing tells that it went well, it has not.
  return choices.find((choice) => endingNamed(choice) === "Unresolved") ?? choices[0] ?? "";
}
