import { estimateTokenCount } from "tokenx";
import type { Template } from "../contract/template.ts";
import type { ExtractQuestion } from "../engines/ask.ts";
import type { ModelView } from "../engines/gate/gate-link.ts";
import { promptFor } from "../engines/prompts/prompt.ts";
import type { ModelChoice } from "../models/choose-model.ts";
import { tokenFactors } from "../models/tokens.ts";
import type { Embedder } from "./clusters/estimate-vectors.ts";
import type { Reader } from "./estimate.ts";

/** The built-in engine's own pace, measured with the sample. */
const builtIn = { overheadTokens: 20, replyTokens: 120, secondsPerCall: 0.05, secondsPerItem: 0.03 };
const exact = { low: 1, mid: 1, high: 1 };
/** Before anything was measured: the wait for the first token, and tokens written a second. */
const firstTokenSeconds = 1.5;
const tokensPerSecond = 80;
/** What is allowed for a reply is more than what is written as a rule; a guess, no model was measured. */
const writtenShare = 0.45;
/** Answers from which on a model's pace counts as measured. */
const fewestSamples = 5;
/** A known label with its line. */
const tokensOfALabel = 6;
const knownLabels = 30;
/** What fences an item: its tags, ids, roles. */
const fenceTokens = 14;

/** What a template asks, with its own words. */
export type Asked = Pick<Template, "facets" | "modules"> & { prompts?: Template["prompts"] | undefined };

/**
 * The model as an estimate needs it: with what its gate has learned of its tokenizer and its pace, and the prompt that
 * this template would really send.
 * @param learned null where it has not been asked yet
 */
export function readerOf(choice: ModelChoice, template: Asked, learned: ModelView | null): Reader {
  const { facts, limits } = choice;
  if (choice.provider === null) {
    const factors = { latin: exact, cjk: exact, other: exact };
    return {
      model: facts.id,
      limits,
      factors,
      prices: facts.priceList,
      tokensOfAPicture: 0,
      ...builtIn,
      assumptions: [],
    };
  }
  const prompt = (items: number) => promptFor(emptyQuestion(template, items));
  const open = template.facets.filter((facet) => facet.type === "label").length;
  const replyTokens = Math.round(((prompt(20).outputTokens - prompt(10).outputTokens) / 10) * writtenShare);
  // One test call is no measurement.
  const measured = learned && learned.samples >= fewestSamples ? learned : null;
  const started = measured?.firstTokenMs ? measured.firstTokenMs.p50 / 1000 : firstTokenSeconds;
  const pace = measured?.outputTokenMs?.p50 ?? 1000 / (facts.speed?.tokensPerSecond ?? tokensPerSecond);
  return {
    model: facts.id,
    limits,
    factors: tokenFactors(choice.tokenizer, learned?.tokenFactor ?? {}),
    prices: facts.priceList,
    tokensOfAPicture: choice.images ? choice.tokensOfAPicture : 0,
    overheadTokens: estimateTokenCount(prompt(1).system) + open * knownLabels * tokensOfALabel + fenceTokens,
    replyTokens,
    secondsPerCall: started,
    secondsPerItem: (replyTokens * pace) / 1000,
    assumptions: [
      learned && Object.keys(learned.tokenFactor).length > 0
        ? "its tokens as its own replies have taught"
        : "its tokenizer as others have measured it; its own replies will teach better",
      measured?.firstTokenMs
        ? `first words after ${started.toFixed(1)} s and ${Math.round(1000 / Math.max(pace, 0.1))} tokens a second, as measured here`
        : `first words after about ${firstTokenSeconds} s and ${Math.round(1000 / pace)} tokens a second, not measured here yet`,
    ],
  };
}

/** Who makes vectors, as an estimate needs it. */
export function embedderOf({ facts, tokenizer }: ModelChoice): Embedder {
  return { factors: tokenFactors(tokenizer, {}), prices: facts.priceList };
}

/** What a template asks, about contents without a word. */
export function emptyQuestion({ facets, modules, prompts }: Asked, items: number): ExtractQuestion {
  const ids = Array.from({ length: items }, (_, index) => ({ id: `i${index + 1}`, language: "en", messages: [] }));
  const instructions = prompts?.extract;
  return { task: "extract", facets, modules, instructions, known: {}, frozen: false, items: ids };
}
