import { type Action, actionAlone, actionEntries, actionTemplates, actionWeights } from "./actions.ts";
import { buildLexicon, findHits } from "./lexicon.ts";
import { carriesSubject, type Reading, type Sentence } from "./reading.ts";
import { stem } from "./stems.ts";
import type { Subject } from "./subject.ts";
import { everydaySubjects } from "./subjects-everyday.ts";
import { moneySubjects } from "./subjects-money.ts";
import { shopSubjects } from "./subjects-shop.ts";
import { travelSubjects } from "./subjects-travel.ts";
import { type Token, tokenize } from "./tokens.ts";

const subjects: Subject[] = [...travelSubjects, ...moneySubjects, ...shopSubjects, ...everydaySubjects];
const subjectLexicon = buildLexicon(subjects.map((subject) => ({ means: subject, words: subject.words })));
const actionLexicon = buildLexicon(actionEntries);

/** What one content wants, as far as the ontology knows its words. */
export interface Intent {
  /** Null where only an action is known: "I want to cancel". */
  subject: Subject | null;
  action: Action | null;
  label: string;
  /** Weight of the evidence; about 2 is one plain request. */
  score: number;
  /** Share of all evidence that speaks for this subject, 0..1. */
  clarity: number;
  sentence: Sentence;
  /** Where in the message the telling words stand. */
  at: number;
}

/** Everything of the ontology that was met in a content. */
export interface OntologyReading {
  subjects: Map<string, SubjectTally>;
  actions: Map<Action, ActionTally>;
  best: Intent | null;
}

export interface SubjectTally {
  subject: Subject;
  score: number;
  /** Order of the first mention: settles ties. */
  order: number;
  sentence: Sentence;
  at: number;
  best: number;
  /** Words of the subject met, a phrase counting each of its words. */
  mentions: number;
  /** Actions heard near the subject. */
  actions: Map<Action, number>;
}

export interface ActionTally {
  score: number;
  sentence: Sentence;
  at: number;
}

/** Further mentions of the same thing in one content add less and less. */
const repeatFactor = 0.55;
/** Below this a subject is only brushed. */
const leastScore = 0.5;
/** Distance in characters at which an action counts half for a subject. */
const nearDistance = 40;

export function readOntology(reading: Reading): OntologyReading {
  const subjectsMet = new Map<string, SubjectTally>();
  const actionsMet = new Map<Action, ActionTally>();
  const times = new Map<string, number>();
  for (const sentence of reading.sentences) {
    const actions = actionsIn(sentence);
    for (const [action, { weight, at }] of actions)
      if (!sentence.house) tallyAction(actionsMet, action, weight * sentence.weight, sentence, at);
    for (const hit of findHits(subjectLexicon, sentence.tokens, sentence.text, sentence.start)) {
      if (hit.means.weight === 0) continue;
      const seen = times.get(hit.means.id) ?? 0;
      times.set(hit.means.id, seen + 1);
      const gain = sentence.weight * (hit.means.weight ?? 1) * (1 + 0.35 * (hit.length - 1)) * repeatFactor ** seen;
      const tally = tallySubject(subjectsMet, hit.means, gain, sentence, hit.start);
      tally.mentions += hit.length;
      for (const [action, { weight, at }] of actions) {
        const near = 1 / (1 + Math.abs(at - hit.start) / nearDistance);
        tally.actions.set(action, (tally.actions.get(action) ?? 0) + weight * near * sentence.weight);
      }
    }
  }
  return { subjects: subjectsMet, actions: actionsMet, best: bestIntent(subjectsMet, actionsMet) };
}

function actionsIn(sentence: Sentence): Map<Action, { weight: number; at: number }> {
  const actions = new Map<Action, { weight: number; at: number }>();
  for (const hit of findHits(actionLexicon, sentence.tokens, sentence.text, sentence.start)) {
    const weight = (1 + 0.3 * (hit.length - 1)) * (actionWeights[hit.means] ?? 1);
    const known = actions.get(hit.means);
    if (!known || known.weight < weight) actions.set(hit.means, { weight, at: hit.start });
  }
  return actions;
}

function tallyAction(
  met: Map<Action, ActionTally>,
  action: Action,
  score: number,
  sentence: Sentence,
  at: number,
): void {
  const known = met.get(action);
  if (known) known.score += score * 0.4;
  else met.set(action, { score, sentence, at });
}

function tallySubject(
  met: Map<string, SubjectTally>,
  subject: Subject,
  gain: number,
  sentence: Sentence,
  at: number,
): SubjectTally {
  const known = met.get(subject.id);
  const tally = known ?? { subject, score: 0, order: met.size, sentence, at, best: 0, mentions: 0, actions: new Map() };
  if (!known) met.set(subject.id, tally);
  tally.score += gain;
  if (gain > tally.best) {
    tally.best = gain;
    tally.sentence = sentence;
    tally.at = at;
  }
  return tally;
}

function bestIntent(subjectsMet: Map<string, SubjectTally>, actionsMet: Map<Action, ActionTally>): Intent | null {
  const ranked = [...subjectsMet.values()].sort((a, b) => b.score - a.score || a.order - b.order);
  const [best] = ranked;
  if (!best) return actionOnly(actionsMet);
  return intentOf(best, ranked, actionsMet);
}

function intentOf(tally: SubjectTally, ranked: SubjectTally[], actionsMet: Map<Action, ActionTally>): Intent {
  const total = ranked.reduce((sum, { score }) => sum + score, 0);
  const action = actionFor(tally, actionsMet);
  const { subject, score, sentence, at } = tally;
  return { subject, action, label: labelOf(subject, action), score, clarity: score / total, sentence, at };
}

/** The best reading among the subjects that may be meant; where none of them is met, the action alone, or null. */
export function bestAmong(
  { subjects, actions }: OntologyReading,
  may: (tally: SubjectTally) => boolean,
): Intent | null {
  const ranked = [...subjects.values()].filter(may).sort((a, b) => b.score - a.score || a.order - b.order);
  const [best] = ranked;
  return best && best.score >= leastScore ? intentOf(best, ranked, actions) : actionOnly(actions);
}

/** Of the actions that the subject tells apart, the one that is heard nearest to it. */
function actionFor(tally: SubjectTally, actionsMet: Map<Action, ActionTally>): Action | null {
  let chosen: Action | null = null;
  let most = 0.3;
  for (const action of actionsOf(tally.subject)) {
    const score = (tally.actions.get(action) ?? 0) + 0.25 * (actionsMet.get(action)?.score ?? 0);
    if (score > most) {
      most = score;
      chosen = action;
    }
  }
  return chosen ?? (wantedPlainly(tally) ? "book" : null);
}

/** "I'd like a taxi": to ask for something that can be booked is to book it. */
function wantedPlainly({ subject, sentence }: SubjectTally): boolean {
  return subject.actions.book !== undefined && sentence.request && !sentence.house && !/[?？]/.test(sentence.text);
}

const allActions = Object.keys(actionTemplates) as Action[];

function actionsOf(subject: Subject): Action[] {
  return allActions.filter((action) => subject.actions[action] !== undefined);
}

function actionOnly(actionsMet: Map<Action, ActionTally>): Intent | null {
  const [best] = [...actionsMet]
    .filter(([action]) => actionAlone[action] !== null)
    .sort(([, a], [, b]) => b.score - a.score);
  if (!best) return null;
  const [action, { score, sentence, at }] = best;
  const label = actionAlone[action];
  return label === null ? null : { subject: null, action, label, score: score * 0.4, clarity: 0.5, sentence, at };
}

/** "Hotel" and "cancel" → "Hotel cancellation". */
export function labelOf(subject: Subject, action: Action | null): string {
  const own = action === null ? undefined : subject.actions[action];
  if (action === null || own === undefined) return subject.label;
  if (typeof own === "string") return own;
  const lower = /^\p{Lu}\p{Ll}/u.test(subject.noun)
    ? subject.noun.charAt(0).toLowerCase() + subject.noun.slice(1)
    : subject.noun;
  return actionTemplates[action].replace("{noun}", subject.noun).replace("{lower}", lower);
}

/** What a label says in the words of the ontology. */
export interface LabelMeaning {
  subjects: ReadonlySet<string>;
  actions: ReadonlySet<Action>;
  /** Words that the ontology does not explain: "Shadyside" in "Shadyside inn". */
  unexplained: string[];
}

/** Labels that the ontology itself coins, with what they mean: "Apartment viewing" → apartment, book. */
const coined = new Map<string, { subjects: Set<string>; actions: Set<Action> }>();
for (const subject of subjects) {
  for (const action of [null, ...actionsOf(subject)]) {
    const key = labelOf(subject, action).toLowerCase();
    const meaning = coined.get(key) ?? { subjects: new Set<string>(), actions: new Set<Action>() };
    meaning.subjects.add(subject.id);
    if (action !== null) meaning.actions.add(action);
    coined.set(key, meaning);
  }
}

/** Reads a label as it would read a content: one short line. */
export function meaningOfLabel(label: string): LabelMeaning {
  const known = coined.get(label.toLowerCase());
  if (known) return { ...known, unexplained: [] };
  const tokens = tokenize(label);
  const about = findHits(subjectLexicon, tokens, label, 0);
  const wanted = findHits(actionLexicon, tokens, label, 0);
  const explained = (token: Token): boolean =>
    [...about, ...wanted].some((hit) => hit.start <= token.start && token.end <= hit.end);
  return {
    subjects: new Set(about.map((hit) => hit.means.id)),
    actions: new Set(wanted.map((hit) => hit.means)),
    unexplained: tokens.filter((token) => !explained(token) && carriesSubject(token)).map((token) => stem(token.word)),
  };
}

/** Is this word by itself one of wanting or doing ("book", "annuler")? */
export function isActionWord(word: string): boolean {
  const token: Token = { word, surface: word, start: 0, end: word.length };
  return findHits(actionLexicon, [token], "", 0).length > 0;
}
