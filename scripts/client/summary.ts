import type { Analysis } from "../../worker/contract/analysis.ts";
import type { ClustersReply } from "../../worker/contract/findings.ts";
import type { LabelsReply } from "../../worker/contract/labels.ts";
import type { Facet } from "../../worker/contract/template.ts";
import { count, dollars, duration, plural } from "./amounts.ts";
import { type ClosedCounts, closedLines, mostCounted, shareTable } from "./closed-facets.ts";
import { printable } from "./printable.ts";
import { table } from "./table.ts";

/** What was found about the contents: sentiment, then facet by facet in the order of the template. */
export interface Found {
  labels: LabelsReply;
  /** The template's; empty where it is gone. */
  facets: Facet[];
  /** Null: too many to count; undefined: not to be shown. */
  closed?: ClosedCounts | null;
}

export function facetLines({ labels, facets, closed }: Found, contents: number, most: number): string[] {
  const lines: string[] = [];
  if (closed?.sentiment) lines.push(...closedLines(closed.sentiment, closed.results, most));
  const open = new Map(Object.entries(labels.facets));
  const answers = new Map(closed?.facets.map((one) => [one.name, one]));
  for (const name of new Set([...facets.map((facet) => facet.name), ...open.keys()])) {
    const answered = answers.get(name);
    if (closed && answered) lines.push(...closedLines(answered, closed.results, most));
    lines.push(...labelLines(name, open.get(name) ?? [], contents, most));
  }
  if (closed === null) {
    const left = ["sentiment", ...facets.filter(isClosed).map((facet) => facet.name)].map(printable).join(", ");
    lines.push(
      "",
      `  Not counted here above ${count(mostCounted)} contents: ${left}. --out FILE.csv has every answer.`,
    );
  }
  return lines;
}

function isClosed({ type }: Facet): boolean {
  return type === "choice" || type === "score" || type === "boolean";
}

/** The most frequent labels of an open facet, with their shares of all contents. */
function labelLines(facet: string, all: LabelsReply["facets"][string], contents: number, most: number): string[] {
  if (all.length === 0) return [];
  const sorted = [...all].sort((a, b) => b.count - a.count);
  const rows = sorted.slice(0, most).map((one) => [one.label, one.count] as const);
  const lines = ["", ...shareTable(facet, rows, contents)];
  if (sorted.length > most) lines.push(`  … and ${plural(sorted.length - most, "more label")}`);
  return lines;
}

/** The lowest level of the cluster tree, where a cluster says most, largest first. */
export function clusterLines(clusters: ClustersReply, most: number): string[] {
  const level = Math.max(...clusters.nodes.map((node) => node.level));
  const lowest = clusters.nodes.filter((node) => node.level === level).sort((a, b) => b.size - a.size);
  if (lowest.length === 0) return [];
  const rows = lowest.slice(0, most).map((node) => [node.name, count(node.size)]);
  const lines = ["", ...table([{ head: "cluster" }, { head: "size", align: "right" }], rows)];
  if (lowest.length > most) lines.push(`  … and ${plural(lowest.length - most, "more cluster")}`);
  if (clusters.hidden.clusters > 0) {
    lines.push(`  ${plural(clusters.hidden.clusters, "cluster")} hidden: ${printable(clusters.hidden.reason)}`);
  }
  return lines;
}

/** What stays on the screen: the headline, what it took, and where to go on reading. */
export function closingLines(analysis: Analysis, headline: string | null, url: string): string[] {
  return [
    "",
    ...(headline ? [`  ${printable(headline)}`] : []),
    usageLine(analysis),
    ...estimateLines(analysis),
    "",
    `Analysis: ${analysis.id}`,
    `Open: ${url}/analyses/${analysis.id}`,
  ];
}

/** What was said before it began, beside what it came to. */
export function estimateLines({ estimate, usage, startedAt, completedAt }: Analysis): string[] {
  if (!estimate) return [];
  const between = ({ low, high }: { low: number; high: number }, words: (value: number) => string): string =>
    words(low) === words(high) ? words(low) : `${words(low)} – ${words(high)}`;
  const seconds = startedAt && completedAt ? (Date.parse(completedAt) - Date.parse(startedAt)) / 1000 : null;
  const money = (value: number): string => dollars(value, true);
  const rows = [
    ["calls", count(estimate.calls), count(usage.calls)],
    ["tokens in", between(estimate.inputTokens, whole), count(usage.inputTokens)],
    ["tokens out", between(estimate.outputTokens, whole), count(usage.outputTokens)],
    ["cost", estimate.costUsd ? between(estimate.costUsd, money) : "unknown", dollars(usage.costUsd, usage.costKnown)],
    ["time", between(estimate.seconds, duration), seconds === null ? "–" : duration(seconds)],
  ];
  const columns = [{ head: "" }, { head: "estimated", align: "right" }, { head: "actual", align: "right" }] as const;
  return ["", ...table([...columns], rows)];
}

function whole(value: number): string {
  return count(Math.round(value));
}

/** Who answered, how much was used, what it cost and how long it took. */
function usageLine(analysis: Analysis): string {
  const { progress, usage } = analysis;
  const parts = [`${plural(progress.itemsDone, "result")} by ${printable(analysis.model)}`];
  if (progress.itemsFallback > 0) parts.push(`${count(progress.itemsFallback)} by the built-in engine instead`);
  if (progress.itemsFailed > 0) parts.push(`${count(progress.itemsFailed)} failed`);
  if (usage.inputTokens + usage.outputTokens > 0) {
    parts.push(`${count(usage.inputTokens)} tokens in, ${count(usage.outputTokens)} out`);
  }
  parts.push(plural(usage.calls, "call"), dollars(usage.costUsd, usage.costKnown));
  if (analysis.startedAt !== null && analysis.completedAt !== null) {
    parts.push(duration((Date.parse(analysis.completedAt) - Date.parse(analysis.startedAt)) / 1000));
  }
  return `  ${parts.join(" · ")}`;
}
