import type { Emptiness } from "../../contract/empty-words.ts";
import type { Insight } from "../../contract/reply.ts";
import type { Facet } from "../../contract/template.ts";
import type { JobData, Tally } from "../job-data.ts";
import { type AskedKey, emptinessOf, filterFor, isTelling, keysOf, nameOf, valueWords, wordsFor } from "./asked-key.ts";
import { tailChance } from "./tail-chance.ts";

/** What chance would bring about more rarely than this, over all that was looked at, is worth saying (Bonferroni). */
const surprise = 0.01;
/** Fewer contents than this never rise and are never unusual: a handful is chance. */
const fewestHits = 8;
/** Each half needs so many contents with a time. */
const fewestInHalf = 30;
/** What rises or stands out is at least this much more frequent than it would be. */
const leastRise = 1.5;
const leastLift = 2;
const dayMilliseconds = 86_400_000;
const mostOfKind = 4;
/** Of the words that say nothing, how many are shown. */
const silentNamed = 3;
const contentsPerInsight = 8;

interface Counted {
  key: AskedKey;
  rows: Tally[];
}
type Draft = Omit<Insight, "contentIds"> & { having: { key: AskedKey; value: string }[]; since: number | null };

/** What the counts show by themselves: what is common, what rises, what meets more often than chance lets it. */
export async function countInsights(
  facets: Facet[],
  data: Pick<JobData, "span" | "tally" | "pairs" | "having">,
): Promise<Insight[]> {
  const { answered: contents, first, last } = await data.span();
  if (contents === 0) return [];
  const isLong = first !== null && last !== null && last - first >= 2 * dayMilliseconds;
  const middle = isLong ? startOfDay(first + (last - first) / 2) : null;
  const counted: Counted[] = [];
  for (const key of keysOf(facets)) counted.push({ key, rows: await data.tally(key, middle) });
  const drafts = [
    ...commonIn(counted, contents),
    ...mostlySilent(counted, contents),
    ...(middle === null ? [] : risingIn(counted, middle)),
    ...(await unusualIn(counted, contents, data)),
  ];
  const insights: Insight[] = [];
  for (const { having, since, ...draft } of drafts) {
    insights.push({ ...draft, contentIds: await data.having(having, since, contentsPerInsight) });
  }
  return insights;
}

/** Halves part at midnight (UTC), so that a filter by day gives the same contents. */
function startOfDay(time: number): number {
  return Math.ceil(time / dayMilliseconds) * dayMilliseconds;
}

function commonIn(counted: Counted[], contents: number): Draft[] {
  return counted
    .flatMap(({ key, rows }): Draft[] => {
      const [first, second] = rows.filter(({ value }) => emptinessOf(key, value) === null);
      const silent = silentIn({ key, rows });
      // One language, one mood: that is no finding; nor is a first place that is shared.
      if (!first || first.count === second?.count || (!second && silent.length === 0)) return [];
      const before = second ? `before ${wordsFor(key, second.value)} with ${number(second.count)}` : "";
      const beside = silent.map(({ how, count }) => `${number(count)} ${silentWords[how]}`).join(", ");
      return [
        {
          kind: "common",
          title: `${wordsFor(key, first.value)} is the most common ${nameOf(key)}`,
          detail: `${number(first.count)} of ${number(contents)} contents (${percent(first.count, contents)})${before === "" ? "" : `, ${before}`}${beside === "" ? "" : `; ${beside}`}.`,
          numbers: [
            { label: valueWords(key, first.value), value: first.count },
            ...(second ? [{ label: valueWords(key, second.value), value: second.count }] : []),
            ...silent.map(({ how, count }) => ({ label: silentWords[how], value: count })),
            { label: "contents", value: contents },
          ],
          filter: filterFor(key, first.value),
          having: [{ key, value: first.value }],
          since: null,
        },
      ];
    })
    .slice(0, mostOfKind);
}

const silentWords: Record<Emptiness, string> = {
  unsaid: "say nothing about it",
  none: "have none",
  other: "fit none of the words there are",
};

interface Silent {
  rows: Tally[];
  count: number;
  how: Emptiness;
}

/** Of one question: the answers that say nothing, added up; apart from them those that fit no word. */
function silentIn({ key, rows }: Counted): Silent[] {
  // A language that is not known is no finding.
  if (key.by === "language") return [];
  const ways: Emptiness[][] = [["unsaid", "none"], ["other"]];
  return ways.flatMap((hows) => {
    const found = rows.filter(({ value }) => hows.some((how) => how === emptinessOf(key, value)));
    const [only = "unsaid", ...others] = new Set(found.map(({ value }) => emptinessOf(key, value)));
    if (found.length === 0) return [];
    // Whoever says that there is none and whoever does not say have in common that nothing is said.
    const how = others.length === 0 ? (only ?? "unsaid") : "unsaid";
    return [{ rows: found, count: found.reduce((sum, { count }) => sum + count, 0), how }];
  });
}

/** Where more than half say nothing that is worth a statement of its own. */
function mostlySilent(counted: Counted[], contents: number): Draft[] {
  return counted
    .flatMap(({ key, rows }): Draft[] => {
      const silent = silentIn({ key, rows }).find(({ count }) => 2 * count > contents);
      const [most, ...others] = silent?.rows ?? [];
      if (!silent || !most) return [];
      const name = nameOf(key);
      const titles: Record<Emptiness, string> = {
        unsaid: `Most contents say nothing about ${name}`,
        none: `Most contents have no ${name}`,
        other: `Most contents fit no ${name} there is a word for`,
      };
      const words = silent.rows.slice(0, silentNamed).map((row) => `${wordsFor(key, row.value)} ${number(row.count)}`);
      return [
        {
          kind: "common",
          title: titles[silent.how],
          detail: `${number(silent.count)} of ${number(contents)} contents (${percent(silent.count, contents)}): ${words.join(", ")}${silent.rows.length > silentNamed ? " and others" : ""}.`,
          numbers: [
            { label: silentWords[silent.how], value: silent.count },
            ...silent.rows.slice(0, silentNamed).map(({ value, count }) => ({ label: value, value: count })),
            { label: "contents", value: contents },
          ],
          // A filter knows one value.
          ...(others.length === 0 ? { filter: filterFor(key, most.value) } : {}),
          having: [{ key, value: most.value }],
          since: null,
        },
      ];
    })
    .slice(0, mostOfKind);
}

/** Against all others: where everything doubles nothing rises. */
function risingIn(counted: Counted[], middle: number): Draft[] {
  const telling = ({ key, rows }: Counted): Tally[] => rows.filter(({ value }) => isTelling(key, value));
  const looked = counted.reduce((sum, one) => sum + telling(one).length, 0);
  const found: { chance: number; draft: Draft }[] = [];
  for (const { key, rows } of counted) {
    const earlier = rows.reduce((sum, row) => sum + row.earlier, 0);
    const later = rows.reduce((sum, row) => sum + row.later, 0);
    if (earlier < fewestInHalf || later < fewestInHalf) continue;
    for (const row of telling({ key, rows })) {
      const rise = row.later / later / Math.max(row.earlier / earlier, 1 / earlier);
      if (row.later < fewestHits || rise < leastRise) continue;
      const chance = tailChance(row.later, row.earlier + row.later, later / (earlier + later));
      if (chance * looked > surprise) continue;
      const from = new Date(middle).toISOString().slice(0, 10);
      found.push({
        chance,
        draft: {
          kind: "rising",
          title: `${capital(nameOf(key))} ${wordsFor(key, row.value)} rises`,
          detail: `${number(row.later)} of ${number(later)} contents (${percent(row.later, later)}) since ${from}, ${number(row.earlier)} of ${number(earlier)} (${percent(row.earlier, earlier)}) before.`,
          numbers: [
            { label: `${valueWords(key, row.value)}, later half`, value: row.later },
            { label: "contents, later half", value: later },
            { label: `${valueWords(key, row.value)}, earlier half`, value: row.earlier },
            { label: "contents, earlier half", value: earlier },
          ],
          chance: chance * looked,
          filter: { ...filterFor(key, row.value), from },
          having: [{ key, value: row.value }],
          since: middle,
        },
      });
    }
  }
  return surest(found);
}

/** Two values that meet more often than their counts let them, of the first facet and each other. */
async function unusualIn(
  [first, ...others]: Counted[],
  contents: number,
  data: Pick<JobData, "pairs">,
): Promise<Draft[]> {
  if (!first) return [];
  const counts = new Map(first.rows.map(({ value, count }) => [value, count]));
  const met = [];
  for (const other of others) {
    if (other.rows.length < 2) continue;
    const pairs = await data.pairs(first.key, other.key);
    met.push({ other, pairs: pairs.filter(({ a, b }) => isTelling(first.key, a) && isTelling(other.key, b)) });
  }
  const looked = met.reduce((sum, { pairs }) => sum + pairs.length, 0);
  const found: { chance: number; draft: Draft }[] = [];
  for (const { other, pairs } of met) {
    const otherCounts = new Map(other.rows.map(({ value, count }) => [value, count]));
    for (const { a, b, count } of pairs) {
      const [ofA, ofB] = [counts.get(a) ?? 0, otherCounts.get(b) ?? 0];
      if (count < fewestHits || ofA === 0 || ofB === 0) continue;
      const lift = count / ofA / (ofB / contents);
      const chance = tailChance(count, ofA, ofB / contents);
      if (lift < leastLift || chance * looked > surprise) continue;
      found.push({
        chance,
        draft: {
          kind: "unusual",
          title: `${wordsFor(first.key, a)} goes with ${nameOf(other.key)} ${wordsFor(other.key, b)}`,
          detail: `${number(count)} of ${number(ofA)} (${percent(count, ofA)}), where ${number(ofB)} of all ${number(contents)} contents (${percent(ofB, contents)}) have it.`,
          numbers: [
            { label: "with both", value: count },
            { label: valueWords(first.key, a), value: ofA },
            { label: `${nameOf(other.key)} ${valueWords(other.key, b)}`, value: ofB },
            { label: "contents", value: contents },
          ],
          chance: chance * looked,
          // A filter knows one facet.
          ...(other.key.by === "facet" ? {} : { filter: { ...filterFor(other.key, b), ...filterFor(first.key, a) } }),
          having: [
            { key: first.key, value: a },
            { key: other.key, value: b },
          ],
          since: null,
        },
      });
    }
  }
  return surest(found);
}

function surest(found: { chance: number; draft: Draft }[]): Draft[] {
  return found
    .sort((a, b) => a.chance - b.chance || (a.draft.title < b.draft.title ? -1 : 1))
    .slice(0, mostOfKind)
    .map(({ draft }) => draft);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const number = (value: number): string => value.toLocaleString("en-US");

function percent(part: number, whole: number): string {
  const share = whole > 0 ? (100 * part) / whole : 0;
  return share > 0 && share < 1 ? "under 1%" : `${Math.round(share)}%`;
}
