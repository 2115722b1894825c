import type { NameClustersReply } from "../../contract/reply.ts";
import type { NameClustersQuestion } from "../ask.ts";
import { notEnoughText } from "./answer.ts";
import { brokenRule } from "./audit-names.ts";
import type { Intent } from "./intent.ts";
import type { Phrase } from "./key-phrases.ts";
import { commonLabel, labelNames, listed, longestName, lowerFirst, namesOfParts, saysNothing } from "./listed-names.ts";
import { shorten } from "./shorten.ts";
import { type Signals, signalsOf } from "./signals.ts";
import { stem } from "./stems.ts";
import { foldWord, tokenize } from "./tokens.ts";

type Cluster = NameClustersQuestion["clusters"][number];

/** Share of members that must be of one intent for it to name the cluster by itself. */
const clearMajority = 0.5;
const membersRead = 40;
/** Members read between two pauses: about a millisecond's work. */
const membersAtOnce = 10;
/** The longest beginning that counts as a label. */
const longestLabel = 60;
/** Share of the contents that have a phrase in which it must stand as a thing to be one. */
const thingShare = 0.2;
/** Share of members that must have a thing for it to name a cluster whose members fit nowhere. */
const enoughForName = 0.25;
/** "Ninety nine" of the patients is nobody's matter. */
const numbersOnly =
  /^((one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(thir|four|fif|six|seven|eigh|nine)teen|(twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion)s?[ -]?)+$/i;

/** Names each cluster by what its members say more than the outsiders do; one that no safe words are left for gets none. */
export async function nameClusters(
  question: NameClustersQuestion,
  pause: () => Promise<void>,
): Promise<NameClustersReply> {
  const clusters: NameClustersReply["clusters"] = [];
  const taken = new Map<string, number>();
  const read: ReadCluster[] = [];
  for (const cluster of question.clusters) {
    read.push(await readCluster(cluster, pause));
  }
  const isThing = thingsIn(read);
  for (const cluster of read) {
    const found = [...namesOfParts(cluster.parts), ...namesOf(cluster, isThing)];
    // A name that an audit would stumble over is none: the next best that holds nothing personal stands in its place.
    const names = (found.length > 0 ? found : [notEnoughText]).filter((name) => brokenRule(name) === undefined);
    await pause();
    const about = names.find((name) => !taken.has(name.toLowerCase())) ?? repeatable(names);
    if (about === undefined) continue;
    const name = taken.has(about.toLowerCase()) ? numbered(about, taken) : about;
    taken.set(name.toLowerCase(), 1);
    clusters.push({ id: cluster.id, name, description: describe(cluster.texts, about) });
  }
  return { clusters };
}

/** A member begins with its label where it has one: "Refund request. The kettle …". */
interface Member {
  label: string;
  /** What it says apart from its label. */
  body: Signals;
  /** Of all its words, but of a label that says nothing. */
  intent: Intent | null;
}

interface ReadCluster {
  id: string;
  texts: string[];
  members: Member[];
  contrast: Member[];
  handles: Set<string>;
  /** Names of the clusters that it holds, the largest first. */
  parts: string[];
}

async function readCluster(
  { id, members, contrast, parts = [] }: Cluster,
  pause: () => Promise<void>,
): Promise<ReadCluster> {
  return {
    id,
    texts: members,
    members: await readMembers(members, pause),
    contrast: await readMembers(contrast, pause),
    handles: handlesIn(members),
    parts,
  };
}

async function readMembers(texts: string[], pause: () => Promise<void>): Promise<Member[]> {
  const members: Member[] = [];
  for (const [index, text] of texts.slice(0, membersRead).entries()) {
    members.push(readMember(text));
    if (index % membersAtOnce === membersAtOnce - 1) await pause();
  }
  return members;
}

function readMember(text: string): Member {
  const before = text.slice(0, Math.max(0, text.indexOf(". "))).trim();
  const label = before.length <= longestLabel ? before : "";
  const body = readText(label === "" ? text : text.slice(text.indexOf(". ") + 2));
  const whole = label === "" || saysNothing(label) ? body : readText(text);
  return { label, body, intent: whole.ontology.best };
}

/** Whether a phrase is a thing, as all the texts of a question show: what is sometimes one may still be a verb. */
function thingsIn(clusters: ReadCluster[]): (phrase: Phrase) => boolean {
  const met = new Map<string, { contents: number; things: number }>();
  for (const { body } of clusters.flatMap(({ members, contrast }) => [...members, ...contrast])) {
    for (const { key, thing } of body.phrases) {
      const known = met.get(key) ?? { contents: 0, things: 0 };
      met.set(key, { contents: known.contents + 1, things: known.things + Number(thing) });
    }
  }
  return ({ key }) => {
    const { contents = 0, things = 0 } = met.get(key) ?? {};
    return things > 0 && things >= contents * thingShare;
  };
}

/** Names in order of preference; none where there is too little text. */
function namesOf(cluster: ReadCluster, isThing: (phrase: Phrase) => boolean): string[] {
  const { members, contrast, handles } = cluster;
  const labels = labelNames(members.map(({ label }) => label));
  const [intent] = shares(members, intentLabel, contrast);
  const phrasesWhere = (may: (phrase: Phrase) => boolean): Share[] =>
    shares(members, ({ body }) => phraseNames(body, handles, may), contrast).filter(
      ({ share }) => share * members.length >= 2 || members.length === 1,
    );
  const things = phrasesWhere(isThing);
  const all = phrasesWhere(() => true);
  const [thing, other] = distinct(things);
  /** The label with what says more than it does: a thing before any other words. */
  const closer = (label: string): string[] =>
    [things, all].flatMap((from) => {
      const more = from.find(({ value }) => !overlap(label, value));
      return more === undefined ? [] : [`${label}: ${lowerFirst(more.value)}`];
    });
  const names = [...labels.telling];
  if (intent && intent.share >= clearMajority) {
    if (intent.outside < intent.share * 0.6) names.push(intent.value);
    names.push(...closer(intent.value).slice(0, 1), intent.value);
  }
  for (const label of labels.common.slice(0, 1)) names.push(...closer(label));
  const [empty] = labels.empty;
  // Most fit nowhere: a word that few of them say would be the name of those few.
  if (empty !== undefined && !(thing && thing.share >= enoughForName))
    names.push(empty, ...(empty === notEnoughText ? [] : closer(empty)));
  // Only things are joined: "successfully scheduled" and "play trivia" are the name of nothing.
  if (thing && other) names.push(listed([thing.value, other.value]));
  if (thing) names.push(thing.value);
  if (intent && intent.share >= commonLabel) names.push(...closer(intent.value));
  names.push(...all.slice(0, 1).map(({ value }) => value));
  if (intent) names.push(intent.value, ...closer(intent.value));
  return [...new Set(names.map((name) => shorten(name, longestName)))];
}

function readText(text: string): Signals {
  return signalsOf([{ role: "user", content: text }], "und");
}

/** Words that stand as somebody's handle in one of the members; without the sign before them they look like any other. */
function handlesIn(members: string[]): Set<string> {
  const handles = members.flatMap((member) => member.match(/(?<![\p{L}\p{N}])[@＠][\p{L}\p{N}_.]+/gu) ?? []);
  return new Set(handles.flatMap((handle) => tokenize(handle).map(({ word }) => word)));
}

/** The name that is given a second time, with a number: one that says something before one that does not. */
function repeatable(names: string[]): string | undefined {
  return names.find((name) => name !== notEnoughText) ?? names[0];
}

function numbered(name: string, taken: Map<string, number>): string {
  let count = 2;
  while (taken.has(`${name} (${count})`.toLowerCase())) count += 1;
  return `${name} (${count})`;
}

function intentLabel({ intent }: Member): string[] {
  return intent && intent.score > 0.6 ? [intent.label] : [];
}

function phraseNames(signals: Signals, handles: Set<string>, may: (phrase: Phrase) => boolean): string[] {
  return signals.phrases
    .filter((phrase) => !phrase.proper && phrase.name.length <= 40 && may(phrase) && !saysNothing(phrase.name))
    .map((phrase) => phrase.name)
    .filter((name) => !numbersOnly.test(name))
    .filter((name) => handles.size === 0 || !name.split(" ").some((word) => handles.has(foldWord(word))));
}

interface Share {
  value: string;
  share: number;
  outside: number;
  score: number;
}

/** What the members have, ranked by how common it is among them and how rare outside. */
function shares(members: Member[], valuesIn: (member: Member) => string[], contrast: Member[]): Share[] {
  const inside = countEach(members, valuesIn);
  const outside = countEach(contrast, valuesIn);
  return [...inside]
    .map(([value, count]) => {
      const share = count / Math.max(1, members.length);
      const out = (outside.get(value) ?? 0) / Math.max(1, contrast.length);
      const words = value.split(" ").length;
      return {
        value,
        share,
        outside: out,
        score: share * Math.log((share + 0.05) / (out + 0.05) + 1) * (words > 1 ? 1.4 : 1),
      };
    })
    .sort((a, b) => b.score - a.score || (a.value < b.value ? -1 : 1));
}

function countEach(contents: Member[], valuesIn: (member: Member) => string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const content of contents) {
    for (const value of new Set(valuesIn(content))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** The first two that share no word, in whatever form. */
function distinct([first, ...rest]: Share[]): [Share | undefined, Share | undefined] {
  if (first === undefined) return [undefined, undefined];
  return [first, rest.slice(0, 20).find(({ value }) => !overlap(first.value, value))];
}

function stemsOf(name: string): string[] {
  return tokenize(name).map(({ word }) => stem(word.replace(/'s$/, "")));
}

function overlap(a: string, b: string): boolean {
  const known = stemsOf(a);
  return stemsOf(b).some((word) => known.includes(word));
}

function describe(members: string[], about: string): string {
  if (about === notEnoughText) return "Contents with too little text to describe.";
  // A number or an address in the quote would cost the cluster its name when names are audited.
  const quotes = members.map((member) => shorten(member, 120));
  const example = quotes.find((quote) => brokenRule(quote) === undefined) ?? "";
  return example === ""
    ? `Contents about ${lowerFirst(about)}.`
    : `Contents about ${lowerFirst(about)}, such as “${example}”.`;
}
