/** How likely it is that of `trials` at least `hits` come out, each with this chance: the upper tail of the binomial. */
export function tailChance(hits: number, trials: number, chance: number): number {
  if (hits <= 0) return 1;
  if (chance <= 0) return 0;
  if (chance >= 1 || hits > trials) return hits > trials ? 0 : 1;
  let logTerm = 0;
  for (let index = 0; index < hits; index++) logTerm += Math.log((trials - index) / (index + 1));
  logTerm += hits * Math.log(chance) + (trials - hits) * Math.log1p(-chance);
  let term = Math.exp(logTerm);
  let sum = term;
  for (let index = hits; index < trials; index++) {
    term *= ((trials - index) / (index + 1)) * (chance / (1 - chance));
    sum += term;
    if (term < sum * 1e-12) break;
  }
  return Math.min(1, sum);
}
