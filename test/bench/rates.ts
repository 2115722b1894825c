/** Megabytes (1,000,000 bytes) a second: by the clock, and by the processor's time. */
export interface Rate {
  wall: number;
  core: number;
}

/** @param cpuSeconds of all threads together */
export function rateOf(bytes: number, seconds: number, cpuSeconds: number): Rate {
  return { wall: bytes / 1e6 / seconds, core: bytes / 1e6 / cpuSeconds };
}

/** The run in the middle by its processor time, which others on the machine disturb least. */
export function middleOf(rates: readonly Rate[]): Rate {
  const middle = rates.toSorted((a, b) => a.core - b.core)[Math.floor(rates.length / 2)];
  if (middle === undefined) throw new Error("nothing was measured");
  return middle;
}
