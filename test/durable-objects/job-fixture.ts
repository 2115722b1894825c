import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import type { LedgerStorage } from "../../durable-objects/ledger/storage.ts";
import { type Grant, type JobSpec, noUsage, type ResultRow, type TaskAnswer } from "../../worker/analysis/job.ts";
import { completeOptions } from "../../worker/analysis/options.ts";
import { discoveryTarget } from "../../worker/analysis/reading/discover.ts";
import type { OptionsInput } from "../../worker/contract/analysis.ts";

export function specOf(options: OptionsInput = {}): JobSpec {
  return {
    analysisId: "an_test",
    organizationId: "org_test",
    projectId: "prj_test",
    datasetId: "ds_test",
    templateId: "tpl_test",
    name: "Test",
    model: "test/model",
    facets: [
      { name: "intent", description: "What is wanted", type: "label" },
      { name: "urgent", description: "Is it urgent", type: "boolean" },
    ],
    modules: { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true },
    options: completeOptions(options, {}, {}),
    limits: { contextTokens: 100_000, outputTokens: 8_000, maxItems: 10 },
    startLabels: {},
    estimate: null,
    createdAt: 0,
  };
}

/** A job with contents `c0`, `c1`, … ready to be worked at. */
export function jobOf(storage: LedgerStorage, contents: number, options: OptionsInput = {}): Ledger {
  const ledger = new Ledger(storage);
  const spec = specOf(options);
  ledger.create(spec, 0);
  for (let ordinal = 0; ordinal < contents; ordinal++) {
    storage.all(
      `INSERT INTO item (ordinal, content_id, external_id, tokens, language, kind, title, state, sample)
       VALUES (?, ?, ?, 100, 'en', 'conversation', '', 'open', ?)`,
      ordinal,
      `c${ordinal}`,
      `c${ordinal}`,
      ordinal < discoveryTarget(contents, spec.options.discovery) ? ordinal : null,
    );
  }
  storage.all("UPDATE job SET items_total = ?", contents);
  ledger.prepared();
  return ledger;
}

/** What a faultless consumer would bring back. @param labelOf the word for a content */
export function answerTo(grant: Grant, labelOf: (contentId: string) => string): TaskAnswer {
  const { work } = grant;
  switch (work.name) {
    case "extract":
      return {
        name: "extract",
        results: work.contentIds.map((contentId) => resultOf(contentId, labelOf(contentId))),
        left: null,
        missing: 0,
        usage: { ...noUsage, calls: 1 },
      };
    case "reconcile":
      return { name: "reconcile", facet: work.facet, groups: [], usage: { ...noUsage, calls: 1 } };
    case "embed":
      return { name: "embed", usage: { ...noUsage, calls: 1 } };
    case "cluster":
      return { name: "cluster", clusterIds: [["c0", "c1"]], usage: noUsage };
    case "name-clusters":
      return { name: "name-clusters", usage: { ...noUsage, calls: 1 } };
    case "insights":
      return {
        name: "insights",
        question: { task: "summarize", contents: work.contents, counts: work.counts, clusters: [], items: [] },
        contentIds: [],
        usage: noUsage,
      };
    case "summarize":
      return { name: "summarize", summary: { headline: "Done", insights: [] }, usage: { ...noUsage, calls: 1 } };
  }
}

export function resultOf(contentId: string, label: string): ResultRow {
  return {
    contentId,
    externalId: contentId,
    status: "done",
    facets: { intent: label, urgent: true },
    sentiment: "neutral",
    confidence: 0.5,
    summary: `About ${label}`,
    evidence: [],
    model: "test/model",
    attempts: 1,
    error: null,
  };
}
