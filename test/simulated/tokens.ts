import { createHash } from "node:crypto";
import type { Json } from "./json-schema.ts";
import type { Wire, WireRequest } from "./wire-request.ts";

/** Tokens of one call. A token is four UTF-16 units of text, the last one begun counts. */
export interface Tokens {
  /** Everything sent: schema, system, messages. */
  input: number;
  /** Of the input: read from the prompt cache, and written to it. */
  cached: number;
  cacheWrite: number;
  output: number;
}

export const noTokens: Tokens = { input: 0, cached: 0, cacheWrite: 0, output: 0 };

const unitsPerToken = 4;
/** A prompt is cached in blocks of 128 tokens. */
const blockUnits = 128 * unitsPerToken;

export function countTokens(text: string): number {
  return Math.ceil(text.length / unitsPerToken);
}

export interface PromptCache {
  /** What is cached of this prompt already and what is written now; from now on it is known. */
  read(request: WireRequest): { cached: number; cacheWrite: number };
  clear(): void;
}

/**
 * The start of a prompt, in whole blocks, that the same model has seen before is cached. Anthropic and Bedrock cache
 * only up to a cache point and bill what they write; OpenAI and Gemini do it by themselves.
 */
export function promptCache(): PromptCache {
  const seen = new Set<string>();
  return {
    read({ wire, model, pieces }) {
      const explicit = wire === "anthropic" || wire === "bedrock";
      const lastMark = pieces.findLastIndex(({ cacheHere }) => cacheHere);
      const cacheable = explicit ? pieces.slice(0, lastMark + 1) : pieces;
      const text = cacheable.map((piece) => piece.text).join("");
      const blocks = Math.floor(text.length / blockUnits);
      let known = 0;
      let start = `${wire} ${model}`;
      for (let block = 0; block < blocks; block++) {
        // A block is the same only behind the same start.
        start = digest(start + text.slice(block * blockUnits, (block + 1) * blockUnits));
        if (known === block && seen.has(start)) known += 1;
        seen.add(start);
      }
      const cached = (known * blockUnits) / unitsPerToken;
      return { cached, cacheWrite: explicit ? (blocks * blockUnits) / unitsPerToken - cached : 0 };
    },
    clear: () => seen.clear(),
  };
}

function digest(text: string): string {
  return createHash("sha1").update(text).digest("base64");
}

/** The same tokens in each provider's own words; Anthropic and Bedrock leave the cache out of the input. */
export function usageWords(wire: Wire, { input, cached, cacheWrite, output }: Tokens): Json {
  const uncached = input - cached - cacheWrite;
  switch (wire) {
    case "anthropic":
      return {
        input_tokens: uncached,
        cache_creation_input_tokens: cacheWrite,
        cache_read_input_tokens: cached,
        output_tokens: output,
      };
    case "openai":
      return {
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
        prompt_tokens_details: { cached_tokens: cached },
        completion_tokens_details: { reasoning_tokens: 0 },
      };
    case "gemini":
      return {
        promptTokenCount: input,
        cachedContentTokenCount: cached,
        candidatesTokenCount: output,
        totalTokenCount: input + output,
      };
    case "bedrock":
      return {
        inputTokens: uncached,
        outputTokens: output,
        totalTokens: input + output,
        cacheReadInputTokens: cached,
        cacheWriteInputTokens: cacheWrite,
      };
  }
}
