import { describe, expect, it } from "vitest";
import { soundModels } from "../../../worker/engines/sound-models.ts";

const key = "sk-Canary/7f3b9c+0123456789";
const good = {
  id: "sim-1",
  name: "Simulated 1",
  contextTokens: 8000,
  outputTokens: 1000,
  lifecycle: "deprecated",
  retiresAt: "2027-03-01",
};
const bare = { id: "sim-1", name: null, contextTokens: null, outputTokens: null, lifecycle: null, retiresAt: null };

describe("the models that a server lists", () => {
  it("are taken as they are where they are models", () => {
    expect(soundModels([good], key)).toEqual([good]);
    expect(soundModels([good], null)).toEqual([good]);
    expect(soundModels([{ id: "sim-1" }], key)).toEqual([bare]);
  });

  it.each([
    { name: { a: 1 }, contextTokens: "many", outputTokens: -1.5, lifecycle: "weird", retiresAt: "soon" },
    { name: 7, contextTokens: 0, outputTokens: 2 ** 53, lifecycle: 1, retiresAt: 20270301 },
    { name: "", contextTokens: 8000.5, outputTokens: Number.NaN, lifecycle: null, retiresAt: "2027-13-45" },
    { name: "x".repeat(201), contextTokens: [8000], outputTokens: null, lifecycle: "Active", retiresAt: "May 2027" },
    { name: "two\nlines", contextTokens: {}, outputTokens: Infinity, lifecycle: [], retiresAt: ["2027-03-01"] },
  ])("keep none of what is none: %j", (nonsense) => {
    expect(soundModels([{ ...nonsense, id: "sim-1" }], key)).toEqual([bare]);
  });

  it.each([1234, "", "x".repeat(201), "a\u0000b", "a\u200bb", "a\nb", null, { id: "a" }, ["a"]])(
    "are left out where their id is %j",
    (id) => {
      expect(soundModels([{ ...good, id }, good], key)).toEqual([good]);
    },
  );

  it.each([null, "text", 7, {}, { data: [good] }])("are none where the list is %j", (listed) => {
    expect(soundModels(listed, key)).toEqual([]);
  });

  it("outlive entries that are no models", () => {
    expect(soundModels([null, 7, "sim-2", [good], good], key)).toEqual([good]);
  });

  it.each([
    key,
    key.toUpperCase(),
    encodeURIComponent(key),
    encodeURIComponent(key).toLowerCase(),
    [...key].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(""),
    encodeURIComponent(encodeURIComponent(key)),
  ])("never hand on the key, written %s", (written) => {
    expect(soundModels([{ ...good, id: `models/${written}-x` }], key)).toEqual([]);
    expect(soundModels([{ ...good, name: `Hello ${written}` }], key)).toEqual([{ ...good, name: null }]);
  });

  it("never hand on the secret half of a key with parts", () => {
    const parts = "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMIK7MDENGbPxRfiCY";
    expect(soundModels([{ ...good, id: "m-wJalrXUtnFEMIK7MDENGbPxRfiCY" }], parts)).toEqual([]);
  });

  it("may hold a word that somebody has entered for a key because one was asked for", () => {
    const [model] = soundModels([{ ...good, id: "ollama/none-7b" }], "ollama");
    expect(model?.id).toBe("ollama/none-7b");
  });

  it("are each there once, 2,000 at most, and fit into a row of the database", () => {
    expect(soundModels([good, { ...good, name: "again" }], key)).toEqual([good]);
    const many = Array.from({ length: 5_000 }, (_, index) => ({ id: `m-${index}` }));
    expect(soundModels(many, key)).toHaveLength(2_000);
    const wide = many.map(({ id }) => ({ id: id.padEnd(200, "語"), name: "語".repeat(200) }));
    expect(new TextEncoder().encode(JSON.stringify(soundModels(wide, key))).length).toBeLessThan(1_000_000);
  });
});
