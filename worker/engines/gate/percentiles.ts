const keptSamples = 200;

/** The last measurements of one thing, oldest first. */
export type Samples = readonly number[];

export function withSample(samples: Samples, value: number): Samples {
  return [...samples.slice(1 - keptSamples), value];
}

/** The smallest value that `share` of the samples do not exceed (nearest rank). */
export function percentile(samples: Samples, share: number): number | null {
  return ofSorted(sorted(samples), share);
}

export function halfAndMost(samples: Samples): { p50: number; p99: number } | null {
  const order = sorted(samples);
  const [p50, p99] = [ofSorted(order, 0.5), ofSorted(order, 0.99)];
  return p50 === null || p99 === null ? null : { p50, p99 };
}

function sorted(samples: Samples): Samples {
  return [...samples].sort((a, b) => a - b);
}

function ofSorted(order: Samples, share: number): number | null {
  return order[Math.max(0, Math.ceil(share * order.length) - 1)] ?? null;
}
