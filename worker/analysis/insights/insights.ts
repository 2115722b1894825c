import { emptyAnswer } from "../../contract/empty-answer.ts";
import { type Insight, type SummarizeReply, summarizeReplySchema } from "../../contract/reply.ts";
import type { SummarizeQuestion } from "../../engines/ask.ts";
import { type Asking, askChecked } from "../ask-checked.ts";
import { type JobSpec, noUsage, openFacetNames, type TaskAnswer } from "../job.ts";
import type { JobData } from "../job-data.ts";
import { cutAtGrapheme } from "../labels/labels.ts";
import { unescapeMarkup } from "../reading/quote.ts";
import { facetWords } from "./asked-key.ts";
import { unprovenNumbers } from "./check-numbers.ts";
import { countInsights } from "./count-insights.ts";
import { paced } from "./paced.ts";

/** Values of the first open facet that get examples, and examples for each. */
const valuesWithExamples = 8;
const examplesPerValue = 3;
const namedClusters = 12;
/** What is kept of a reply. */
const mostInsights = 12;
const longestHeadline = 400;
const longestTitle = 200;
const longestDetail = 2_000;

/** Gathers what the summary may speak of: counts, the largest clusters, the surest contents of the commonest values. */
export async function gatherInsights(
  spec: JobSpec,
  contents: number,
  counts: SummarizeQuestion["counts"],
  hasty: JobData,
): Promise<TaskAnswer> {
  const data = paced(hasty);
  const [facet = spec.facets[0]?.name ?? ""] = openFacetNames(spec.facets);
  const contentIds: string[] = [];
  const items: SummarizeQuestion["items"] = [];
  for (const { value } of (counts[facet] ?? []).slice(0, valuesWithExamples)) {
    for (const row of await data.exemplars(facet, value, examplesPerValue)) {
      if (contentIds.includes(row.contentId)) continue;
      contentIds.push(row.contentId);
      items.push({ id: `i${contentIds.length}`, summary: row.summary || row.title, facets: row.facets });
    }
  }
  const clusters = (await data.topClusters()).slice(0, namedClusters).map(({ name, size }) => ({ name, size }));
  const counted = await countInsights(spec.facets, data);
  const question: SummarizeQuestion = { task: "summarize", contents, counts, clusters, items, counted };
  return { name: "insights", question, contentIds, usage: noUsage };
}

/** Asks for the headline and the insights; each insight may only point at contents that it was shown. */
export async function summarize(
  spec: JobSpec,
  question: SummarizeQuestion,
  contentIds: string[],
  asking: Asking,
): Promise<TaskAnswer> {
  let reply: SummarizeReply | undefined;
  const take = (said: unknown, asked: SummarizeQuestion): SummarizeQuestion | null => {
    reply = summarizeReplySchema.safeParse(said).data;
    return reply === undefined || reply.headline.trim() === "" ? asked : null;
  };
  const counted = question.counted ?? [];
  const { usage } = await askChecked({ ...question, instructions: spec.prompts?.summarize }, take, asking);
  const realId = (id: string) => contentIds.slice(Number(id.slice(1)) - 1, Number(id.slice(1)));
  const checked = (title: string, detail: string): Pick<Insight, "kind" | "unproven"> => {
    const unproven = unprovenNumbers(`${title}\n${detail}`, question);
    return { kind: "said", ...(unproven.length > 0 ? { unproven } : {}) };
  };
  const said = (reply?.insights ?? []).slice(0, mostInsights).map((one): Insight => {
    const title = tidy(one.title, longestTitle);
    const detail = tidy(one.detail, longestDetail);
    const shown = [...new Set(one.contentIds ?? [])].filter((id) => /^i[1-9]\d*$/.test(id)).flatMap(realId);
    return { title, detail, contentIds: shown, ...checked(title, detail) };
  });
  const headline = tidy(reply?.headline ?? "", longestHeadline);
  const [first] = counted;
  // What stands above everything holds numbers that are so; what the model said instead is kept, and marked.
  if (first && unprovenNumbers(headline, question).length > 0) {
    said.push({ title: headline, detail: "", contentIds: [], ...checked(headline, "") });
    return {
      name: "summarize",
      summary: { headline: `${first.title}: ${first.detail}`, insights: [...counted, ...said] },
      usage,
    };
  }
  return { name: "summarize", summary: { headline, insights: [...counted, ...said] }, usage };
}

function tidy(said: string, longest: number): string {
  return cutAtGrapheme(unescapeMarkup(said).trim(), longest);
}

/** What can be said while the job still runs: the commonest value of each open facet that says something. */
export function earlyInsights(counts: SummarizeQuestion["counts"], openFacets: string[], read: number): Insight[] {
  return openFacets.flatMap((facet) => {
    const [first, second] = (counts[facet] ?? []).filter(({ value }) => emptyAnswer(value, facet) === null);
    if (!first || read === 0) return [];
    const share = Math.round((first.count / read) * 100);
    const runnerUp = second ? `, then “${second.value}” with ${second.count}` : "";
    return [
      {
        title: `“${first.value}” leads ${facetWords(facet)} so far`,
        detail: `${first.count} of ${read} read (${share} %)${runnerUp}.`,
        contentIds: [],
      },
    ];
  });
}
