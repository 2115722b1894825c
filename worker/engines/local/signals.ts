import type { Message } from "../../contract/content.ts";
import { type OntologyReading, readOntology } from "./intent.ts";
import { keyPhrases, type Phrase } from "./key-phrases.ts";
import { buildLexicon, findHits, type Lexicon } from "./lexicon.ts";
import { carriesSubject, type Reading, readContent, type Sentence } from "./reading.ts";
import { type Mood, moodOf } from "./sentiment.ts";
import { stem } from "./stems.ts";
import { causeWords, emotionWords, outcomeWords, urgencyWords } from "./vocabularies.ts";

/** Where something was found, and how heavily it weighs. */
export interface Finding {
  weight: number;
  sentence: Sentence;
  at: number;
}

/** Everything that the answers to all facets of one content are made from; read once. */
export interface Signals {
  reading: Reading;
  ontology: OntologyReading;
  phrases: Phrase[];
  /** Stems of all words that carry a subject. */
  stems: Map<string, Finding>;
  mood: Mood;
  /** Nothing that could be answered from: empty, no words, no language. */
  silent: boolean;
}

export function signalsOf(messages: Message[], language: string): Signals {
  const reading = readContent(messages, language);
  const ontology = readOntology(reading);
  return {
    reading,
    ontology,
    phrases: keyPhrases(reading),
    stems: stemsOf(reading),
    mood: moodOf(reading),
    silent: reading.contentWords === 0 && ontology.subjects.size === 0,
  };
}

function stemsOf(reading: Reading): Map<string, Finding> {
  const stems = new Map<string, Finding>();
  for (const sentence of reading.sentences) {
    for (const token of sentence.tokens) {
      if (!carriesSubject(token)) continue;
      const key = stem(token.word);
      const known = stems.get(key);
      if (!known) stems.set(key, { weight: sentence.weight, sentence, at: token.start });
      else known.weight += sentence.weight * 0.25;
    }
  }
  return stems;
}

/** A closed set of values, found by their words. */
export type Vocabulary = "outcome" | "emotion" | "cause" | "urgency";

const lexicons: Record<Vocabulary, Lexicon<string>> = {
  outcome: buildLexicon(outcomeWords),
  emotion: buildLexicon(emotionWords),
  cause: buildLexicon(causeWords),
  urgency: buildLexicon(urgencyWords),
};

/** The values of a vocabulary that the content speaks for, weightiest first. */
export function valuesOf(vocabulary: Vocabulary, reading: Reading): (Finding & { value: string })[] {
  const found = new Map<string, Finding & { value: string }>();
  const last = reading.sentences.length - 1;
  for (const [index, sentence] of reading.sentences.entries()) {
    const weight = weightFor(vocabulary, sentence, last - index);
    if (weight === 0) continue;
    for (const hit of findHits(lexicons[vocabulary], sentence.tokens, sentence.text, sentence.start)) {
      const gain = weight * (1 + 0.4 * (hit.length - 1));
      const known = found.get(hit.means);
      if (known) known.weight += gain * 0.6;
      else found.set(hit.means, { value: hit.means, weight: gain, sentence, at: hit.start });
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight || (a.value < b.value ? -1 : 1));
}

/** How a thing ended stands at its end, whoever says it; what one feels and why, one says oneself. */
function weightFor(vocabulary: Vocabulary, sentence: Sentence, fromEnd: number): number {
  if (vocabulary === "outcome") return 2 / (1 + 0.35 * fromEnd);
  if (sentence.house) return 0;
  return vocabulary === "cause" ? sentence.weight * (sentence.trouble ? 1.5 : 1) : 1;
}

const named = new Map<string, string | null>();
const namedAtMost = 2_000;

/** The value that the words of a choice name first: "not solved yet" → Unresolved. */
export function valueNamed(vocabulary: Vocabulary, text: string): string | null {
  const key = `${vocabulary} ${text}`;
  const known = named.get(key);
  if (known !== undefined) return known;
  const [first] = valuesOf(vocabulary, readContent([{ role: "user", content: text }], "und"));
  if (named.size >= namedAtMost) named.clear();
  named.set(key, first?.value ?? null);
  return first?.value ?? null;
}
