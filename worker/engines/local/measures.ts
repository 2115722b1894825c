import type { Facet } from "../../contract/template.ts";
import type { FacetAnswer } from "./answer.ts";
import { aspectOf } from "./aspect.ts";
import { choiceCue } from "./choice-cues.ts";
import { facetStems } from "./facet-words.ts";
import { virality } from "./post-shape.ts";
import type { Sentence } from "./reading.ts";
import { type Signals, valuesOf } from "./signals.ts";
import { stem } from "./stems.ts";

/** A place on the facet's scale, 1 to 5 where it gives none: by feeling, urgency or how much is said of the description. */
export function answerScore(facet: Facet, signals: Signals): FacetAnswer {
  const low = facet.min ?? 1;
  const high = facet.max ?? 5;
  const { share, strength, source } = placeOnScale(facet, signals);
  const raw = low + share * (high - low);
  const whole = Number.isInteger(low) && Number.isInteger(high) && high - low >= 2;
  const value = Math.min(high, Math.max(low, whole ? Math.round(raw) : Math.round(raw * 100) / 100));
  return { value, strength, source };
}

interface Place {
  share: number;
  strength: number;
  source: FacetAnswer["source"];
}

function placeOnScale(facet: Facet, signals: Signals): Place {
  const asked = `${facet.name} ${facet.description}`.toLowerCase();
  const { mood } = signals;
  const felt = mood.sentence ? { sentence: mood.sentence, at: mood.sentence.start } : null;
  const strength = Math.min(0.6, 0.2 + 0.08 * mood.words);
  if (/viral|likely .* shared/.test(asked)) return { ...virality(signals), strength: 0.25 };
  // "Money or safety is at stake" says how urgent it is, not how harmful.
  const urgency = aspectOf(facet) === "urgency";
  if (!urgency && /harm|misuse|safety|concern(ing)?\b/.test(asked)) return harmOf(signals);
  if (/buying intent|ready the buyer/.test(asked.replace(/([a-z])intent/, "$1 intent"))) return readinessOf(signals);
  if (/frustrat|anger|angry|negativ|dissatisf|effort|churn|pain|difficult|distress|stress/.test(asked)) {
    return { share: (1 - mood.polarity) / 2, strength, source: felt };
  }
  if (urgency || /urgen|priorit|severity/.test(asked)) {
    const [urgent] = valuesOf("urgency", signals.reading);
    const share = urgent ? (urgent.value === "Urgent" ? 0.9 : 0.1) : mood.polarity < -0.3 ? 0.6 : 0.35;
    return { share, strength: urgent ? 0.6 : 0.25, source: urgent ?? null };
  }
  if (/satisf|sentiment|positiv|happ|quality|rating|csat|nps|mood|emotion|tone|polite|friendl/.test(asked)) {
    return { share: (1 + mood.polarity) / 2, strength, source: felt };
  }
  const words = facetStems(facet);
  const met = words.flatMap((word) => signals.stems.get(word) ?? []);
  const share = Math.min(1, met.length / Math.max(3, words.length * 0.5));
  return { share, strength: 0.2, source: met[0] ?? null };
}

const harmful =
  /\b(bomb|explosive|kill|murder|weapon|poison|suicid\w*|self.?harm|hack(ing)? (into|someone)|malware|ransomware|phishing|steal|fraud|counterfeit|meth|child abuse|stalk\w*|dox\w*|hate speech)\b/i;

/** Words of harm that the person says: one touches a delicate subject, several are a sign. Far from a judgement. */
function harmOf({ reading }: Signals): Place {
  const told = reading.sentences.filter(({ house, text }) => !house && harmful.test(text));
  const [first] = told;
  if (!first) return { share: 0, strength: 0.3, source: null };
  return { share: told.length > 1 ? 0.5 : 0.25, strength: 0.2, source: { sentence: first, at: first.start } };
}

/** How ready a buyer is: by what is said when a sale is won, agreed on or lost. */
function readinessOf({ reading }: Signals): Place {
  const said = (choice: string) => choiceCue(choice, reading.sentences);
  const [won, lost, next] = [said("won"), said("lost"), said("next step")];
  if (won && !lost) return { share: 1, strength: 0.45, source: won };
  if (lost) return { share: 0, strength: 0.45, source: lost };
  return next ? { share: 0.75, strength: 0.35, source: next } : { share: 0.4, strength: 0.15, source: null };
}

const numberPattern =
  /(?<![\p{L}\p{N}_])-?\d{1,3}(?:[,.\u00a0 ]\d{3})+(?:[.,]\d{1,2})?(?![\p{L}\p{N}])|-?\d+(?:[.,]\d+)?/gu;
/** How near, in characters, a number must stand to a word of the description. */
const nearWord = 60;

/** The number that stands nearest to the description's words and within the facet's limits; null where there is none. */
export function answerNumber(facet: Facet, signals: Signals): FacetAnswer {
  const nothing: FacetAnswer = { value: null, strength: 0.2, source: null };
  const words = new Set(facetStems(facet));
  if (/\b(turns|messages)\b/i.test(facet.description) && /number|count|how many/i.test(facet.description)) {
    return { value: signals.reading.messages.length, strength: 0.9, source: null };
  }
  if (/did not understand|misunder|asked? to repeat/i.test(facet.description)) {
    const misses = signals.reading.sentences.filter(
      (sentence) => sentence.house && choiceCue("not understood", [sentence]) !== null,
    );
    const [first] = misses;
    return {
      value: new Set(misses.map(({ message }) => message)).size,
      strength: 0.5,
      source: first ? { sentence: first, at: first.start } : null,
    };
  }
  const money = /price|cost|amount|budget|fee|paid|preis|betrag|prix|montant|precio|importe/i.test(
    `${facet.name} ${facet.description}`,
  );
  let best: { value: number; score: number; sentence: Sentence; at: number } | null = null;
  for (const sentence of signals.reading.sentences) {
    for (const match of sentence.text.matchAll(numberPattern)) {
      const value = parseNumber(match[0]);
      if (value === null || value < (facet.min ?? -1e12) || value > (facet.max ?? 1e12)) continue;
      const at = sentence.start + match.index;
      const score =
        nearness(sentence, at, words) + (money && standsByMoney(sentence.text, match.index, match[0].length) ? 0.8 : 0);
      if (score > 0.25 && (!best || score > best.score)) best = { value, score, sentence, at };
    }
  }
  return best ? { value: best.value, strength: Math.min(0.6, 0.2 + 0.3 * best.score), source: best } : nothing;
}

function nearness(sentence: Sentence, at: number, words: ReadonlySet<string>): number {
  let nearest = 0;
  for (const token of sentence.tokens) {
    if (!words.has(stem(token.word))) continue;
    const distance = Math.abs(token.start - at);
    if (distance <= nearWord) nearest = Math.max(nearest, 1 - distance / (nearWord * 1.5));
  }
  return nearest;
}

function standsByMoney(text: string, start: number, length: number): boolean {
  return (
    /[$€£¥₹₽]\s*$/.test(text.slice(0, start)) ||
    /^\s*([$€£¥₹₽]|eur|usd|dollar|euro|credits)/i.test(text.slice(start + length))
  );
}

/** "1.299,00" and "1,299.00" are the same number. */
function parseNumber(written: string): number | null {
  const compact = written.replace(/[\u00a0 ]/g, "");
  const decimal = /[.,](\d{1,2})$/.exec(compact);
  const whole = decimal ? compact.slice(0, decimal.index) : compact;
  const value = Number(`${whole.replace(/[.,]/g, "")}${decimal ? `.${decimal[1]}` : ""}`);
  return Number.isFinite(value) && compact.length <= 15 ? value : null;
}
