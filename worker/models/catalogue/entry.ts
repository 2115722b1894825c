import type {
  Capability,
  DatedPrice,
  FieldGroup,
  Lifecycle,
  Modality,
  Provenance,
  TokenPrices,
} from "../../contract/model.ts";
import type { ImageFormula } from "../image-tokens.ts";
import type { Tokenizer } from "../tokens.ts";
import { type SourceId, sources } from "./sources.ts";

/** One model of the catalogue: facts alone, the same for every owner. Null always means: not known. */
export interface CatalogueModel {
  /** Where it is served, and its id there: `anthropic/claude-haiku-5-5`, `bedrock/amazon.nova-pro-v1:0`. */
  id: string;
  name: string;
  vendor: string;
  family: string;
  description: string;
  contextTokens: number | null;
  outputTokens: number | null;
  capabilities: Capability[] | null;
  modalities: { input: Modality[]; output: Modality[] } | null;
  maxImages: number | null;
  knowledgeCutoff: string | null;
  releasedAt: string | null;
  lifecycle: Lifecycle;
  priceList: DatedPrice[] | null;
  rateLimits: { requestsPerMinute: number | null; tokensPerMinute: number | null } | null;
  speed: { tokensPerSecond: number } | null;
  scores: { useCase: string; score: number }[] | null;
  provenance: Record<FieldGroup, Provenance | null>;
  /** How its text and its pictures become tokens, as far as that is known. */
  tokenizer: Tokenizer | null;
  imageTokens: ImageFormula | null;
  /** Other ids of the same model; dated and `-latest` ones are understood without. */
  aliases: string[];
  /** Bedrock: the price of each region's profile as a share of the one listed; a region that is not here has an unknown price. */
  regions: Record<string, number>;
}

/** What a catalogue file says of a model beside what holds for all of that file; the rest is not known. */
export interface EntryFields extends Partial<Omit<CatalogueModel, "provenance" | "lifecycle">> {
  id: string;
  name: string;
  vendor: string;
  family: string;
  description: string;
  lifecycle?: Partial<Lifecycle>;
  /** A source for each group of facts, or with a word on what is doubtful about it there. */
  from: Partial<Record<FieldGroup, SourceId | [source: SourceId, doubt: string] | undefined>>;
}

export function entry({ from, lifecycle, ...fields }: EntryFields): CatalogueModel {
  return {
    contextTokens: null,
    outputTokens: null,
    capabilities: null,
    modalities: null,
    maxImages: null,
    knowledgeCutoff: null,
    releasedAt: null,
    priceList: null,
    rateLimits: null,
    speed: null,
    scores: null,
    tokenizer: null,
    imageTokens: null,
    aliases: [],
    regions: {},
    ...fields,
    lifecycle: { state: "active", retiresAt: null, replacement: null, note: null, ...lifecycle },
    provenance: {
      limits: provenance(from.limits),
      prices: provenance(from.prices),
      lifecycle: provenance(from.lifecycle),
      dates: provenance(from.dates),
      capabilities: provenance(from.capabilities),
      rateLimits: null,
      speed: null,
      scores: null,
    },
  };
}

function provenance(from: SourceId | [SourceId, string] | undefined): Provenance | null {
  if (from === undefined) return null;
  const [id, doubt] = typeof from === "string" ? [from, null] : from;
  return { ...sources[id], doubt: doubt ?? sources[id].doubt };
}

/** Input, output, and where known cached input and what is written to the cache; dollars per million tokens. */
export type PriceRow = [
  input: number,
  output: number,
  cachedInput?: number | null | undefined,
  cacheWrite?: number | null | undefined,
];

/**
 * One price from the beginning on.
 * @param above further tiers: for calls with more input tokens than the number
 */
export function always(
  row: PriceRow,
  batchShare: number | null,
  ...above: [inputTokens: number, ...PriceRow][]
): DatedPrice[] {
  return [since(null, row, batchShare, ...above)];
}

export function since(
  from: string | null,
  row: PriceRow,
  batchShare: number | null,
  ...above: [inputTokens: number, ...PriceRow][]
): DatedPrice {
  const tiers = [
    { aboveInputTokens: 0, ...prices(row) },
    ...above.map(([aboveInputTokens, ...more]) => ({ aboveInputTokens, ...prices(more) })),
  ];
  return { from, tiers, batchShare };
}

function prices([input, output, cachedInput, cacheWrite]: PriceRow): TokenPrices {
  return { input, output, cachedInput: cachedInput ?? null, cacheWrite: cacheWrite ?? null };
}
