import type { ModelView } from "../gate/gate-link.ts";
import type { Running } from "./attempt.ts";
import type { Clock } from "./clock.ts";

/** Of a lognormal distribution, the way from the median to the 99th percentile at which the 95th stands. */
const wayTo95 = 1.645 / 2.326;
const unlearned = 10_000;
const least = 500;

/** After what time without a first token a second model is asked: about where 19 of 20 answers have begun. */
export function hedgeDelay({ firstTokenMs }: Pick<ModelView, "firstTokenMs">): number {
  if (!firstTokenMs) return unlearned;
  const { p50, p99 } = firstTokenMs;
  return Math.max(least, p50 * (p99 / Math.max(1, p50)) ** wayTo95);
}

/**
 * Starts a second attempt when the first has not begun to answer in time. Whoever begins first goes on alone, the other
 * is stopped; where one fails, the other goes on.
 * @returns all that were started; each of them ends by itself
 */
export async function hedged(
  first: Running,
  startSecond: () => Running | null,
  delay: number,
  clock: Clock,
): Promise<Running[]> {
  const late = await new Promise<boolean>((resolve) => {
    const cancel = clock.after(delay, () => resolve(true));
    const inTime = () => {
      cancel();
      resolve(false);
    };
    void first.begun.then(inTime);
    void first.ended.then(inTime);
  });
  const second = late ? startSecond() : null;
  if (!second) return [first];
  await new Promise<void>((resolve) => {
    let decided = false;
    const wins = (loser: Running) => {
      if (!decided) loser.stop();
      decided = true;
      resolve();
    };
    void first.begun.then(() => wins(second));
    void second.begun.then(() => wins(first));
    // Answers that come in one piece never begin.
    void first.ended.then(({ reply }) => reply && wins(second));
    void second.ended.then(({ reply }) => reply && wins(first));
    void Promise.all([first.ended, second.ended]).then(() => resolve());
  });
  return [first, second];
}
