import type { Owner } from "../accounts/owner.ts";
import { checkPrices } from "../analysis/check-money.ts";
import { filledTemplate } from "../analysis/filled-template.ts";
import type { JobSpec } from "../analysis/job.ts";
import { completeOptions } from "../analysis/options.ts";
import { extract } from "../analysis/reading/extract.ts";
import { modelSources } from "../analysis/start.ts";
import type { Content } from "../contract/content.ts";
import { ParallaxError } from "../contract/error.ts";
import { newId } from "../contract/id.ts";
import type { Project } from "../contract/project.ts";
import type { Template } from "../contract/template.ts";
import type { Trial, TrialInput } from "../contract/template-trial.ts";
import { getContent } from "../db/contents.ts";
import { getDataset } from "../db/datasets.ts";
import { recordCalls } from "../db/model-calls.ts";
import { getProject } from "../db/projects.ts";
import { monthOfProject } from "../db/spending.ts";
import { builtIn } from "../engines/built-in.ts";
import { CallFailure, NoneCanServe } from "../engines/failure.ts";
import type { Books } from "../engines/pool/with-leave.ts";
import { jobEngines } from "../job-engines.ts";
import { chooseModel, type ModelChoice } from "../models/choose-model.ts";

/** Times that a content is asked for again in a trial: enough to see whether the template works. */
const retryAttempts = 1;

type Asked = Pick<Template, "id" | "name" | "facets" | "modules" | "prompts">;

/**
 * Reads a few contents with a template as a job would, and gives what came of it. No result, label or analysis is kept:
 * only the log of calls, since what was spent counts in the project's budget.
 * @throws invalid_request, unknown_reference, wrong_state where the budget does not allow it, provider_failed
 */
export async function tryTemplate(env: Env, owner: Owner, template: Asked, input: TrialInput): Promise<Trial> {
  const now = Date.now();
  const ids = [...new Set(input.contentIds)];
  const contents = await Promise.all(ids.map((id) => contentNamed(env, owner, id)));
  const { project, dataset } = await projectOf(env, owner, contents);
  const choice = chooseModel(
    input.model ?? project.settings.model ?? builtIn.id,
    await modelSources(env.DB, owner),
    "model",
    now,
  );
  const paid = choice.provider !== null;
  const redacted = project.settings.redactPii === true || dataset.redactPii;
  if (paid && redacted) {
    throw new ParallaxError(
      "wrong_state",
      "What models read here is to be redacted, and a trial can't do that yet. Try it with local/lexical, which sends nothing anywhere.",
    );
  }
  const limit = least(input.maxCostUsd, project.settings.maxCostUsd);
  checkPrices([choice], limit);
  const spec = specOf(env, owner, template, dataset, project, choice);
  const id = newId("call", now);
  const engines = await jobEngines(env, { ...spec, analysisId: id }, () => {});
  if (paid) engines.begin(await booksOf(env, project, limit, now));
  const read = contents.map(({ id: contentId, externalId, language, messages }) => ({
    id: contentId,
    externalId,
    language,
    messages,
  }));
  try {
    const answer = await extract(spec, read, {}, engines.ask, engines.askFallback, (call) => `${id}/0/${call}`);
    if (answer.name !== "extract") throw new Error("extract answers to extract");
    return {
      model: choice.facts.id,
      items: contents.map((content) => itemOf(content, answer)),
      usage: { ...answer.usage, costUsd: answer.usage.costUsd, costKnown: answer.usage.costUsd !== null },
      notes: notesOf(contents, choice, template),
    };
  } catch (failure) {
    throw asProblem(failure);
  } finally {
    const calls = engines
      .takeCalls()
      .map((call) => ({ ...call, analysisId: null, taskId: null, projectId: project.id }));
    await Promise.all([engines.flush(), recordCalls(env.DB, owner.organizationId, calls)]);
  }
}

/** A content that is named in a body and does not exist is the caller's error. */
async function contentNamed(env: Env, owner: Owner, id: string): Promise<Content> {
  try {
    return await getContent(env, owner, id);
  } catch (failure) {
    if (!(failure instanceof ParallaxError) || failure.code !== "not_found") throw failure;
    throw new ParallaxError("unknown_reference", `contentIds: there is no ${id}.`, {
      errors: [{ path: "contentIds", message: `there is no ${id}` }],
    });
  }
}

/** One budget must answer for a trial, so all contents are of one project. */
async function projectOf(env: Env, owner: Owner, contents: Content[]) {
  const datasetIds = [...new Set(contents.map(({ datasetId }) => datasetId))];
  const datasets = await Promise.all(datasetIds.map((id) => getDataset(env.DB, owner, id)));
  const [dataset] = datasets;
  if (!dataset || datasets.some(({ projectId }) => projectId !== dataset.projectId)) {
    throw new ParallaxError("invalid_request", "contentIds: they are of several projects; choose contents of one.", {
      errors: [{ path: "contentIds", message: "of several projects" }],
    });
  }
  return { dataset, project: await getProject(env.DB, owner, dataset.projectId) };
}

function specOf(
  env: Env,
  owner: Owner,
  template: Asked,
  dataset: { id: string; name: string },
  project: Project,
  choice: ModelChoice,
): JobSpec {
  const { facets, modules, prompts } = filledTemplate(template, dataset.name);
  const options = completeOptions({ retryAttempts, cluster: false, cache: false }, project.settings, env);
  return {
    analysisId: "",
    organizationId: owner.organizationId,
    projectId: project.id,
    datasetId: dataset.id,
    templateId: template.id,
    name: template.name,
    model: choice.facts.id,
    facets,
    modules,
    prompts,
    // Who tries a model wants to see that model.
    options: { ...options, fallbackModels: [], freezeLabels: false, basedOn: null },
    limits: choice.limits,
    startLabels: {},
    estimate: null,
    createdAt: Date.now(),
  };
}

/** The rules of a job: what was spent, plus the most that a call may cost, stays within what is left. */
async function booksOf(env: Env, project: Project, limit: number | null, now: number): Promise<Books> {
  const month = await monthOfProject(env.DB, project.id, "", now);
  const left = least(limit, month && month.limitUsd - month.othersUsd);
  let lost = 0;
  return {
    leave: async (spent, most) => {
      if (left === null) return false;
      if (most === null) {
        throw new ParallaxError(
          "wrong_state",
          "The price of this model is unknown, so the project's budget can't be kept.",
        );
      }
      if (spent + lost + most > left) {
        throw new ParallaxError(
          "wrong_state",
          `A call may cost up to $${most.toFixed(4)}, and the budget leaves $${Math.max(0, left - spent - lost).toFixed(4)}. Raise it (maxCostUsd, or monthlyCostUsd in the project's settings), choose fewer contents, or a model that costs nothing.`,
        );
      }
      return true;
    },
    lost: async (usd) => {
      lost += usd;
    },
  };
}

function least(...limits: (number | null | undefined)[]): number | null {
  const given = limits.filter((limit) => limit !== null && limit !== undefined);
  return given.length === 0 ? null : Math.min(...given);
}

function itemOf(
  content: Content,
  { results, left }: Extract<Awaited<ReturnType<typeof extract>>, { name: "extract" }>,
) {
  const { id: contentId, externalId, title, language } = content;
  const found = results.find((row) => row.contentId === contentId);
  const about = { contentId, externalId, title, language, clusterId: null };
  if (!found) {
    const error = left?.reason ?? "no answer";
    const nothing = {
      facets: {},
      sentiment: null,
      confidence: null,
      summary: "",
      evidence: [],
      model: "",
      attempts: 0,
    };
    return { ...about, ...nothing, status: "failed" as const, error };
  }
  const { sentiment, ...row } = found;
  return { ...row, ...about, sentiment: sentimentOf(sentiment) };
}

function sentimentOf(said: string | null) {
  const known = ["positive", "neutral", "negative", "mixed"] as const;
  return known.find((candidate) => candidate === said) ?? null;
}

function asProblem(failure: unknown): unknown {
  if (failure instanceof NoneCanServe || failure instanceof CallFailure) {
    return new ParallaxError("provider_failed", failure.message);
  }
  return failure;
}

function notesOf(contents: Content[], choice: ModelChoice, template: Asked): string[] {
  const notes = [];
  const pictures = contents.reduce(
    (sum, { messages }) => sum + messages.reduce((all, { images }) => all + (images?.length ?? 0), 0),
    0,
  );
  if (pictures > 0 && !choice.images)
    notes.push(
      `${choice.facts.name} cannot see: the ${pictures === 1 ? "picture" : `${pictures} pictures`} went unread.`,
    );
  const own = Object.keys(template.prompts).length > 0 || template.facets.some(({ prompt }) => prompt?.trim());
  if (choice.provider === null && own)
    notes.push("The built-in engine reads no prompts: the template's own words changed nothing in these answers.");
  return notes;
}
