import type { Model } from "../contract/model.ts";
import type { ModelChoice } from "./choose-model.ts";
import { findModel } from "./find-model.ts";
import { imageTokens } from "./image-tokens.ts";
import { type BilledTokens, costOf } from "./price.ts";
import { scripts, tokenFactors } from "./tokens.ts";

/** A model as far as the most that one call can cost depends on it. */
export interface Dearest {
  model: string;
  /** Real tokens for each counted one, at worst. */
  tokenFactor: number;
  /** A picture of the size that costs most. */
  tokensOfAPicture: number;
  /** It is never asked to write more than this. */
  outputTokens: number;
  thinkingTokens: number;
  /** Dollars at a time (epoch ms); null where the price is unknown. */
  priceOf(usage: BilledTokens, at: number): number | null;
}

/** What one question carries, before it is put. */
export interface Carried {
  /** Tokens of its text as counted at import, schema included. */
  counted: number;
  pictures: number;
  /** Tokens that the reply may take; thinking not counted. */
  outputTokens: number;
}

/** A model that thinks writes that down too, and it counts as output. */
const thinkingTokens = 8_000;
/** What a vendor's own framing adds to a question: the fences of messages, the forced tool. */
const framingTokens = 400;
/** Spans hold most texts, not all. */
const margin = 1.1;
/** A picture where nobody knows how the model counts. */
const unknownPicture = 5_000;

export function thinkingTokensOf({ capabilities }: Pick<Model, "capabilities">): number {
  return capabilities?.includes("reasoning") ? thinkingTokens : 0;
}

export function dearestOf({ facts, provider, modelId, tokenizer, limits }: ModelChoice): Dearest {
  const factors = tokenFactors(tokenizer);
  const formula = provider === null ? null : (findModel(provider.type, modelId)?.model.imageTokens ?? null);
  // Large and square for those who count patches, narrow for those who count tiles after shrinking.
  const sizes = [4_096, 768].map((width) => (formula ? imageTokens(formula, width, width === 768 ? 2_048 : width) : 0));
  return {
    model: facts.id,
    tokenFactor: Math.max(...scripts.map((script) => factors[script].high)),
    tokensOfAPicture: formula ? Math.max(...sizes) : unknownPicture,
    outputTokens: limits.outputTokens,
    thinkingTokens: thinkingTokensOf(facts),
    priceOf: (usage, at) => costOf(usage, facts.priceList, at),
  };
}

/**
 * The most that one answer can cost, whoever of the models gives it: the question at the worst token factor, none of it
 * read from a cache and all of it perhaps written to one, and as many tokens written as are allowed.
 * @param at epoch ms
 * @returns dollars; null where a price is unknown
 */
export function mostOfCall(models: readonly Dearest[], carried: Carried, at: number): number | null {
  let most = 0;
  for (const model of models) {
    const text = carried.counted * model.tokenFactor * margin + framingTokens;
    const inputTokens = Math.ceil(text + carried.pictures * model.tokensOfAPicture);
    const outputTokens = Math.min(model.outputTokens, carried.outputTokens + model.thinkingTokens);
    const plain = { inputTokens, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens };
    const read = model.priceOf(plain, at);
    const written = model.priceOf({ ...plain, cacheWriteTokens: inputTokens }, at);
    if (read === null || written === null) return null;
    most = Math.max(most, read, written);
  }
  return most;
}

/** Answers that a call may come to, since one may break off and be billed all the same; the last may be a fallback's. */
export function answersOfCall(models: number): number {
  return models > 1 ? 3 : 2;
}

/** Hedging asks one more beside them. */
export function spareAnswers(hedge: boolean): number {
  return hedge ? 1 : 0;
}
