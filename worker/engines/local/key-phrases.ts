import { isActionWord } from "./intent.ts";
import { carriesSubject, type Reading, type Sentence } from "./reading.ts";
import { stem } from "./stems.ts";
import { type Token, unspacedScript } from "./tokens.ts";

/** One to three words in a row that may stand for what a content is about. */
export interface Phrase {
  /** The stems, by which phrases of several contents meet. */
  key: string;
  /** As written, in sentence case. */
  name: string;
  words: number;
  score: number;
  sentence: Sentence;
  at: number;
  /** Stood after an article, a possessive or a preposition: probably a noun. */
  thinglike: boolean;
  /** Stood so, with nothing behind it that it could describe: "a happy birthday" makes a thing of birthday alone. */
  thing: boolean;
  /** Written with capitals in the middle of a sentence: probably a name. */
  proper: boolean;
}

const longestPhrase = 3;
const lengthBonus = [0, 1, 1.5, 1.55];
const phrasesKept = 40;

/** The weightiest phrases of what the person said (of everything, where nobody else speaks), best first. */
export function keyPhrases(reading: Reading): Phrase[] {
  const phrases = new Map<string, Phrase>();
  for (const sentence of reading.sentences) {
    if (sentence.house) continue;
    for (const run of runsOf(sentence)) addRun(phrases, run, sentence, reading.language);
  }
  return [...phrases.values()]
    .sort((a, b) => b.score - a.score || a.sentence.message - b.sentence.message || a.at - b.at)
    .slice(0, phrasesKept);
}

/** Unbroken rows of words that carry a subject. */
function runsOf(sentence: Sentence): Token[][] {
  const runs: Token[][] = [];
  let run: Token[] = [];
  let previous: Token | null = null;
  for (const token of sentence.tokens) {
    const gap = previous ? sentence.text.slice(previous.end - sentence.start, token.start - sentence.start) : "";
    const carries = carriesSubject(token) && !beginsCode(token, sentence);
    if (!carries || !/^[ -]?$/.test(gap)) {
      if (run.length > 0) runs.push(run);
      run = [];
    }
    if (carries) run.push(token);
    previous = token;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** "AB-12345": the letters of an order number name nothing. */
function beginsCode({ surface, end }: Token, sentence: Sentence): boolean {
  return /^\p{Lu}+$/u.test(surface) && /^[-_#/ ]{0,2}\d/.test(sentence.text.slice(end - sentence.start));
}

function addRun(phrases: Map<string, Phrase>, run: Token[], sentence: Sentence, language: string): void {
  for (let from = 0; from < run.length; from++) {
    for (let length = 1; length <= longestPhrase && from + length <= run.length; length++) {
      const words = run.slice(from, from + length);
      const [first] = words;
      const last = words.at(-1);
      // "Play trivia" is about trivia: a phrase neither begins with a verb of wanting nor is one.
      if (!first || !last || isActionWord(first.word)) continue;
      // German writes its nouns with capitals, and a phrase ends with one.
      if (language === "de" && !/^\p{Lu}/u.test(last.surface)) continue;
      const key = words.map((token) => stem(token.word)).join(" ");
      const gain = sentence.weight * (lengthBonus[length] ?? 1);
      const thinglike = isThinglike(first, sentence);
      const thing = thinglike && from + length === run.length;
      const known = phrases.get(key);
      if (known) {
        known.score += gain * 0.5;
        known.thinglike ||= thinglike;
        known.thing ||= thing;
        continue;
      }
      phrases.set(key, {
        key,
        name: sentenceCase(sentence.text.slice(first.start - sentence.start, last.end - sentence.start), language),
        words: length,
        score: gain,
        sentence,
        at: first.start,
        thinglike,
        thing,
        proper: language !== "de" && words.every((token) => looksProper(token, sentence)),
      });
    }
  }
}

const beforeThings = new Set(
  `the a an my your our his her their this that these those any some of for with about no der die das dem den ein eine einen einem einer mein meine meinen
   meiner meinem dein ihre ihr unser kein keine fur mit uber zum zur im vom le la les l un une des du mon ma mes votre vos notre ce cette pour avec el los
   las una mi mis su sus este esta con para por sobre il lo gli uno mio mia miei mie questo questa per di o os as um uma meu minha este essa de het een mijn
   deze dit voor met over`.split(/\s+/),
);

function isThinglike(first: Token, sentence: Sentence): boolean {
  if (unspacedScript.test(first.surface) || !/^\p{Script=Latin}/u.test(first.surface)) return true;
  const before = sentence.tokens[sentence.tokens.indexOf(first) - 1];
  return before !== undefined && (beforeThings.has(before.word) || /[ldm]'$/.test(before.word));
}

function looksProper(token: Token, sentence: Sentence): boolean {
  if (!/^\p{Lu}\p{Ll}/u.test(token.surface)) return false;
  return token !== sentence.tokens[0] || sentence.tokens.length <= 3;
}

/** "LIFE support" → "Life support"; German nouns, acronyms and unspaced scripts keep their letters. */
export function sentenceCase(phrase: string, language: string): string {
  if (unspacedScript.test(phrase)) return phrase;
  const words = phrase.split(" ").map((word) => {
    const acronym = word.length <= 4 && /^\p{Lu}{2,}$/u.test(word);
    const germanNoun = language === "de" && /^\p{Lu}\p{Ll}/u.test(word);
    return acronym || germanNoun ? word : word.toLowerCase();
  });
  const joined = words.join(" ");
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
