import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import type { Grant, ResultRow, TaskAnswer } from "../../worker/analysis/job.ts";
import type { JobData } from "../../worker/analysis/job-data.ts";
import { completeOptions } from "../../worker/analysis/options.ts";
import { discoveryTarget } from "../../worker/analysis/reading/discover.ts";
import { runTask } from "../../worker/analysis/run-task.ts";
import type { OptionsInput } from "../../worker/contract/analysis.ts";
import type { Ask } from "../../worker/engines/ask.ts";
import { specOf } from "../durable-objects/job-fixture.ts";
import { memoryStorage } from "../durable-objects/memory-storage.ts";
import { drawer } from "./simulated-readers.ts";

export interface SimulatedRun {
  /** By content, the word that its reader said and the one that stands. */
  results: { said: string; label: string }[];
  ledger: Ledger;
  /** Calls that asked which labels mean the same. */
  reconcileCalls: number;
  /** Contents with no result, or with more than one. */
  astray: number;
  /** Contents that the counts of the labels do not hold, or hold too often. */
  lostUpdates: number;
  seconds: number;
}

/**
 * One whole job on the real ledger, plan and stages, in memory: only the model is simulated. Answers of what is at work
 * at a time come back in an order drawn from the seed.
 */
export async function simulatedJob(
  texts: string[],
  options: OptionsInput,
  ask: Ask,
  askFallback: Ask,
  seed: number,
): Promise<SimulatedRun> {
  const began = performance.now();
  const storage = memoryStorage();
  const ledger = new Ledger(storage);
  const spec = specOf();
  spec.options = completeOptions({ ...options, cluster: false, cache: false }, {}, {});
  spec.facets = spec.facets.filter(({ type }) => type === "label");
  spec.modules = {
    summary: false,
    sentiment: false,
    evidence: false,
    clusters: false,
    insights: false,
    quality: false,
  };
  spec.limits = { contextTokens: 100_000, outputTokens: 16_000, maxItems: 20 };
  ledger.create(spec, 0);
  const sample = discoveryTarget(texts.length, spec.options.discovery);
  storage.atomically(() => {
    texts.forEach((_, ordinal) => {
      storage.all(
        `INSERT INTO item (ordinal, content_id, external_id, tokens, language, kind, title, state, sample)
         VALUES (?1, ?2, ?2, 20, 'en', 'conversation', '', 'open', ?3)`,
        ordinal,
        `c${ordinal}`,
        ordinal < sample ? ordinal : null,
      );
    });
    storage.all("UPDATE job SET items_total = ?", texts.length);
  });
  ledger.prepared();
  const data: Pick<JobData, "contents" | "answers"> = {
    answers: null,
    contents: async (ids) =>
      ids.map((id) => {
        const content = texts[Number(id.slice(1))] ?? "";
        return { id, externalId: id, language: "en", hash: id, messages: [{ role: "user", content }] };
      }),
  };
  const draw = drawer(`arrival ${seed}`);
  const rows = new Map<string, ResultRow[]>();
  let reconcileCalls = 0;
  for (let now = 1_000; ledger.job().status === "running"; now += 100) {
    for (const { stream, slice } of ledger.pump(now)) ledger.streams.begin(stream, slice, now);
    const work: { grant: Grant; answer: TaskAnswer; at: number }[] = [];
    for (const row of ledger.streams.all()) {
      if (row.slice_state !== "live") continue;
      const grant = ledger.claim(row.stream, row.slice, now);
      if (grant === "stop") ledger.streams.end(row.stream, row.slice);
      if (typeof grant === "string") continue;
      const answer = await runTask(spec, grant, { ask, askFallback }, data as JobData);
      if (answer.name === "reconcile") reconcileCalls += answer.usage.calls;
      work.push({ grant, answer, at: draw() });
    }
    for (const { grant, answer } of work.sort((a, b) => a.at - b.at)) {
      ledger.complete(grant.task, grant.token, answer, now);
    }
    for (const entry of ledger.outbox.undelivered(10_000)) {
      if (entry.kind === "results") {
        for (const row of JSON.parse(entry.body) as ResultRow[]) {
          rows.set(row.contentId, [...(rows.get(row.contentId) ?? []), row]);
        }
      }
      if (entry.kind === "finish") ledger.finished(now);
      ledger.outbox.delivered([entry.id], now);
    }
  }
  const canonical = new Map(Object.entries(ledger.labels.canonical("intent")));
  const results = texts.map((_, ordinal) => {
    const said = String(rows.get(`c${ordinal}`)?.[0]?.facets.intent ?? "");
    return { said, label: canonical.get(said) ?? said };
  });
  return {
    results,
    ledger,
    reconcileCalls,
    astray: texts.filter((_, ordinal) => rows.get(`c${ordinal}`)?.length !== 1).length,
    lostUpdates: differenceOf(results, ledger),
    seconds: (performance.now() - began) / 1_000,
  };
}

/** How far the counts kept by the ledger are from those of the results. */
function differenceOf(results: { label: string }[], ledger: Ledger): number {
  const counts = new Map<string, number>();
  for (const { label } of results) counts.set(label, (counts.get(label) ?? 0) + 1);
  const kept = new Map(ledger.labels.standing("intent").map(({ label, count }) => [label, count]));
  return [...new Set([...counts.keys(), ...kept.keys()])].reduce(
    (sum, label) => sum + Math.abs((counts.get(label) ?? 0) - (kept.get(label) ?? 0)),
    0,
  );
}
