import type { Estimate, Options } from "../contract/analysis.ts";
import type { DatedPrice } from "../contract/model.ts";
import type { Template } from "../contract/template.ts";
import type { ModelLimits } from "../engines/ask.ts";
import { estimateCost } from "../models/estimate-cost.ts";
import type { Range, Script, TokenFactors } from "../models/tokens.ts";
import { type Embedder, estimateVectors } from "./clusters/estimate-vectors.ts";
import { wantsVectors } from "./clusters/wants-vectors.ts";
import { openFacets } from "./job.ts";
import { discoveryBatches } from "./plan.ts";
import { targetBatchSize } from "./reading/batch.ts";
import { discoveryTarget } from "./reading/discover.ts";

/** What there is to read, as measured at import. */
export interface Load {
  contents: number;
  /** Tokens by writing. */
  counted: Partial<Record<Script, number>>;
  images: number;
}

/** What of it was answered before: nothing is asked or paid for that. */
export interface Answered {
  load: Load;
  /** What people should know of the number; null where it is plain. */
  said: string | null;
}

const nothingAnswered: Answered = { load: { contents: 0, counted: {}, images: 0 }, said: null };

/** Who is to read it, as far as time and money depend on it. */
export interface Reader {
  model: string;
  limits: ModelLimits;
  factors: TokenFactors;
  /** Null where unknown. */
  prices: readonly DatedPrice[] | null;
  tokensOfAPicture: number;
  /** Tokens that each question carries beside its items, and those that come back for one item. */
  overheadTokens: number;
  replyTokens: number;
  /** Seconds a call takes: a fixed part, and for each item in it. */
  secondsPerCall: number;
  secondsPerItem: number;
  /** Where the figures come from, for people. */
  assumptions: string[];
}

const replySpread = { low: 0.6, high: 1.5 };
const timeSpread = { low: 0.7, high: 1.6 };
const closingReplyTokens = 300;
/** Two looks have to agree on what means the same; contradictions take more. */
const looksAtFacet = 2;
/** A call for vectors; a guess, nothing was measured. */
const secondsOfVectors = 1;
/** What reconciling, naming and summing up are shown beside the rules, each. */
const closingInputTokens = 1_500;

/** What a job will take, as ranges with their assumptions. */
export function estimate(
  load: Load,
  { facets, modules }: Pick<Template, "facets" | "modules">,
  options: Options,
  reader: Reader,
  now: number,
  answered: Answered = nothingAnswered,
  embedder: Embedder | null = null,
): Estimate {
  const { contents } = load;
  const open = contents - answered.load.contents;
  const first = discoveryTarget(contents, options.discovery);
  const rest = contents - first;
  const batchSize = targetBatchSize(rest || contents, options.streams, options.itemsPerStream, reader.limits);
  const discoverySize = targetBatchSize(first, discoveryBatches, options.itemsPerStream, reader.limits);
  // Answered ones stand anywhere: a batch is spared only where all of it was.
  const openFirst = Math.round((open * first) / Math.max(1, contents));
  const discoveryCalls = Math.min(openFirst, Math.ceil(first / discoverySize));
  const readingCalls = Math.min(open - openFirst, Math.ceil(rest / batchSize));
  const closingCalls = contents === 0 ? 0 : closingCallsOf(contents, facets, modules, options);
  const asked = discoveryCalls + readingCalls + closingCalls;
  const clustered = options.cluster && modules.clusters && wantsVectors(options, contents);
  const vectors = embedder && clustered ? estimateVectors(contents, embedder, now) : null;
  const calls = asked + (vectors?.calls ?? 0);
  const written = open * reader.replyTokens + closingCalls * closingReplyTokens;
  const toRead = without(load.counted, answered.load.counted);
  const counted = { ...toRead, latin: (toRead.latin ?? 0) + closingCalls * closingInputTokens };
  const reading = estimateCost(
    {
      counted,
      calls: asked,
      overheadTokens: reader.overheadTokens,
      imageTokens: (load.images - answered.load.images) * reader.tokensOfAPicture,
      outputTokens: { low: written * replySpread.low, mid: written, high: written * replySpread.high },
      cachedShare: 0,
      batch: false,
    },
    reader.factors,
    reader.prices,
    now,
  );
  const inputTokens = vectors ? addRanges(reading.inputTokens, vectors.inputTokens) : reading.inputTokens;
  const costUsd = costOfBoth(reading.costUsd, vectors);
  const chain = discoveryCalls + Math.ceil(readingCalls / options.streams);
  const readingSeconds = chain * reader.secondsPerCall + (reader.secondsPerItem * open) / Math.max(1, options.streams);
  const closingReply = (reader.secondsPerItem * closingReplyTokens) / Math.max(1, reader.replyTokens);
  const vectorSeconds = Math.ceil((vectors?.calls ?? 0) / options.streams) * secondsOfVectors;
  const seconds = readingSeconds + vectorSeconds + Math.min(4, closingCalls) * (reader.secondsPerCall + closingReply);
  const tokens = Object.values(load.counted).reduce((sum, part) => sum + part, 0);
  return {
    model: reader.model,
    calls,
    batchSize,
    inputTokens,
    outputTokens: reading.outputTokens,
    costUsd: costUsd && { low: toCents(costUsd.low), mid: toCents(costUsd.mid), high: toCents(costUsd.high) },
    costKnown: costUsd !== null,
    seconds: {
      low: toCents(seconds * timeSpread.low),
      mid: toCents(seconds),
      high: toCents(seconds * timeSpread.high),
    },
    cached: answered.load.contents,
    assumptions: [
      `about ${Math.round(tokens / Math.max(1, contents))} tokens a content, measured at import`,
      `about ${reader.replyTokens} tokens of answer for each content`,
      `discovery reads up to ${first} contents in sequence; the rest in ${options.streams} streams of ${batchSize}`,
      ...(load.images > 0 ? [`${load.images} pictures of about ${reader.tokensOfAPicture} tokens each`] : []),
      ...reader.assumptions,
      ...(vectors === null ? [] : [vectors.assumption]),
      ...(answered.said === null ? [] : [answered.said]),
      ...(open === 0 && closingCalls > 0
        ? ["no content is asked about again; time and cost are of agreeing on labels, naming clusters and summing up"]
        : []),
      "no content has to be asked for twice",
    ],
  };
}

/**
 * Reconciling each open facet, naming clusters, summing up: what the template, the options and the contents leave of it.
 * One content has one word a facet, and fewer than the smallest cluster make none.
 */
function closingCallsOf(
  contents: number,
  facets: Template["facets"],
  modules: Template["modules"],
  options: Options,
): number {
  const looks = options.freezeLabels || contents === 1 ? 0 : looksAtFacet * openFacets(facets).length;
  const clusters = options.cluster && modules.clusters && contents >= options.minClusterSize;
  return looks + (clusters ? 3 : 0) + (modules.insights ? 1 : 0);
}

function costOfBoth(reading: Range | null, vectors: { costUsd: Range | null } | null): Range | null {
  if (vectors === null || reading === null) return reading;
  return vectors.costUsd && addRanges(reading, vectors.costUsd);
}

function addRanges(a: Range, b: Range): Range {
  return { low: a.low + b.low, mid: a.mid + b.mid, high: a.high + b.high };
}

function without(all: Load["counted"], part: Load["counted"]): Load["counted"] {
  const left = { ...all };
  for (const script of ["latin", "cjk", "other"] as const) {
    if (left[script] !== undefined) left[script] = Math.max(0, left[script] - (part[script] ?? 0));
  }
  return left;
}

/** To a hundredth of a cent. */
function toCents(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
