import { emptyAnswer } from "../../contract/empty-answer.ts";
import type { Emptiness } from "../../contract/empty-words.ts";
import type { Insight } from "../../contract/reply.ts";
import type { Facet } from "../../contract/template.ts";
import type { JobData, Tally, TallyKey } from "../job-data.ts";
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
const facetsCounted = 6;
const contentsPerInsight = 8;

interface Counted {
  key: TallyKey;
  rows: Tally[];
}
type Draft = Omit<Insight, "contentIds"> & { having: { key: TallyKey; value: string }[]; since: number | null };

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

function keysOf(facets: Facet[]): TallyKey[] {
  const countable = facets.filter(({ type }) => type === "label" || type === "choice" || type === "boolean");
  const first = countable.toSorted((a, b) => Number(b.type === "label") - Number(a.type === "label"));
  return [
    ...first.slice(0, facetsCounted).map(({ name }): TallyKey => ({ by: "facet", facet: name })),
    { by: "language" },
    { by: "sentiment" },
  ];
}

function commonIn(counted: Counted[], contents: number): Draft[] {
  return counted
    .flatMap(({ key, rows }): Draft[] => {
      const [first, second] = rows.filter(({ value }) => emptinessOf(key, value) === null);
      const silent = silentIn({ key, rows });
      // One language, one mood: that is no finding; nor is a first place that is shared.
      if (!first || first.count === second?.count || (!second && !silent)) return [];
      const before = second ? `before ${wordsFor(key, second.value)} with ${number(second.count)}` : "";
      const beside = silent ? `${number(silent.count)} ${silentWords[silent.how]}` : "";
      return [
        {
          kind: "common",
          title: `${wordsFor(key, first.value)} is the most common ${nameOf(key)}`,
          detail: `${number(first.count)} of ${number(contents)} contents (${percent(first.count, contents)})${before === "" ? "" : `, ${before}`}${beside === "" ? "" : `; ${beside}`}.`,
          numbers: [
            { label: valueWords(key, first.value), value: first.count },
            ...(second ? [{ label: valueWords(key, second.value), value: second.count }] : []),
            ...(silent ? [{ label: silentWords[silent.how], value: silent.count }] : []),
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

/** Of one question: the answers that say nothing, added up; null where there are none. */
function silentIn({ key, rows }: Counted): { rows: Tally[]; count: number; how: Emptiness } | null {
  const silent = rows.filter(({ value }) => emptinessOf(key, value) !== null);
  const [most] = silent;
  if (!most) return null;
  const kinds = new Set(silent.map(({ value }) => emptinessOf(key, value)));
  // Whoever says that there is none and whoever does not say have in common that nothing is said.
  const how = kinds.size === 1 ? emptinessOf(key, most.value) : null;
  return { rows: silent, count: silent.reduce((sum, { count }) => sum + count, 0), how: how ?? "unsaid" };
}

/** Where more than half say nothing that is worth a statement of its own. */
function mostlySilent(counted: Counted[], contents: number): Draft[] {
  return counted
    .flatMap(({ key, rows }): Draft[] => {
      const silent = silentIn({ key, rows });
      const [most, ...others] = silent?.rows ?? [];
      if (!silent || !most || 2 * silent.count <= contents) return [];
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

function emptinessOf(key: TallyKey, value: string): Emptiness | null {
  // Of moods the module has four words, none of them empty.
  return key.by === "sentiment" ? null : emptyAnswer(value, key.by === "facet" ? key.facet : "");
}

/** Against all others: where everything doubles nothing rises. */
function risingIn(counted: Counted[], middle: number): Draft[] {
  const looked = counted.reduce((sum, { rows }) => sum + rows.length, 0);
  const found: { chance: number; draft: Draft }[] = [];
  for (const { key, rows } of counted) {
    const earlier = rows.reduce((sum, row) => sum + row.earlier, 0);
    const later = rows.reduce((sum, row) => sum + row.later, 0);
    if (earlier < fewestInHalf || later < fewestInHalf) continue;
    for (const row of rows) {
      const rise = row.later / later / Math.max(row.earlier / earlier, 1 / earlier);
      if (row.later < fewestHits || rise < leastRise) continue;
      const chance = tailChance(row.later, row.earlier + row.later, later / (earlier + later));
      if (chance * looked > surprise) continue;
      const from = new Date(middle).toISOString().slice(0, 10);
      found.push({
        chance,
        draft: {
          kind: "rising",
          title: `${wordsFor(key, row.value)} rises`,
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
    if (other.rows.length > 1) met.push({ other, pairs: await data.pairs(first.key, other.key) });
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
          filter: { ...filterFor(other.key, b), ...filterFor(first.key, a) },
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

function filterFor(key: TallyKey, value: string): Record<string, string> {
  return key.by === "facet" ? { facet: key.facet, value } : { [key.by]: value };
}

function nameOf(key: TallyKey): string {
  return key.by === "facet" ? key.facet.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ") : key.by;
}

function valueWords(key: TallyKey, value: string): string {
  return key.by === "facet" && (value === "true" || value === "false") ? (value === "true" ? "yes" : "no") : value;
}

function wordsFor(key: TallyKey, value: string): string {
  return `“${valueWords(key, value)}”`;
}

const number = (value: number): string => value.toLocaleString("en-US");

function percent(part: number, whole: number): string {
  const share = whole > 0 ? (100 * part) / whole : 0;
  return share > 0 && share < 1 ? "under 1%" : `${Math.round(share)}%`;
}
