import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Owner } from "../accounts/owner.ts";
import { type JobSpec, openFacetNames, type TaskAnswer } from "../analysis/job.ts";
import { labelsAsEdited } from "../analysis/labels/edited-labels.ts";
import { extract } from "../analysis/reading/extract.ts";
import { labelsThatFit } from "../analysis/reading/room.ts";
import { redactedMessages } from "../analysis/reading/without-personal-data.ts";
import { usageSchema } from "../contract/analysis.ts";
import { ParallaxError } from "../contract/error.ts";
import { resultSchema } from "../contract/findings.ts";
import { newId } from "../contract/id.ts";
import { specOf } from "../db/analyses.ts";
import { recordCalls } from "../db/model-calls.ts";
import { monthOfProject } from "../db/spending.ts";
import { CallFailure, NoneCanServe } from "../engines/failure.ts";
import type { Books } from "../engines/pool/with-leave.ts";
import { jobEngines } from "../job-engines.ts";
import { current, living } from "./current-analysis.ts";
import { type AppEnv, commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

/** One new conversation, read with the words of an analysis. */
export const classifyRoutes = newRoutes();

/** Labels of one facet that a question shows at most, as in a job. */
const labelsShown = 500;

const classifyInputSchema = z
  .strictObject({
    messages: z
      .array(
        z.object({
          role: z.string().max(100).default("user"),
          content: z.string().max(200_000),
          timestamp: z.string().max(40).optional(),
          images: z.array(z.string()).max(8).optional(),
        }),
      )
      .min(1)
      .max(1_000),
    language: z.string().max(10).default("und"),
  })
  .meta({ id: "ClassifyInput" });

const classifiedSchema = resultSchema
  .omit({ contentId: true, externalId: true, title: true, clusterId: true })
  .extend({
    contentId: z.null().meta({ description: "nothing was stored" }),
    externalId: z.null(),
    title: z.null(),
    clusterId: z.null(),
    usage: usageSchema,
  })
  .meta({ id: "Classified" });

classifyRoutes.openapi(
  createRoute({
    method: "post",
    path: "/analyses/{id}/classify",
    tags: ["findings"],
    summary:
      "Read one new conversation with the labels of an analysis, frozen; nothing is stored but what the call cost",
    request: { params: idParam("analysis"), body: jsonBody(classifyInputSchema) },
    responses: {
      200: json(classifiedSchema, "One result, as the analysis would have it."),
      ...commonProblems,
      409: problem("wrong_state"),
      410: problem("expired"),
      502: problem("provider_failed"),
    },
  }),
  async (c) => {
    const { id, status } = await current(c, c.req.valid("param").id);
    if (living.includes(status)) {
      throw new ParallaxError("wrong_state", "The analysis is still finding its labels. Ask when it has ended.");
    }
    const said = await specOf(c.env.DB, id);
    if (said === null) throw new ParallaxError("not_found", `There is no analysis ${id}.`);
    return c.json(await classify(c.env, c.get("owner"), JSON.parse(said) as JobSpec, c.req.valid("json")), 200);
  },
);

async function classify(
  env: AppEnv["Bindings"],
  owner: Owner,
  job: JobSpec,
  { messages, language }: z.infer<typeof classifyInputSchema>,
): Promise<z.infer<typeof classifiedSchema>> {
  const { facets } = await labelsAsEdited(env.DB, job.analysisId);
  const spec: JobSpec = { ...job, options: { ...job.options, freezeLabels: true } };
  const known = Object.fromEntries(
    openFacetNames(spec.facets).map((name) => [
      name,
      (facets[name] ?? []).slice(0, labelsShown).map(({ aliases, ...label }) => ({ ...label, folded: aliases })),
    ]),
  );
  const now = Date.now();
  // A key of its own: no two of these are the same call.
  const key = newId("call", now);
  const engines = await jobEngines(env, { ...spec, analysisId: key }, () => {});
  engines.begin(await booksOf(env, spec, now));
  const read = spec.options.redactPii ? redactedMessages(messages) : messages;
  const content = { id: key, externalId: "", language, messages: read };
  try {
    const shown = labelsThatFit(known, spec.limits);
    const answer = await extract(spec, [content], shown, engines.ask, engines.askFallback, (n) => `${key}/0/${n}`);
    return classifiedOf(answer, language);
  } catch (failure) {
    if (failure instanceof NoneCanServe || failure instanceof CallFailure) {
      throw new ParallaxError("provider_failed", failure.message);
    }
    throw failure;
  } finally {
    const calls = engines.takeCalls().map((call) => ({ ...call, analysisId: spec.analysisId, taskId: null }));
    await Promise.all([engines.flush(), recordCalls(env.DB, owner.organizationId, calls)]);
  }
}

function classifiedOf(answer: TaskAnswer, language: string): z.infer<typeof classifiedSchema> {
  if (answer.name !== "extract") throw new Error("extract answers to extract");
  const [row] = answer.results;
  if (!row) throw new ParallaxError("provider_failed", answer.left?.reason ?? "No model gave an answer.");
  const { contentId: _, sentiment, ...found } = row;
  const { costUsd } = answer.usage;
  return {
    ...found,
    contentId: null,
    externalId: null,
    title: null,
    clusterId: null,
    language,
    sentiment: resultSchema.shape.sentiment.parse(sentiment),
    usage: { ...answer.usage, costUsd, costKnown: costUsd !== null },
  };
}

/** What the project may spend in a month holds here too. */
async function booksOf(env: AppEnv["Bindings"], { projectId }: JobSpec, now: number): Promise<Books> {
  const month = await monthOfProject(env.DB, projectId, "", now);
  return {
    leave: async (spent, most) => {
      if (month === null) return false;
      if (most !== null && month.othersUsd + spent + most <= month.limitUsd) return true;
      throw new ParallaxError(
        "wrong_state",
        `The project's month leaves $${Math.max(0, month.limitUsd - month.othersUsd - spent).toFixed(4)}, and this call may cost more. Raise monthlyCostUsd in the project's settings.`,
      );
    },
    lost: async () => {},
  };
}
