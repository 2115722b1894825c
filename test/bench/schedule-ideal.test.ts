import { describe, expect, test } from "vitest";
import { idealOf, type JobCall, listSchedule, lossesOf, platformTimes } from "./schedule-ideal.ts";

let task = 0;
/** A call of a task of its own. */
function call(step: string, stream: number, beganAt: number, latencyMs: number, late = 0): JobCall {
  task += 1;
  return { task, step, stream, beganAt, endedAt: beganAt + latencyMs + late, latencyMs, again: false };
}

describe("the ideal schedule", () => {
  test("is discovery, then the rest divided by the streams, then one call for each step that follows", () => {
    const discovery = [0, 1, 2].map((turn) => call(`discovery ${turn}`, 0, turn * 1_000, 1_000));
    const rest = Array.from({ length: 10 }, (_, index) => call("classification", index % 4, 3_000 + index, 1_000));
    const after = [call("reconciliation 0", 0, 9_000, 1_000), call("summary 0", 0, 10_500, 1_000)];
    expect(idealOf([...discovery, ...rest, ...after], 4)).toEqual({ chain: 8, chainMs: 8_000, drawnMs: 8_000 });
    expect(idealOf([...discovery, ...rest, ...after], 1).chain).toBe(15);
  });

  test("waits in each round for the slowest of it, as the latencies were drawn", () => {
    const rounds = [call("classification 1", 0, 0, 500), call("classification 1", 1, 0, 2_000)];
    const more = [call("classification 2", 0, 2_100, 700), call("classification 2", 1, 2_100, 300)];
    expect(idealOf([...rounds, ...more], 2).drawnMs).toBe(2_700);
  });

  test("is never longer than taking the calls as they came", () => {
    const calls = [1, 1, 1, 3].map((length, index) => call("classification", index % 2, index, length * 100));
    expect(listSchedule([100, 100, 100, 300], 2)).toBe(400);
    expect(idealOf(calls, 2).drawnMs).toBe(300);
  });

  test("keeps the calls of one task one after another", () => {
    const first = call("classification", 0, 0, 100);
    const again = { ...call("classification", 0, 150, 100), task: first.task };
    expect(idealOf([first, again, call("classification", 1, 0, 100)], 8).chain).toBe(2);
  });
});

test("a call that was made again is no part of the ideal", () => {
  const first = call("classification 1", 0, 0, 100);
  const again = { ...call("classification 1", 0, 150, 100), task: first.task, again: true };
  expect(idealOf([first, again], 1)).toMatchObject({ chain: 1, drawnMs: 100 });
});

describe("what a job loses", () => {
  const calls = [
    call("discovery 0", 0, 130, 1_000, 20),
    call("classification 1", 0, 1_200, 1_000),
    call("classification 1", 1, 1_230, 1_500),
  ];

  test("adds up, step by step, to all the time beyond the ideal", () => {
    const losses = lossesOf(calls, 2, 100, 2_800);
    expect(losses.map(({ step, tookMs, idealMs }) => [step, tookMs - idealMs])).toEqual([
      ["discovery 0", 50],
      ["classification 1", 80],
      ["end", 70],
    ]);
    const lost = losses.reduce((sum, { tookMs, idealMs }) => sum + tookMs - idealMs, 0);
    expect(lost).toBe(2_700 - idealOf(calls, 2).drawnMs);
  });

  test("is counted for each call from when its stream was free and the step before had ended", () => {
    expect(platformTimes(calls, 100).map(({ waitedMs }) => waitedMs)).toEqual([30, 50, 80]);
    const next = call("classification 2", 1, 2_790, 10);
    expect(platformTimes([...calls, next], 100).at(-1)?.waitedMs).toBe(60);
    const same = call("classification 1", 0, 2_300, 10);
    expect(platformTimes([...calls, same], 100).at(-1)?.waitedMs).toBe(100);
  });
});
