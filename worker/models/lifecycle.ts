import type { Lifecycle } from "../contract/model.ts";

/** What a model's state is on a day: the day it ends counts, whether or not anybody has written that it ended. */
export function lifecycleAt(lifecycle: Lifecycle, now: number): Lifecycle {
  const ended = lifecycle.retiresAt !== null && Date.parse(lifecycle.retiresAt) <= now;
  return ended ? { ...lifecycle, state: "retired" } : lifecycle;
}

/** Why a model can't be used, and what to take instead; null where it can. @param lifecycle as of now */
export function whyNotUsable({ state, retiresAt, replacement, note }: Lifecycle): string | null {
  if (state !== "retired") return null;
  const when = retiresAt === null ? "It is retired." : `It was retired on ${retiresAt.slice(0, 10)}.`;
  return [when, note, replacement && `Take ${replacement} instead.`].filter((part) => part !== null).join(" ");
}

/** The later state of two: what one source calls retired is not brought back by another that has not heard of it. */
export function laterState(a: Lifecycle["state"], b: Lifecycle["state"]): Lifecycle["state"] {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

const order: Lifecycle["state"][] = ["active", "deprecated", "retired"];
