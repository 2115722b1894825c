import type { Phase } from "../contract/analysis.ts";
import type { SummarizeQuestion } from "../engines/ask.ts";
import { textsPerQuestion, wantsVectors } from "./clusters/wants-vectors.ts";
import { type CountedLabel, type JobSpec, type NewTask, openFacets } from "./job.ts";
import type { Look } from "./labels/label-votes.ts";
import { nextLooks } from "./labels/next-looks.ts";
import { type BatchItem, packRound, targetBatchSize } from "./reading/batch.ts";
import { isDry } from "./reading/discover.ts";

/**
 * The recipe of a job: what is done → what comes next. Asked whenever no task of the present step is open; pure, so that
 * the ledger can commit the last answer of a step and the making of the next as one.
 */
export interface Done {
  spec: JobSpec;
  phase: Phase;
  round: number;
  /** New labels of each discovery batch, in order. */
  discoveryRate: number[];
  discoveryRead: number;
  /** Contents chosen for discovery and not read yet, in reading order. */
  sample: BatchItem[];
  /** The next contents not read yet; at least as many as one round can take. */
  rest: BatchItem[];
  restCount: number;
  /** All contents of the job. */
  contents: number;
  /** Labels per open facet. */
  labels: Record<string, CountedLabel[]>;
  /** What models said of them in this reconciliation, per open facet. */
  looks: Record<string, Look[]>;
  /** What the `cluster` task found, by level, the base first; null before it ran. */
  clusterIds: string[][] | null;
  /** What the `insights` task gathered; null before it ran. */
  gathered: { question: SummarizeQuestion; contentIds: string[] } | null;
}

export type Step = { phase: Phase; round: number; tasks: NewTask[] } | "finished";

/** Discovery is cut into at least so many batches: enough for labels to build up, each large enough to show what is common. */
export const discoveryBatches = 3;
/** Clusters that one `name-clusters` question holds. */
const clustersPerQuestion = 20;
/** Labels of one facet that are reconciled, the most frequent ones. */
export const labelsReconciled = 5_000;
/** In continuous mode this many batches a stream are made ahead. */
const continuousAhead = 4;

/** What comes after what is done. A step without tasks is passed over by asking again from its phase. */
export function nextStep(done: Done): Step {
  switch (done.phase) {
    case "discovery":
      return discovery(done) ?? classification(done, 1) ?? reconciliation(done);
    case "classification":
      return classification(done, done.round + 1) ?? reconciliation(done);
    case "reconciliation":
      return reconciliation(done);
    case "clustering":
      return grouping(done) ?? naming(done) ?? insights(done);
    case "insights":
      return summary(done);
    case "summary":
      return "finished";
  }
}

/** One batch at a time, so that labels build up. */
function discovery(done: Done): Step | null {
  const { options, limits } = done.spec;
  if (done.sample.length === 0 || isDry(done.discoveryRate, done.discoveryRead, options.discovery)) return null;
  const size = targetBatchSize(
    done.sample.length + done.discoveryRead,
    discoveryBatches,
    options.itemsPerStream,
    limits,
  );
  const [ordinals] = packRound(done.sample, 1, size, limits);
  if (!ordinals) return null;
  const round = done.discoveryRate.length;
  return {
    phase: "discovery",
    round,
    tasks: [{ phase: "discovery", round, stream: 0, input: { name: "extract", ordinals } }],
  };
}

/** One batch a stream, all with the same labels; in continuous mode several ahead, labels read at the claim. */
function classification(done: Done, round: number): Step | null {
  if (done.restCount === 0) return null;
  const { options, limits } = done.spec;
  const ahead = options.sync === "continuous" ? continuousAhead : 1;
  const size = targetBatchSize(done.restCount, options.streams, options.itemsPerStream, limits);
  const batches = packRound(done.rest, options.streams * ahead, size, limits);
  return {
    phase: "classification",
    round,
    tasks: batches.map((ordinals, index) => ({
      phase: "classification",
      round,
      stream: index % options.streams,
      input: { name: "extract", ordinals },
    })),
  };
}

/** Most items that the next round can take: what the ledger has to hand over as `rest`. */
export function roundCapacity(spec: JobSpec): number {
  return spec.options.streams * (spec.options.sync === "continuous" ? continuousAhead : 1) * spec.limits.maxItems;
}

/** Every open facet whose labels have to be looked at once more; each question is a task, so that none is asked twice. */
function reconciliation(done: Done): Step {
  const { facets, options, limits } = done.spec;
  const round = done.phase === "reconciliation" ? done.round + 1 : 0;
  const tasks: NewTask[] = [];
  for (const { name: facet } of openFacets(facets)) {
    if (options.freezeLabels) continue;
    const labels = (done.labels[facet] ?? []).toSorted((a, b) => b.count - a.count).slice(0, labelsReconciled);
    const looks = round === 0 ? [] : (done.looks[facet] ?? []);
    for (const look of nextLooks({ labels, looks, limits, target: options.targetLabels ?? null, round })) {
      const stream = tasks.length % options.streams;
      const input = { name: "reconcile" as const, facet, labels: look.labels };
      const asked = look.target === null ? input : { ...input, target: look.target };
      tasks.push({ phase: "reconciliation", round, stream, input: asked });
    }
  }
  return tasks.length > 0 ? { phase: "reconciliation", round, tasks } : clustering(done);
}

function clustering(done: Done): Step {
  if (!done.spec.options.cluster || !done.spec.modules.clusters) return insights(done);
  return grouping({ ...done, round: -1 }) ?? insights(done);
}

/** Vectors first, where a model is to make them; then all contents at once. */
function grouping({ spec, round: last, contents }: Done): Step | null {
  const round = last + 1;
  const vectorRounds = wantsVectors(spec.options, contents) ? 1 : 0;
  if (round > vectorRounds) return null;
  const tasks: NewTask[] = [];
  if (round === vectorRounds) {
    tasks.push({ phase: "clustering", round, stream: 0, input: { name: "cluster", embedded: vectorRounds > 0 } });
  } else {
    for (let from = 0; from < contents; from += textsPerQuestion) {
      const stream = tasks.length % spec.options.streams;
      const to = Math.min(contents, from + textsPerQuestion);
      tasks.push({ phase: "clustering", round, stream, input: { name: "embed", from, to } });
    }
  }
  return { phase: "clustering", round, tasks };
}

/** Level by level from the base upwards: what holds others is named by their names. */
function naming({ spec, round: last, contents, clusterIds }: Done): Step | null {
  const first = wantsVectors(spec.options, contents) ? 2 : 1;
  const round = Math.max(first, last + 1);
  const ids = clusterIds?.[round - first] ?? [];
  if (ids.length === 0) return null;
  const tasks: NewTask[] = [];
  for (let start = 0; start < ids.length; start += clustersPerQuestion) {
    const stream = tasks.length % spec.options.streams;
    const some = ids.slice(start, start + clustersPerQuestion);
    tasks.push({ phase: "clustering", round, stream, input: { name: "name-clusters", clusterIds: some } });
  }
  return { phase: "clustering", round, tasks };
}

function insights(done: Done): Step {
  if (!done.spec.modules.insights) return "finished";
  return {
    phase: "insights",
    round: 0,
    tasks: [{ phase: "insights", round: 0, stream: 0, input: { name: "insights" } }],
  };
}

function summary(done: Done): Step {
  if (!done.gathered) return "finished";
  return {
    phase: "summary",
    round: 0,
    tasks: [{ phase: "summary", round: 0, stream: 0, input: { name: "summarize", ...done.gathered } }],
  };
}
