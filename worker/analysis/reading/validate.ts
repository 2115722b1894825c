import type { Message } from "../../contract/content.ts";
import type { Evidence, FacetValue } from "../../contract/findings.ts";
import { type ExtractItem, extractItemSchema, extractReplySchema, sentimentSchema } from "../../contract/reply.ts";
import type { Facet, Modules } from "../../contract/template.ts";
import type { KnownLabel } from "../../engines/ask.ts";
import { cleanLabel, cutAtGrapheme, foldLabel } from "../labels/labels.ts";
import { QuotedMessage, unescapeMarkup } from "./quote.ts";

/** Longest text value and summary that are kept, in characters. */
const longestText = 2_000;
const longestList = 20;
const longestQuote = 500;
/** Quotes looked at in one item. */
const mostQuotes = 60;

/** What was asked for, as far as a reply is checked against it. */
export interface Expected {
  facets: Facet[];
  known: Record<string, KnownLabel[]>;
  frozen: boolean;
  items: { id: string; messages: Message[] }[];
  /** What was not asked for is not kept, should a model say it all the same. */
  modules?: Pick<Modules, "summary" | "sentiment" | "evidence"> | undefined;
}

export interface ValidItem {
  facets: Record<string, FacetValue>;
  sentiment: string | null;
  confidence: number | null;
  summary: string;
  evidence: Evidence[];
}

/**
 * Checks a reply to `extract` item by item. Good rows are kept; an item that is missing, doubled, or has a facet
 * missing or malformed is left out with the reason and asked for again; rows for ids that were never given are ignored.
 */
export function validateExtract(
  reply: unknown,
  expected: Expected,
): { valid: Map<string, ValidItem>; bad: Map<string, string> } {
  const valid = new Map<string, ValidItem>();
  const bad = new Map<string, string>();
  const outer = extractReplySchema.safeParse(reply);
  const seen = new Map<string, number>();
  if (outer.success) {
    for (const raw of outer.data.items) {
      const item = extractItemSchema.safeParse(raw);
      if (!item.success) continue;
      const asked = expected.items.find((candidate) => candidate.id === item.data.id);
      if (!asked) continue;
      seen.set(asked.id, (seen.get(asked.id) ?? 0) + 1);
      const checked = checkItem(item.data, asked.messages, expected);
      if (typeof checked === "string") bad.set(asked.id, checked);
      else valid.set(asked.id, checked);
    }
  }
  for (const { id } of expected.items) {
    const times = seen.get(id) ?? 0;
    if (times === 0) bad.set(id, outer.success ? "missing from the reply" : "the reply was not the JSON asked for");
    else if (times > 1) bad.set(id, `answered ${times} times`);
    if (bad.has(id)) valid.delete(id);
  }
  return { valid, bad };
}

function checkItem(item: ExtractItem, messages: Message[], expected: Expected): ValidItem | string {
  const facets: Record<string, FacetValue> = {};
  for (const facet of expected.facets) {
    const said = Object.hasOwn(item.facets, facet.name) ? item.facets[facet.name] : undefined;
    const value = checkValue(said, facet, expected);
    if (value === undefined) return `facet ${facet.name}: not a valid ${facet.type}`;
    facets[facet.name] = value;
  }
  const asked = expected.modules ?? { summary: true, sentiment: true, evidence: true };
  const sentiment = sentimentSchema.safeParse(asked.sentiment ? item.sentiment : null);
  return {
    facets,
    sentiment: sentiment.success ? sentiment.data : null,
    confidence: item.confidence == null ? null : Math.min(1, Math.max(0, item.confidence)),
    summary: cutAtGrapheme(unescapeMarkup((asked.summary ? item.summary : null) ?? "").trim(), longestText),
    evidence: asked.evidence ? checkEvidence(item, messages, expected.facets) : [],
  };
}

/** The value as it is kept; undefined where it is not one. */
function checkValue(said: unknown, facet: Facet, expected: Expected): FacetValue | undefined {
  switch (facet.type) {
    case "label":
      return checkLabel(said, facet, expected);
    case "choice": {
      const folds = typeof said === "string" ? readingsOf(said).map(foldLabel) : [];
      return (facet.choices ?? []).find((choice) => folds.includes(foldLabel(choice)));
    }
    case "score": {
      const score = numberOf(said);
      return score !== null && score >= (facet.min ?? 1) && score <= (facet.max ?? 5) ? score : undefined;
    }
    case "number":
      if (said === null) return null;
      return numberOf(said) ?? undefined;
    case "boolean":
      if (typeof said === "boolean") return said;
      return said === "true" ? true : said === "false" ? false : undefined;
    case "text":
      if (said === null) return null;
      return typeof said === "string" ? cutAtGrapheme(unescapeMarkup(said).trim(), longestText) : undefined;
    case "list": {
      if (!Array.isArray(said)) return undefined;
      if (facet.choices?.length) return chosen(said, facet.choices).slice(0, longestList);
      const words = said.map(plainLabel).filter((word) => word !== null);
      return [...new Set(words)].slice(0, longestList);
    }
  }
}

/** What was said as it stands and without the escaping in which the prompt showed it: a model copies either. */
function readingsOf(said: string): string[] {
  return [...new Set([said, unescapeMarkup(said)])];
}

function plainLabel(said: unknown): string | null {
  return cleanLabel(typeof said === "string" ? unescapeMarkup(said) : said);
}

/** Of a closed list only its own words count, in their own spelling. */
function chosen(said: unknown[], choices: string[]): string[] {
  const words = said.filter((word) => typeof word === "string");
  const folds = new Set(words.flatMap(readingsOf).map(foldLabel));
  return choices.filter((choice) => folds.has(foldLabel(choice)));
}

function checkLabel(said: unknown, facet: Facet, expected: Expected): string | undefined {
  const label = plainLabel(said);
  if (label === null || typeof said !== "string") return undefined;
  const folds = readingsOf(said)
    .flatMap((reading) => cleanLabel(reading) ?? [])
    .map(foldLabel);
  const labels = expected.known[facet.name] ?? [];
  const known =
    labels.find((candidate) => folds.includes(foldLabel(candidate.label))) ??
    labels.find((candidate) => candidate.folded?.some((word) => folds.includes(foldLabel(word))));
  if (known) return known.label;
  return expected.frozen && foldLabel(label) !== "other" ? undefined : label;
}

function numberOf(said: unknown): number | null {
  const value = typeof said === "string" && said.trim() !== "" ? Number(said) : said;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A quote that does not stand verbatim in its message is kept, as not verified; it is never asked for again. */
function checkEvidence(item: ExtractItem, messages: Message[], facets: Facet[]): Evidence[] {
  const names = new Set(facets.map((facet) => facet.name));
  const quoted = new Map<number, QuotedMessage>();
  return (item.evidence ?? [])
    .filter((evidence) => names.has(evidence.facet) && evidence.quote.trim() !== "")
    .slice(0, mostQuotes)
    .map(({ facet, message, quote }) => {
      const content = messages[message]?.content;
      const where = quoted.get(message) ?? (content === undefined ? null : new QuotedMessage(content));
      if (where) quoted.set(message, where);
      const found = where?.find(quote) ?? null;
      return { facet, message, quote: cutAtGrapheme(found ?? quote, longestQuote), verified: found !== null };
    });
}
