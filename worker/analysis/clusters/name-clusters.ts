import * as z from "zod";
import { clusterNameSchema } from "../../contract/reply.ts";
import type { NameClustersQuestion, Usage } from "../../engines/ask.ts";
import { spentOf } from "../../engines/spent.ts";
import { type Asking, askChecked, mostCalls } from "../ask-checked.ts";
import { addUsage, type JobSpec, openFacetNames, type TaskAnswer } from "../job.ts";
import { describeResult, type JobData, type NameAudit } from "../job-data.ts";
import { cleanLabel, cutAtGrapheme } from "../labels/labels.ts";
import { unescapeMarkup } from "../reading/quote.ts";
import { auditNames, lowScore } from "./audit-names.ts";

const longestDescription = 400;
const renaming =
  "The name or the description that was given before could point to a person. Give ones that nobody could be recognised " +
  "by: no name, number, address, handle, and nothing that is true of one person only.";
const withheld = "Its name was withheld: it could have pointed to a person.";

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
  // Clio clusters one facet; words of several would group contents by what they have in common with most.
  const facets = openFacetNames(spec.facets).slice(0, 1);
  const found = await data.clusters(clusterIds);
  const wanted = [...new Set(found.flatMap((cluster) => [...cluster.members, ...cluster.contrast]))];
  const texts = new Map((await data.resultsOf(wanted)).map((row) => [row.contentId, describeResult(row, facets)]));
  const textsOf = (ids: string[]) => ids.map((id) => texts.get(id)).filter((text) => text !== undefined);
  const question: NameClustersQuestion = {
    task: "name-clusters",
    instructions: spec.prompts?.["name-clusters"],
    clusters: found.map(({ id, members, contrast }) => ({
      id,
      members: textsOf(members),
      contrast: textsOf(contrast),
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

function unnamed(id: string): Naming {
  return { id, name: `Cluster ${id}`, description: "" };
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

/** Names that point to somebody are asked for once more and looked at again; those that still do are taken away. */
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
  for (const { id } of low) {
    const naming = again.get(id);
    const audit = second.audits.get(id);
    const kept = naming && audit && audit.score > lowScore;
    said.set(id, kept ? naming : { ...unnamed(id), description: withheld });
    const before = audits.get(id);
    if (kept) audits.set(id, { ...audit, renamed: true });
    else if (before) audits.set(id, { ...(audit ?? before), renamed: true });
  }
  return addUsage(usage, second.usage);
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
