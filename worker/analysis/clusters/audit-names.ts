import * as z from "zod";
import { auditNamesReplySchema } from "../../contract/reply.ts";
import type { AuditNamesQuestion, Usage } from "../../engines/ask.ts";
import { spentOf } from "../../engines/spent.ts";
import { type Asking, askChecked } from "../ask-checked.ts";
import { addUsage, type JobSpec, noUsage } from "../job.ts";
import type { NameAudit } from "../job-data.ts";
import { cutAtGrapheme } from "../labels/labels.ts";
import { unescapeMarkup } from "../reading/quote.ts";

type AskedName = AuditNamesQuestion["clusters"][number];

const longestReason = 200;
/** Names with this score or a lower one point to a person. */
export const lowScore = 2;

/**
 * Asks how well names keep what is private. A name is paid for by then, so an audit never fails: what the models do not
 * say is said by the built-in engine, which knows rules and nothing else, and is marked as its word.
 */
export async function auditNames(
  spec: JobSpec,
  clusters: AskedName[],
  asking: Asking,
): Promise<{ audits: Map<string, NameAudit>; usage: Usage }> {
  const audits = new Map<string, NameAudit>();
  if (clusters.length === 0) return { audits, usage: noUsage };
  let by = "";
  const question: AuditNamesQuestion = { task: "audit-names", clusters, instructions: spec.prompts?.["audit-names"] };
  const take = (reply: unknown, asked: AuditNamesQuestion): AuditNamesQuestion | null => {
    for (const row of rowsIn(reply)) {
      if (!asked.clusters.some(({ id }) => id === row.id)) continue;
      const reason = cutAtGrapheme(unescapeMarkup(row.reason).trim(), longestReason);
      audits.set(row.id, { score: Math.round(row.score), reason, by, renamed: false });
    }
    const open = asked.clusters.filter(({ id }) => !audits.has(id));
    return open.length > 0 ? { ...asked, clusters: open } : null;
  };
  const heard = (ask: Asking["ask"]): Asking["ask"] => {
    return async (asked, context) => {
      const answer = await ask(asked, context);
      by = answer.model;
      return answer;
    };
  };
  const listened = { ...asking, ask: heard(asking.ask), askFallback: heard(asking.askFallback) };
  let usage = noUsage;
  let open: AuditNamesQuestion | null = question;
  try {
    ({ usage, open } = await askChecked(question, take, listened));
  } catch (failure) {
    usage = spentOf(failure);
    open = { ...question, clusters: clusters.filter(({ id }) => !audits.has(id)) };
  }
  if (open !== null) {
    const answer = await listened.askFallback(open, { idempotencyKey: asking.key(-1) });
    usage = addUsage(usage, answer.usage);
    take(answer.reply, open);
  }
  return { audits, usage };
}

const outerSchema = z.object({ clusters: z.array(z.unknown()) });
const rowSchema = auditNamesReplySchema.shape.clusters.element;

function rowsIn(reply: unknown): z.infer<typeof rowSchema>[] {
  const outer = outerSchema.safeParse(reply);
  return (outer.success ? outer.data.clusters : []).flatMap((row) => rowSchema.safeParse(row).data ?? []);
}
