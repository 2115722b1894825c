import { percentile, type Samples, withSample } from "./percentiles.ts";

/** How much a new call moves the middle: about the last twenty calls decide. */
const weight = 0.1;
const kept = 50;
/** Outside of this nothing was learned about a tokenizer: the count was of something else. */
const [least, most] = [0.2, 5];

/** Real input tokens for each counted one, of one model and one script. */
export interface TokenFactor {
  mid: number;
  recent: Samples;
}

export function learnFactor(factor: TokenFactor | undefined, counted: number, real: number): TokenFactor | undefined {
  const ratio = real / counted;
  if (!(ratio >= least && ratio <= most)) return factor;
  if (!factor) return { mid: ratio, recent: [ratio] };
  return { mid: factor.mid + weight * (ratio - factor.mid), recent: withSample(factor.recent.slice(1 - kept), ratio) };
}

/** The middle, and the span that holds 80 % of the recent calls. */
export function spanOf({ mid, recent }: TokenFactor): { mid: number; low: number; high: number } {
  return {
    mid,
    low: Math.min(mid, percentile(recent, 0.1) ?? mid),
    high: Math.max(mid, percentile(recent, 0.9) ?? mid),
  };
}
