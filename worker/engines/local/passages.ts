import type { Facet } from "../../contract/template.ts";
import { type FacetAnswer, notEnoughText } from "./answer.ts";
import { aspectOf } from "./aspect.ts";
import { choiceCue } from "./choice-cues.ts";
import { facetStems } from "./facet-words.ts";
import type { Phrase } from "./key-phrases.ts";
import { entriesOfKind } from "./kinds.ts";
import { candidateOf, coverage } from "./matching.ts";
import { openingOf, selfOf, takeaways } from "./post-shape.ts";
import type { Sentence } from "./reading.ts";
import { shorten } from "./shorten.ts";
import { type Signals, valuesOf } from "./signals.ts";
import { stem } from "./stems.ts";
import { centralSentences } from "./summary.ts";

const longestTextAnswer = 300;
const listLength = 5;
const listOfKindLength = 12;
const longestEntry = 80;

/** The sentence that fits the description best; null where the content has none. */
export function answerText(facet: Facet, signals: Signals): FacetAnswer {
  if (signals.silent) return { value: null, strength: 0.1, source: null };
  const told = answerToldText(facet, signals);
  if (told) return told;
  const words = new Set(facetStems(facet));
  const aspect = aspectOf(facet);
  const found =
    aspect === "outcome" || aspect === "cause" || aspect === "emotion"
      ? valuesOf(aspect, signals.reading)[0]
      : undefined;
  if (found) return { value: shorten(found.sentence.text, longestTextAnswer), strength: 0.4, source: found };
  let best: { sentence: (typeof signals.reading.sentences)[number]; score: number } | null = null;
  for (const sentence of signals.reading.sentences) {
    const met = sentence.tokens.filter((token) => words.has(stem(token.word))).length;
    const score = met * (0.5 + Math.min(1, sentence.weight));
    if (met > 0 && (!best || score > best.score)) best = { sentence, score };
  }
  const sentence = best?.sentence ?? centralSentences(signals)[0];
  if (!sentence) return { value: null, strength: 0.1, source: null };
  return {
    value: shorten(sentence.text, longestTextAnswer),
    strength: best ? 0.4 : 0.2,
    source: { sentence, at: sentence.start },
  };
}

/** Texts that stand at one place or in sentences of one kind: null where there is none, never another sentence instead. */
function answerToldText(facet: Facet, { reading }: Signals): FacetAnswer | null {
  const asked = askedBy(facet);
  const quote = (sentence: Sentence | null | undefined, strength: number): FacetAnswer =>
    sentence
      ? { value: shorten(sentence.text, longestTextAnswer), strength, source: { sentence, at: sentence.start } }
      : { value: null, strength: 0.2, source: null };
  if (/\bhook\b|opening words|first (words|line)/.test(asked)) return quote(openingOf(reading), 0.6);
  if (/creator context|who speaks|author.*experience/.test(asked)) return quote(selfOf(reading), 0.4);
  if (/next step|happen next/.test(asked)) return quote(choiceCue("next step", reading.sentences)?.sentence, 0.4);
  if (/\bwish\b|asks to have (changed|added)|feature request/.test(asked)) {
    return quote(
      reading.sentences.find(({ house, text }) => !house && wishing.test(text)),
      0.4,
    );
  }
  return null;
}

const wishing =
  /\b(wish|would be (great|nice|helpful)|please (add|bring|make|fix|allow)|should (have|be able|let|keep|support)|could you add|would love|i.d love|missing|needs? an?|let (us|me)|feature request|hope you)\b/i;

function askedBy({ name, description }: Facet): string {
  return `${name.replace(/([a-z])([A-Z])/g, "$1 $2")} ${description}`.toLowerCase();
}

const naming = /competitor|alternative/;
const rivalry =
  /\b(competitors?|alternatives?|instead of|compared (to|with)|versus|vs|switch(ing|ed)? (from|to)|currently us(e|ing)|already us(e|ing)|went with)\b/i;

/** Entries of the kind that is asked for, where it is a kind that words tell; else up to five key phrases. */
export function answerList(facet: Facet, signals: Signals): FacetAnswer {
  const { reading } = signals;
  const asked = askedBy(facet);
  const of = (values: string[], source: FacetAnswer["source"]): FacetAnswer => ({
    value: values,
    strength: values.length > 0 ? 0.4 : 0.2,
    source,
  });
  if (facet.choices?.length) {
    const met = facet.choices.flatMap((choice) => {
      const { share, finding } = coverage(candidateOf(choice), signals);
      const cue = share === 1 ? finding : choiceCue(choice, reading.sentences);
      return cue ? [{ choice, cue }] : [];
    });
    return of(
      met.map(({ choice }) => choice),
      met[0]?.cue ?? null,
    );
  }
  const kind = entriesOfKind(asked, reading, listOfKindLength);
  if (kind) return of(kind.values, kind.source);
  if (/takeaway|takes away|lessons?\b/.test(asked)) {
    const { values, source } = takeaways(reading, listLength, longestEntry);
    return of(values, source);
  }
  if (naming.test(asked)) {
    const rivals = signals.phrases.filter(({ proper, sentence }) => proper && rivalry.test(sentence.text));
    return of(
      rivals.slice(0, listLength).map(({ name }) => name),
      rivals[0] ?? null,
    );
  }
  if (/\b(named|mentions?|mentioned|handles?|brands?)\b/.test(asked)) return mentionsOf(signals, of);
  return keyPhraseList(signals);
}

/** Handles, and what is written like a name. */
function mentionsOf(
  { reading, phrases }: Signals,
  of: (values: string[], source: FacetAnswer["source"]) => FacetAnswer,
): FacetAnswer {
  const found = new Map<string, { sentence: Sentence; at: number }>();
  for (const sentence of reading.sentences) {
    for (const { 0: handle, index } of sentence.text.matchAll(/(?<![\w.])@\w{2,30}/gu)) {
      if (!found.has(handle)) found.set(handle, { sentence, at: sentence.start + index });
    }
  }
  for (const { proper, name, sentence, at } of phrases) {
    if (proper && name.length <= longestEntry && ![...found.keys()].some((other) => other.includes(name)))
      found.set(name, { sentence, at });
  }
  const entries = [...found].slice(0, listOfKindLength);
  return of(
    entries.map(([name]) => name),
    entries[0]?.[1] ?? null,
  );
}

/** Up to five key phrases, none inside another. */
function keyPhraseList(signals: Signals): FacetAnswer {
  const chosen: Phrase[] = [];
  for (const phrase of signals.phrases) {
    if (phrase.name.length > 80 || chosen.some((other) => overlap(other.key, phrase.key))) continue;
    chosen.push(phrase);
    if (chosen.length === listLength) break;
  }
  const names = chosen.map((phrase) => phrase.name).filter((name) => name !== notEnoughText);
  return { value: names, strength: names.length > 0 ? 0.4 : 0.1, source: chosen[0] ?? null };
}

function overlap(a: string, b: string): boolean {
  const words = new Set(a.split(" "));
  return b.split(" ").some((word) => words.has(word));
}
