import type { Analysis } from "../worker/contract/analysis.ts";
import type { LabelsSoFar, LiveEvent, PartialResult } from "../worker/contract/event.ts";
import type { LabelsReply } from "../worker/contract/labels.ts";
import type { Insight } from "../worker/contract/reply.ts";

/** Counts of one facet's labels: label to number of contents. */
export type LabelCounts = Map<string, Map<string, number>>;

/** What the live page draws; made from a snapshot and the deltas after it. */
export interface LiveState {
  /** Number of the last event taken in; asked for again after a broken connection. */
  seq: number;
  analysis: Analysis;
  labels: LabelCounts;
  /** Newest first, 12 at most. */
  recent: PartialResult[];
  insights: Insight[];
}

const recentAtMost = 12;

export const settled = (analysis: Pick<Analysis, "status">): boolean =>
  analysis.status === "completed" || analysis.status === "failed" || analysis.status === "cancelled";

/**
 * Whether what was spent may have grown since the last look, a look every two seconds. A pause starts no new call, but
 * those in flight end and are billed: soon, or as late as a slow model answers, so it is looked at ever more seldom.
 * @param pausedLooks looks since it was paused, this one counted
 */
export function usageMayMove(status: Analysis["status"], pausedLooks: number): boolean {
  if (status === "paused") return pausedLooks <= 5 || pausedLooks % 5 === 0;
  return status === "running";
}

export function startState(analysis: Analysis, seq: number, old: LiveState | null): LiveState {
  return {
    seq,
    analysis,
    labels: old?.labels ?? new Map(),
    recent: old?.recent ?? [],
    insights: old?.insights ?? [],
  };
}

/**
 * The state after one event. An event whose number is not above the last one is a repetition and changes nothing;
 * without a snapshot deltas have nothing to change, so null stays null.
 */
export function applyEvent(state: LiveState | null, event: LiveEvent): LiveState | null {
  if (event.type === "snapshot") return startState(event.data, event.seq, state);
  if (state === null || event.seq <= state.seq) return state;
  const next = { ...state, seq: event.seq };
  switch (event.type) {
    case "analysis_started":
    case "analysis_resumed":
      return { ...next, analysis: { ...state.analysis, status: "running", pauseReason: null, pauseKind: null } };
    case "analysis_progress":
      return {
        ...next,
        analysis: {
          ...state.analysis,
          status: state.analysis.status === "pending" ? "running" : state.analysis.status,
          progress: event.data.detail,
        },
      };
    case "analysis_partial":
      return {
        ...next,
        labels: withTold(countIn(state.labels, event.data.results, event.data.newLabels), event.data.labels ?? []),
        recent: [...event.data.results.slice(-recentAtMost).reverse(), ...state.recent].slice(0, recentAtMost),
        insights: event.data.insights.length > 0 ? event.data.insights : state.insights,
      };
    case "analysis_paused":
      return {
        ...next,
        analysis: {
          ...state.analysis,
          status: "paused",
          pauseReason: event.data.reason,
          pauseKind: event.data.kind,
        },
      };
    case "analysis_cancelled":
      return { ...next, analysis: { ...state.analysis, status: "cancelled" } };
    case "analysis_complete":
      return { ...next, analysis: event.data.result };
    case "analysis_error":
      return {
        ...next,
        analysis: {
          ...state.analysis,
          error: event.data.error,
          status: event.data.fatal ? "failed" : state.analysis.status,
        },
      };
    default:
      return next;
  }
}

/** Adds the labels of new results. Only facets that hold known labels are counted: a free text is no label. */
function countIn(
  labels: LabelCounts,
  results: PartialResult[],
  fresh: { facet: string; label: string }[],
): LabelCounts {
  const next: LabelCounts = new Map([...labels].map(([facet, counts]) => [facet, new Map(counts)]));
  for (const { facet, label } of fresh) {
    const counts = next.get(facet) ?? new Map<string, number>();
    if (!counts.has(label)) counts.set(label, 0);
    next.set(facet, counts);
  }
  for (const result of results) {
    for (const [facet, value] of Object.entries(result.facets)) {
      const counts = next.get(facet);
      if (counts === undefined || typeof value !== "string") continue;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return next;
}

/** The commonest labels are told with their counts over the whole job, merges included: what is told goes before what was added up. */
function withTold(labels: LabelCounts, told: LabelsSoFar): LabelCounts {
  for (const { facet, labels: counts } of told) {
    const known = labels.get(facet) ?? new Map<string, number>();
    for (const { label, count } of counts) known.set(label, count);
    labels.set(facet, known);
  }
  return labels;
}

/** The server's own counts, asked for now and then: they know of merges, which deltas do not tell. */
export function labelCounts(reply: LabelsReply): LabelCounts {
  return new Map(
    Object.entries(reply.facets).map(([facet, labels]) => [
      facet,
      new Map(labels.map((label) => [label.label, label.count])),
    ]),
  );
}

/** One facet's labels, most frequent first; ties by name, so that rows do not jump. */
export function ranked(counts: Map<string, number>): { label: string; count: number }[] {
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}
