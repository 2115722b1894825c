import type { NameClustersReply } from "../../contract/reply.ts";
import type { NameClustersQuestion } from "../ask.ts";
import { notEnoughText } from "./answer.ts";
import { brokenRule } from "./audit-names.ts";
import type { Intent } from "./intent.ts";
import { shorten } from "./shorten.ts";
import { type Signals, signalsOf } from "./signals.ts";

type Cluster = NameClustersQuestion["clusters"][number];

/** Share of members that must be of one intent for it to name the cluster by itself. */
const clearMajority = 0.5;
const membersRead = 40;
/** Share of members that must begin with the same label for it to stand in the name; and the longest that counts as one. */
const commonLabel = 0.3;
const longestLabel = 60;

/** Names each cluster by what its members say more than the outsiders do. */
export async function nameClusters(
  question: NameClustersQuestion,
  pause: () => Promise<void>,
): Promise<NameClustersReply> {
  const clusters: NameClustersReply["clusters"] = [];
  const taken = new Map<string, number>();
  for (const cluster of question.clusters) {
    const members = cluster.members.slice(0, membersRead).map(readText);
    const contrast = cluster.contrast.slice(0, membersRead).map(readText);
    const names = [...labelNames(cluster.members), ...namesFor(members, contrast)];
    const name =
      names.find((candidate) => !taken.has(candidate.toLowerCase())) ?? numbered(names[0] ?? notEnoughText, taken);
    taken.set(name.toLowerCase(), 1);
    clusters.push({ id: cluster.id, name, description: describe(cluster, names) });
    await pause();
  }
  return { clusters };
}

/** Members begin with their label where they have one ("Refund request. The kettle …"): the commonest names best. */
function labelNames(members: string[]): string[] {
  const counts = new Map<string, number>();
  for (const member of members) {
    const label = member.slice(0, Math.max(0, member.indexOf(". "))).trim();
    if (label !== "" && label.length <= longestLabel) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const common = [...counts]
    .filter(([, count]) => count >= Math.max(2, members.length * commonLabel))
    .sort(([a, inA], [b, inB]) => inB - inA || (a < b ? -1 : 1))
    .map(([label]) => label);
  const [first, second] = common;
  if (first === undefined) return [];
  return second === undefined ? [first] : [`${first} and ${lowerFirst(second)}`, first];
}

function readText(text: string): Signals {
  return signalsOf([{ role: "user", content: text }], "und");
}

function numbered(name: string, taken: Map<string, number>): string {
  let count = 2;
  while (taken.has(`${name} (${count})`.toLowerCase())) count += 1;
  return `${name} (${count})`;
}

/** Names in order of preference. */
function namesFor(members: Signals[], contrast: Signals[]): string[] {
  const [intent] = shares(members, (signals) => intentLabel(signals.ontology.best), contrast);
  const phrases = shares(members, phraseNames, contrast).filter(
    ({ share }) => share * members.length >= 2 || members.length === 1,
  );
  const [first, second] = distinct(phrases.map(({ value }) => value));
  const names: string[] = [];
  if (intent && intent.share >= clearMajority) {
    if (intent.outside < intent.share * 0.6) names.push(intent.value);
    if (first) names.push(joined(intent.value, first));
    names.push(intent.value);
  }
  if (first && second) names.push(`${first} and ${lowerFirst(second)}`);
  if (first) names.push(first);
  if (intent) names.push(intent.value);
  if (names.length === 0) return [notEnoughText];
  return [...new Set(names.map((name) => shorten(name, 70)))];
}

function intentLabel(intent: Intent | null): string[] {
  return intent && intent.score > 0.6 ? [intent.label] : [];
}

function phraseNames(signals: Signals): string[] {
  return signals.phrases.filter((phrase) => !phrase.proper && phrase.name.length <= 40).map((phrase) => phrase.name);
}

interface Share {
  value: string;
  share: number;
  outside: number;
  score: number;
}

/** What the members have, ranked by how common it is among them and how rare outside. */
function shares(members: Signals[], valuesIn: (signals: Signals) => string[], contrast: Signals[]): Share[] {
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

function countEach(contents: Signals[], valuesIn: (signals: Signals) => string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const signals of contents) {
    for (const value of new Set(valuesIn(signals))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** The first two that share no word. */
function distinct(names: string[]): [string | undefined, string | undefined] {
  const [first, ...rest] = names;
  if (first === undefined) return [undefined, undefined];
  const words = new Set(first.toLowerCase().split(" "));
  return [
    first,
    rest.slice(0, 20).find((name) =>
      name
        .toLowerCase()
        .split(" ")
        .every((word) => !words.has(word)),
    ),
  ];
}

function joined(intent: string, phrase: string): string {
  const known = intent.toLowerCase();
  return phrase
    .toLowerCase()
    .split(" ")
    .every((word) => known.includes(word))
    ? intent
    : `${intent}: ${lowerFirst(phrase)}`;
}

function lowerFirst(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

function describe(cluster: Cluster, names: string[]): string {
  // A number or an address in the quote would cost the cluster its name when names are audited.
  const quotes = cluster.members.map((member) => shorten(member, 120));
  const example = quotes.find((quote) => brokenRule(quote) === undefined) ?? "";
  const [about] = names;
  if (about === undefined || about === notEnoughText) return "Contents with too little text to describe.";
  return example === ""
    ? `Contents about ${lowerFirst(about)}.`
    : `Contents about ${lowerFirst(about)}, such as “${example}”.`;
}
