import type { Life } from "./schedule.ts";

/** What a process waits for: something that goes on later with a value or a failure. */
type Waiting = (resume: (value: unknown) => void, fail: (failure: unknown) => void) => void;

/** What is an async function in the product is a generator here, so that the scheduler alone says what happens next. */
export type Process<Result> = Generator<Waiting, Result, unknown>;

/** Stands for `await`. */
export function* until<Result>(
  start: (resume: (value: Result) => void, fail: (failure: unknown) => void) => void,
): Process<Result> {
  return (yield start) as Result;
}

/** Stands for an async function without any `await`. */
export function atOnce<Result>(act: () => Result): Process<Result> {
  return until((resume) => resume(act()));
}

/** Runs a process as long as its life lasts; ended from outside it just never goes on, not even to its `finally`. */
export function run<Result>(
  process: Process<Result>,
  life: Life,
  done: (result: Result) => void,
  failed: (failure: unknown) => void,
): void {
  const go = (next: () => IteratorResult<Waiting, Result>): void => {
    if (!life.alive) return;
    let outcome: IteratorResult<Waiting, Result>;
    try {
      outcome = next();
    } catch (failure) {
      if (isViolation(failure)) throw failure;
      if (life.alive) failed(failure);
      return;
    }
    if (!life.alive) return;
    if (outcome.done) {
      done(outcome.value);
      return;
    }
    let settled = false;
    const once = (act: () => IteratorResult<Waiting, Result>) => {
      if (settled) return;
      settled = true;
      go(act);
    };
    try {
      outcome.value(
        (value) => once(() => process.next(value)),
        (failure) => once(() => process.throw(failure)),
      );
    } catch (failure) {
      if (isViolation(failure)) throw failure;
      once(() => process.throw(failure));
    }
  };
  go(() => process.next());
}

/** A property does not hold. No process may swallow it. */
export class Violation extends Error {}

function isViolation(failure: unknown): boolean {
  return failure instanceof Violation;
}

/** The object ended in the middle of what it did. */
export class Crash extends Error {}
