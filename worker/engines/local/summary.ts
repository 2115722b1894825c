import type { Sentence } from "./reading.ts";
import { shorten } from "./shorten.ts";
import type { Signals } from "./signals.ts";
import { valuesOf } from "./signals.ts";
import { stem } from "./stems.ts";

const longestSummary = 240;
/** Shorter than this a second sentence says nothing. */
const roomForSecond = 60;

/** The person's own sentences, those first that hold the most of what the content is about. */
export function centralSentences(signals: Signals): Sentence[] {
  const own = signals.reading.sentences.filter((sentence) => !sentence.house && sentence.contentWords > 0);
  const pool = own.length > 0 ? own : signals.reading.sentences;
  return pool
    .map((sentence) => ({ sentence, score: centrality(sentence, signals) }))
    .sort((a, b) => b.score - a.score || a.sentence.message - b.sentence.message || a.sentence.start - b.sentence.start)
    .map(({ sentence }) => sentence);
}

function centrality(sentence: Sentence, signals: Signals): number {
  const seen = new Set<string>();
  let score = 0;
  for (const token of sentence.tokens) {
    const word = stem(token.word);
    if (seen.has(word)) continue;
    seen.add(word);
    score += Math.min(2, signals.stems.get(word)?.weight ?? 0);
  }
  const { best } = signals.ontology;
  const bonus = best && best.sentence === sentence ? 1.5 : 1;
  return (sentence.weight * bonus * score) / (4 + sentence.tokens.length) ** 0.5;
}

/** One or two sentences as they were said: what was wanted, and how it ended where that is said. At most 240 characters. */
export function summarizeContent(signals: Signals): string {
  const [first] = centralSentences(signals);
  if (!first || signals.silent) return "";
  const opening = shorten(first.text, longestSummary);
  const left = longestSummary - opening.length - 1;
  if (left < roomForSecond) return opening;
  const [ending] = valuesOf("outcome", signals.reading);
  const sentence = ending?.sentence;
  if (!sentence || sentence === first || sentence.text.trim().length > left || sentence.tokens.length < 3)
    return opening;
  return `${/[.!?…。！？]["'”’)]*$/u.test(opening) ? opening : `${opening}.`} ${sentence.text.trim().replace(/\s+/g, " ")}`;
}
