/** What the simulated model knows of language: a few words and what they are about. */
const wishes: { words: RegExp; wish: string; topic: string }[] = [
  { words: /\b(?:refund|money back|reimburs\w*)/i, wish: "Refund request", topic: "Refund" },
  { words: /\b(?:charged|double charge|overcharg\w*|billed)\b/i, wish: "Billing problem", topic: "Billing" },
  { words: /\b(?:invoice|receipt)/i, wish: "Invoice request", topic: "Invoice" },
  { words: /\b(?:cancel\w*|unsubscribe|terminate)/i, wish: "Cancellation", topic: "Subscription" },
  { words: /\b(?:password|log ?in|sign ?in|locked out)/i, wish: "Login problem", topic: "Account" },
  {
    words: /\b(?:parcel|package|deliver\w*|shipping|shipment|tracking|courier)/i,
    wish: "Delivery question",
    topic: "Delivery",
  },
  { words: /\b(?:broken|damaged|defect\w*|faulty|cracked)/i, wish: "Damaged product", topic: "Product" },
  { words: /\b(?:crash\w*|bug|error|freez\w*)/i, wish: "Technical fault", topic: "Software" },
  { words: /\b(?:price|discount|coupon|voucher)/i, wish: "Price question", topic: "Price" },
  { words: /\b(?:book|booking|reservation|flight|hotel)\b/i, wish: "Booking question", topic: "Booking" },
  { words: /\b(?:payment|pay|card)\b/i, wish: "Payment question", topic: "Payment" },
  { words: /\border(?:s|ed)?\b/i, wish: "Order question", topic: "Order" },
  { words: /\b(?:change|update|edit)\b/i, wish: "Change request", topic: "Account" },
];

const good = /\b(?:thank\w*|great|solved|perfect|love\w*|happy|excellent|good|works)\b/gi;
const bad = /\b(?:not|never|cannot|broken|angry|terrible|bad|twice|problem|wrong|worst|hate\w*|fail\w*)\b/gi;

const small = new Set(
  "about after again also and any are been before but can could did does each for from get had has have hello help her here him his how into its just let look made make may more most much not now off one only other our out over please said same she should some still such than that the their them then there these they this too two until very want was were what when where which while who why will with would you your".split(
    " ",
  ),
);

/** A number that is the same for the same text (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Words that say something, without their plural s, in order of appearance. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !small.has(word)).map(singular);
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Equal for labels that differ in case, plural and punctuation alone. */
export function foldedLabel(label: string): string {
  return (label.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(singular).join(" ");
}

export type Mood = "positive" | "neutral" | "negative" | "mixed";

export function moodOf(text: string): Mood {
  const [more, less] = [text.match(good)?.length ?? 0, text.match(bad)?.length ?? 0];
  if (more > 0 && less > 0) return "mixed";
  return more > 0 ? "positive" : less > 0 ? "negative" : "neutral";
}

/** The word that a label rests on, as it stands in the text. */
export function tellingWord(text: string): string | null {
  for (const { words } of wishes) {
    const found = words.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return null;
}

/** The known label that fits a text: equal to the model's own but for case and plural, or all of its words said there. */
export function knownLabelOf(text: string, facet: string, known: string[]): string | undefined {
  const own = foldedLabel(ownLabelOf(text, facet));
  const inText = new Set(wordsOf(text));
  const allSaid = (words: string[]) => words.length > 0 && words.every((word) => inText.has(word));
  return known.find((label) => foldedLabel(label) === own) ?? known.find((label) => allSaid(wordsOf(label)));
}

/**
 * A label for a text: a known one where one fits, else one of its own. As a real model does, it words its own labels
 * unevenly (case, plural), so that there is something to reconcile.
 */
export function labelOf(text: string, facet: string, known: string[]): string {
  const own = ownLabelOf(text, facet);
  const uneven = hashOf(text) % 4 === 1;
  return knownLabelOf(text, facet, known) ?? (uneven ? `${own.toLowerCase()}s` : own);
}

function ownLabelOf(text: string, facet: string): string {
  const found = wishes.find(({ words }) => words.test(text));
  const asTopic = /topic|subject|theme|area|product|department/i.test(facet);
  if (found) return asTopic ? found.topic : found.wish;
  const [longest = "something else"] = wordsOf(text).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return `${asTopic ? "" : "Question about "}${longest}`.slice(0, 80);
}

/** The choice that shares most with the text; without any, the one for "nothing of these", else always the same. */
export function choiceOf(text: string, choices: string[]): string {
  const mood: string = moodOf(text);
  const byMood = choices.find((choice) => choice.toLowerCase() === mood);
  if (byMood !== undefined) return byMood;
  const words = new Set([...wordsOf(text), ...wordsOf(labelOf(text, "", []))]);
  const shared = (choice: string) => wordsOf(choice).filter((word) => words.has(word)).length;
  const [best] = [...choices].sort((a, b) => shared(b) - shared(a));
  if (best !== undefined && shared(best) > 0) return best;
  const none = choices.find((choice) => /^(?:other|none|unclear|unknown|neutral|general)\b/i.test(choice));
  return none ?? choices[hashOf(text) % choices.length] ?? "";
}

/** A piece of at most `longest` UTF-16 units that stands verbatim in the text: one line, whole words, around a word. */
export function quoteOf(text: string, word: string | null, longest = 120): string {
  const line = text.split("\n").find((one) => (word === null ? one.trim() !== "" : one.includes(word))) ?? "";
  const middle = word === null ? 0 : line.indexOf(word);
  const sentence = line.slice(Math.max(0, line.lastIndexOf(". ", middle) + 1)).trim();
  if (sentence.length <= longest) return sentence;
  const cut = sentence.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "");
  return cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : cut;
}
