import * as z from "zod";
import { clusterNameSchema } from "../../contract/reply.ts";
import type { NameClustersQuestion, Usage } from "../../engines/ask.ts";
import { spentOf } from "../../engines/spent.ts";
import { type Asking, askChecked, mostCalls } from "../ask-checked.ts";
import { addUsage, clusteredFacets, type JobSpec, type TaskAnswer } from "../job.ts";
import { describeResult, type JobData, type NameAudit } from "../job-data.ts";
import { cleanLabel, cutAtGrapheme } from "../labels/labels.ts";
import { unescapeMarkup } from "../reading/quote.ts";
import { auditNames, lowScore } from "./audit-names.ts";

const longestDescription = 400;
const renaming =
  "The name or the description that was given before could point to a person. Give ones that nobody could be recognised " +
  "by: no name, number, address, handle, and nothing that is true of one person only.";
const withheld = "Its name was withheld: it could have pointed to a person.";
const plainly =
  "Named by words that its contents have in common: the name that was given before could have pointed to a person.";

interface Naming {
  id: string;
  name: string;
  description: string;
}

/** Names clusters from their most central members, as against their nearest outsiders. */
export async function nameClusters(
  spec: JobSpec,
  clusterIds: string[],
  data: JobData,
  asking: Asking,
): Promise<TaskAnswer> {
  const facets = clusteredFacets(spec.facets);
  const found = await data.clusters(clusterIds);
  const wanted = [...new Set(found.flatMap((cluster) => [...cluster.members, ...cluster.contrast]))];
  const texts = new Map((await data.resultsOf(wanted)).map((row) => [row.contentId, describeResult(row, facets)]));
  const textsOf = (ids: string[]) => ids.map((id) => texts.get(id)).filter((text) => text !== undefined);
  const question: NameClustersQuestion = {
    task: "name-clusters",
    instructions: spec.prompts?.["name-clusters"],
    clusters: found.map(({ id, members, contrast, parts }) => ({
      id,
      members: textsOf(members),
      contrast: textsOf(contrast),
      ...(parts.length > 0 ? { parts } : {}),
    })),
  };
  const first = await namesFor(question, asking);
  const { said } = first;
  let { usage } = first;
  const all = [...said.values()];
  const audited = await auditNames(spec, all, later(asking, 1));
  usage = addUsage(usage, audited.usage);
  const { audits } = audited;
  const low = all.filter(({ id }) => (audits.get(id)?.score ?? 5) <= lowScore);
  if (low.length > 0) usage = addUsage(usage, await renamed(spec, question, low, { said, audits }, asking));
  await data.nameClusters(
    clusterIds.map((id) => ({ ...(said.get(id) ?? unnamed(id)), audit: audits.get(id) ?? null })),
  );
  return { name: "name-clusters", usage };
}

/** Without a name it is called by its size, where it is kept (db/clusters): a number of its own would say less. */
function unnamed(id: string): Naming {
  return { id, name: "", description: "" };
}

/** The n-th round of questions of the same task: its calls are other calls. */
function later(asking: Asking, round: number): Asking {
  const before = round * (mostCalls(asking.retryAttempts) + 1) + 1;
  return { ...asking, key: (call) => asking.key(before + call) };
}

async function namesFor(
  question: NameClustersQuestion,
  asking: Asking,
): Promise<{ said: Map<string, Naming>; usage: Usage }> {
  const said = new Map<string, Naming>();
  const take = (reply: unknown, asked: NameClustersQuestion): NameClustersQuestion | null => {
    for (const naming of namingsIn(reply, asked)) said.set(naming.id, naming);
    const clusters = asked.clusters.filter(({ id }) => !said.has(id));
    return clusters.length > 0 ? { ...asked, clusters } : null;
  };
  const { usage } = await askChecked(question, take, asking);
  return { said, usage };
}

/**
 * Names that point to somebody are asked for once more and looked at again; in the place of those that still do stands what
 * the built-in engine would say, where that is allowed. What is left then has no name.
 */
async function renamed(
  spec: JobSpec,
  question: NameClustersQuestion,
  low: Naming[],
  { said, audits }: { said: Map<string, Naming>; audits: Map<string, NameAudit> },
  asking: Asking,
): Promise<Usage> {
  const ids = new Set(low.map(({ id }) => id));
  const clusters = question.clusters.filter(({ id }) => ids.has(id));
  const instructions = [question.instructions, renaming].filter(Boolean).join("\n\n");
  let usage: Usage;
  const again = new Map<string, Naming>();
  try {
    const answer = await namesFor({ ...question, clusters, instructions }, later(asking, 2));
    usage = answer.usage;
    for (const [id, naming] of answer.said) again.set(id, naming);
  } catch (failure) {
    usage = spentOf(failure);
  }
  const second = await auditNames(spec, [...again.values()], later(asking, 3));
  usage = addUsage(usage, second.usage);
  const refused = new Map<string, { names: string[]; audit: NameAudit | undefined }>();
  for (const { id, name } of low) {
    const naming = again.get(id);
    const audit = second.audits.get(id);
    if (naming && audit && audit.score > lowScore) {
      said.set(id, naming);
      audits.set(id, { ...audit, renamed: true });
      continue;
    }
    refused.set(id, { names: [name, ...(naming ? [naming.name] : [])], audit: audit ?? audits.get(id) });
    // First of all it is gone, whatever becomes of what follows.
    said.set(id, { ...unnamed(id), description: withheld });
  }
  if (refused.size === 0) return usage;
  const open = { ...question, clusters: clusters.filter(({ id }) => refused.has(id)) };
  const plain = await namedPlainly(spec, open, refused, asking);
  for (const [id, { audit }] of refused) {
    const found = plain.found.get(id);
    if (found) said.set(id, found.naming);
    const last = found?.audit ?? audit;
    if (last) audits.set(id, { ...last, renamed: true });
  }
  return addUsage(usage, plain.usage);
}

/**
 * Names of the built-in engine, which are words of the contents and hold no address, number or handle. Whoever refused the
 * names before must allow them: rules know nobody's name.
 */
async function namedPlainly(
  spec: JobSpec,
  question: NameClustersQuestion,
  refused: Map<string, { names: string[]; audit: NameAudit | undefined }>,
  asking: Asking,
): Promise<{ found: Map<string, { naming: Naming; audit: NameAudit }>; usage: Usage }> {
  const found = new Map<string, { naming: Naming; audit: NameAudit }>();
  let reply: unknown;
  let usage: Usage;
  try {
    const answer = await asking.askFallback(question, { idempotencyKey: later(asking, 4).key(0) });
    [reply, usage] = [answer.reply, answer.usage];
  } catch (failure) {
    return { found, usage: spentOf(failure) };
  }
  const candidates = namingsIn(reply, question)
    // A quote of a content would be as telling as a name.
    .map((naming) => ({ ...naming, description: plainly }))
    .filter(({ id, name }) => !refused.get(id)?.names.some((before) => before.toLowerCase() === name.toLowerCase()));
  const audited = await auditNames(spec, candidates, later(asking, 5));
  for (const naming of candidates) {
    const audit = audited.audits.get(naming.id);
    const sameJudge = audit?.by === refused.get(naming.id)?.audit?.by;
    if (audit && sameJudge && audit.score > lowScore) found.set(naming.id, { naming, audit });
  }
  return { found, usage: addUsage(usage, audited.usage) };
}

const outerSchema = z.object({ clusters: z.array(z.unknown()) });

/** The good rows of a reply: one for a cluster that was asked for, with a name. Of a doubled one nobody knows which is meant. */
function namingsIn(reply: unknown, asked: NameClustersQuestion): Naming[] {
  const outer = outerSchema.safeParse(reply);
  const rows = (outer.success ? outer.data.clusters : []).flatMap((row) => clusterNameSchema.safeParse(row).data ?? []);
  return asked.clusters.flatMap(({ id }) => {
    const [row, ...doubles] = rows.filter((candidate) => candidate.id === id);
    const name = row && doubles.length === 0 ? cleanLabel(unescapeMarkup(row.name)) : null;
    if (!row || name === null) return [];
    return [{ id, name, description: cutAtGrapheme(unescapeMarkup(row.description).trim(), longestDescription) }];
  });
}
