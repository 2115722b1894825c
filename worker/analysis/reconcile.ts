import { estimateTokenCount } from "tokenx";
import { reconcileReplySchema } from "../contract/reply.ts";
import type { Facet } from "../contract/template.ts";
import type { ModelLimits, ReconcileQuestion, Usage } from "../engines/ask.ts";
import { type Asking, askChecked, mostCalls } from "./ask-checked.ts";
import { type JobSpec, type LabelGroup, noUsage, type TaskAnswer } from "./job.ts";
import { cutAtGrapheme, foldLabel } from "./labels.ts";
import { unescapeMarkup } from "./quote.ts";

export interface CountedLabel {
  label: string;
  count: number;
  description: string;
}

/** What one question may hold: labels, tokens of their lines, and the share of the answer that each may need. */
const labelsPerQuestion = 400;
const tokensPerQuestion = 12_000;
const answerTokensPerLabel = 30;
/** Share of a question that the most frequent labels take, where not all fit in one: they stand in every one of them. */
const frequentShare = 0.25;
const longestReason = 500;

/** Asks which labels of one facet mean the same and makes of the replies groups that can be applied. */
export async function reconcile(
  spec: JobSpec,
  facet: Facet,
  labels: CountedLabel[],
  asking: Asking,
): Promise<TaskAnswer> {
  const said: LabelGroup[] = [];
  let usage: Usage = noUsage;
  const take = (reply: unknown, asked: ReconcileQuestion): ReconcileQuestion | null => {
    const read = reconcileReplySchema.safeParse(reply);
    if (read.success) said.push(...read.data.groups);
    return read.success ? null : asked;
  };
  for (const [chunk, part] of chunksOf(labels, spec.limits).entries()) {
    const question: ReconcileQuestion = {
      task: "reconcile",
      facet,
      labels: part,
      instructions: spec.prompts?.reconcile,
    };
    const first = chunk * mostCalls(asking.retryAttempts);
    ({ usage } = await askChecked(question, take, { ...asking, key: (call) => asking.key(first + call) }, usage));
  }
  return { name: "reconcile", facet: facet.name, groups: soundGroups(said, labels), usage };
}

/**
 * Cuts labels into lists of which each fits one question, in the order of the alphabet. Where one does not do, the most
 * frequent labels stand in each, so that a rare one always meets the word that most readers use.
 */
export function chunksOf(labels: CountedLabel[], limits: ModelLimits): CountedLabel[][] {
  const budget = Math.max(1, Math.min(tokensPerQuestion, limits.contextTokens / 2));
  /** The share of a question that a label takes. */
  const shareOf = ({ label, count, description }: CountedLabel): number =>
    Math.max(
      1 / labelsPerQuestion,
      (estimateTokenCount(`${label} · ${count} · ${description}`) + 1) / budget,
      answerTokensPerLabel / Math.max(1, limits.outputTokens),
    );
  const sorted = [...labels].sort((a, b) => (a.label < b.label ? -1 : 1));
  const whole = 1 + 1e-9;
  if (sorted.reduce((sum, label) => sum + shareOf(label), 0) <= whole) return [sorted];
  const frequent = new Set<CountedLabel>();
  let taken = 0;
  for (const label of [...sorted].sort((a, b) => b.count - a.count)) {
    const share = shareOf(label);
    if (taken + share > frequentShare) break;
    frequent.add(label);
    taken += share;
  }
  const chunks: CountedLabel[][] = [];
  let chunk: CountedLabel[] = [];
  let filled = taken;
  for (const label of sorted.filter((one) => !frequent.has(one))) {
    const share = shareOf(label);
    if (chunk.length > 0 && filled + share > whole) {
      chunks.push(chunk);
      chunk = [];
      filled = taken;
    }
    chunk.push(label);
    filled += share;
  }
  chunks.push(chunk);
  return chunks
    .map((chunked) => new Set(chunked))
    .map((own) => sorted.filter((label) => frequent.has(label) || own.has(label)));
}

/**
 * Makes a model's groups sound: transitive (groups that share a member are one), only labels that exist, none in two
 * groups, the canonical one among the members. Independent of the order of groups, members and labels.
 */
export function soundGroups(said: LabelGroup[], labels: CountedLabel[]): LabelGroup[] {
  const byFold = new Map(labels.map((label) => [foldLabel(label.label), label]));
  const parent = new Map<string, string>();
  const rootOf = (fold: string): string => {
    let root = fold;
    for (let next = parent.get(root); next !== undefined; next = parent.get(root)) root = next;
    return root;
  };
  /** The label that is meant, as it was shown or as it is; undefined where there is none. */
  const foldOf = (name: string): string | undefined =>
    [name, unescapeMarkup(name)].map(foldLabel).find((fold) => byFold.has(fold));
  const reasons = new Map<string, string[]>();
  const nominated = new Set<string>();
  for (const group of said) {
    const members = [...new Set([group.canonical, ...group.aliases].map(foldOf))]
      .filter((fold) => fold !== undefined)
      .sort();
    const [first, ...others] = members;
    if (first === undefined || others.length === 0) continue;
    for (const other of others) {
      const [low, high] = [rootOf(first), rootOf(other)].sort();
      if (low !== undefined && high !== undefined && low !== high) parent.set(high, low);
    }
    for (const member of members) reasons.set(member, [...(reasons.get(member) ?? []), group.reason].filter(Boolean));
    const canonical = foldOf(group.canonical);
    if (canonical !== undefined) nominated.add(canonical);
  }
  const families = new Map<string, string[]>();
  for (const fold of [...reasons.keys()].sort())
    families.set(rootOf(fold), [...(families.get(rootOf(fold)) ?? []), fold]);
  return [...families.values()].map((folds) => {
    const members = folds.map((fold) => byFold.get(fold)).filter((label) => label !== undefined);
    const named = members.filter((label) => nominated.has(foldLabel(label.label)));
    const canonical = mostFrequent(named.length > 0 ? named : members);
    const aliases = members.map((label) => label.label).filter((label) => label !== canonical);
    const why = [...new Set(folds.flatMap((fold) => reasons.get(fold) ?? []))].map(unescapeMarkup).join("; ");
    return { canonical, aliases: aliases.sort(), reason: cutAtGrapheme(why, longestReason) };
  });
}

function mostFrequent(labels: CountedLabel[]): string {
  const [best] = [...labels].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  return best?.label ?? "";
}
