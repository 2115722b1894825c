import type { Estimate } from "../worker/contract/analysis.ts";
import type { TokenPrices } from "../worker/contract/model.ts";
import { money } from "./format.ts";

/** Never "$0" for a price that nobody knows. */
export const priceUnknown = "price unknown";

/** "$0.50 in, $2.00 out": dollars per million tokens. */
export function tokenPrice(prices: Pick<TokenPrices, "input" | "output"> | null): string {
  if (prices === null) return priceUnknown;
  if (prices.input === 0 && prices.output === 0) return "free";
  return `${money(prices.input)} in, ${money(prices.output)} out`;
}

/** What a job costs with a model, the likely figure alone. */
export function jobPrice({ costUsd, costKnown }: Pick<Estimate, "costUsd" | "costKnown">): string {
  if (costUsd === null || !costKnown) return priceUnknown;
  return costUsd.high === 0 ? "free" : money(costUsd.mid);
}

/** The same as a range; null where there is none to tell. */
export function jobPriceRange({ costUsd, costKnown }: Pick<Estimate, "costUsd" | "costKnown">): string | null {
  if (costUsd === null || !costKnown || costUsd.low === costUsd.high) return null;
  return `${money(costUsd.low)} to ${money(costUsd.high)}`;
}

/** What was paid: a sum with calls of unknown price in it is a least amount, and nothing known is no sum. */
export function paid(costUsd: number | null, costKnown: boolean): string {
  if (costUsd === null) return priceUnknown;
  if (costKnown) return money(costUsd);
  return costUsd === 0 ? priceUnknown : `${money(costUsd)} and calls of unknown price`;
}

/** A price as it was typed: dollars per million tokens. @returns undefined for nothing typed, null for no price */
export function readPrice(text: string): number | null | undefined {
  const typed = text.trim().replace(/^\$/, "");
  if (typed === "") return undefined;
  const value = Number(typed);
  return Number.isFinite(value) && value >= 0 && value <= 1_000_000 ? value : null;
}
