import type { PersonalData } from "./personal-data.ts";

/** A part of a name: a capital letter, then small ones; also O'Neil, Jean-Luc, McDonald, J. */
const part =
  "\\p{Lu}(?:[\\p{Ll}\\p{M}]+|\\.|['’]\\p{Lu}[\\p{Ll}\\p{M}]+)(?:\\p{Lu}[\\p{Ll}\\p{M}]+)?(?:[-'’]\\p{Lu}?[\\p{Ll}\\p{M}]+)*";
const particle = "(?:de|del|della|di|da|dos|van|von|der|den|ter|la|le|bin|al|el|y|e)";
const fullName = `${part}(?:[ \\t]+(?:${particle}[ \\t]+){0,2}${part}){0,3}`;

/** Said before a name, whatever its letters: after these also one in small letters is taken. */
const strongCues = [
  "my (?:full |first |last |sur)?name(?:['’]s| is)(?: actually)?",
  "i(?:['’]m| am) called",
  "(?:customer|client|patient|account holder|first|last|full)(?:['’]s)? name(?: is|:)",
  "mein name (?:ist|lautet)",
  "ich hei(?:ß|ss)e",
  "me llamo",
  "mi nombre es",
  "je m['’]appelle",
  "mon nom est",
  "mi chiamo",
  "il mio nome [èe]",
  "meu nome [ée]",
  "me chamo",
  "(?:mijn naam is|ik heet)",
  "nazywam się",
  "mam na imię",
  "jag heter",
  "mitt namn är",
  "jeg hedder",
  "mit navn er",
  "jeg heter",
  "benim adım",
  "nama saya",
  "меня зовут",
  "моё имя",
  "мене звати",
];
/** Said before a name, and before much else: only words with a capital are taken. */
const weakCues = [
  "(?:hello|hi|hey|dear|hallo|liebe[rs]?|hola|bonjour|ciao|olá|good (?:morning|afternoon|evening)),?[ \\t]",
  "(?:thanks|thank you|danke|gracias|merci|grazie|obrigad[oa])(?: so much| very much)?,?[ \\t]",
  "(?:you(?:['’]re| are) speaking (?:with|to)|speaking with|hier spricht|habla)[ \\t]",
  "(?:(?:best|kind|warm|many) regards|regards|sincerely|yours(?: truly| sincerely)?|cheers|best wishes|(?:mit )?(?:freundlichen|besten|vielen|lieben?) grü(?:ß|ss)en?|viele grü(?:ß|ss)e|lg|vg|mfg|saludos(?: cordiales)?|cordialement|cordiali saluti|met vriendelijke groet),?\\s",
  "(?:mr|mrs|ms|mx|dr|prof|miss|sir|madam)\\.?",
  "(?:herr(?:n)?|frau|fräulein|señor(?:a|ita)?|sr|sra|don|doña|monsieur|madame|mademoiselle|mme|signor(?:a|ina)?|dhr|mevr|mevrouw|meneer|senhora?|pan|pani)\\.?",
  "name:",
];

const strong = new RegExp(`(?<!\\p{L})(?:${strongCues.join("|")})[ \\t:,]+`, "giu");
const weak = new RegExp(`(?<!\\p{L})(?:${weakCues.join("|")})[ \\t\\n]*`, "giu");
/** What is somebody's name only with more behind it: "this is Ann speaking", "I'm Ann Lee". */
const introduced = new RegExp(
  `(?<!\\p{L})(?:[Tt]his is|[Hh]ier ist|I am|I['’]m|[Ii]ch bin|[Ss]oy|[Jj]e suis|[Ss]ono)[ \\t]+` +
    `(${part}[ \\t]+(?:${particle}[ \\t]+)?${part}(?!\\p{L})|${part}(?=,?[ \\t]+(?:speaking|calling|here|from|writing|aus|von|de)(?!\\p{L})))`,
  "gu",
);
const capitalised = new RegExp(`^${fullName}(?![\\p{L}])`, "u");
const anyLetters = /^\p{L}[\p{L}\p{M}'’-]*(?:[ \t]+\p{L}[\p{L}\p{M}'’-]*)?/u;
/** Scripts without spaces or capitals, and the word that ends the sentence there. */
const eastern =
  /(?:我叫|我的名字是|我是)(\p{Script=Han}{2,4})(?=[，。,.！!\s]|$)|(?:私の名前は|私は)([\p{Script=Han}\p{Script=Katakana}ー・ ]{2,12})(?=です|と申します|といいます)|(?:제 이름은|저는) ?(\p{Script=Hangul}{2,4})(?=입니다|이에요|예요|라고)/gu;

/** What follows a greeting, thanks or "my name is" and is nobody's name. */
const noNames = new Set(
  (
    "there team all sir madam support everyone everybody guys folks customer service again friend friends for and the a an i it is " +
    "we you your my me to so but not on in at of with from that this these those what how why when where who yes no ok okay please " +
    "thanks thank hello hi hey dear good morning afternoon evening night day monday tuesday wednesday thursday friday saturday sunday " +
    "january february march april may june july august september october november december god help agent assistant bot alexa siri " +
    "google cortana calling speaking here very really much just also still already now then well great perfect sorry sure can could " +
    "would will do does did have has had am are was were be been get got let lets need want as if or by about because after before " +
    "hallo danke bitte ja nein ich wir sie es das der die ein eine und für mit von zu im am damen herren zusammen " +
    "el la los las un una y por para con de en que no sí si le les des du au et pour avec je nous vous il elle on per con di e " +
    "doctor mister nurse captain officer professor welcome none some such both other many more most anything something nothing one " +
    "mr mrs ms miss dr prof mom dad mum mama papa santa lord jesus christ president king queen number account order card english " +
    "german french spanish american british indian chinese japanese russian amazon apple microsoft facebook twitter youtube netflix"
  ).split(" "),
);

/**
 * Names behind a cue ("my name is …", "Dear …", "Mr …", a closing), and every other mention of them in the same texts.
 * A name that is only mentioned is not found: that takes a dictionary or a model.
 * @returns the names as they were said, longest first
 */
export function namesIn(texts: readonly string[]): string[] {
  const names = new Set<string>();
  const take = (words: string[]): void => {
    const good = words.slice(0, leadingNames(words));
    if (good.length === 0) return;
    const name = good.join(" ");
    if (name.replace(/\P{L}/gu, "").length < 2) return;
    names.add(name);
  };
  for (const text of texts) {
    for (const match of text.matchAll(strong)) {
      const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 80);
      const said = capitalised.exec(rest)?.[0] ?? anyLetters.exec(rest)?.[0];
      if (said) take(said.split(/\s+/));
    }
    for (const match of text.matchAll(weak)) {
      const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 80);
      const said = capitalised.exec(rest)?.[0];
      if (said) take(said.split(/\s+/));
    }
    for (const match of text.matchAll(introduced)) take((match[1] ?? "").split(/\s+/));
    for (const match of text.matchAll(eastern)) {
      const said = match[1] ?? match[2] ?? match[3];
      if (said) names.add(said.trim());
    }
  }
  return [...names].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

const isParticle = new RegExp(`^${particle}$`);

/** How many words, from the first, may belong to a name. */
function leadingNames(words: string[]): number {
  const end = words.findIndex((word, place) => {
    if (place > 0 && isParticle.test(word)) return false;
    return noNames.has(word.toLowerCase().replace(/[^\p{L}].*$/u, ""));
  });
  const kept = end === -1 ? words.length : end;
  return words.slice(0, kept).findLastIndex((word) => !isParticle.test(word)) + 1;
}

/** Where names, and the parts of them that are long enough to be told from words, stand in a text. */
export function findNames(text: string, names: readonly string[], found: PersonalData[]): void {
  if (names.length === 0) return;
  const parts = new Set(names);
  for (const name of names)
    for (const word of name.split(" "))
      if (/^\p{Lu}\p{Ll}{2,}/u.test(word) && !noNames.has(word.toLowerCase())) parts.add(word);
  const wanted = [...parts].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, mostNames);
  const pattern = wanted
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "[ \\t]+"))
    .join("|");
  const letters = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}]/u.test(wanted[0] ?? "");
  const matcher = new RegExp(letters ? pattern : `(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "gu");
  for (const match of text.matchAll(matcher)) {
    found.push({ kind: "name", start: match.index, end: match.index + match[0].length });
  }
}

const mostNames = 200;
