import { describe, expect, it } from "vitest";
import { noUsage, type TaskAnswer } from "../../../../worker/analysis/job.ts";
import { extract } from "../../../../worker/analysis/reading/extract.ts";
import type { OptionsInput } from "../../../../worker/contract/analysis.ts";
import type { Ask } from "../../../../worker/engines/ask.ts";
import { CallFailure, NoneCanServe } from "../../../../worker/engines/failure.ts";
import { spentOf } from "../../../../worker/engines/spent.ts";
import { specOf } from "../../../durable-objects/job-fixture.ts";

const contents = Array.from({ length: 8 }, (_, index) => ({
  id: `cnt_${index + 1}`,
  externalId: `${index + 1}`,
  language: "en",
  messages: [{ role: "user", content: `hello ${index + 1}` }],
}));
const call = { ...noUsage, calls: 1, inputTokens: 10, costUsd: 0.5 };

/** An engine that answers all items unless `fail` gives it a reason not to. What a failure costs is one call. */
function engine(fail: (ids: string[], call: number) => Error | null): { ask: Ask; asked: string[][]; keys: string[] } {
  const asked: string[][] = [];
  const keys: string[] = [];
  const ask: Ask = async (question, { idempotencyKey }) => {
    const ids = question.task === "extract" ? question.items.map(({ id }) => id) : [];
    asked.push(ids);
    keys.push(idempotencyKey);
    const failure = fail(ids, asked.length - 1);
    if (failure) throw Object.assign(failure, { spent: call });
    const items = ids.map((id) => ({ id, facets: { intent: "Greeting", urgent: false } }));
    return { reply: { items }, model: "test/model", usage: call };
  };
  return { ask, asked, keys };
}

const never = engine(() => new Error("not to be asked")).ask;
const key = (number: number) => `job/1/${number}`;

async function read(ask: Ask, askFallback: Ask, options: OptionsInput = {}): Promise<TaskAnswer & { name: "extract" }> {
  const answer = await extract(specOf(options), contents, {}, ask, askFallback, key);
  if (answer.name !== "extract") throw new Error("expected an extract answer");
  return answer;
}

function statusOf({ results }: { results: { externalId: string; status: string }[] }): Record<string, string> {
  return Object.fromEntries(results.map(({ externalId, status }) => [externalId, status]));
}

describe("a batch that is too long", () => {
  it("is put in halves until each can be read, without any content asked for twice over", async () => {
    const { ask, asked, keys } = engine((ids) =>
      ids.length > 2 ? new CallFailure("context_too_long", "too long") : null,
    );
    const answer = await read(ask, never, { retryAttempts: 0 });
    expect(answer.results.map(({ status }) => status)).toEqual(Array(8).fill("done"));
    expect(asked.filter((ids) => ids.length <= 2)).toEqual([
      ["i1", "i2"],
      ["i3", "i4"],
      ["i5", "i6"],
      ["i7", "i8"],
    ]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(answer.missing).toBe(0);
  });

  it("leaves to the built-in engine only the content that is too long by itself", async () => {
    const { ask } = engine((ids) => (ids.includes("i3") ? new CallFailure("context_too_long", "too long") : null));
    const fallback = engine(() => null);
    const answer = await read(ask, fallback.ask);
    expect(fallback.asked).toEqual([["i3"]]);
    expect(statusOf(answer)).toEqual({
      ...Object.fromEntries(contents.map((one) => [one.externalId, "done"])),
      3: "fallback",
    });
  });
});

describe("a batch that is refused", () => {
  it("leaves to the built-in engine only the contents that are refused by themselves", async () => {
    const refused = ["i2", "i7"];
    const { ask, asked } = engine((ids) =>
      ids.some((id) => refused.includes(id)) ? new CallFailure("content_refused", "refused") : null,
    );
    const fallback = engine(() => null);
    const answer = await read(ask, fallback.ask);
    expect(fallback.asked).toEqual([refused]);
    expect(Object.values(statusOf(answer)).filter((status) => status === "fallback")).toHaveLength(2);
    expect(answer.left).toBeNull();
    expect(answer.usage).toEqual({
      ...noUsage,
      calls: asked.length + 1,
      inputTokens: 10 * (asked.length + 1),
      costUsd: 0.5 * (asked.length + 1),
    });
  });

  it("says why where the built-in engine has no answer either", async () => {
    const { ask } = engine((ids) => (ids.includes("i1") ? new CallFailure("content_refused", "refused") : null));
    const fallback: Ask = async () => ({ reply: { items: [] }, model: "test/fallback", usage: noUsage });
    const answer = await read(ask, fallback);
    expect(answer.results.find(({ externalId }) => externalId === "1")).toMatchObject({
      status: "failed",
      attempts: 5,
    });
  });

  it("is not cut where the request itself is bad, but a single content goes to the built-in engine", async () => {
    const bad = () => new CallFailure("bad_request", "bad request");
    const { ask, asked } = engine(bad);
    await expect(read(ask, never)).rejects.toThrow("bad request");
    expect(asked).toHaveLength(1);
    const fallback = engine(() => null);
    const one = await extract(specOf(), contents.slice(0, 1), {}, engine(bad).ask, fallback.ask, key);
    expect(one).toMatchObject({ results: [{ status: "fallback" }], left: null });
  });
});

describe("an answer that is not JSON", () => {
  it("counts as one in which everything is missing: it is asked for again, then answered by the built-in engine", async () => {
    const unreadable = () => new CallFailure("bad_output", "no JSON");
    const once = engine((_, number) => (number === 0 ? unreadable() : null));
    expect(await read(once.ask, never)).toMatchObject({ missing: 8, left: null, usage: { calls: 2 } });
    const always = engine(unreadable);
    const fallback = engine(() => null);
    const answer = await read(always.ask, fallback.ask, { retryAttempts: 2 });
    expect(always.asked).toHaveLength(3);
    expect(new Set(Object.values(statusOf(answer)))).toEqual(new Set(["fallback"]));
  });
});

describe("an engine that fails on the way", () => {
  const tooLongThen = (failure: () => Error) =>
    engine((ids) => {
      if (ids.length > 4) return new CallFailure("context_too_long", "too long");
      return ids.includes("i5") ? failure() : null;
    });

  it("keeps what was answered, leaves the rest, and counts what the failures cost", async () => {
    const answer = await read(tooLongThen(() => new CallFailure("overloaded", "overloaded")).ask, never);
    expect(Object.keys(statusOf(answer))).toEqual(["1", "2", "3", "4"]);
    expect(answer.left).toEqual({
      contentIds: ["cnt_5", "cnt_6", "cnt_7", "cnt_8"],
      reason: "overloaded",
      noneCanServe: false,
      toMend: false,
    });
    expect(answer.usage).toMatchObject({ calls: 3, inputTokens: 30, costUsd: 1.5 });
  });

  it("says that the job has to stand still where no model can serve", async () => {
    const answer = await read(tooLongThen(() => new NoneCanServe("no model can serve")).ask, never);
    expect(answer.left).toMatchObject({ reason: "no model can serve", noneCanServe: true });
  });

  it("still has the refused contents answered that were waiting for the built-in engine", async () => {
    const { ask } = engine((ids) => {
      if (ids.includes("i1")) return new CallFailure("content_refused", "refused");
      return ids.includes("i8") ? new NoneCanServe("none") : null;
    });
    const answer = await read(ask, engine(() => null).ask);
    expect(statusOf(answer)).toEqual({ 1: "fallback", 2: "done", 3: "done", 4: "done" });
    expect(answer.left?.contentIds).toEqual(["cnt_5", "cnt_6", "cnt_7", "cnt_8"]);
  });

  it("throws what it threw, with everything spent so far, where nothing was answered", async () => {
    const { ask } = engine((ids) =>
      ids.length > 4 ? new CallFailure("context_too_long", "long") : new NoneCanServe("none"),
    );
    const failure = await read(ask, never).catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(NoneCanServe);
    expect(spentOf(failure)).toMatchObject({ calls: 2, inputTokens: 20, costUsd: 1 });
  });

  it("leaves the contents to be asked for again where the built-in engine fails too", async () => {
    const { ask } = engine((ids) => (ids.includes("i1") ? new CallFailure("content_refused", "refused") : null));
    const answer = await read(ask, never);
    expect(answer.left?.contentIds).toEqual(["cnt_1"]);
    expect(Object.keys(statusOf(answer))).toHaveLength(7);
  });
});

describe("what a failure cost", () => {
  it("is nothing where it does not say, unknown where it says so, and never not a number", () => {
    expect(spentOf("no error")).toEqual(noUsage);
    expect(spentOf(new Error("plain"))).toEqual(noUsage);
    expect(spentOf(Object.assign(new Error("x"), { spent: { ...call, costUsd: null } }))).toEqual({
      ...call,
      costUsd: null,
    });
    expect(spentOf(Object.assign(new Error("x"), { spent: { calls: Number.NaN, costUsd: "free" } }))).toEqual(noUsage);
  });
});
