import { describe, expect, it } from "vitest";
import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { simulatedJob } from "../bench/simulated-job.ts";
import { everyMistake, type Mistakes, noMistakes, simulatedReader } from "../bench/simulated-readers.ts";
import { wordlessSynonyms } from "../bench/wordless-synonyms.ts";
import { specOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

/** Simulated readers on the real ledger, plan and stages: they prove the machinery, nothing about a model. */
const things = wordlessSynonyms.slice(0, 30);
const words = new Map(things.map((wordings) => [wordings[0] ?? "", wordings]));
const gold = Array.from({ length: 12 }, () => [...words.keys()]).flat();
const texts = gold.map((thing, index) => `Content ${index}: ${thing}`);
const goldOf = new Map(texts.map((text, index) => [text, gold[index] ?? ""]));

function run(arrival: number, mistakes: Mistakes, options = {}) {
  const knowledge = { goldOf, words, seed: 1, broken: 0.02, usesKnown: 0.3, mistakes };
  const reader = simulatedReader(knowledge, []);
  return simulatedJob(texts, { streams: 16, itemsPerStream: 2, ...options }, reader, reader, arrival);
}

describe("many readers", () => {
  it("come to the very same labels and results in whatever order their answers arrive", async () => {
    const first = await run(1, everyMistake);
    for (const arrival of [2, 3]) {
      const other = await run(arrival, everyMistake);
      expect(other.results).toEqual(first.results);
      expect(other.ledger.labels.standing("intent")).toEqual(first.ledger.labels.standing("intent"));
    }
    expect(first).toMatchObject({ lostUpdates: 0, astray: 0 });
  });

  it("end with one word for each thing, though no two of their words have a part in common", async () => {
    for (const sync of ["round", "continuous"]) {
      const { results, ledger, lostUpdates } = await run(1, noMistakes, { sync });
      const labels = new Map(results.map(({ label }, index) => [label, gold[index]]));
      expect(labels.size).toBe(things.length);
      expect(new Set(labels.values()).size).toBe(things.length);
      expect(lostUpdates).toBe(0);
      expect(ledger.labels.consistency()).toBeLessThan(1);
      expect(ledger.labels.conflicts()).toEqual([]);
    }
  });

  it("end with as many labels as were asked for", async () => {
    const { ledger, lostUpdates } = await run(1, noMistakes, { targetLabels: 12 });
    expect(ledger.labels.standing("intent")).toHaveLength(12);
    expect(lostUpdates).toBe(0);
    const { merges } = ledger.labels.reply(ledger.spec());
    expect(merges.filter(({ by }) => by === "rule").every(({ canonical }) => canonical === "Other")).toBe(true);
  });

  it("without anybody who says what means the same differ in all but case and punctuation", async () => {
    const { results, ledger } = await run(1, { ...noMistakes, groupLeftOut: 1 });
    const said = new Set(results.map((row) => row.said));
    expect(new Set(results.map(({ label }) => label)).size).toBe(said.size);
    expect(ledger.labels.consistency()).toBe(1);
  });
});

describe("labels that a job begins with", () => {
  it("bring the words along that were folded into them, and who folded them", () => {
    const ledger = new Ledger(memoryStorage());
    const aliases = [
      { alias: "Money back", by: "hand" as const, reason: "merged by Ann" },
      { alias: "refund!", by: "rule" as const, reason: "folded" },
    ];
    ledger.create({ ...specOf(), startLabels: { intent: [{ label: "Refund", description: "d", aliases }] } }, 5);
    const row = (label: string) => ({
      contentId: label,
      externalId: label,
      status: "done" as const,
      facets: { intent: label },
    });
    const rest = { sentiment: null, confidence: null, summary: "", evidence: [], model: "m", attempts: 1, error: null };
    const rows = ["money back", "Refund", "Delivery"].map((label) => ({ ...row(label), ...rest }));
    const added = ledger.labels.take(ledger.spec(), rows, 1, 1, "stream");
    expect(added).toEqual([{ facet: "intent", label: "Delivery" }]);
    const { facets, merges } = ledger.labels.reply(ledger.spec());
    expect(facets.intent).toMatchObject([
      { label: "Refund", count: 2, origin: "based-on" },
      { label: "Delivery", count: 1, origin: "stream" },
    ]);
    expect(merges).toMatchObject([
      { canonical: "Refund", aliases: ["Money back"], by: "hand", reason: "merged by Ann", count: 0 },
      { canonical: "Refund", aliases: ["money back"], by: "hand", count: 1 },
      { canonical: "Refund", aliases: ["refund!"], by: "rule" },
    ]);
    expect(ledger.labels.known(ledger.spec(), 9).intent?.map(({ label }) => label)).toEqual(["Refund", "Delivery"]);
  });
});
