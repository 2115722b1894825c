import { share } from "./format.ts";

/** What came, against what was said before: "39% below", "2.4 times". Null where one of them is unknown. */
export function compared(estimate: number | null | undefined, actual: number | null): string | null {
  if (estimate === null || estimate === undefined || actual === null) return null;
  if (estimate === 0) return actual === 0 ? "as said" : null;
  const ratio = actual / estimate;
  if (Math.abs(ratio - 1) < 0.005) return "as said";
  if (ratio >= 2) return `${ratio.toFixed(1)} times`;
  return ratio < 1 ? `${share(1 - ratio, 1)} below` : `${share(ratio - 1, 1)} above`;
}
