import type { Options } from "../../contract/analysis.ts";

/** What the choice of the first contents looks at. */
export interface SampleCandidate {
  ordinal: number;
  tokens: number;
  language: string;
  kind: string;
  occurredAt: number | null;
  title: string;
}

/** How many contents to read first: a share of all, within the limits, all if there are fewer. */
export function discoveryTarget(contents: number, discovery: Options["discovery"]): number {
  const share = Math.ceil((contents * discovery.targetPercentage) / 100);
  return Math.min(contents, Math.max(discovery.minItems, Math.min(share, discovery.maxItems)));
}

/** Candidates looked at for each pick: enough for variety, bounded for 100,000 contents. */
const candidatesPerPick = 24;

/**
 * Chooses contents that differ: strata by language, kind, length and time, taken in turn, and within a stratum the
 * content whose opening words were met least so far. Deterministic; the order returned is the order of reading.
 * @returns ordinals, `target` of them
 */
export function pickDiverse(candidates: SampleCandidate[], target: number): number[] {
  if (target >= candidates.length) return candidates.map((candidate) => candidate.ordinal);
  const strata = [...stratify(candidates).values()].sort((a, b) => b.length - a.length || first(a) - first(b));
  const met = new Map<string, number>();
  const picked: number[] = [];
  while (picked.length < target) {
    for (const stratum of strata) {
      if (stratum.length === 0) continue;
      const candidate = leastMet(stratum, met);
      for (const word of words(candidate.title)) met.set(word, (met.get(word) ?? 0) + 1);
      picked.push(candidate.ordinal);
      if (picked.length === target) break;
    }
  }
  return picked;
}

function first(stratum: SampleCandidate[]): number {
  return stratum[0]?.ordinal ?? 0;
}

function stratify(candidates: SampleCandidate[]): Map<string, SampleCandidate[]> {
  const lengthBand = banding(
    candidates.map((candidate) => candidate.tokens),
    3,
  );
  const timeBand = banding(
    candidates.map((candidate) => candidate.occurredAt ?? 0),
    4,
  );
  const strata = new Map<string, SampleCandidate[]>();
  for (const candidate of candidates) {
    const key = [
      candidate.language,
      candidate.kind,
      lengthBand(candidate.tokens),
      timeBand(candidate.occurredAt ?? 0),
    ].join("|");
    const stratum = strata.get(key);
    if (stratum) stratum.push(candidate);
    else strata.set(key, [candidate]);
  }
  return strata;
}

/** Maps a value to its quantile band, 0 … bands-1. */
function banding(values: number[], bands: number): (value: number) => number {
  const sorted = Float64Array.from(values).sort();
  const edges: number[] = [];
  for (let band = 1; band < bands; band++) edges.push(sorted[Math.floor((band * sorted.length) / bands)] ?? 0);
  return (value) => edges.filter((edge) => value >= edge).length;
}

/** Takes the candidate with the fewest words met out of an evenly spread handful of the stratum. */
function leastMet(stratum: SampleCandidate[], met: Map<string, number>): SampleCandidate {
  const step = Math.max(1, Math.floor(stratum.length / candidatesPerPick));
  let best = 0;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let index = 0; index < stratum.length; index += step) {
    const candidate = stratum[index];
    if (!candidate) continue;
    const own = words(candidate.title);
    const score = own.reduce((sum, word) => sum + (met.get(word) ?? 0), 0) / Math.max(1, own.length);
    if (score < bestScore) {
      bestScore = score;
      best = index;
    }
  }
  const [taken] = stratum.splice(best, 1);
  if (!taken) throw new RangeError("an empty stratum has nothing to pick");
  return taken;
}

function words(title: string): string[] {
  return title
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2)
    .slice(0, 20);
}

/**
 * Has discovery dried up? Two batches in a row without a new label, once the least number of contents is read.
 * @param newLabels new labels of each batch so far, in order
 */
export function isDry(newLabels: number[], itemsRead: number, discovery: Options["discovery"]): boolean {
  if (itemsRead < discovery.minItems || newLabels.length < 2) return false;
  return newLabels.slice(-2).every((count) => count === 0);
}
