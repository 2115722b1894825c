/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Normally distributed numbers (Box-Muller) from a uniform stream. */
export function gaussian(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `count` different indexes below `size`, ascending; all of them where there are not more. */
export function sampleIndexes(size: number, count: number, random: () => number): number[] {
  if (count >= size) return Array.from({ length: size }, (_, index) => index);
  const indexes: number[] = [];
  // Selection sampling (Knuth, Algorithm S): one pass, no memory beside the answer.
  for (let index = 0; index < size && indexes.length < count; index++) {
    if (random() * (size - index) < count - indexes.length) indexes.push(index);
  }
  return indexes;
}
