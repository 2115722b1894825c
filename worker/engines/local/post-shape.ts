import type { Facet } from "../../contract/template.ts";
import type { FacetAnswer } from "./answer.ts";
import type { Reading, Sentence } from "./reading.ts";
import { shorten } from "./shorten.ts";
import type { Signals } from "./signals.ts";

/*
 * How a post is made, by its shape: how it begins, what it lists, what it holds back. Patterns are English; elsewhere
 * punctuation, digits and lines tell what they can.
 */

interface Shape {
  named: RegExp;
  /** Of the first sentence alone, or of the whole text. */
  of: "hook" | "text";
  /** All of them, one behind another: never one pattern with gaps, which a hostile text could make slow. */
  shows: RegExp[];
}

const teaser =
  /nobody (talks|tells)|no one (talks|tells)|you won.t believe|here.s (why|what|the)|what happened next|the (real )?(secret|reason|truth)|little.known|guess what|turns out|wait (for|until|till)/i;
const later =
  /(stay|read|watch|stick around) (until|till|to) the end|part (two|three|2|3|ii)|more (on that|about that) (in a|later|soon)|i.ll (tell|show) you (later|at the end|in a)|follow (me )?for (part|more)|to be continued|tomorrow i.ll|keep (reading|watching)/i;
const listed = /(^|\n)\s*(\d{1,2}[.):]|[-*•✅👉➡])\s*\S/u;

const shapes: Shape[] = [
  // Hooks.
  { named: /^question/i, of: "hook", shows: [/[?？؟]\s*$/] },
  {
    named: /^(number|statistic|list)/i,
    of: "hook",
    shows: [/^\W*\d{1,3}\b|\b\d{1,3} (ways|things|tips|lessons|reasons|steps|mistakes|rules|habits)\b|\d\s?%/i],
  },
  {
    named: /^(bold claim|contrarian|hot take|provocation)/i,
    of: "hook",
    shows: [
      /\b(stop|never|always|is dead|is a lie|is wrong|unpopular opinion|hot take|overrated|worst|everyone is|you don.t need)\b/i,
    ],
  },
  {
    named: /^story/i,
    of: "hook",
    shows: [
      /\b(i (was|quit|lost|got|had|started|met|left|failed|moved)|years? ago|last (year|week|month|night)|when i was|one day|yesterday)\b/i,
    ],
  },
  { named: /^curiosity( gap)?$/i, of: "hook", shows: [teaser] },
  {
    named: /^direct address|^you$/i,
    of: "hook",
    shows: [/^\W*(hey|dear|to (all|every)|attention|if you|are you|your?)\b/i],
  },
  {
    named: /^(news|announcement)/i,
    of: "hook",
    shows: [
      /\b(announc\w+|launch\w*|breaking|new:|now available|introducing|released?|today we|we.re (proud|excited|thrilled))\b/i,
    ],
  },
  // Frameworks.
  {
    named: /curiosity stack|open loops?/i,
    of: "text",
    shows: [teaser, /[?？]|here.s|but (first|that|then)|turns out/i],
  },
  { named: /retention loop/i, of: "text", shows: [later] },
  {
    named: /problem.agitat|^pas$/i,
    of: "text",
    shows: [
      /\b(struggl\w+|tired of|problem|pain|frustrat\w+|hate)\b/i,
      /\b(worse|cost(s|ing)? you|and then|still|every (day|time))\b/i,
      /\b(solution|here.s how|fix(es|ed)?|that.s why|so (i|we) (built|made)|instead)\b/i,
    ],
  },
  {
    named: /before.after/i,
    of: "text",
    shows: [
      /\b(before|used to|back then|(one|two|three|five|ten|\d+) (years?|months?|weeks?) ago)\b/i,
      /\b(now|today|after)\b/i,
    ],
  },
  { named: /^listicle|^list( post)?$/i, of: "text", shows: [listed, listed, listed] },
  {
    named: /^how.?to|tutorial/i,
    of: "text",
    shows: [/\bhow to\b|\bstep (one|1)\b|\bfirst,/i, /\b(then|next|second|step (two|2)|2[.)])\b/i],
  },
  {
    named: /^story arc|narrative/i,
    of: "text",
    shows: [
      /\b(when i|one day|years? ago|last (year|week|month|night))\b/i,
      /\b(then|finally|suddenly|in the end|that.s when)\b/i,
    ],
  },
  {
    named: /contrarian/i,
    of: "text",
    shows: [
      /\b(unpopular opinion|hot take|everyone (says|thinks|tells)|most people (think|believe)|contrary to|stop (doing|using|telling)|is overrated)\b/i,
    ],
  },
  {
    named: /social proof|testimonial/i,
    of: "text",
    shows: [
      /\b(customers? (love|say)|clients?|testimonial\w*|reviews?|\d[\d,.]*k?\+? (people|users|customers|students|followers|downloads)|trusted by|helped \w+)\b/i,
    ],
  },
  // Purposes.
  {
    named: /^promot|advert/i,
    of: "text",
    shows: [
      /\b(buy|sale|discount|% off|link in bio|order now|pre.?order|sign up|available now|use code|shop now|giveaway)\b/i,
    ],
  },
  {
    named: /^ask$|question to/i,
    of: "text",
    shows: [/[?？]\s*(#\S+\s*)*$|what do you think|does anyone|anyone know|any (advice|tips|recommendations)/i],
  },
  {
    named: /^inform|educat|news/i,
    of: "text",
    shows: [/https?:\/\/|\b(report|study|according to|learn|explained|guide|update|announc\w+)\b/i],
  },
  { named: /^entertain|humou?r|^fun/i, of: "text", shows: [/\b(lol|lmao|haha+|funny|meme|joke)\b|😂|🤣/iu] },
  {
    named: /^complain|rant/i,
    of: "text",
    shows: [/\b(worst|terrible|awful|ridiculous|fed up|sick of|unacceptable|why (is|does|do) .{1,40} so)\b/i],
  },
  {
    named: /^personal/i,
    of: "text",
    shows: [
      /\b(my (life|mom|mum|dad|wife|husband|family|birthday|kids?|son|daughter|friends?|dog|cat)|i feel|i.m so (happy|proud|sad|grateful))\b/i,
    ],
  },
];

/** How plainly the text has the shape that a choice is called after, with where it shows. */
export function shapeOf(choice: string, reading: Reading): FacetAnswer["source"] {
  const opening = openingOf(reading);
  if (!opening) return null;
  const text = reading.messages
    .map(({ content }) => content)
    .join("\n")
    .slice(0, 20_000);
  for (const { named, of, shows } of shapes) {
    if (!named.test(choice.trim())) continue;
    if (follows(of === "hook" ? opening.text.trim() : text, shows)) return { sentence: opening, at: opening.start };
  }
  return null;
}

/** Do all of them stand in the text, each behind the one before? */
function follows(text: string, patterns: RegExp[]): boolean {
  let rest = text;
  for (const pattern of patterns) {
    const found = pattern.exec(rest);
    if (!found) return false;
    rest = rest.slice(found.index + Math.max(1, found[0].length));
  }
  return true;
}

/** Do a facet's name and description ask how a post is made? */
export function asksShape({ name, description }: Facet): boolean {
  return /\b(hook|post|caption|framework|reader|tweet|video|creator)/i.test(`${name} ${description}`);
}

/** The first sentence that says something. */
export function openingOf(reading: Reading): Sentence | null {
  return reading.sentences.find(({ text }) => /[\p{L}\p{N}]/u.test(text)) ?? null;
}

const selfIntroduction =
  /\b(as an? [\p{L} -]{3,40}|i.m an? [\p{L} -]{3,40}|i am an? [\p{L} -]{3,40}|i.ve (been|spent|worked|built|run|coached|helped)|i (built|founded|run|coach|teach|work as|started)|my (company|startup|team|clients|business)|in my \d+ years|after \d+ years|years of experience)\b/iu;

/** Where the author says who he is and out of which experience he speaks. */
export function selfOf(reading: Reading): Sentence | null {
  return reading.sentences.find(({ house, text }) => !house && selfIntroduction.test(text)) ?? null;
}

/** How likely words are to be passed on, 0..1: by what is known to catch, counted. Figures of the post are not looked at. */
export function virality(signals: Signals): { share: number; source: FacetAnswer["source"] } {
  const { reading, mood } = signals;
  const opening = openingOf(reading);
  if (!opening) return { share: 0, source: null };
  const hooks = shapes.filter(({ of, shows }) => of === "hook" && follows(opening.text.trim(), shows)).length;
  const text = reading.messages
    .map(({ content }) => content)
    .join("\n")
    .slice(0, 20_000);
  const points =
    Math.min(2, hooks) +
    (Math.abs(mood.polarity) > 0.4 && mood.words > 1 ? 1 : 0) +
    (listed.test(text) ? 0.5 : 0) +
    (/\b(share|tag|retweet|repost|save this|send this)\b/i.test(text) ? 0.5 : 0) +
    (later.test(text) || teaser.test(text) ? 0.5 : 0);
  return { share: Math.min(1, points / 4.5), source: { sentence: opening, at: opening.start } };
}

/** The mark before a point of a list. */
const mark = /^\s*(\d{1,2}[.):]|[-*•✅👉➡])\s*/u;

/** Does a line begin here that is a point of a list? "1. Be early" may be cut behind its number, so lines count. */
function beginsPoint(content: string, start: number): boolean {
  const before = content.slice(Math.max(0, start - 1), start);
  return (start === 0 || before === "\n") && mark.test(lineAt(content, start));
}

function lineAt(content: string, start: number): string {
  const end = content.indexOf("\n", start);
  return content.slice(start, end < 0 ? start + 1_000 : Math.min(end, start + 1_000));
}

/** What a reader takes away: listed points first, else sentences that advise. At most `most`, each a short line. */
export function takeaways(
  reading: Reading,
  most: number,
  longest: number,
): { values: string[]; source: FacetAnswer["source"] } {
  const own = reading.sentences.filter(({ house }) => !house);
  const points = own.filter(({ message, start }) => beginsPoint(reading.messages[message]?.content ?? "", start));
  const advice = own.filter(({ text }) =>
    /\b(lesson|remember|the key|takeaway|you (should|need to|don.t need)|never|always|don.t|make sure|learn(ed|t)?|matters|means that|is not about|start|stop)\b/i.test(
      text,
    ),
  );
  const chosen = (points.length > 1 ? points : advice).slice(0, most);
  const values = chosen.map(({ message, start, text }) => {
    const line = lineAt(reading.messages[message]?.content ?? "", start);
    return shorten((points.length > 1 ? line : text).replace(mark, ""), longest);
  });
  const [first] = chosen;
  return {
    values: [...new Set(values.filter((value) => value !== ""))],
    source: first ? { sentence: first, at: first.start } : null,
  };
}
