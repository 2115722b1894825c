import { countLatin, mayHoldOtherScripts } from "../quality/count-letters.ts";
import { functionWordVotes } from "./function-words.ts";

/** A script that belongs to one language, or to a few that the n-gram detector tells apart. */
const scripts: [language: string | null, letters: RegExp][] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["ko", /\p{Script=Hangul}/gu],
  ["zh", /\p{Script=Han}/gu],
  [null, /\p{Script=Arabic}/gu],
  ["he", /\p{Script=Hebrew}/gu],
  ["el", /\p{Script=Greek}/gu],
  ["th", /\p{Script=Thai}/gu],
  [null, /\p{Script=Devanagari}/gu],
  [null, /\p{Script=Cyrillic}/gu],
  ["bn", /\p{Script=Bengali}/gu],
  ["ta", /\p{Script=Tamil}/gu],
  ["te", /\p{Script=Telugu}/gu],
  ["kn", /\p{Script=Kannada}/gu],
  ["ml", /\p{Script=Malayalam}/gu],
  ["gu", /\p{Script=Gujarati}/gu],
  ["pa", /\p{Script=Gurmukhi}/gu],
  ["or", /\p{Script=Oriya}/gu],
  ["si", /\p{Script=Sinhala}/gu],
  ["ka", /\p{Script=Georgian}/gu],
  ["hy", /\p{Script=Armenian}/gu],
  ["am", /\p{Script=Ethiopic}/gu],
  ["lo", /\p{Script=Lao}/gu],
  ["km", /\p{Script=Khmer}/gu],
  ["my", /\p{Script=Myanmar}/gu],
  ["bo", /\p{Script=Tibetan}/gu],
];

/** Words that speak for one language where a text is too short for n-grams. */
const shortWords: [language: string, words: string][] = [
  ["en", "hi hello hey thanks thank please yes sorry help refund order where what how the my is"],
  ["de", "hallo danke bitte ja nein wo wie was ich nicht mein meine moin servus"],
  ["fr", "bonjour merci oui non où comment je salut bonsoir svp"],
  ["es", "hola gracias sí dónde cómo qué mi buenas adiós"],
  ["pt", "olá obrigado obrigada sim não onde oi tchau"],
  ["it", "ciao grazie buongiorno dove come buonasera prego"],
  ["nl", "hoi dank bedankt graag waar hoe mijn goedemorgen"],
  ["pl", "cześć dziękuję proszę tak nie gdzie dzień"],
  ["sv", "hej tack var hur nej"],
  ["tr", "merhaba teşekkürler evet hayır nerede selam"],
];
const shortWordLanguages = new Map<string, string>();
for (const [language, list] of shortWords)
  for (const word of list.split(" ")) if (!shortWordLanguages.has(word)) shortWordLanguages.set(word, language);

/** What is looked at, in characters. */
const sample = 1_000;
/** What the n-gram detector looks at, in characters. */
const stretch = 340;

/** From this many characters on n-grams alone say it. */
const long = 200;
/** The common languages are given the benefit of the doubt. */
const common = new Set(["en", "de", "es", "fr", "it", "pt", "nl"]);
const nearly = 0.95;

/** The n-gram tables weigh 37 MB once loaded, so they are loaded with the first text that needs them. */
let loading: Promise<typeof import("eld/extrasmall")> | undefined;

/** The language a text is mostly in, ISO 639-1, or `und`. */
export async function detectLanguage(text: string): Promise<string> {
  const clean = text
    .slice(0, sample * 2)
    .replaceAll(/https?:\S+|\S+@\S+|\b\w*\d\w*\b/g, " ")
    .slice(0, sample);
  const latin = countLatin(clean);
  let best: { language: string | null; count: number } = { language: null, count: 0 };
  if (mayHoldOtherScripts(clean)) {
    for (const [language, letters] of scripts) {
      const count = clean.match(letters)?.length ?? 0;
      // Japanese is written with more Han than kana; a little kana settles it.
      const weight = language === "ja" && count > 0 ? count + (clean.match(/\p{Script=Han}/gu)?.length ?? 0) : count;
      if (weight > best.count) best = { language, count: weight };
    }
  }
  if (best.count === 0 && latin === 0) return "und";
  // One sign of these scripts says about as much as two or three letters.
  const wordy = best.language === "ja" || best.language === "zh" || best.language === "ko" ? 2.5 : 1;
  if (best.count * wordy > latin && best.language !== null) return best.language;
  return byLetters(clean);
}

async function byLetters(text: string): Promise<string> {
  loading ??= import("eld/extrasmall");
  const { eld } = await loading;
  if (text.length >= long) {
    const found = eld.detect(excerpt(text));
    const language = found.language !== "" && found.isReliable() ? found.language : "";
    return language === "" || malay.has(language) ? macro(language, functionWordVotes(wordsOf(text))) : language;
  }
  const words = wordsOf(text);
  const greeting = words.length <= 3 ? byShortWords(words) : "und";
  if (greeting !== "und") return greeting;
  const found = eld.detect(text);
  const votes = functionWordVotes(words);
  // Under so few letters n-grams are a guess; small words settle it.
  if (!found.isReliable() && votes.size === 0) return byShortWords(words.slice(0, 12));
  return macro(weighUp(found.getScores(), votes, Math.min(words.length, 80)), votes);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}

/** What a small word says beside n-grams: each at its best counts alike, small words twice. */
const weightOfWords = 2;
/** For a language that the n-grams do not show among the likely ones. */
const unlikely = 0.5;

function weighUp(scores: Record<string, number>, votes: Map<string, number>, words: number): string {
  const known = new Map(Object.entries(scores));
  const highest = Math.max(...known.values(), 0);
  const together = new Map<string, number>();
  for (const language of new Set([...known.keys(), ...votes.keys()])) {
    const score = highest > 0 ? (known.get(language) ?? 0) / highest : 0;
    const rare = common.has(language) ? 0 : 1 - nearly;
    together.set(
      language,
      Math.max(score, unlikely) - rare + (weightOfWords * (votes.get(language) ?? 0)) / Math.max(1, words),
    );
  }
  return best(together);
}

function best(votes: Map<string, number>): string {
  let [winner, most] = ["und", 0];
  for (const [language, weight] of votes) if (weight > most) [winner, most] = [language, weight];
  return winner;
}

const malay = new Set(["ms", "id"]);

/**
 * The n-gram tables know Malay and Indonesian as one. Ten write the second for one who writes the first, so words that
 * only Malay has must outweigh those that only Indonesian has.
 */
function macro(language: string, votes: Map<string, number>): string {
  if (language === "") return best(votes);
  if (!malay.has(language)) return language;
  return (votes.get("ms") ?? 0) > (votes.get("id") ?? 0) ? "ms" : "id";
}

function byShortWords(words: string[]): string {
  const votes = new Map<string, number>();
  for (const word of words) {
    const language = shortWordLanguages.get(word);
    if (language) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  return best(votes);
}

/** Of a text longer than the detector reads: half from its beginning, half from its end. */
function excerpt(text: string): string {
  return text.length <= stretch ? text : `${text.slice(0, stretch / 2)} ${text.slice(-stretch / 2)}`;
}
