import { bestAmong, type Intent, type OntologyReading, type SubjectTally } from "./intent.ts";
import { candidateOf } from "./matching.ts";
import { type Signals, valuesOf } from "./signals.ts";
import { shopSubjects } from "./subjects-shop.ts";

/** The field that the contents of one stream come from. */
export interface HomeReading {
  /** Do they come from a shop or a subscription's support? */
  trade: boolean;
  /** Off-field subjects that so many contents are about that they belong to the house. */
  settled: ReadonlySet<string>;
}

/** Of no known field: everything is believed as it stands. */
export const anyHome: HomeReading = { trade: false, settled: new Set() };

const tradeSubjects = new Set(shopSubjects.map(({ id }) => id));
/** Every house has these, whatever its field. */
const anywhere = new Set(
  `app internet phone complaint feedback contact login password account charge bill payment directDebit refund
   rewards fraud identity discount`.split(/\s+/),
);

/** So many contents and known labels are asked at least, and so large a share of them must agree. */
const leastVotes = 8;
const agreement = 0.6;
/** An off-field subject is believed if it is named this often in one content, or in this share of the contents. */
const mentionsNeeded = 4;
const shareNeeded = 0.15;
const contentsNeeded = 3;

/**
 * Where the contents come from, by what they and the labels known so far are about. A shop's customer who says "room" or
 * "party" wants no room and no party; somebody who talks to an assistant about everything may.
 */
export function homeOf(read: OntologyReading[], labels: string[]): HomeReading {
  const met = read.flatMap(({ best }) => (best?.subject ? [best.subject.id] : []));
  // The labels that were coined on the way speak where the contents at hand are too few.
  const known = labels.flatMap((label) => [...candidateOf(label).meaning.subjects].slice(0, 1));
  const votes = [...met, ...(read.length < leastVotes ? known : [])].filter((id) => !anywhere.has(id));
  const agreeing = votes.filter((id) => tradeSubjects.has(id)).length;
  const counts = new Map<string, number>();
  for (const id of met) counts.set(id, (counts.get(id) ?? 0) + 1);
  const enough = Math.max(contentsNeeded, shareNeeded * read.length);
  return {
    trade: votes.length >= leastVotes && agreeing >= agreement * votes.length,
    settled: new Set([...counts].filter(([, count]) => count >= enough).map(([id]) => id)),
  };
}

/** What a shop calls a mishap of which only the kind is told. */
const mishaps = new Map([
  ["Damaged or faulty", "Damaged or faulty product"],
  ["Wrong item or amount", "Wrong item delivered"],
  ["Delay", "Delivery status"],
]);

/** What is wanted; in a shop an off-field subject only where it is named often enough. */
export function homelyIntent(signals: Signals, { trade, settled }: HomeReading): Intent | null {
  const { ontology } = signals;
  if (!trade) return ontology.best;
  const may = ({ subject: { id }, mentions, sentence }: SubjectTally): boolean => {
    // What the house names once is part of its answer.
    if (sentence.house && mentions === 1) return false;
    return tradeSubjects.has(id) || anywhere.has(id) || settled.has(id) || mentions >= mentionsNeeded;
  };
  const subject = ontology.best?.subject;
  const tally = subject && ontology.subjects.get(subject.id);
  const best = !tally || may(tally) ? ontology.best : bestAmong(ontology, may);
  const vague = !best || (best.subject === null && ["problem", "wrong", "status"].includes(best.action ?? ""));
  return (vague ? mishap(signals) : null) ?? best;
}

function mishap(signals: Signals): Intent | null {
  for (const { value, weight, sentence, at } of valuesOf("cause", signals.reading)) {
    const label = mishaps.get(value);
    if (label) return { subject: null, action: "problem", label, score: weight, clarity: 0.5, sentence, at };
  }
  return null;
}
