import { describe, expect, it } from "vitest";
import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import { partMoods } from "../../durable-objects/ledger/mood.ts";
import type { LedgerStorage } from "../../durable-objects/ledger/storage.ts";
import type { Grant, JobSpec, TaskAnswer } from "../../worker/analysis/job.ts";
import { moodKey } from "../../worker/contract/reply.ts";
import { type Facet, facetSchema } from "../../worker/contract/template.ts";
import { answerTo, specOf } from "./job-fixture.ts";
import { memoryStorage } from "./memory-storage.ts";

const facet = (type: Facet["type"], choices?: string[]): Facet => ({
  name: "sentiment",
  description: "A question of one's own",
  type,
  ...(choices ? { choices } : {}),
});

function jobWith(storage: LedgerStorage, own: Facet | null, contents = 4): Ledger {
  const ledger = new Ledger(storage);
  const spec: JobSpec = { ...specOf({ streams: 1 }), facets: [...specOf().facets, ...(own ? [own] : [])] };
  ledger.create(spec, 0);
  for (let ordinal = 0; ordinal < contents; ordinal++) {
    storage.all(
      `INSERT INTO item (ordinal, content_id, external_id, tokens, language, kind, title, state, sample)
       VALUES (?, ?, ?, 100, 'en', 'conversation', '', 'open', ?)`,
      ordinal,
      `c${ordinal}`,
      `c${ordinal}`,
      ordinal,
    );
  }
  storage.all("UPDATE job SET items_total = ?", contents);
  ledger.prepared();
  return ledger;
}

/** The facet of one's own says `own`, the module "neutral". */
function answer(grant: Grant, own: string): TaskAnswer {
  const whole = answerTo(grant, () => "Refund");
  if (whole.name !== "extract") return whole;
  return {
    ...whole,
    results: whole.results.map((row) => ({ ...row, facets: { ...row.facets, sentiment: own } })),
  };
}

function readAll(ledger: Ledger, own: string): void {
  for (const { stream, slice } of ledger.pump(0)) ledger.begin(stream, slice, 0);
  const [stream] = ledger.streams.all();
  const grant = ledger.claim(0, stream?.slice ?? 0, 0);
  if (typeof grant === "string") throw new Error("nothing to claim");
  ledger.complete(grant.task, grant.token, answer(grant, own), 0);
}

describe("a facet of one's own called sentiment", () => {
  it("can't be called as the module's words are counted", () => {
    expect(facetSchema.safeParse(facet("boolean")).success).toBe(true);
    expect(facetSchema.safeParse({ ...facet("boolean"), name: moodKey }).success).toBe(false);
  });

  it.each([facet("label"), facet("choice", ["negative", "positive"]), facet("text")])(
    "is counted apart from the module where it is a $type",
    (own) => {
      const ledger = jobWith(memoryStorage(), own);
      readAll(ledger, "negative");
      const counts = ledger.labels.counts(ledger.spec());
      expect(counts).toMatchObject({
        sentiment: [{ value: "negative", count: 4 }],
        [moodKey]: [{ value: "neutral", count: 4 }],
      });
    },
  );

  it("is taken back apart from the module", () => {
    const ledger = jobWith(memoryStorage(), facet("text"));
    readAll(ledger, "neutral");
    ledger.labels.takeBack(ledger.spec(), { sentiment: "neutral" }, null);
    expect(ledger.labels.tallied("sentiment")).toEqual([{ value: "neutral", count: 3 }]);
    expect(ledger.labels.tallied(moodKey)).toEqual([{ value: "neutral", count: 4 }]);
  });
});

describe("a job that an earlier version began", () => {
  const begun = (own: Facet | null, rows: [value: string, count: number][]) => {
    const storage = memoryStorage();
    jobWith(storage, own);
    for (const [value, count] of rows) storage.all("INSERT INTO tally VALUES ('sentiment', ?, ?)", value, count);
    return storage;
  };
  const opened = (storage: LedgerStorage) => {
    const { labels } = new Ledger(storage);
    return { own: labels.tallied("sentiment"), module: labels.tallied(moodKey) };
  };
  const neutral = { value: "neutral", count: 5 };

  it.each([null, facet("label"), facet("boolean"), facet("choice", ["happy", "angry"])])(
    "gets its moods where they are now, once and for all (own facet %o)",
    (own) => {
      const storage = begun(own, [
        ["neutral", 5],
        ["true", 2],
      ]);
      const now = { own: [{ value: "true", count: 2 }], module: [neutral] };
      expect(opened(storage)).toEqual(now);
      expect(opened(storage)).toEqual(now);
    },
  );

  it("keeps together what nothing tells apart", () => {
    const own = facet("choice", ["neutral", "upset"]);
    const storage = begun(own, [
      ["neutral", 5],
      ["negative", 2],
    ]);
    expect(opened(storage)).toEqual({ own: [neutral], module: [{ value: "negative", count: 2 }] });
    expect(opened(begun(facet("text"), [["neutral", 5]]))).toEqual({ own: [neutral], module: [] });
  });

  it("adds what was counted since to what it had", () => {
    const storage = begun(null, [["neutral", 5]]);
    storage.all("INSERT INTO tally VALUES (?, 'neutral', 3)", moodKey);
    partMoods(storage);
    expect(opened(storage)).toEqual({ own: [], module: [{ value: "neutral", count: 8 }] });
  });
});
