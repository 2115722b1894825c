import { describe, expect, it } from "vitest";
import type { Asking } from "../../../../worker/analysis/ask-checked.ts";
import { embedResults } from "../../../../worker/analysis/clusters/embed-results.ts";
import { noUsage } from "../../../../worker/analysis/job.ts";
import type { JobData, NewVector, ReadResult } from "../../../../worker/analysis/job-data.ts";
import type { Question } from "../../../../worker/engines/ask.ts";
import { CallFailure } from "../../../../worker/engines/failure.ts";
import { spentOf } from "../../../../worker/engines/spent.ts";
import { specOf } from "../../../durable-objects/job-fixture.ts";

const paid = { ...noUsage, calls: 1, inputTokens: 10, costUsd: 0.5 };
const spec = specOf({ embeddingModel: "v/e", minClusterSize: 2 });

/** What was said of some contents; a store in a Map; a model that answers by a script. */
function world(
  said: Record<string, string>,
  answer: (texts: string[], call: number) => (string | null)[],
  hear: (key: string) => void = () => {},
) {
  const store = new Map<string, NewVector>();
  const asked: string[][] = [];
  let refusals = 0;
  const data: Pick<JobData, "resultsOf" | "vectors"> = {
    resultsOf: async (ids) =>
      ids.map(
        (contentId): ReadResult => ({ contentId, title: "", summary: said[contentId] ?? "", facets: {}, author: null }),
      ),
    vectors: {
      known: async (keys) => new Map(keys.flatMap((key) => (store.has(key) ? [[key, 4] as const] : []))),
      read: async () => new Map(),
      keep: async (vectors) => {
        if (refusals > 0) {
          refusals -= 1;
          throw new Error("the database is away");
        }
        for (const one of vectors) store.set(one.key, one);
      },
    },
  };
  const ask: Asking["ask"] = async (question: Question, { idempotencyKey }) => {
    hear(idempotencyKey);
    if (question.task !== "embed") throw new Error("not to be asked");
    asked.push(question.texts);
    return { reply: { vectors: answer(question.texts, asked.length - 1) }, model: "v/e", usage: paid };
  };
  const askFallback: Asking["ask"] = async () => ({ reply: { vectors: [] }, model: "built-in", usage: noUsage });
  const asking: Asking = { ask, askFallback, key: (call) => `job/1/${call}`, retryAttempts: 2 };
  return {
    store,
    asked,
    refuse: (times: number) => {
      refusals = times;
    },
    run: (job = spec) => embedResults(job, Object.keys(said), data, asking),
  };
}

const each = (texts: string[]) => texts.map((text) => btoa(text));

describe("vectors of results", () => {
  it("are asked for once for each text, and never again", async () => {
    const { run, asked, store } = world({ a: "refund", b: "parcel", c: "refund", d: "…" }, each);
    expect(await run()).toEqual({ name: "embed", usage: paid });
    expect(asked).toEqual([["refund", "parcel"]]);
    expect([...store.values()].map(({ contentId, vector, model }) => [contentId, atob(vector), model])).toEqual([
      ["c", "refund", "v/e"],
      ["b", "parcel", "v/e"],
    ]);
    expect(await run()).toEqual({ name: "embed", usage: noUsage });
    expect(asked).toHaveLength(1);
  });

  it("of another model, another owner or dataset, or without the cache another analysis, are others", async () => {
    const { run, asked } = world({ a: "refund" }, each);
    const uncached = { ...spec, options: { ...spec.options, cache: false } };
    const others = [
      spec,
      { ...spec, options: { ...spec.options, embeddingModel: "v/other" } },
      { ...spec, organizationId: "org_other" },
      { ...spec, datasetId: "ds_other" },
      uncached,
      { ...uncached, analysisId: "an_other" },
    ];
    for (const job of others) await run(job);
    expect(asked).toHaveLength(others.length);
    await run({ ...spec, analysisId: "an_other" });
    expect(asked).toHaveLength(others.length);
  });

  it("that are missing are asked for again, and only they", async () => {
    const { run, asked, store } = world({ a: "refund", b: "parcel" }, (texts, call) =>
      texts.map((text) => (call === 0 && text === "parcel" ? null : btoa(text))),
    );
    await run();
    expect(asked).toEqual([["refund", "parcel"], ["parcel"]]);
    expect(store.size).toBe(2);
  });

  it("that came before a failure are kept", async () => {
    const { run, store } = world({ a: "refund", b: "parcel" }, (texts, call) => {
      if (call > 0) throw new CallFailure("server", "broke", { spent: paid });
      return [btoa(texts[0] ?? ""), null];
    });
    const failure = await run().catch((error: unknown) => error);
    expect(spentOf(failure)).toMatchObject({ calls: 2, costUsd: 1 });
    expect([...store.values()].map(({ contentId }) => contentId)).toEqual(["a"]);
  });

  it("outlast a hiccup of the database; where it stays away what was paid is told", async () => {
    const hiccup = world({ a: "refund" }, each);
    hiccup.refuse(2);
    expect(await hiccup.run()).toEqual({ name: "embed", usage: paid });
    expect(hiccup.store.size).toBe(1);
    const away = world({ a: "refund" }, each);
    away.refuse(9);
    expect(spentOf(await away.run().catch((error: unknown) => error))).toMatchObject({ calls: 1, costUsd: 0.5 });
  });

  it("are asked for in halves where one text is refused, and only that one goes without, with the reason", async () => {
    const said = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`c${index}`, `text ${index}`]));
    const { run, asked, store } = world(said, (texts) => {
      if (texts.includes("text 13")) throw new CallFailure("context_too_long", "over 512 tokens");
      return each(texts);
    });
    expect(await run()).toMatchObject({ refused: { texts: 1, reason: "over 512 tokens" } });
    expect(store.size).toBe(19);
    expect(asked.length).toBeLessThan(14);
  });

  it("are given up after some refusals where everything is refused", async () => {
    const said = Object.fromEntries(Array.from({ length: 96 }, (_, index) => [`c${index}`, `text ${index}`]));
    const { run, asked, store } = world(said, () => {
      throw new CallFailure("bad_request", "no embedding model");
    });
    expect(await run()).toMatchObject({ refused: { texts: 96, reason: "no embedding model" } });
    expect(store.size).toBe(0);
    expect(asked.length).toBeLessThan(25);
  });

  it("have the same key for the same texts, and another for others", async () => {
    const keys: string[] = [];
    for (const texts of [{ a: "refund" }, { a: "refund" }, { a: "parcel" }]) {
      const { run } = world(texts, each, (key) => keys.push(key));
      await run();
    }
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});
