/** How long something took, in milliseconds. */
export interface Spread {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Percentiles by the nearest rank: each of them is a time that was really measured. */
export function spreadOf(times: readonly number[]): Spread {
  if (times.length === 0) throw new Error("nothing was measured");
  const sorted = [...times].sort((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: rank(1) };
}

/** A spread as cells of a table. */
export function cellsOf({ count, p50, p95, p99, max }: Spread): Record<string, string | number> {
  return { n: count, p50: short(p50), p95: short(p95), p99: short(p99), max: short(max) };
}

/** `p50 / p99`. */
export function halfAndMost({ p50, p99 }: Spread): string {
  return `${short(p50)} / ${short(p99)}`;
}

export function short(milliseconds: number): string {
  return milliseconds.toFixed(Math.abs(milliseconds) < 100 ? 1 : 0);
}

export function met(milliseconds: number, goal: number): string {
  return milliseconds < goal ? "met" : "MISSED";
}

export function ratio(one: number, other: number): string {
  return `${(one / other).toPrecision(2)}×`;
}

/** What is added to `performance.now()` for the epoch by the clock that other processes read, in milliseconds. */
export function epochOffset(): number {
  // Date.now() is whole: right after it has changed, it is exact.
  const before = Date.now();
  for (;;) {
    const now = Date.now();
    if (now !== before) return now - performance.now();
  }
}
