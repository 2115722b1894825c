import { reconcileReplySchema } from "../../contract/reply.ts";
import type { Facet } from "../../contract/template.ts";
import type { ReconcileQuestion } from "../../engines/ask.ts";
import { type Asking, askChecked } from "../ask-checked.ts";
import type { CountedLabel, JobSpec, LabelGroup, TaskAnswer } from "../job.ts";
import { unescapeMarkup } from "../reading/quote.ts";
import { foldLabel } from "./labels.ts";

/**
 * Asks once which labels of one facet mean the same. What is to be asked is decided by `nextLooks`, what comes of all
 * that was said by `settleLabels`.
 * @param target so many labels are wanted in the end; null where only equals are to be put together
 */
export async function reconcile(
  spec: JobSpec,
  facet: Facet,
  labels: CountedLabel[],
  target: number | null,
  asking: Asking,
): Promise<TaskAnswer> {
  let groups: LabelGroup[] = [];
  const take = (reply: unknown, asked: ReconcileQuestion): ReconcileQuestion | null => {
    const read = reconcileReplySchema.safeParse(reply);
    if (read.success) groups = knownGroups(read.data.groups, labels);
    return read.success ? null : asked;
  };
  const question: ReconcileQuestion = {
    task: "reconcile",
    facet,
    labels: labels.map(({ label, count, description }) => ({ label, count, description })),
    instructions: spec.prompts?.reconcile,
    ...(target === null ? {} : { target }),
  };
  const { usage } = await askChecked(question, take, asking);
  return { name: "reconcile", facet: facet.name, groups, usage };
}

/** Groups of labels that were shown, in their own spelling; names that nobody has said are left out. */
export function knownGroups(said: LabelGroup[], labels: CountedLabel[]): LabelGroup[] {
  const byFold = new Map(labels.map(({ label }) => [foldLabel(label), label]));
  /** The label that is meant, as it was shown or as it is. */
  const known = (name: string): string | undefined =>
    [name, unescapeMarkup(name)].map((reading) => byFold.get(foldLabel(reading))).find((label) => label !== undefined);
  return said.flatMap(({ canonical, aliases, reason }) => {
    const head = known(canonical);
    const members = [...new Set([canonical, ...aliases].map(known))].filter((label) => label !== undefined);
    const first = head ?? members[0];
    if (first === undefined || members.length < 2) return [];
    return [{ canonical: first, aliases: members.filter((label) => label !== first), reason: unescapeMarkup(reason) }];
  });
}
