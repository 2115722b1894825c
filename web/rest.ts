import type { Analysis } from "../worker/contract/analysis.ts";
import { left } from "./answered.ts";
import { duration, money, share } from "./format.ts";

/** What the rest of a job will probably take: its estimate, scaled by the share of the contents that is left. */
export interface Rest {
  contents: number;
  /** Of all contents, from 0 to 1. */
  share: number;
  /** Null where the price is unknown. */
  costUsd: number | null;
  seconds: number;
}

/** @returns null where nothing was estimated */
export function restOf({ progress, estimate }: Pick<Analysis, "progress" | "estimate">): Rest | null {
  if (estimate === null || progress.itemsTotal === 0) return null;
  const contents = left(progress);
  const part = contents / progress.itemsTotal;
  return {
    contents,
    share: part,
    costUsd: estimate.costUsd === null || !estimate.costKnown ? null : estimate.costUsd.mid * part,
    seconds: estimate.seconds.mid * part,
  };
}

export function restInWords(rest: Rest | null): string {
  if (rest === null) return "Nothing was estimated for it.";
  if (rest.contents === 0) return "Only labels, clusters and summary are left: little compared with the reading.";
  const cost = rest.costUsd === null ? "its price is unknown" : `about ${money(rest.costUsd)}`;
  return `${cost}, ${duration(rest.seconds)} (${share(rest.share, 1)} of the estimate for the whole)`;
}
