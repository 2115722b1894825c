import { describe, expect, test } from "vitest";
import type { CatalogueList } from "../../../worker/contract/model-change.ts";
import { isDue, readSnapshot, refreshCatalogue } from "../../../worker/models/refresh.ts";

const hour = 3_600_000;
const start = Date.parse("2026-11-21T00:00:00Z");

function fakeStore() {
  const values = new Map<string, string>();
  return {
    values,
    get: async (key: string) => JSON.parse(values.get(key) ?? "null"),
    put: async (key: string, value: string, { expirationTtl }: { expirationTtl: number }) => {
      if (expirationTtl < 60) throw new Error("KV refuses so short a life");
      values.set(key, value);
    },
  };
}

const list = (source: string, at: number): CatalogueList => ({
  source,
  at,
  models: [
    {
      type: "openai",
      id: "gpt-6-luna",
      contextTokens: 1,
      outputTokens: null,
      prices: null,
      lifecycle: null,
      knowledgeCutoff: null,
      releasedAt: null,
    },
  ],
});

describe("the lists outside", () => {
  test("are due at first, then once a day, and after a failure once an hour", () => {
    expect(isDue(null, start)).toBe(true);
    const read = { triedAt: start, readAt: start };
    expect([isDue(read, start + 24 * hour - 1), isDue(read, start + 24 * hour)]).toEqual([false, true]);
    const failed = { triedAt: start + 24 * hour, readAt: start };
    expect([isDue(failed, start + 25 * hour - 1), isDue(failed, start + 25 * hour)]).toEqual([false, true]);
  });

  test("are asked for as often as they are due, however often the clock ticks", async () => {
    const KV = fakeStore();
    const asked: number[] = [];
    let reachable = false;
    const read = async (now: number) => {
      asked.push((now - start) / hour);
      return reachable ? [list("a", now)] : [];
    };
    for (let minute = 0; minute < 30 * 60; minute++) {
      if (minute === 90) reachable = true;
      await refreshCatalogue({ KV }, start + (minute * hour) / 60, read);
    }
    expect(asked).toEqual([0, 1, 2, 26]);
  });

  test("that can't be read today are kept from yesterday, others are replaced", async () => {
    const KV = fakeStore();
    await refreshCatalogue({ KV }, start, async (now) => [list("a", now), list("b", now)]);
    await refreshCatalogue({ KV }, start + 24 * hour, async (now) => [list("b", now)]);
    expect((await readSnapshot(KV))?.lists.map(({ source, at }) => [source, (at - start) / hour])).toEqual([
      ["b", 24],
      ["a", 0],
    ]);
  });

  test("that were stored broken are none", async () => {
    const KV = fakeStore();
    KV.values.set("catalogue:snapshot", '{"lists":[{"source":1}]}');
    KV.values.set("catalogue:state", '{"triedAt":"x"}');
    expect(await readSnapshot(KV)).toBeNull();
    expect(await refreshCatalogue({ KV }, start, async (now) => [list("a", now)])).toBe(true);
  });
});
