import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { checkPrices } from "../analysis/check-money.ts";
import type { JobSpec } from "../analysis/job.ts";
import { modelSources } from "../analysis/start.ts";
import {
  type Analysis,
  analysisPatchSchema,
  analysisSchema,
  type ChangedOptions,
  type Options,
} from "../contract/analysis.ts";
import { ParallaxError } from "../contract/error.ts";
import { patchAnalysis, saveOptions, specOf } from "../db/analyses.ts";
import { type ChoiceSources, chooseEmbeddingModel, chooseModel, type ModelChoice } from "../models/choose-model.ts";
import { begun, current, living } from "./current-analysis.ts";
import { type AppEnv, commonProblems, idParam, json, jsonBody, newRoutes, problem } from "./new-routes.ts";

/** What an analysis can be told once it has begun. */
export const analysisVerbRoutes = newRoutes();

const tags = ["analyses"];
const params = idParam("analysis");

type Status = Analysis["status"];

interface Verb {
  summary: string;
  /** From which states it leads on. */
  from: Status[];
  /** In which states there is nothing to do. */
  there: Status[];
  /** Why it can't be done where a job has ended, or has not. */
  reason: (status: Status) => string;
  tell: (job: ReturnType<Env["ANALYSIS_JOB"]["getByName"]>) => Promise<void>;
}

const ended = (status: Status) => `A ${status} analysis has ended.`;

const verbs = {
  pause: {
    summary: "Pause: no new call starts, those in flight end and count",
    from: ["pending", "running"],
    there: ["paused"],
    reason: (status) => `${ended(status)} There is nothing to pause.`,
    tell: (job) => job.pause("paused by hand"),
  },
  resume: {
    summary: "Resume a paused job",
    from: ["paused"],
    there: ["running", "pending"],
    reason: (status) => `${ended(status)} Ask again for what failed (retry-failed), or start a new one.`,
    tell: (job) => job.resume(),
  },
  cancel: {
    summary: "Cancel: what was found stays",
    from: ["pending", "running", "paused"],
    there: ["cancelled"],
    reason: (status) => `${ended(status)} There is nothing to cancel.`,
    tell: (job) => job.cancel(),
  },
} as const satisfies Record<string, Verb>;

for (const [verb, { summary, from, there, reason, tell }] of Object.entries<Verb>(verbs)) {
  analysisVerbRoutes.openapi(
    createRoute({
      method: "post",
      path: `/analyses/{id}/${verb}`,
      tags,
      summary,
      request: { params },
      responses: { 200: json(analysisSchema, "As it is now."), ...commonProblems, 409: problem("wrong_state") },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const before = await current(c, id);
      if (there.includes(before.status)) return c.json(before, 200);
      if (!from.includes(before.status)) throw new ParallaxError("wrong_state", reason(before.status));
      await begun(c.env, id, before.status);
      await tell(c.env.ANALYSIS_JOB.getByName(id));
      const after = await current(c, id);
      // It may have ended meanwhile by itself; where it was to go on, that is what was wanted.
      if (verb !== "resume" && !there.includes(after.status))
        throw new ParallaxError("wrong_state", reason(after.status));
      return c.json(after, 200);
    },
  );
}

analysisVerbRoutes.openapi(
  createRoute({
    method: "post",
    path: "/analyses/{id}/retry-failed",
    tags,
    summary: "Ask again for the contents that failed or that the built-in engine answered in the place of a model",
    request: { params },
    responses: {
      200: json(analysisSchema, "At it again; unchanged where there is nothing to ask again."),
      ...commonProblems,
      409: problem("wrong_state"),
      410: problem("expired"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const before = await current(c, id);
    const retried = before.status === "pending" ? "running" : await c.env.ANALYSIS_JOB.getByName(id).retryFailed();
    if (retried === null) {
      throw new ParallaxError("expired", `What the job of ${id} was made from is not kept any more. Start a new one.`);
    }
    if (retried === "running") {
      throw new ParallaxError(
        "wrong_state",
        "The analysis is still at work. Pause it, or wait for its end, and ask again then.",
      );
    }
    if (retried === "ending") {
      throw new ParallaxError(
        "wrong_state",
        "The end of the analysis is still being written down. Ask again in a moment.",
      );
    }
    return c.json(await current(c, id), 200);
  },
);

analysisVerbRoutes.openapi(
  createRoute({
    method: "patch",
    path: "/analyses/{id}",
    tags,
    summary:
      "Rename an analysis, pin it so that it does not expire, change what it may spend or who answers when no model can",
    request: { params, body: jsonBody(analysisPatchSchema) },
    responses: {
      200: json(analysisSchema, "The analysis as it is now."),
      ...commonProblems,
      409: problem("wrong_state"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const { options, ...patch } = c.req.valid("json");
    const before = await current(c, id);
    if (options !== undefined && Object.keys(options).length > 0) await changeOptions(c, before, options);
    await patchAnalysis(c.env.DB, id, patch);
    // One that only its pin had kept has expired with it, which is no fault of this request.
    const gone = patch.pinned === false && before.expiresAt !== null && Date.parse(before.expiresAt) < Date.now();
    return c.json(gone ? { ...before, name: patch.name ?? before.name, pinned: false } : await current(c, id), 200);
  },
);

function embeddersOf({ embeddingModel }: Options, sources: ChoiceSources, now: number): ModelChoice[] {
  // A job of an earlier version does not say.
  if (!embeddingModel) return [];
  return [chooseEmbeddingModel(embeddingModel, sources, "options.embeddingModel", now)];
}

async function changeOptions(c: Context<AppEnv>, { id, status }: Analysis, changed: ChangedOptions): Promise<void> {
  if (!living.includes(status)) throw new ParallaxError("wrong_state", `${ended(status)} It spends nothing any more.`);
  const { maxCostUsd = null } = changed;
  const said = await specOf(c.env.DB, id);
  if (said !== null && maxCostUsd !== null) {
    const { model, options } = JSON.parse(said) as JobSpec;
    const sources = await modelSources(c.env.DB, c.get("owner"));
    const now = Date.now();
    const chosen = [model, ...options.fallbackModels].map((name) => chooseModel(name, sources, "model", now));
    checkPrices([...chosen, ...embeddersOf(options, sources, now)], maxCostUsd);
  }
  // First where it would be started from anew, then where it counts.
  await saveOptions(c.env.DB, id, changed);
  await c.env.ANALYSIS_JOB.getByName(id).change(changed);
}
