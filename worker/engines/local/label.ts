import type { Facet } from "../../contract/template.ts";
import type { KnownLabel } from "../ask.ts";
import { type FacetAnswer, generalQuestion, generalRequest, notEnoughText, otherLabel } from "./answer.ts";
import { type Aspect, aspectOf } from "./aspect.ts";
import { endingsOf } from "./ending.ts";
import { type HomeReading, homelyIntent } from "./home.ts";
import type { Intent } from "./intent.ts";
import type { Phrase } from "./key-phrases.ts";
import { languageName } from "./language-name.ts";
import { type Candidate, candidateOf, coverage, fitOfMeaning, foldLabel, framingStems } from "./matching.ts";
import { type Signals, type Vocabulary, valuesOf } from "./signals.ts";

/** What is known beside the content itself. */
export interface LabelContext {
  known: KnownLabel[];
  frozen: boolean;
  /** In how many contents of this batch a phrase (its key) stands. */
  phraseCounts: Map<string, number>;
  /** Contents in this batch. */
  batch: number;
  /** The field that the contents come from. */
  home: HomeReading;
}

/** A word proposed for a content, before it is held against the known ones. */
interface Proposal {
  label: string;
  strength: number;
  source: FacetAnswer["source"];
  intent: Intent | null;
}

const vocabularyOf: Partial<Record<Aspect, { vocabulary: Vocabulary; otherwise: string }>> = {
  outcome: { vocabulary: "outcome", otherwise: "Outcome not stated" },
  emotion: { vocabulary: "emotion", otherwise: "Neutral" },
  cause: { vocabulary: "cause", otherwise: "No reason given" },
  urgency: { vocabulary: "urgency", otherwise: "Normal" },
};

const unstated: Proposal = { label: "Not stated", strength: 0.2, source: null, intent: null };

/** From this weight on the ontology's reading is trusted before key phrases. */
const plainIntent = 0.75;
const plainIntentWithAction = 0.4;

/** An open label: a known one that fits before a new one, and a new one the more grudgingly the more are known. */
export function answerLabel(facet: Facet, signals: Signals, context: LabelContext): FacetAnswer {
  const known = candidates(facet, context);
  if (signals.silent) {
    const mayCoin = !context.frozen || context.known.some(({ label }) => label === notEnoughText);
    return mayCoin ? { value: notEnoughText, strength: 0.1, source: null } : frozenAnswer(known, signals);
  }
  const aspect = aspectOf(facet);
  const proposal = propose(aspect, signals, context);
  const fitting = proposal ? fittingKnown(proposal, known, signals) : null;
  if (fitting && proposal) return { value: fitting.label, strength: proposal.strength, source: proposal.source };
  // The same steps as where labels are coined, so that the contents that a label came from find it again.
  if (context.frozen) return coveredKnown(known, signals) ?? frozenAnswer(known, signals);
  const covered = proposal && proposal.strength >= 0.6 ? null : coveredKnown(known, signals);
  if (covered) return covered;
  return proposal
    ? { value: proposal.label, strength: proposal.strength, source: proposal.source }
    : { value: notEnoughText, strength: 0.1, source: null };
}

function candidates(facet: Facet, context: LabelContext): Candidate[] {
  const labels = context.known.map((known) => known.label);
  if (!context.frozen) labels.push(...(facet.examples ?? []).filter((example) => example.length <= 80));
  const folded = context.known.flatMap(({ label, folded: words = [] }) => words.map((word) => ({ label, word })));
  return [
    ...labels.filter((label) => label !== notEnoughText).map(candidateOf),
    ...folded.map(({ label, word }) => ({ ...candidateOf(word), label })),
  ];
}

function propose(aspect: Aspect, signals: Signals, context: LabelContext): Proposal | null {
  const closed = vocabularyOf[aspect];
  if (closed) return fromVocabulary(closed.vocabulary, closed.otherwise, signals);
  if (aspect === "language") return languageProposal(signals);
  if (aspect === "thing" || aspect === "other")
    return phrase(signals, context, true) ?? topic(signals, context) ?? unstated;
  if (aspect === "topic") return topic(signals, context) ?? phrase(signals, context) ?? general(signals, context);
  const best = homelyIntent(signals, context.home);
  if (best && best.score >= (best.action ? plainIntentWithAction : plainIntent)) return fromIntent(best);
  // In a known field, what is wanted says more than a word that several use.
  if (best?.action && context.home.trade) return fromIntent(best);
  return phrase(signals, context) ?? (best ? fromIntent(best) : general(signals, context));
}

function fromVocabulary(vocabulary: Vocabulary, otherwise: string, signals: Signals): Proposal {
  const ending = vocabulary === "outcome" ? endingsOf(signals.reading)[0] : undefined;
  const best = ending ?? valuesOf(vocabulary, signals.reading)[0];
  if (!best) return { label: otherwise, strength: 0.3, source: null, intent: null };
  return { label: best.value, strength: Math.min(0.8, 0.35 + 0.2 * best.weight), source: best, intent: null };
}

function languageProposal(signals: Signals): Proposal {
  const [sentence] = signals.reading.sentences;
  const source = sentence ? { sentence, at: sentence.start } : null;
  return { label: languageName(signals.reading.language), strength: 0.8, source, intent: null };
}

function fromIntent(intent: Intent): Proposal {
  const strength = Math.min(0.95, 0.3 + 0.2 * Math.min(2, intent.score) + 0.25 * intent.clarity);
  return { label: intent.label, strength, source: { sentence: intent.sentence, at: intent.at }, intent };
}

/** The subject without what is wanted of it: "Hotel" for both booking and cancelling. */
function topic(signals: Signals, context: LabelContext): Proposal | null {
  const best = homelyIntent(signals, context.home);
  if (!best?.subject) return null;
  return { ...fromIntent(best), label: best.subject.noun, intent: { ...best, action: null } };
}

/** A key phrase; the more labels are known, the more contents must share it. */
function phrase(signals: Signals, context: LabelContext, things = false): Proposal | null {
  const needed = phraseSupport(context);
  let best: { phrase: Phrase; score: number } | null = null;
  for (const candidate of signals.phrases) {
    if (things && !candidate.thinglike) continue;
    // Names of people and places are no labels; of things several people name, they may be.
    if (candidate.proper && !(things && (context.phraseCounts.get(candidate.key) ?? 1) > 1)) continue;
    const count = context.phraseCounts.get(candidate.key) ?? 1;
    if (count < needed || candidate.score < 0.5 || candidate.name.length > 60) continue;
    if (candidate.key.split(" ").every((word) => framingStems.has(word))) continue;
    // One word alone is a thing only after "the", "my", "for" and the like, and a label only if several say it.
    if (!things && candidate.words === 1 && context.home.trade) continue;
    if (
      !things &&
      candidate.words === 1 &&
      !(candidate.thinglike && (count >= Math.max(2, needed) || context.batch <= 3))
    )
      continue;
    // A phrase that every second content has is the way these people talk, not what they want.
    if (context.batch >= 8 && count > context.batch / 2) continue;
    const score = candidate.score * (1 + 0.5 * Math.log2(count));
    if (!best || score > best.score) best = { phrase: candidate, score };
  }
  if (!best) return null;
  const { name, sentence, at } = best.phrase;
  return { label: name, strength: Math.min(0.55, 0.2 + 0.1 * best.score), source: { sentence, at }, intent: null };
}

/** From so many known labels on, new ones are coined hardly ever. */
const longList = 60;

function phraseSupport(context: LabelContext): number {
  // Where nothing is coined any more, a long list is no reason to find none of its words.
  const known = context.frozen ? Math.min(context.known.length, longList - 1) : context.known.length;
  // Where the field is known, words that one content alone has are its colour, not its matter.
  if (context.home.trade) return known < 120 ? (known < longList ? 2 : 3) : Number.POSITIVE_INFINITY;
  if (context.batch <= 3) return known < 40 ? 1 : 2;
  return known < 12 ? 1 : known < longList ? 2 : known < 120 ? 3 : Number.POSITIVE_INFINITY;
}

/** Three drawers for what fits nowhere, so that a thousand odd contents do not make a thousand labels. */
function general(signals: Signals, context: LabelContext): Proposal | null {
  const own = signals.reading.sentences.filter((sentence) => !sentence.house && sentence.contentWords > 0);
  const [first] = own;
  if (!first) return null;
  const asked = own.find((sentence) => /[?？؟]/.test(sentence.text));
  const cross = signals.mood.sentiment === "negative" ? signals.mood.sentence : null;
  const trouble = own.find((sentence) => sentence.trouble);
  const [label, sentence] =
    cross && context.home.trade
      ? ["Complaint", cross]
      : asked
        ? [context.home.trade && !trouble ? "Product question" : generalQuestion, asked]
        : trouble
          ? ["Problem report", trouble]
          : [generalRequest, first];
  return { label, strength: 0.2, source: { sentence, at: sentence.start }, intent: null };
}

/** The known label that says the same as the proposal. */
function fittingKnown(proposal: Proposal, known: Candidate[], signals: Signals): Candidate | null {
  const fold = foldLabel(proposal.label);
  const same = known.find((candidate) => candidate.fold === fold);
  if (same) return same;
  const { intent } = proposal;
  if (!intent?.subject) return sameWords(proposal, known);
  const { id } = intent.subject;
  let best: { candidate: Candidate; share: number } | null = null;
  for (const candidate of known) {
    const { subjects, actions } = candidate.meaning;
    if (!subjects.has(id) || subjects.size > 2) continue;
    if (!candidate.meaning.unexplained.every((word) => framingStems.has(word) || signals.stems.has(word))) continue;
    const sameAction = intent.action === null ? actions.size === 0 : actions.has(intent.action);
    if (!sameAction) continue;
    const { share } = coverage(candidate, signals);
    if (!best || share > best.share) best = { candidate, share };
  }
  return best?.candidate ?? null;
}

/** Two phrases of the same stems in any order are one. */
function sameWords(proposal: Proposal, known: Candidate[]): Candidate | null {
  const words = candidateOf(proposal.label).stems.toSorted().join(" ");
  return words === "" ? null : (known.find((candidate) => candidate.stems.toSorted().join(" ") === words) ?? null);
}

/** A known label whose words the content says itself: taken before coining on thin evidence. */
function coveredKnown(known: Candidate[], signals: Signals): FacetAnswer | null {
  let best: { candidate: Candidate; score: number; answer: FacetAnswer } | null = null;
  for (const candidate of known) {
    const { share, weight, finding } = coverage(candidate, signals);
    if (!finding || share < 1 || weight < 0.8) continue;
    const score = weight + 0.2 * candidate.stems.length;
    if (best && score <= best.score) continue;
    best = { candidate, score, answer: { value: candidate.label, strength: 0.45, source: finding } };
  }
  return best?.answer ?? null;
}

/** Only known labels may be answered: the nearest, or "Other". */
function frozenAnswer(known: Candidate[], signals: Signals): FacetAnswer {
  const other = known.find((candidate) => candidate.fold === "other");
  let best: { candidate: Candidate; score: number; source: FacetAnswer["source"] } | null = null;
  for (const candidate of known) {
    const { share, weight, finding } = coverage(candidate, signals);
    const score = fitOfMeaning(candidate, signals) + 0.6 * share * Math.min(1, weight);
    if (score < 0.3 || (best && score <= best.score)) continue;
    best = { candidate, score, source: finding ?? signals.ontology.best };
  }
  if (!best) return { value: other?.label ?? otherLabel, strength: 0.15, source: null };
  return { value: best.candidate.label, strength: Math.min(0.85, 0.2 + 0.4 * best.score), source: best.source };
}
