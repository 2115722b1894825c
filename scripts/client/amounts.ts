const whole = new Intl.NumberFormat("en-US");

/** 12345 → "12,345". */
export function count(value: number): string {
  return whole.format(value);
}

/** One thing, two things. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Money, never 0 where it is unknown. */
export function dollars(costUsd: number | null, known: boolean): string {
  if (costUsd === null || !known) return "cost unknown";
  if (costUsd === 0) return "$0";
  return `$${costUsd < 0.01 ? costUsd.toPrecision(2) : costUsd.toFixed(2)}`;
}

/** 83 → "1 min 23 s". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const all = Math.round(seconds);
  if (all < 60) return `${all} s`;
  if (all < 3600) return `${Math.floor(all / 60)} min ${all % 60} s`;
  return `${Math.floor(all / 3600)} h ${Math.floor((all % 3600) / 60)} min`;
}
