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

/** Below this many characters the common languages are given the benefit of the doubt. */
const short = 80;
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
  const latin = clean.match(/\p{Script=Latin}/gu)?.length ?? 0;
  let best: { language: string | null; count: number } = { language: null, count: 0 };
  if (clean.length > latin) {
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
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const greeting = words.length <= 3 ? byShortWords(words) : "und";
  if (greeting !== "und") return greeting;
  const found = eld.detect(excerpt(text));
  if (found.language !== "" && found.isReliable()) return text.length < short ? likelier(found) : found.language;
  return byShortWords(words.slice(0, 12));
}

function byShortWords(words: string[]): string {
  const votes = new Map<string, number>();
  for (const word of words) {
    const language = shortWordLanguages.get(word);
    if (language) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  return [...votes].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? "und";
}

/** In a few words a rare language often seems a shade nearer than the common one that it is. */
function likelier({ language, getScores }: { language: string; getScores: () => Record<string, number> }): string {
  if (common.has(language)) return language;
  const scores = Object.entries(getScores()).toSorted(([, a], [, b]) => b - a);
  const best = scores[0]?.[1] ?? 0;
  return scores.find(([candidate, score]) => common.has(candidate) && score >= best * nearly)?.[0] ?? language;
}

/** Of a text longer than the detector reads: half from its beginning, half from its end. */
function excerpt(text: string): string {
  return text.length <= stretch ? text : `${text.slice(0, stretch / 2)} ${text.slice(-stretch / 2)}`;
}
