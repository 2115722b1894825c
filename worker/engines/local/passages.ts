import type { Facet } from "../../contract/template.ts";
import { type FacetAnswer, notEnoughText } from "./answer.ts";
import { aspectOf } from "./aspect.ts";
import { facetStems } from "./facet-words.ts";
import type { Phrase } from "./key-phrases.ts";
import { shorten } from "./shorten.ts";
import { type Signals, valuesOf } from "./signals.ts";
import { stem } from "./stems.ts";
import { centralSentences } from "./summary.ts";

const longestTextAnswer = 300;
const listLength = 5;

/** The sentence that fits the description best; null where the content has none. */
export function answerText(facet: Facet, signals: Signals): FacetAnswer {
  if (signals.silent) return { value: null, strength: 0.1, source: null };
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

/** Up to five key phrases, none inside another. */
export function answerList(signals: Signals): FacetAnswer {
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
