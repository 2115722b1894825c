import type { Facet } from "../../contract/template.ts";
import type { FacetAnswer } from "./answer.ts";
import { aspectOf } from "./aspect.ts";
import { choiceCue } from "./choice-cues.ts";
import { endingsOf } from "./ending.ts";
import { facetStems } from "./facet-words.ts";
import { negations } from "./sentiment-words.ts";
import { type Finding, type Signals, valuesOf } from "./signals.ts";

/** How many words before a term a negation may stand. */
const negationReach = 3;

/** Does the content say what the description asks? By outcome, urgency and feeling where it asks for them, else by its words. */
export function answerBoolean(facet: Facet, signals: Signals): FacetAnswer {
  const asked = `${facet.name.replace(/([a-z])([A-Z])/g, "$1 $2")} ${facet.description}`.toLowerCase();
  const { reading, mood } = signals;
  const told = answerTold(asked, signals);
  if (told) return told;
  if (/escalat|supervisor|manager|transfer(red)? to/.test(asked))
    return said(find("outcome", "Escalated", signals), 0.3);
  if (/follow.?up|call back|callback/.test(asked)) return said(find("outcome", "Follow-up needed", signals), 0.3);
  if (aspectOf(facet) === "outcome") {
    const ended = endingsOf(reading)[0] ?? valuesOf("outcome", reading)[0];
    const turned = /unresolved|not (resolved|solved)|unsolved|fail/.test(asked);
    const value = ended?.value === "Resolved";
    return { value: turned ? !value : value, strength: ended ? 0.55 : 0.2, source: ended ?? null };
  }
  if (/urgen|emergency|priority/.test(asked)) return said(find("urgency", "Urgent", signals), 0.4);
  if (/angry|frustrat|negative|unhappy|dissatisf|upset|complain|churn/.test(asked)) {
    return { value: mood.polarity < -0.15, strength: mood.words > 1 ? 0.55 : 0.3, source: ofMood(signals) };
  }
  if (/satisf|positive|happy|pleased|thank/.test(asked)) {
    return { value: mood.polarity > 0.15, strength: mood.words > 1 ? 0.55 : 0.3, source: ofMood(signals) };
  }
  return byWords(facet, signals);
}

/** Questions with words of their own that say yes to them; the words of the question itself would not. */
const tellTales: { asks: RegExp; choices: string[]; pattern?: RegExp }[] = [
  { asks: /refused|declined/, choices: ["refused"] },
  { asks: /red flags?|alarming sign/, choices: ["emergency"] },
  {
    asks: /call to action|asks its readers/,
    choices: [],
    pattern:
      /(?<!\w)(follow (me|us|for|@\w+)|which (one|of these)|what would you|your thoughts|share this|retweet|comment below|link in bio|sign up|subscribe|click|tag (a|someone|your)|buy|order now|check (it |this )?out|let me know|dm me|join us|vote|download|register|what do you think)\b/i,
  },
  {
    asks: /\bleaving\b|speaks of leaving/,
    choices: [],
    pattern:
      /\b(cancel(l?ing|led)? (my|our|the)|switch(ing|ed)? to|leav(e|ing) (you|for)|uninstall\w*|moving to|last straw|going back to)\b/i,
  },
];

function answerTold(asked: string, { reading }: Signals): FacetAnswer | null {
  const tale = tellTales.find(({ asks }) => asks.test(asked));
  if (!tale) return null;
  const cue = tale.choices.map((choice) => choiceCue(choice, reading.sentences)).find((found) => found !== null);
  if (cue) return { value: true, strength: 0.5, source: cue };
  const sentence = tale.pattern && reading.sentences.find(({ house, text }) => !house && tale.pattern?.test(text));
  if (sentence) return { value: true, strength: 0.5, source: { sentence, at: sentence.start } };
  return { value: false, strength: 0.3, source: null };
}

function find(vocabulary: "outcome" | "urgency", value: string, signals: Signals): Finding | null {
  return valuesOf(vocabulary, signals.reading).find((found) => found.value === value) ?? null;
}

function said(finding: Finding | null, otherwise: number): FacetAnswer {
  return finding
    ? { value: true, strength: 0.55, source: finding }
    : { value: false, strength: otherwise, source: null };
}

function ofMood(signals: Signals): FacetAnswer["source"] {
  const { sentence } = signals.mood;
  return sentence ? { sentence, at: sentence.start } : null;
}

/** True if one of the description's telling words is said without a negation before it. */
function byWords(facet: Facet, signals: Signals): FacetAnswer {
  let denied: Finding | null = null;
  let stated: Finding | null = null;
  let met = 0;
  const words = facetStems(facet);
  for (const word of words) {
    const found = signals.stems.get(word);
    if (!found) continue;
    met += 1;
    const index = found.sentence.tokens.findIndex((token) => token.start === found.at);
    const before = found.sentence.tokens.slice(Math.max(0, index - negationReach), Math.max(0, index));
    if (before.some((token) => negations.has(token.word))) denied = found;
    else if (!stated || found.weight > stated.weight) stated = found;
  }
  const share = words.length === 0 ? 0 : met / words.length;
  if (stated) return { value: true, strength: Math.min(0.6, 0.25 + 0.5 * share), source: stated };
  return { value: false, strength: denied ? 0.5 : 0.25, source: denied };
}
