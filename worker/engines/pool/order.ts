import type { ModelView } from "../gate/gate-link.ts";

/** Who of a chain is asked first, second and so on. */
export const strategies = ["priority", "round-robin", "least-busy", "fastest", "cheapest"] as const;
export type Strategy = (typeof strategies)[number];

/** How a member stands before a call. */
export interface Standing {
  view: Pick<ModelView, "firstTokenMs" | "totalMs" | "outputTokenMs">;
  /** Calls on their way to it. */
  busy: number;
  /** What this call would cost at it; null where its price is unknown. */
  costUsd: number | null;
}

/**
 * The members in the order of trying, as places in the chain. Equals stay in the chain's order.
 * @param turn counts the calls of this chain
 * @param outputTokens what the answer may take: slow writers lose more on long answers
 */
export function orderOf(
  strategy: Strategy,
  standings: readonly Standing[],
  turn: number,
  outputTokens: number,
): number[] {
  const places = standings.map((_, place) => place);
  switch (strategy) {
    case "priority":
      return places;
    case "round-robin": {
      const first = turn % Math.max(1, places.length);
      return [...places.slice(first), ...places.slice(0, first)];
    }
    case "least-busy":
      return by(places, (place) => standings[place]?.busy ?? 0);
    case "fastest":
      // Who was never measured is asked first, or it never would be.
      return by(places, (place) => timeOf(standings[place]?.view, outputTokens) ?? 0);
    case "cheapest":
      // An unknown price is never 0.
      return by(places, (place) => standings[place]?.costUsd ?? Number.POSITIVE_INFINITY);
  }
}

/** The usual time to an answer of this length. */
function timeOf(view: Standing["view"] | undefined, outputTokens: number): number | null {
  if (view?.firstTokenMs && view.outputTokenMs) {
    return view.firstTokenMs.p50 + view.outputTokenMs.p50 * outputTokens;
  }
  return view?.totalMs?.p50 ?? null;
}

function by(places: number[], worth: (place: number) => number): number[] {
  const worths = places.map(worth);
  return [...places].sort((a, b) => {
    const [left, right] = [worths[a] ?? 0, worths[b] ?? 0];
    return left === right ? a - b : left < right ? -1 : 1;
  });
}
