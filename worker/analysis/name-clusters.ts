import * as z from "zod";
import { clusterNameSchema } from "../contract/reply.ts";
import type { NameClustersQuestion } from "../engines/ask.ts";
import { type Asking, askChecked } from "./ask-checked.ts";
import { type JobSpec, openFacetNames, type TaskAnswer } from "./job.ts";
import { describeResult, type JobData } from "./job-data.ts";
import { cleanLabel, cutAtGrapheme } from "./labels.ts";
import { unescapeMarkup } from "./quote.ts";

const longestDescription = 400;

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
  const said = new Map<string, Naming>();
  const take = (reply: unknown, asked: NameClustersQuestion): NameClustersQuestion | null => {
    for (const naming of namingsIn(reply, asked)) said.set(naming.id, naming);
    const clusters = asked.clusters.filter(({ id }) => !said.has(id));
    return clusters.length > 0 ? { ...asked, clusters } : null;
  };
  const { usage } = await askChecked(question, take, asking);
  await data.nameClusters(clusterIds.map((id) => said.get(id) ?? { id, name: `Cluster ${id}`, description: "" }));
  return { name: "name-clusters", usage };
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
