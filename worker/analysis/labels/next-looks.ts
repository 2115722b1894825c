import { estimateTokenCount } from "tokenx";
import type { ModelLimits } from "../../engines/ask.ts";
import type { CountedLabel } from "../job.ts";
import { type Look, weighPairs } from "./label-votes.ts";
import { countOf, headOf, membersOf, reduceTo, type Settlement, settleLabels } from "./settle-labels.ts";

/** What is known of the labels of one facet that are to be reconciled. */
export interface Reconciling {
  labels: CountedLabel[];
  looks: Look[];
  limits: ModelLimits;
  /** Most labels wanted in the end; null for any number. */
  target: number | null;
  /** The number of the round that would come next. */
  round: number;
}

/** One question to come. */
export interface NewLook {
  labels: CountedLabel[];
  target: number | null;
}

/** What one question may hold: labels, tokens of their lines, and the share of the answer that each may need. */
const labelsPerQuestion = 400;
const tokensPerQuestion = 12_000;
const answerTokensPerLabel = 30;
/** What reconciling one facet may take: rounds after which what is likely stands, and questions in all. */
const mostRounds = 24;
const mostLooks = 60;
const mostTargetRounds = 4;

/**
 * What is asked next about the labels of a facet; nothing once a round has changed nothing, no pair is undecided and
 * every two labels that are left have been seen together. The labels of the first round are cut into parts by the
 * alphabet, those of the second by their last words, then by lot, each half of a part meeting another half each time.
 * What two looks agree on is shown as one label from then on, so that parts shrink until one holds all that is left.
 */
export function nextLooks({ labels, looks, limits, target, round }: Reconciling): NewLook[] {
  if (labels.length < 2) return [];
  const settled = settleLabels(labels, looks);
  const room = mostLooks - looks.length;
  const strict =
    round < mostRounds && room > 0 && !isSettled(settled, labels, looks) ? partsOf(settled, looks, limits, round) : [];
  if (strict.length > 0) return strict.slice(0, room);
  return target === null ? [] : targetParts(settled, looks, limits, target, round);
}

function isSettled(settled: Settlement, labels: CountedLabel[], looks: Look[]): boolean {
  const strict = looks.filter(({ target }) => target === null);
  if (strict.length === 0 || settled.undecided.length > 0 || unmetPairs(settled) > 0) return false;
  const rounds = [...new Set(strict.map(({ round }) => round))].sort((a, b) => b - a);
  // Who was found to contradict itself is asked once more than who was not.
  const quiet = contradictory(settled) ? 2 : 1;
  const since = rounds[quiet - 1];
  if (since === undefined) return false;
  const before = settleLabels(
    labels,
    strict.filter(({ round }) => round < since),
  );
  return before.families.every((family, place) => family === settled.families[place]);
}

/** Are there two labels that one look put together and another did not? */
function contradictory({ labels, looks }: Settlement): boolean {
  const alone = labels.map((_, place) => place);
  return weighPairs(alone, looks).some(({ same, apart }) => same > 0 && apart > 0);
}

/** Pairs of cores of which no look has ever seen a member each. */
export function unmetPairs({ cores, looks }: Pick<Settlement, "cores" | "looks">): number {
  const numbers = new Map([...membersOf(cores).keys()].map((core, number) => [core, number]));
  const size = numbers.size;
  const met = new Uint8Array(size * size);
  let unmet = (size * (size - 1)) / 2;
  for (const { shown } of looks) {
    const seen = [...new Set(shown.map((place) => numbers.get(cores[place] ?? place) ?? 0))].sort((a, b) => a - b);
    for (const [index, a] of seen.entries()) {
      for (let other = index + 1; other < seen.length; other++) {
        const at = a * size + (seen[other] ?? 0);
        if (met[at] === 1) continue;
        met[at] = 1;
        unmet -= 1;
      }
    }
  }
  return unmet;
}

/** A core as it is shown, with the key that keeps it beside those it may belong to. */
interface Unit {
  label: CountedLabel;
  share: number;
  kin: number;
}

function unitsOf(settled: Settlement, clusterOf: number[], limits: ModelLimits): Unit[] {
  const { labels, looks, families, undecided, cores } = settled;
  const kinOf = new Map<number, number>();
  const root = (cluster: number): number => {
    let at = cluster;
    for (let next = kinOf.get(at); next !== undefined && next !== at; next = kinOf.get(at)) at = next;
    return at;
  };
  for (const { a, b } of undecided) {
    const [low, high] = [root(families[a] ?? a), root(families[b] ?? b)].sort((x, y) => x - y);
    if (low !== undefined && high !== undefined && low !== high) kinOf.set(high, low);
  }
  return [...membersOf(clusterOf)].flatMap(([cluster, members]) => {
    const head = labels[headOf(members, labels, looks)];
    if (!head) return [];
    const label = { ...head, count: countOf(members, labels) };
    return { label, share: shareOf(label, limits), kin: root(families[cores[cluster] ?? cluster] ?? cluster) };
  });
}

/** The share of a question that a label takes. */
function shareOf({ label, count, description }: CountedLabel, limits: ModelLimits): number {
  const budget = Math.max(1, Math.min(tokensPerQuestion, limits.contextTokens / 2));
  return Math.max(
    1 / labelsPerQuestion,
    (estimateTokenCount(`${label} · ${count} · ${description}`) + 1) / budget,
    answerTokensPerLabel / Math.max(1, limits.outputTokens),
  );
}

const whole = 1 + 1e-9;

function partsOf(settled: Settlement, looks: Look[], limits: ModelLimits, round: number): NewLook[] {
  const units = unitsOf(settled, settled.cores, limits);
  const asked = (part: Unit[]): NewLook => ({ labels: shuffled(part, round).map(({ label }) => label), target: null });
  if (units.reduce((sum, { share }) => sum + share, 0) <= whole) return [asked(units)];
  const passed = new Set(looks.map((look) => look.round)).size;
  if (passed < 2) return cut(units, passed === 0 ? byAlphabet : byLastWord, whole).map(asked);
  const blocks = cut(units, byLot, whole / 2);
  return pairing(blocks.length, passed - 2).map(([a, b]) => asked([...(blocks[a] ?? []), ...(blocks[b] ?? [])]));
}

/** Later rounds show the same labels in another order: a second opinion, not an echo. */
function shuffled(part: Unit[], round: number): Unit[] {
  const key = round === 0 ? byAlphabet : ({ label }: Unit) => hashOf(`${round} ${label.label}`);
  return part.toSorted((a, b) => compare(key(a), key(b)) || compare(a.label.label, b.label.label));
}

const byAlphabet = ({ label }: Unit): string => label.label;
const byLastWord = ({ label }: Unit): string => label.label.toLowerCase().split(/\s+/u).toReversed().join(" ");
const byLot = ({ label }: Unit): number => hashOf(label.label);

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Cuts units into lists of at most so large a share, kin in one list as long as they fit. */
function cut(units: Unit[], keyOf: (unit: Unit) => string | number, most: number): Unit[][] {
  const ordered = units.toSorted((a, b) => compare(keyOf(a), keyOf(b)) || compare(a.label.label, b.label.label));
  const kin = Map.groupBy(ordered, (unit) => unit.kin);
  const parts: Unit[][] = [];
  let part: Unit[] = [];
  let filled = 0;
  const close = () => {
    if (part.length > 0) parts.push(part);
    part = [];
    filled = 0;
  };
  for (const family of kin.values()) {
    const size = family.reduce((sum, { share }) => sum + share, 0);
    if (size <= most && filled + size > most) close();
    for (const unit of family) {
      if (part.length > 0 && filled + unit.share > most) close();
      part.push(unit);
      filled += unit.share;
    }
  }
  close();
  return parts;
}

/** Who meets whom in this turn of a tournament in which everybody meets everybody; one of an odd number rests. */
function pairing(players: number, turn: number): [number, number][] {
  const seats = players + (players % 2);
  const circle = seats - 1;
  const at = (seat: number) => (seat === 0 ? circle : (seat - 1 + turn) % circle);
  return Array.from({ length: seats / 2 }, (_, seat): [number, number] => [at(seat), at(seats - 1 - seat)]).filter(
    ([a, b]) => a < players && b < players,
  );
}

function targetParts(
  settled: Settlement,
  looks: Look[],
  limits: ModelLimits,
  target: number,
  round: number,
): NewLook[] {
  const asked = looks.filter((look) => look.target !== null);
  const reached = reduceTo(settled, looks, target);
  const left = membersOf(reached).size;
  const rounds = [...new Set(asked.map((look) => look.round))].sort((a, b) => a - b);
  if (left <= target || rounds.length >= mostTargetRounds || round >= mostRounds + mostTargetRounds) return [];
  const last = rounds.at(-1);
  if (last !== undefined) {
    const before = reduceTo(
      settled,
      looks.filter((look) => look.target === null || look.round < last),
      target,
    );
    if (membersOf(before).size === left) return [];
  }
  const units = unitsOf(settled, reached, limits);
  return cut(units, byAlphabet, whole).map((part) => ({
    labels: shuffled(part, round).map(({ label }) => label),
    target: Math.max(1, Math.round((target * part.length) / units.length)),
  }));
}

/** FNV-1a: the same for the same text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
