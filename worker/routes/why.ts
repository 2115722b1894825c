import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { JobSpec } from "../analysis/job.ts";
import { labelsThatFit } from "../analysis/reading/room.ts";
import { redactedMessages } from "../analysis/reading/without-personal-data.ts";
import { ParallaxError } from "../contract/error.ts";
import { idSchema } from "../contract/id.ts";
import { type Why, whySchema } from "../contract/why.ts";
import { specOf } from "../db/analyses.ts";
import { readContents } from "../db/contents.ts";
import { listResults } from "../db/results.ts";
import { callsOfTask, readSaid } from "../db/said.ts";
import { builtIn } from "../engines/built-in.ts";
import { promptFor } from "../engines/prompts/prompt.ts";
import { current } from "./current-analysis.ts";
import { labelsNow } from "./findings.ts";
import { commonProblems, json, newRoutes, problem } from "./new-routes.ts";

/** Why does this content have this label? */
export const whyRoutes = newRoutes();

type Asked = NonNullable<Awaited<ReturnType<ReturnType<Env["ANALYSIS_JOB"]["getByName"]>["asked"]>>>;

whyRoutes.openapi(
  createRoute({
    method: "get",
    path: "/analyses/{id}/results/{contentId}/why",
    tags: ["findings"],
    summary: "How a result came to be: the question, the answer, what was asked again, what it cost",
    description:
      "No prompt is ever kept: the one shown is built again from the contents, the labels as they stood then and the template " +
      "as it was. The answer is the one that was kept, after its checks.",
    request: { params: z.object({ id: idSchema("analysis"), contentId: idSchema("content") }) },
    responses: { 200: json(whySchema, "Where it comes from."), ...commonProblems, 410: problem("expired") },
  }),
  async (c) => {
    const { id, contentId } = c.req.valid("param");
    const analysis = await current(c, id);
    const { DB: db } = c.env;
    const [page, said, spec] = await Promise.all([
      listResults(db, id, { contentId, limit: 1 }),
      readSaid(db, id, contentId),
      specOf(db, id),
    ]);
    const [result] = page.items;
    if (!result || said === null || spec === null) {
      throw new ParallaxError("not_found", `The analysis ${id} has no result for ${contentId}.`);
    }
    const asked = await c.env.ANALYSIS_JOB.getByName(id).asked(contentId);
    const calls = asked === null ? [] : await callsOfTask(db, id, asked.task);
    const { merges } = await labelsNow(c.env, analysis);
    const words = Object.entries(said);
    const prompt =
      asked === null ? null : await rebuilt(c.env, JSON.parse(spec) as JobSpec, asked, result.model, calls.length);
    const costs = calls.map(({ costUsd }) => costUsd);
    const known = costs.filter((usd) => usd !== null);
    const taskUsd = known.length < costs.length ? null : known.reduce((sum, usd) => sum + usd, 0);
    const shareUsd = taskUsd === null || asked === null ? null : taskUsd / Math.max(1, asked.contentIds.length);
    return c.json(
      {
        result,
        said,
        merges: merges.filter((merge) =>
          words.some(([facet, word]) => merge.facet === facet && merge.aliases.includes(word)),
        ),
        prompt,
        task: asked && taskOf(asked),
        calls,
        cost: { taskUsd: asked === null ? null : taskUsd, shareUsd },
      },
      200,
    );
  },
);

function taskOf({ task, phase, round, stream, retries }: Asked): Why["task"] {
  return { task, phase, round, stream, retries };
}

/** The question of a task in the words in which it was put. The built-in engine reads no prompt. */
async function rebuilt(env: Env, spec: JobSpec, asked: Asked, model: string, calls: number): Promise<Why["prompt"]> {
  if (model === builtIn.id && calls === 0) return null;
  const contents = await readContents(env, asked.contentIds);
  const { version, system, parts, reply } = promptFor({
    task: "extract",
    facets: spec.facets,
    modules: spec.modules,
    known: labelsThatFit(asked.known, spec.limits),
    frozen: spec.options.freezeLabels,
    instructions: spec.prompts?.extract,
    items: contents.map(({ language, messages }, index) => ({
      id: `i${index + 1}`,
      language,
      messages: spec.options.redactPii ? redactedMessages(messages) : messages,
    })),
  });
  const gone = asked.contentIds.length - contents.length;
  const notes = [
    "Built again from what is stored; prompts themselves are never kept.",
    "The first question of the task: what was missing was asked for again alone, and contents that had been answered before were left out.",
    ...(gone > 0 ? [`${gone} of its contents have been deleted since.`] : []),
  ];
  return {
    rebuilt: true,
    exact: gone === 0 && calls === 1,
    note: notes.join(" "),
    version,
    system,
    user: parts.map((part) => (part.type === "text" ? part.text : "[picture]\n")).join(""),
    schema: reply.schema,
    items: contents.length,
  };
}
