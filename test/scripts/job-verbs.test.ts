import { describe, expect, test } from "vitest";
import { parseAnalyzeOptions } from "../../scripts/client/analyze-options.ts";
import type { Api } from "../../scripts/client/api.ts";
import { standingLines, tellJob } from "../../scripts/client/job-verbs.ts";
import { estimateLines } from "../../scripts/client/summary.ts";
import type { Analysis } from "../../worker/contract/analysis.ts";

const id = "an_01KAHX5T0G7Q2M8N4V6W9YBCDE";

/** No more of an analysis than is read here. */
function analysis(part: Partial<Analysis>): Analysis {
  return { id, model: "sim/m", error: null, pauseReason: null, ...part } as Analysis;
}

/** An API that writes down what it is asked. */
function apiOf(status: Analysis["status"]): { api: Api; asked: string[] } {
  const asked: string[] = [];
  const answer = async (line: string): Promise<never> => {
    asked.push(line);
    return analysis({ status }) as never;
  };
  const api: Api = {
    url: "http://h:1",
    get: (path) => answer(`GET ${path}`),
    post: (path) => answer(`POST ${path}`),
    patch: (path, body) => answer(`PATCH ${path} ${JSON.stringify(body)}`),
    upload: (path) => answer(path),
    open: (path) => answer(path),
  };
  return { api, asked };
}

describe("an analysis that is there is taken up from the command line", () => {
  test("by one verb, without files, under a budget in dollars", () => {
    expect(parseAnalyzeOptions(["--resume", id, "--max-cost", "2.5"])).toMatchObject({
      job: { verb: "resume", id },
      maxCost: 2.5,
    });
    expect(parseAnalyzeOptions(["a.jsonl", "--max-cost", "$3"])).toMatchObject({ job: null, maxCost: 3 });
    expect(() => parseAnalyzeOptions(["--pause", id, "--cancel", id])).toThrow("one of them");
    expect(() => parseAnalyzeOptions(["a.jsonl", "--follow", id])).toThrow("no files");
    expect(() => parseAnalyzeOptions(["--follow", "../x"])).toThrow("an id like an_");
    for (const cost of ["", "0", "-1", "much"]) {
      expect(() => parseAnalyzeOptions(["a.jsonl", `--max-cost=${cost}`])).toThrow("--max-cost");
    }
  });

  test("the budget is raised before it is resumed", async () => {
    const { api, asked } = apiOf("paused");
    expect(await tellJob(api, { verb: "resume", id }, 4)).toMatchObject({ follow: true });
    expect(asked).toEqual([
      `PATCH /analyses/${id} {"options":{"maxCostUsd":4}}`,
      `GET /analyses/${id}`,
      `POST /analyses/${id}/resume`,
    ]);
  });

  test("what is not paused is not resumed but shown, and following tells it nothing", async () => {
    for (const [verb, status] of [
      ["resume", "completed"],
      ["follow", "paused"],
    ] as const) {
      const { api, asked } = apiOf(status);
      await tellJob(api, { verb, id }, undefined);
      expect(asked).toEqual([`GET /analyses/${id}`]);
    }
  });

  test("pausing and cancelling are told and not followed", async () => {
    for (const verb of ["pause", "cancel"] as const) {
      const { api, asked } = apiOf("running");
      expect(await tellJob(api, { verb, id }, undefined)).toMatchObject({ follow: false });
      expect(asked.at(-1)).toBe(`POST /analyses/${id}/${verb}`);
    }
  });
});

describe("what stands still says why and what to do", () => {
  test("with more money where that is what lacks", () => {
    const pauseReason = "The budget of $5.00 is nearly used\u001b[2J";
    expect(standingLines(analysis({ status: "paused", pauseReason }), "--state x")).toEqual([
      "sim/m is paused: The budget of $5.00 is nearly used\ufffd[2J",
      `To go on: npm run analyze -- --resume ${id} --max-cost N --state x`,
    ]);
  });

  test("otherwise as it is, and what has failed can't be resumed", () => {
    const paused = standingLines(analysis({ status: "paused", pauseReason: "sim/m refused the key" }), "");
    expect(paused[1]).toBe(`To go on: npm run analyze -- --resume ${id}`);
    expect(standingLines(analysis({ status: "failed", error: "nothing was read" }), "")).toEqual([
      "sim/m is failed: nothing was read",
    ]);
  });
});

test("the estimate stands beside what it came to", () => {
  const spread = (low: number, high: number) => ({ low, mid: low, high });
  const lines = estimateLines(
    analysis({
      estimate: {
        model: "sim/m",
        calls: 9,
        batchSize: 4,
        inputTokens: spread(900.4, 1_100),
        outputTokens: spread(200, 200),
        costUsd: spread(0.011, 0.02),
        costKnown: true,
        seconds: spread(3, 12),
        cached: 0,
        assumptions: [],
      },
      usage: {
        calls: 11,
        inputTokens: 1_234,
        cachedInputTokens: 0,
        outputTokens: 210,
        costUsd: 0.0123,
        costKnown: true,
      },
      startedAt: "2026-11-21T10:00:00.000Z",
      completedAt: "2026-11-21T10:00:08.000Z",
    }),
  );
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    [""],
    ["estimated", "actual"],
    ["calls", "9", "11"],
    ["tokens in", "900 – 1,100", "1,234"],
    ["tokens out", "200", "210"],
    ["cost", "$0.01 – $0.02", "$0.01"],
    ["time", "3.0 s – 12 s", "8.0 s"],
  ]);
});
