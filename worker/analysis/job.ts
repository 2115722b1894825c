import type { Estimate, Options, PauseKind, Phase, Progress, Status, UsageTotals } from "../contract/analysis.ts";
import type { Evidence, FacetValue } from "../contract/findings.ts";
import type { Insight } from "../contract/reply.ts";
import type { Facet, Modules } from "../contract/template.ts";
import type { KnownLabel, ModelLimits, StartLabel, SummarizeQuestion, Usage } from "../engines/ask.ts";

/** Everything a job runs on, fixed when it starts. */
export interface JobSpec {
  analysisId: string;
  organizationId: string;
  projectId: string;
  datasetId: string;
  templateId: string;
  name: string;
  model: string;
  facets: Facet[];
  modules: Modules;
  /** What the template adds in its own words, by task; absent in jobs of an earlier version. */
  prompts?: Record<string, string> | undefined;
  options: Options;
  limits: ModelLimits;
  /** How what models read is redacted (privacy/redact.ts); null or absent where it is not. */
  redaction?: string | null;
  /** Labels that the job starts with (`basedOn`), per open facet. */
  startLabels: Record<string, StartLabel[]>;
  /** What was said before the start. */
  estimate: Estimate | null;
  createdAt: number;
}

export interface CountedLabel {
  label: string;
  count: number;
  description: string;
  /** Said by people or by the run that this one is based on: it keeps its name, and never becomes one with another such. */
  fixed?: boolean;
}

/** What one task is about; stored as JSON in its row. `cluster` and `insights` ask no engine. */
export type TaskInput =
  | { name: "extract"; ordinals: number[] }
  | { name: "reconcile"; facet: string; labels: CountedLabel[]; target?: number }
  /** Vectors of the contents with these ordinals: from the first to before the last. */
  | { name: "embed"; from: number; to: number }
  /** `embedded`: a model was asked for vectors before */
  | { name: "cluster"; embedded?: boolean }
  | { name: "name-clusters"; clusterIds: string[] }
  | { name: "insights" }
  | { name: "summarize"; question: SummarizeQuestion; contentIds: string[] };

/** A task as the plan makes it. */
export interface NewTask {
  phase: Phase;
  round: number;
  /** The stream it is meant for; another takes it over where that one is not alive. */
  stream: number;
  input: TaskInput;
}

/** A lease on one task: what a consumer needs to do it. */
export interface Grant {
  task: number;
  /** Fencing token: every write but the first answer needs the last one granted. */
  token: number;
  phase: Phase;
  round: number;
  /** Times it was granted before; above 0 a parked answer may exist. */
  earlierGrants: number;
  /** True where one more failure closes the task: then any answer is better than none. */
  lastTry: boolean;
  renewMilliseconds: number;
  work: Work;
}

/** A task's input with what the ledger knows about it filled in. */
export type Work =
  | { name: "extract"; contentIds: string[]; known: Record<string, KnownLabel[]> }
  | { name: "reconcile"; facet: string; labels: CountedLabel[]; target?: number }
  | { name: "embed"; contentIds: string[] }
  | { name: "cluster"; embedded?: boolean }
  | { name: "name-clusters"; clusterIds: string[] }
  | { name: "insights"; counts: SummarizeQuestion["counts"]; contents: number }
  | { name: "summarize"; question: SummarizeQuestion; contentIds: string[] };

/** One content's answer on its way into the results. */
export interface ResultRow {
  contentId: string;
  externalId: string;
  status: "done" | "fallback" | "failed";
  /** Open labels as the engine said them; every other facet's final value. */
  facets: Record<string, FacetValue>;
  sentiment: string | null;
  confidence: number | null;
  summary: string;
  evidence: Evidence[];
  model: string;
  attempts: number;
  error: string | null;
}

/** The words of a result as they were said, and so as they were counted. */
export type SaidResult = Pick<ResultRow, "contentId" | "facets" | "sentiment">;

/** The result of a content that nothing could answer: it says why, so that no content is missing. */
export function failedResult(contentId: string, externalId: string, error: string, attempts: number): ResultRow {
  return {
    contentId,
    externalId,
    status: "failed",
    facets: {},
    sentiment: null,
    confidence: null,
    summary: "",
    evidence: [],
    model: "",
    attempts,
    error,
  };
}

export interface LabelGroup {
  canonical: string;
  aliases: string[];
  reason: string;
  /** Who put them together; a model where it does not say. */
  by?: "model" | "rule";
}

/** What a consumer brings back. */
export type TaskAnswer =
  | {
      name: "extract";
      results: ResultRow[];
      /** Contents that were not answered because the engine failed on the way; they become a task of their own. */
      left: {
        contentIds: string[];
        reason: string;
        /** No model of the chain can serve: asking again at once is no use, the job has to stand still. */
        noneCanServe: boolean;
        /** Nor will one by itself: people must put a provider right first. */
        toMend?: boolean;
      } | null;
      /** Items that had to be asked again, summed over the asks. */
      missing: number;
      usage: Usage;
    }
  | { name: "reconcile"; facet: string; groups: LabelGroup[]; usage: Usage }
  /** `refused`: texts that the provider made no vector of, and why. */
  | { name: "embed"; refused?: { texts: number; reason: string }; usage: Usage }
  /** Ids by level, the base first: what stands above is named by what it holds. */
  | { name: "cluster"; clusterIds: string[][]; usage: Usage }
  | { name: "name-clusters"; usage: Usage }
  | { name: "insights"; question: SummarizeQuestion; contentIds: string[]; usage: Usage }
  | { name: "summarize"; summary: { headline: string; insights: Insight[] }; usage: Usage };

export const noUsage: Usage = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 };

/** Adds two usages; a cost that is unknown once stays unknown. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
  };
}

/** The facets whose words are discovered, kept in step between streams and reconciled. */
export function openFacets(facets: Facet[]): Facet[] {
  return facets.filter((facet) => facet.type === "label");
}

export function openFacetNames(facets: Facet[]): string[] {
  return openFacets(facets).map((facet) => facet.name);
}

/**
 * Of which facet contents are grouped, and groups named. Clio clusters one; words of several would group contents by what
 * they have in common with most.
 */
export function clusteredFacets(facets: Facet[]): string[] {
  return openFacetNames(facets).slice(0, 1);
}

/** What a running job leaves in D1 for lists and for the time after it. */
export interface JobState {
  status: Status;
  pauseReason: string | null;
  pauseKind: PauseKind | null;
  progress: Progress;
  usage: UsageTotals;
  startedAt: number;
  error: string | null;
}
