import { endingsOf } from "./ending.ts";
import { personClosings } from "./ending-words.ts";
import { buildLexicon, findHits, type Hit, type LexiconEntry } from "./lexicon.ts";
import type { Reading, Sentence } from "./reading.ts";
import { eventEntries } from "./sentiment-events.ts";
import { type Feeling, feelingEntries, intensifiers, negations, subjunctives } from "./sentiment-words.ts";

export type Sentiment = "positive" | "neutral" | "negative" | "mixed";

export interface Mood {
  sentiment: Sentiment;
  /** -1 (all bad) to 1 (all good); 0 where nothing is felt. */
  polarity: number;
  /** Words of feeling met: how much there is to go by. */
  words: number;
  /** The sentence that says it most plainly. */
  sentence: Sentence | null;
}

/** What is said when one has had enough is felt as well. */
const discontentEntries: LexiconEntry<Feeling>[] = personClosings
  .filter(({ means }) => means === "discontent")
  .map(({ words }) => ({ means: { polarity: -1, strength: 1.2, kind: "feeling" }, words }));
const lexicon = buildLexicon([...feelingEntries, ...eventEntries, ...discontentEntries]);
/** How many words before a feeling a negation may stand. */
const negationReach = 3;
/** From this much on it is named: joy must be said plainly, since a friendly tone is the custom. */
const joyfulFrom = 1.2;
const crossFrom = 1;
/** Words of a turn that only says yes: "Perfect, thanks". */
const shortTurn = 4;
/** Said in an answer as short as that, a good word is a yes. */
const yesFactor = 0.45;
/** Raised voice: what is felt is felt more. */
const raised = 1.4;
/** A further word of the same feeling in one sentence adds less. */
const repeatFactor = 0.6;
/** A matter that stays open makes what went wrong worse. */
const openMatter = 0.4;
const openFrom = 1.4;

const smiling =
  /[\u{1F600}-\u{1F606}\u{1F60A}\u{1F60D}\u{1F970}\u{1F929}\u{1F389}\u{2764}\u{1F496}]|(?<!\w)[:;]-?[)D]|(?<!\p{L})(?:(?:ha){2,}|(?:ja){2,}|lol)(?!\p{L})/u;
const frowning = /[\u{1F620}-\u{1F622}\u{1F624}\u{1F62D}\u{1F92C}\u{1F44E}\u{1F494}]|(?<!\w):-?\(/u;

/** How does the person feel? Only the person's own turns count; thanks is politeness and weighs little. */
export function moodOf(reading: Reading): Mood {
  let up = 0;
  let down = 0;
  let words = 0;
  let strongest = 0;
  let loud = 0;
  let sentence: Sentence | null = null;
  const own = reading.sentences.filter((candidate) => !candidate.house);
  const sizes = turnSizes(own);
  for (const candidate of own) {
    const voice = isLoud(candidate) ? raised : 1;
    if (voice > 1) loud += 1;
    const yes = (sizes.get(candidate.message) ?? 0) <= shortTurn && own.length > 1 && voice === 1;
    let here = 0;
    let good = 0;
    let bad = 0;
    const counted = new Set<number>();
    for (const hit of findHits(lexicon, candidate.tokens, candidate.text, candidate.start)) {
      if (hit.means.kind === "formula" || counted.has(hit.start)) continue;
      counted.add(hit.start);
      const value = feelingOf(hit, candidate) * voice;
      if (value > 0) up += value * (yes ? yesFactor : 1) * repeatFactor ** good++;
      else down -= value * repeatFactor ** bad++;
      here += value;
      words += 1;
    }
    if (smiling.test(candidate.text)) up += 0.5;
    if (frowning.test(candidate.text)) down += 0.8;
    if (Math.abs(here) > strongest) {
      strongest = Math.abs(here);
      sentence = candidate;
    }
  }
  if (down > up && loud > 0) down += 0.3;
  if (down > up && stayedOpen(reading)) down += openMatter;
  return { sentiment: nameOf(up, down), polarity: (up - down) / (up + down + 1.5), words, sentence };
}

function stayedOpen(reading: Reading): boolean {
  const [ending] = endingsOf(reading);
  return (
    ending !== undefined && (ending.value === "Unresolved" || ending.value === "Escalated") && ending.weight >= openFrom
  );
}

function turnSizes(own: Sentence[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const { message, tokens } of own) sizes.set(message, (sizes.get(message) ?? 0) + tokens.length);
  return sizes;
}

/** "AGAIN", "!!", "?!": but an acronym or a code is no shout, and who writes everything in capitals does not raise the voice. */
function isLoud({ text, tokens }: Sentence): boolean {
  if (/!|！|\?\?|？？/.test(text)) return true;
  const shouted = tokens.filter(({ surface }) => /^\p{Lu}{4,}$/u.test(surface)).length;
  const quiet = tokens.filter(({ surface }) => /\p{Ll}/u.test(surface)).length;
  return shouted > 0 && quiet > 0 && !/\p{Lu}[-_ ]?\d/u.test(text);
}

function nameOf(up: number, down: number): Sentiment {
  if (up < joyfulFrom && down < crossFrom) return "neutral";
  const less = Math.min(up, down);
  if (less >= 1.8 && less / Math.max(up, down) > 0.6) return "mixed";
  if (down >= crossFrom && down >= up * 0.8) return "negative";
  return up >= joyfulFrom ? "positive" : "neutral";
}

const politeness =
  /^(?:thank|thx|danke?|merci|gracias|grazie|obrigad|bedankt|tack|tesekkur|dziekuje|appreciate|good|bon|buen|buon|bom|boa|gut|dobry|goed|okay|ありがとう|感謝|谢谢|감사|спасибо)/u;

function feelingOf(hit: Hit<Feeling>, sentence: Sentence): number {
  const index = sentence.tokens.findIndex((token) => token.start >= hit.start);
  const before = sentence.tokens.slice(Math.max(0, index - negationReach), Math.max(0, index));
  const word = sentence.tokens[index]?.word ?? "";
  const { polarity, strength, kind } = hit.means;
  if (kind === "insistence") return polarity * strength;
  const negated = index >= 0 && before.some((token) => negations.has(token.word));
  // "It would be nice to know" is no joy.
  if (polarity > 0 && before.some((token) => subjunctives.has(token.word))) return 0;
  const near = before.at(-1)?.word ?? "";
  const size = politeness.test(word) ? 0.2 : strength * (intensifiers.has(near) ? 1.3 : 1);
  // "Not bad" is less than good; "not good" is plainly bad; "not broken" is nothing.
  if (negated && kind === "event") return hit.length > 1 ? polarity * size : 0;
  if (negated) return polarity > 0 ? -0.8 * (politeness.test(word) ? 0.4 : size) : 0.4 * size;
  return polarity * size;
}
