import type { DatedPrice, PriceTier } from "../contract/model.ts";
import type { OwnPrice } from "../contract/provider.ts";

/** Tokens as billed: `inputTokens` holds everything sent, the two cache parts included. */
export interface BilledTokens {
  inputTokens: number;
  cachedInputTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
}

/** What holds on a day. @param at milliseconds since 1970 @returns null before the first day of the list */
export function priceAt(prices: readonly DatedPrice[], at: number): DatedPrice | null {
  let holds: DatedPrice | null = null;
  for (const price of prices) if (start(price) <= at && (!holds || start(price) >= start(holds))) holds = price;
  return holds;
}

function start({ from }: DatedPrice): number {
  return from === null ? Number.NEGATIVE_INFINITY : Date.parse(from);
}

/** The tier of a whole call: the highest whose bound its input exceeds. */
export function tierFor(price: DatedPrice, inputTokens: number): PriceTier | null {
  let tier: PriceTier | null = null;
  for (const candidate of price.tiers) {
    const applies = candidate.aboveInputTokens === 0 || inputTokens > candidate.aboveInputTokens;
    if (applies && (tier === null || candidate.aboveInputTokens > tier.aboveInputTokens)) tier = candidate;
  }
  return tier;
}

/**
 * What one call costs, in dollars, not rounded. The whole call is billed at the tier of its input. Where no price for
 * cached input or cache writes is known, they count as ordinary input.
 * @param prices null where unknown
 * @param at milliseconds since 1970
 * @returns null where the price is not known: by the model, on that day, or for a batch
 */
export function costOf(
  usage: BilledTokens,
  prices: readonly DatedPrice[] | null,
  at: number,
  batch = false,
): number | null {
  const price = prices && priceAt(prices, at);
  const tier = price && tierFor(price, usage.inputTokens);
  if (!tier) return null;
  const share = batch ? price.batchShare : 1;
  if (share === null) return null;
  const plain = Math.max(0, usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteTokens);
  const dollarsAMillion =
    plain * tier.input +
    usage.cachedInputTokens * (tier.cachedInput ?? tier.input) +
    usage.cacheWriteTokens * (tier.cacheWrite ?? tier.input) +
    usage.outputTokens * tier.output;
  return (dollarsAMillion * share) / 1_000_000;
}

/** The prices that an owner wrote at a provider: they hold always and for every call, and win over the catalogue's. */
export function ownPriceList({ input, output, cachedInput, cacheWrite }: OwnPrice): DatedPrice[] {
  const tier = { aboveInputTokens: 0, input, output, cachedInput: cachedInput ?? null, cacheWrite: cacheWrite ?? null };
  return [{ from: null, tiers: [tier], batchShare: null }];
}

/** The same prices at another region's rate. @param share 1.1 is 10 % more */
export function pricesTimes(prices: readonly DatedPrice[], share: number): DatedPrice[] {
  // A share is a decimal number: what it gives is brought back to one, or 0.30 at 1.1 would be 0.33000000000000002.
  const times = (price: number) => Math.round(price * share * 1e9) / 1e9;
  const orNull = (price: number | null) => (price === null ? null : times(price));
  return prices.map((price) => ({
    ...price,
    tiers: price.tiers.map((tier) => ({
      ...tier,
      input: times(tier.input),
      output: times(tier.output),
      cachedInput: orNull(tier.cachedInput),
      cacheWrite: orNull(tier.cacheWrite),
    })),
  }));
}
