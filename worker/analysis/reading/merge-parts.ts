import type { Evidence, FacetValue } from "../../contract/findings.ts";
import type { Facet } from "../../contract/template.ts";
import type { ResultRow } from "../job.ts";
import { foldLabel } from "../labels/labels.ts";

/** What was answered about one part, with where its messages stand in the content. */
export interface AnsweredPart {
  row: ResultRow;
  places: readonly number[];
}

/** An answer that does not say how sure it is. */
const unsaid = 0.5;
const longestList = 60;

/**
 * The answers about the parts of one content as one, always the same from the same. Words are chosen by how surely they
 * were said, in all parts together, the earlier where that is equal; numbers by their middle; lists are joined; texts and
 * summaries stand one after another; quotes keep their places. A part that failed makes the whole failed.
 */
export function mergeParts(parts: readonly AnsweredPart[], facets: readonly Facet[]): ResultRow {
  const rows = parts.map(({ row }) => row);
  const [first] = rows;
  if (first === undefined) throw new RangeError("a content has at least one part");
  if (rows.length === 1) return { ...first, evidence: evidenceOf(parts) };
  const failed = rows.find(({ status }) => status === "failed");
  const attempts = rows.reduce((most, row) => Math.max(most, row.attempts), 0);
  if (failed) return { ...failed, attempts };
  return {
    contentId: first.contentId,
    externalId: first.externalId,
    status: rows.some(({ status }) => status === "fallback") ? "fallback" : "done",
    facets: Object.fromEntries(facets.map((facet) => [facet.name, mergeFacet(facet, rows)])),
    sentiment: mergeSentiment(rows),
    confidence: mergeConfidence(rows),
    summary: joined(rows.map(({ summary }) => summary)),
    evidence: evidenceOf(parts),
    model: chosen(rows.map((row) => ({ value: row.model, weight: 1 }))) ?? first.model,
    attempts,
    error: null,
  };
}

function mergeFacet({ name, type }: Facet, rows: readonly ResultRow[]): FacetValue {
  const said = rows.map((row) => ({ value: row.facets[name] ?? null, weight: row.confidence ?? unsaid }));
  switch (type) {
    case "label":
    case "choice": {
      const words = said.filter(({ value }) => typeof value === "string");
      // "Other" says only that this part showed nothing.
      const telling = words.filter(
        ({ value }) => !/^(?:other|none|unknown|unclear|n\/a)$/.test(foldLabel(String(value))),
      );
      return chosen(
        (telling.length > 0 ? telling : words).map(({ value, weight }) => ({ value: String(value), weight })),
      );
    }
    case "boolean":
      return chosen(said.flatMap(({ value, weight }) => (typeof value === "boolean" ? [{ value, weight }] : [])));
    case "number":
      return chosen(said.flatMap(({ value, weight }) => (typeof value === "number" ? [{ value, weight }] : [])));
    case "score":
      return mean(said.flatMap(({ value, weight }) => (typeof value === "number" ? [{ value, weight }] : [])));
    case "text":
      return joined(said.map(({ value }) => (typeof value === "string" ? value : ""))) || null;
    case "list": {
      const list = new Map<string, string>();
      for (const { value } of said) {
        if (!Array.isArray(value)) continue;
        for (const word of value) if (!list.has(foldLabel(word))) list.set(foldLabel(word), word);
      }
      return [...list.values()].slice(0, longestList);
    }
  }
}

interface Weighed<Value> {
  value: Value;
  weight: number;
}

/** What was said most surely in all; the earlier of equals. */
function chosen<Value extends string | number | boolean>(said: Weighed<Value>[]): Value | null {
  const sums = new Map<Value, number>();
  for (const { value, weight } of said) sums.set(value, (sums.get(value) ?? 0) + weight);
  let best: Value | null = null;
  for (const [value, sum] of sums) if (best === null || sum > (sums.get(best) ?? 0) + 1e-9) best = value;
  return best;
}

/** Whole where all are whole: a scale of 1 to 5 has no 3.4. */
function mean(said: Weighed<number>[]): number | null {
  const weights = said.reduce((sum, { weight }) => sum + weight, 0);
  if (said.length === 0) return null;
  const average =
    weights > 0
      ? said.reduce((sum, { value, weight }) => sum + value * weight, 0) / weights
      : said.reduce((sum, { value }) => sum + value, 0) / said.length;
  return said.every(({ value }) => Number.isInteger(value)) ? Math.round(average) : Math.round(average * 100) / 100;
}

function mergeSentiment(rows: readonly ResultRow[]): string | null {
  const said = rows.flatMap(({ sentiment, confidence }) =>
    sentiment === null ? [] : [{ value: sentiment, weight: confidence ?? unsaid }],
  );
  const felt = said.filter(({ value }) => value !== "neutral");
  const kinds = new Set(felt.map(({ value }) => value));
  if (kinds.has("positive") && kinds.has("negative")) return "mixed";
  return chosen(felt.length > 0 ? felt : said);
}

function mergeConfidence(rows: readonly ResultRow[]): number | null {
  const said = rows.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  if (said.length === 0) return null;
  return Math.round((said.reduce((sum, one) => sum + one, 0) / said.length) * 1000) / 1000;
}

/** Each once, in their order; none is shortened. */
function joined(texts: string[]): string {
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ""))].join(" ");
}

/** Quotes with the places of their messages in the content; one that names no message of its part stays as it is, not verified. */
function evidenceOf(parts: readonly AnsweredPart[]): Evidence[] {
  return parts.flatMap(({ row, places }) =>
    row.evidence.map((evidence) => {
      const message = places[evidence.message];
      return message === undefined ? { ...evidence, verified: false } : { ...evidence, message };
    }),
  );
}
