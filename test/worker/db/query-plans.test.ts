import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { getAnalysis, listAnalyses } from "../../../worker/db/analyses.ts";
import { breakDown } from "../../../worker/db/breakdown.ts";
import { listClusters, readClusters, saveClusters } from "../../../worker/db/clusters.ts";
import {
  contentIndex,
  contentStore,
  getContent,
  listContents,
  measureContents,
  readContents,
} from "../../../worker/db/contents.ts";
import { getDataset, listDatasets } from "../../../worker/db/datasets.ts";
import { listLabelEdits } from "../../../worker/db/label-edits.ts";
import { listLabels } from "../../../worker/db/labels.ts";
import { applyCanonical, listResults, readExemplars, readResults, readResultsOf } from "../../../worker/db/results.ts";
import { callsOfTask, readSaid } from "../../../worker/db/said.ts";
import { contentsHaving, readPairs, readSpan, readTally } from "../../../worker/db/tallies.ts";
import type { MeasuredContent } from "../../../worker/ingest/measure.ts";
import { fullScans } from "../../durable-objects/full-scans.ts";

/** Tables with as many rows as there are contents, or more. */
const large = ["content", "result", "answer_cache", "model_call", "analysis", "label", "cluster"];
const owner = { organizationId: "org_test", userId: "usr_test", role: "owner" } as const;
const page = { limit: 50, cursor: undefined };
const none = { items: 0, reason: "" };
const clusteringFacts = {
  method: "",
  k: 0,
  tried: [],
  hidden: { ...none, clusters: 0 },
  outliers: { ...none, contentIds: [] },
};

/**
 * A database without rows that keeps the statements it is asked to prepare.
 * @param most statements after which it fails: where nothing is ever stored some would try for ever
 */
function recording(most = Number.POSITIVE_INFINITY): { DB: D1Database; statements: Set<string> } {
  const statements = new Set<string>();
  let prepared = 0;
  const meta = {
    duration: 0,
    size_after: 0,
    rows_read: 0,
    rows_written: 0,
    last_row_id: 0,
    changed_db: false,
    changes: 0,
  };
  const unused = async (): Promise<never> => {
    throw new Error("not used here");
  };
  const statement: D1PreparedStatement = {
    bind: () => statement,
    first: async () => null,
    run: async () => ({ success: true, meta, results: [] }),
    all: async () => ({ success: true, meta, results: [] }),
    raw: unused,
  };
  const DB: D1Database = {
    prepare(sql) {
      if (++prepared > most) throw new Error("enough");
      statements.add(sql);
      return statement;
    },
    batch: async (list) => list.map(() => ({ success: true, meta, results: [] })),
    exec: unused,
    dump: unused,
    withSession: () => {
      throw new Error("not used here");
    },
  };
  return { DB, statements };
}

function migrated(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  const folder = path.join(import.meta.dirname, "../../../migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  for (const file of files.sort()) database.exec(readFileSync(path.join(folder, file), "utf8"));
  return database;
}

async function statementsOf(work: (DB: D1Database) => Promise<unknown>): Promise<Set<string>> {
  const { DB, statements } = recording(20);
  // Nothing is found: some say so by throwing, after they have asked.
  await work(DB).catch(() => undefined);
  return statements;
}

const hot: [name: string, work: (DB: D1Database) => Promise<unknown>][] = [
  ["an analysis", (DB) => getAnalysis(DB, owner, "an_1", 0)],
  ["the list of analyses", (DB) => listAnalyses(DB, owner, page, 0)],
  ["a page of results", (DB) => listResults(DB, "an_1", page)],
  ["a page of results of one status", (DB) => listResults(DB, "an_1", { ...page, status: "failed" })],
  ["a page of results with a label", (DB) => listResults(DB, "an_1", { ...page, facet: "intent", value: "x" })],
  ["a page of results in a cluster", (DB) => listResults(DB, "an_1", { ...page, cluster: "c1" })],
  ["a page of results in a language", (DB) => listResults(DB, "an_1", { ...page, language: "en" })],
  ["a page of results with some words", (DB) => listResults(DB, "an_1", { ...page, q: "refund" })],
  ["a page of results of one content", (DB) => listResults(DB, "an_1", { ...page, contentId: "con_1" })],
  [
    "a page of results of some days",
    (DB) => listResults(DB, "an_1", { ...page, from: "2026-05-01", to: "2026-05-02" }),
  ],
  ["counts by facet", (DB) => breakDown(DB, "an_1", {}, "facet", "intent")],
  ["counts by day", (DB) => breakDown(DB, "an_1", { cluster: "c1" }, "time", undefined)],
  ["counts by language", (DB) => breakDown(DB, "an_1", { q: "refund" }, "language", undefined)],
  ["when contents happened", (DB) => readSpan(DB, "an_1")],
  ["a tally", (DB) => readTally(DB, "an_1", { by: "facet", facet: "intent" }, 5)],
  ["values that meet", (DB) => readPairs(DB, "an_1", { by: "facet", facet: "intent" }, { by: "language" })],
  ["contents with a value", (DB) => contentsHaving(DB, "an_1", [{ key: { by: "sentiment" }, value: "x" }], 5, 5)],
  ["results as stages read them", (DB) => readResults(DB, "an_1", "", 2_000)],
  ["results of some contents", (DB) => readResultsOf(DB, "an_1", ["con_1"])],
  ["the surest results", (DB) => readExemplars(DB, "an_1", "intent", "x", 5)],
  ["the words that count", (DB) => applyCanonical(DB, "an_1", "intent", { a: "b" })],
  ["labels", (DB) => listLabels(DB, "an_1")],
  ["changes of labels by hand", (DB) => listLabelEdits(DB, "an_1")],
  ["what was said", (DB) => readSaid(DB, "an_1", "cnt_1")],
  ["calls of a task", (DB) => callsOfTask(DB, "an_1", 1)],
  ["clusters", (DB) => listClusters(DB, "an_1", true)],
  ["members of clusters", (DB) => readClusters(DB, "an_1", ["c1"])],
  ["the writing of clusters", (DB) => saveClusters(DB, "an_1", [], [["con_1", "c1"]], clusteringFacts)],
  ["the contents of a job", (DB) => contentIndex(DB, "ds_1", null, 5_000)],
  ["a page of contents", (DB) => listContents(DB, owner, "ds_1", page)],
  ["a search in contents", (DB) => listContents(DB, owner, "ds_1", { ...page, q: "refund", language: "en" })],
  ["a dataset", (DB) => getDataset(DB, owner, "ds_1")],
  ["the list of datasets", (DB) => listDatasets(DB, owner, "prj_1", page)],
  ["the size of chosen contents", (DB) => measureContents(DB, "ds_1", ["con_1"])],
];

describe("Statements on D1 go through no whole table", () => {
  const database = migrated();

  it.each(hot)("for %s", async (_, work) => {
    const statements = await statementsOf(work);
    expect(statements.size).toBeGreaterThan(0);
    expect(fullScans(database, statements, large)).toEqual([]);
  });

  it("for contents that are read or stored", async () => {
    const FILES = new Proxy({} as R2Bucket, {});
    const one: MeasuredContent = {
      externalId: "1",
      kind: "conversation",
      title: "",
      language: "en",
      tokens: 1,
      images: 0,
      messageCount: 1,
      quality: 1,
      hash: "a",
      author: null,
      occurredAt: null,
      messages: [],
      metadata: {},
      checks: [],
      sketch: "",
      at: "line 1",
    };
    const statements = await statementsOf(async (DB) => {
      await readContents({ DB, FILES }, ["con_1"]);
      await getContent({ DB, FILES }, owner, "con_1").catch(() => undefined);
      // Two of one id make it look for the names made from it.
      await contentStore({ DB, FILES }, owner, "ds_1").save([one, { ...one, hash: "b" }]);
    });
    expect([...statements].filter((sql) => sql.includes("INSERT OR IGNORE INTO content"))).toHaveLength(1);
    expect(fullScans(database, statements, large)).toEqual([]);
  });
});
