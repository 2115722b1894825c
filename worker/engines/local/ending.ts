import { type Closing, houseClosings, opinionClosings, personClosings } from "./ending-words.ts";
import { buildLexicon, findHits } from "./lexicon.ts";
import type { Reading, Sentence } from "./reading.ts";

/** How a conversation may end. */
export type Ending = "Resolved" | "Unresolved" | "Escalated" | "Abandoned" | "Follow-up needed";

export interface EndingFound {
  value: Ending;
  weight: number;
  sentence: Sentence;
  at: number;
}

const houseLexicon = buildLexicon(houseClosings);
const personLexicon = buildLexicon(personClosings);
const opinionLexicon = buildLexicon(opinionClosings);

const asking = /[?？؟]/;
/** Turns of the house, counted from the end, that tell how it ended; what it said before is the way there. */
const houseTurnsRead = 3;
/** How much the last, the last but one … turn of the house counts. */
const fading = [1, 0.6, 0.35];

/** Among how many turns in which the house says more than goodbye a plain word on success or failure is looked for. */
const verdictTurns = 2;
const verdictWeight = 1.6;

/** One turn: what one side says until the other speaks, or until its next message. */
interface Turn {
  house: boolean;
  sentences: Sentence[];
}

/**
 * How the conversation ended, most likely ending first; empty where only one side speaks and nothing tells. Read from
 * its end: what the person says last, what the house does about it, and which question nobody answers any more.
 */
export function endingsOf(reading: Reading): EndingFound[] {
  const turns = turnsOf(reading.sentences);
  const house = turns.filter((turn) => turn.house);
  const own = turns.filter((turn) => !turn.house);
  const last = turns.at(-1);
  if (!last || house.length === 0 || own.length === 0) return [];
  const tally = new Map<Ending, EndingFound>();
  const add = (value: Ending, weight: number, sentence: Sentence | undefined, at?: number): void => {
    if (!sentence || weight <= 0) return;
    const known = tally.get(value);
    if (!known) tally.set(value, { value, weight, sentence, at: at ?? sentence.start });
    else known.weight += weight;
  };
  const said = readHouse(house, add);
  readPerson(own, last, said, add);
  readSilence(turns, said, add);
  return [...tally.values()].sort((a, b) => b.weight - a.weight);
}

function turnsOf(sentences: Sentence[]): Turn[] {
  const turns: Turn[] = [];
  let message = -1;
  for (const sentence of sentences) {
    const open = turns.at(-1);
    if (open && (sentence.message === message || (!sentence.house && !open.house))) open.sentences.push(sentence);
    else turns.push({ house: sentence.house, sentences: [sentence] });
    message = sentence.message;
  }
  return turns;
}

type Add = (value: Ending, weight: number, sentence: Sentence | undefined, at?: number) => void;

interface HouseSaid {
  /** Of the last turn of the house. */
  last: Set<Closing>;
  /** What came of the matter, as it says where it last speaks of it; null where it does not say so plainly. */
  verdict: "succeeded" | "failed" | null;
}

function readHouse(house: Turn[], add: Add): HouseSaid {
  const verdict = verdictOf(house);
  const said: HouseSaid = { last: new Set(), verdict: verdict?.means ?? null };
  if (verdict) add(verdict.means === "failed" ? "Unresolved" : "Resolved", verdictWeight, verdict.sentence, verdict.at);
  for (const [back, turn] of house.slice(-houseTurnsRead).reverse().entries()) {
    const fade = fading[back] ?? 0;
    const met = new Map<Closing, { sentence: Sentence; at: number }>();
    for (const sentence of turn.sentences) {
      const hits = findHits(houseLexicon, sentence.tokens, sentence.text, sentence.start);
      const opinion = findHits(opinionLexicon, sentence.tokens, sentence.text, sentence.start).length > 0;
      for (const { means, start } of hits) {
        // "I have passed on your comment" leaves the matter where it is.
        const closing = means === "handover" && opinion ? "pending" : means;
        if (!met.has(closing)) met.set(closing, { sentence, at: start });
      }
    }
    for (const [closing, { sentence, at }] of met) {
      if (back === 0) said.last.add(closing);
      // "Submitted; somebody will knock at three": the team that comes is the service itself.
      const served = turn === verdict?.turn && verdict.means === "succeeded";
      if (closing === "handover" && !served) add("Escalated", 3 * Math.sqrt(fade), sentence, at);
      if (closing === "pending") {
        add("Unresolved", 1.5 * fade, sentence, at);
        add("Follow-up needed", 1.4 * fade, sentence, at);
      }
      if (closing === "refused") add("Unresolved", 0.6 * fade, sentence, at);
      if (closing === "done") add("Resolved", 0.8 * fade, sentence, at);
    }
  }
  return said;
}

interface Verdict {
  means: "succeeded" | "failed";
  turn: Turn;
  sentence: Sentence;
  at: number;
}

/** Read from the last turns in which the house says more than goodbye; where a turn says both, the later word counts. */
function verdictOf(house: Turn[]): Verdict | null {
  let telling = 0;
  for (const turn of house.toReversed()) {
    if (takesLeave(turn)) continue;
    let last: Verdict | null = null;
    for (const sentence of turn.sentences) {
      for (const { means, start } of findHits(houseLexicon, sentence.tokens, sentence.text, sentence.start)) {
        if (means === "succeeded" || means === "failed") last = { means, turn, sentence, at: start };
      }
    }
    telling += 1;
    if (last || telling === verdictTurns) return last;
  }
  return null;
}

function takesLeave({ sentences }: Turn): boolean {
  return sentences.every(
    ({ tokens, text, start, contentWords }) =>
      contentWords === 0 ||
      findHits(houseLexicon, tokens, text, start).some(({ means }) => means === "farewell" || means === "more"),
  );
}

/** "I've changed my mind" – "Anything else?" – "No, thanks." */
function gaveUpIn(turn: Turn | undefined): { sentence: Sentence; at: number } | undefined {
  for (const sentence of turn?.sentences ?? []) {
    const hits = findHits(personLexicon, sentence.tokens, sentence.text, sentence.start);
    const hit = hits.find(({ means }) => means === "gaveUp");
    if (hit) return { sentence, at: hit.start };
  }
  return undefined;
}

function readPerson(own: Turn[], last: Turn, house: HouseSaid, add: Add): void {
  const [turn, before] = own.slice(-2).reverse();
  if (!turn) return;
  const met = new Map<Closing, { sentence: Sentence; at: number }>();
  for (const sentence of turn.sentences) {
    for (const { means, start } of findHits(personLexicon, sentence.tokens, sentence.text, sentence.start))
      met.set(means, { sentence, at: start });
    if (/👍|👌|🙏|😊|❤/u.test(sentence.text)) met.set("accepted", { sentence, at: sentence.start });
  }
  const closing = turn.sentences.at(-1);
  const speaksLast = last === turn;
  const works = met.get("works");
  const accepted = met.get("accepted");
  const waits = met.get("waits");
  const discontent = met.get("discontent");
  const gaveUp = works || house.verdict === "succeeded" ? undefined : (met.get("gaveUp") ?? gaveUpIn(before));
  const failed = house.verdict === "failed";
  // What works for the person after all outweighs what the house could not do.
  if (works) add("Resolved", 1.6 + (failed ? verdictWeight : 0), works.sentence, works.at);
  if (waits) add("Unresolved", 0.9, waits.sentence, waits.at);
  if (discontent) add("Unresolved", speaksLast ? 2 : 1, discontent.sentence, discontent.at);
  else if (gaveUp) add("Unresolved", 1.8, gaveUp.sentence, gaveUp.at);
  // Whoever is told that there is none says thanks as well.
  else if (accepted) add("Resolved", failed ? 0.3 : speaksLast ? 1.3 : 0.7, accepted.sentence, accepted.at);
  // A question that nobody answered any more.
  if (speaksLast && closing && asking.test(closing.text) && !accepted) add("Unresolved", 1.3, closing);
  if (!speaksLast && !house.last.has("nudge")) {
    // The house had the last word: it answered, unless it said that it has no answer.
    const open = house.last.has("pending") || house.last.has("handover");
    if (!open && !failed && !gaveUp) add("Resolved", 0.7, last.sentences[0]);
  } else if (speaksLast && !discontent && !failed && !gaveUp) add("Resolved", 0.5, closing);
}

/** The house asked, and asks again, and nobody is there. */
function readSilence(turns: Turn[], said: HouseSaid, add: Add): void {
  const last = turns.at(-1);
  if (!last?.house) return;
  const before = turns.at(-2);
  const question = [...last.sentences, ...(before?.house ? before.sentences : [])].find((sentence) =>
    asking.test(sentence.text),
  );
  if (said.last.has("nudge")) add("Abandoned", before?.house ? 2.4 : 1.4, last.sentences[0]);
  if (before?.house) add("Abandoned", question ? 1.6 : 0.8, question ?? last.sentences[0]);
  else if (question && !said.last.has("more") && !said.last.has("done") && endsAsking(last))
    add("Abandoned", 1.5, question);
}

function endsAsking(turn: Turn): boolean {
  return turn.sentences.slice(-2).some((sentence) => asking.test(sentence.text));
}

const names: [Ending, RegExp][] = [
  [
    "Abandoned",
    /abandon|dropped|drop.?off|hung up|hang.?up|disconnected|no (reply|response|answer)|stopped (answering|responding)|unanswered|abgebrochen|sans reponse|sin respuesta|離脱|放棄|放弃|중단/i,
  ],
  [
    "Escalated",
    /escal|transferred|^(live |human )?agent$|(human|live) agent|to an? (agent|person|human)|handed (over|off|on)|passed on|forwarded|weitergeleitet|eskalier|transf[eé]r|inoltrat|encaminhad|引き継|転送|升级|转接|이관/i,
  ],
  [
    "Follow-up needed",
    /follow.?up|pending|waiting|in progress|call.?back|offene? nachfrage|en attente|en cours|pendiente|in attesa|pendente|保留|対応中|待处理|보류/i,
  ],
  [
    "Unresolved",
    /unresol|unsol|not (yet )?(re)?sol|not (fixed|closed|done)|^open$|fail|ungel[öo]st|nicht gel|^offen$|non r[eé]solu|no resuelt|sin resolver|irrisolt|non risolt|n[ãa]o resolv|onopgelost|未解決|未解决|미해결/i,
  ],
  [
    "Resolved",
    /resol|self.?serv|contained|solved|fixed|closed|complete|success|done|gel[öo]st|erledigt|r[eé]solu|r[eé]gl[eé]|resuelt|risolt|opgelost|解決|解决|해결|완료/i,
  ],
];

/** The ending that a choice is called after; null where it names none: "won", "refunded". */
export function endingNamed(choice: string): Ending | null {
  const text = choice.replace(/[_-]+/g, " ").trim();
  return names.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** What to take for an ending that is not asked for. */
const endingInstead: Record<Ending, Ending[]> = {
  Resolved: [],
  // A bot that neither served nor handed over has lost its caller.
  Unresolved: ["Follow-up needed", "Abandoned"],
  Escalated: ["Follow-up needed", "Unresolved"],
  Abandoned: ["Unresolved"],
  "Follow-up needed": ["Unresolved"],
};

/**
 * The likeliest of the endings that are asked for, or the nearest to it; null where the conversation ended in none.
 * Whoever asks how a conversation ended takes it from here, so that no two answers about one ending contradict.
 */
export function endingAmong(
  asked: ReadonlySet<Ending>,
  found: EndingFound[],
): { value: Ending; lead: number; found: EndingFound } | null {
  // A follow-up is only told from the rest where it is asked for.
  const [best, second] = found.filter(({ value }) => value !== "Follow-up needed" || asked.has(value));
  const value = best && [best.value, ...endingInstead[best.value]].find((ending) => asked.has(ending));
  return best && value ? { value, lead: best.weight - (second?.weight ?? 0), found: best } : null;
}
