import type { ChainModel } from "./chain-model.ts";

/** What a question asks of whoever is to answer it. */
export interface Need {
  /** Input tokens as counted beforehand. */
  tokens: number;
  images: boolean;
}

/** Counts differ from tokenizer to tokenizer; what is a little over may still fit, and the model itself will say. */
const slack = 1.1;

/** Why a model is not asked at all; `tooLong`: a shorter question would fit. */
export interface Unfit {
  words: string;
  tooLong: boolean;
}

/** A fallback must be able to do the job before it is used. @returns null where it is */
export function unfitFor(
  model: Pick<ChainModel, "limits" | "images" | "structured" | "retiresAt">,
  need: Need,
  now: number,
): Unfit | null {
  const { retiresAt, structured, images, limits } = model;
  if (retiresAt !== null && Date.parse(retiresAt) <= now) {
    return { words: `was retired on ${retiresAt.slice(0, 10)}`, tooLong: false };
  }
  if (!structured) return { words: "can't be held to a JSON schema", tooLong: false };
  if (need.images && !images) return { words: "does not read images", tooLong: false };
  if (need.tokens > slack * limits.contextTokens) {
    const words = `reads ${limits.contextTokens} tokens at once, and these are ${Math.round(need.tokens)}`;
    return { words, tooLong: true };
  }
  return null;
}
