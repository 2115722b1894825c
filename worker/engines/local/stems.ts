/**
 * A light stemmer for words of any Latin-script language and for Russian: takes off plural and verb endings, so that
 * "refunds", "refunded" and "refunding" meet. It does not know languages; where it is wrong it is wrong alike on both
 * sides of a comparison.
 */
const latinEndings = [
  "ations",
  "ation",
  "ements",
  "ement",
  "ungen",
  "ingly",
  "iones",
  "ings",
  "ung",
  "ing",
  "ion",
  "ies",
  "ied",
  "es",
  "ed",
  "en",
  "s",
  "e",
  "y",
];
const cyrillicEndings = [
  "иями",
  "ями",
  "ами",
  "ого",
  "ему",
  "ией",
  "ов",
  "ев",
  "ом",
  "ем",
  "ам",
  "ах",
  "ой",
  "ый",
  "ая",
  "ую",
  "ие",
  "ия",
  "ы",
  "и",
  "а",
  "у",
  "е",
  "о",
  "я",
  "ь",
];
const shortestStem = 3;

const stemmed = new Map<string, string>();
const stemmedAtMost = 50_000;

/** The stem of a folded word (`foldWord`). */
export function stem(word: string): string {
  const known = stemmed.get(word);
  if (known !== undefined) return known;
  const found = strip(word.replace(/'\p{L}+$/u, ""));
  if (stemmed.size >= stemmedAtMost) stemmed.clear();
  stemmed.set(word, found);
  return found;
}

function strip(word: string): string {
  if (word.length <= shortestStem) return word;
  const endings = /[a-z]$/.test(word) ? latinEndings : /[а-я]$/.test(word) ? cyrillicEndings : [];
  for (const ending of endings) {
    const length = word.length - ending.length;
    if (length >= shortestStem && word.endsWith(ending) && !word.endsWith("ss")) {
      return undouble(word.slice(0, length));
    }
  }
  return undouble(word);
}

/** "cancell" (from "cancelled") and "cancel" are one. */
function undouble(word: string): string {
  const last = word.at(-1);
  return word.length > shortestStem && last !== undefined && last === word.at(-2) ? word.slice(0, -1) : word;
}
