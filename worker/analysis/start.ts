import type { Owner } from "../accounts/owner.ts";
import type { AnalysisInput, Estimate, OptionsInput } from "../contract/analysis.ts";
import { ParallaxError } from "../contract/error.ts";
import type { Dataset, ProjectSettings } from "../contract/project.ts";
import type { Template } from "../contract/template.ts";
import { ownerOfAnalysis } from "../db/analyses.ts";
import { measureAnswered } from "../db/answer-cache.ts";
import { measureContents } from "../db/contents.ts";
import { createAnalysis } from "../db/create-analysis.ts";
import { getDataset } from "../db/datasets.ts";
import { listOverlays } from "../db/model-overlays.ts";
import { getProject } from "../db/projects.ts";
import { listProviders } from "../db/providers.ts";
import { getTemplate } from "../db/templates.ts";
import type { KnownLabel, StartLabel } from "../engines/ask.ts";
import { builtIn } from "../engines/built-in.ts";
import type { ModelView } from "../engines/gate/gate-link.ts";
import { type ChoiceSources, chooseEmbeddingModel, chooseModel, type ModelChoice } from "../models/choose-model.ts";
import { redactionVersion } from "../privacy/redact.ts";
import { checkBudget, checkMonth, checkPrices } from "./check-money.ts";
import { wantsVectors } from "./clusters/wants-vectors.ts";
import { type Answered, estimate, type Load } from "./estimate.ts";
import { filledTemplate } from "./filled-template.ts";
import { type JobSpec, openFacets } from "./job.ts";
import { labelsAsEdited } from "./labels/edited-labels.ts";
import { loadOf } from "./load.ts";
import { completeOptions } from "./options.ts";
import { embedderOf, readerOf } from "./reader.ts";
import { modelsInCache } from "./reading/answer-cache.ts";
import { conditionsOf, questionKeys } from "./reading/answer-key.ts";
import { defaultTemplateId } from "./templates.ts";

/** What a request for an analysis comes to, before anything is stored. */
export interface Intention {
  dataset: Dataset;
  template: Template;
  choice: ModelChoice;
  /** The model and its fallbacks. */
  readers: ModelChoice[];
  /** All that may cost something: the model, its fallbacks, and who makes vectors. */
  choices: ModelChoice[];
  options: JobSpec["options"];
  load: Load;
  contents: number;
  /** Labels that the job begins with. */
  startLabels: Record<string, StartLabel[]>;
  estimate: Estimate;
}

/** Checks a request and works out what it would take. @throws ParallaxError for anything that can't be run */
export async function intend(env: Env, owner: Owner, input: AnalysisInput): Promise<Intention> {
  const dataset = await named("datasetId", input.datasetId, () => getDataset(env.DB, owner, input.datasetId));
  const { settings } = await getProject(env.DB, owner, dataset.projectId);
  const templateId = input.templateId ?? settings.templateId ?? defaultTemplateId;
  const template = filledTemplate(
    await named("templateId", templateId, () => getTemplate(env.DB, owner, templateId)),
    dataset.name,
  );
  const sources = await modelSources(env.DB, owner);
  const now = Date.now();
  const choice = chooseModel(input.model ?? settings.model ?? builtIn.id, sources, "model", now);
  const options = completeOptions(input.options, redactedAlso(settings, dataset), env);
  checkOptions(input.options);
  const fallbacks = options.fallbackModels.map((model) => chooseModel(model, sources, "options.fallbackModels", now));
  const load = await size(env.DB, dataset, input.contentIds);
  const embedding =
    options.embeddingModel === null
      ? null
      : chooseEmbeddingModel(options.embeddingModel, sources, "options.embeddingModel", now);
  const readers = [choice, ...fallbacks];
  const clusters = options.cluster && template.modules.clusters && wantsVectors(options, load.contents);
  // Who will not be asked costs nothing.
  const choices = embedding !== null && clusters ? [...readers, embedding] : readers;
  checkPrices(choices, options.maxCostUsd);
  const labels = await startLabels(env.DB, owner, options, template);
  const job = { organizationId: owner.organizationId, model: choice.facts.id, ...template, options };
  const answered = await answeredBefore(env.DB, job, dataset, input.contentIds, labels, now);
  const reader = readerOf(choice, template, await learnedOf(env, owner, choice));
  return {
    dataset,
    template,
    choice,
    readers,
    choices,
    options,
    load,
    contents: load.contents,
    startLabels: labels,
    estimate: estimate(load, template, options, reader, now, answered, embedding && embedderOf(embedding)),
  };
}

/** The same for one that is to be started: its budget must hold one call. */
export async function intendToStart(env: Env, owner: Owner, input: AnalysisInput): Promise<Intention> {
  const intention = await intend(env, owner, input);
  checkBudget({ ...intention, ...intention.template, choices: intention.readers }, Date.now());
  return intention;
}

/** Writes a new analysis down. @returns the spec that its job is started with */
export async function recordAnalysis(
  env: Env,
  owner: Owner,
  input: AnalysisInput,
  id: string,
  now: number,
): Promise<JobSpec> {
  const { dataset, template, choice, options, contents, ...rest } = await intendToStart(env, owner, input);
  await checkMonth(env.DB, dataset.projectId, rest.choices, now);
  if (contents === 0) {
    throw new ParallaxError("wrong_state", "The dataset holds no contents. Import a file first.");
  }
  const spec: JobSpec = {
    analysisId: id,
    organizationId: owner.organizationId,
    projectId: dataset.projectId,
    datasetId: dataset.id,
    templateId: template.id,
    name: input.name ?? `${template.name} · ${dataset.name}`,
    model: choice.facts.id,
    facets: template.facets,
    modules: template.modules,
    prompts: template.prompts,
    options,
    limits: choice.limits,
    redaction: options.redactPii ? redactionVersion : null,
    startLabels: rest.startLabels,
    estimate: rest.estimate,
    createdAt: now,
  };
  const contentIds = input.contentIds ? [...new Set(input.contentIds)] : null;
  await createAnalysis(env.DB, spec, contentIds, contents);
  return spec;
}

/** A thing named in a body that does not exist is the caller's error, not a missing page. */
async function named<Thing>(path: string, id: string, find: () => Promise<Thing>): Promise<Thing> {
  try {
    return await find();
  } catch (failure) {
    if (!(failure instanceof ParallaxError) || failure.code !== "not_found") throw failure;
    throw new ParallaxError("unknown_reference", `${path}: there is no ${id}.`, {
      errors: [{ path, message: "does not exist" }],
    });
  }
}

/** A fix of the dataset says that what models read is redacted; an analysis may still say otherwise. */
function redactedAlso(settings: ProjectSettings, { redactPii }: Dataset): ProjectSettings {
  return redactPii ? { ...settings, redactPii } : settings;
}

function checkOptions(input: OptionsInput): void {
  const { minItems, maxItems } = input.discovery ?? {};
  if (minItems !== undefined && maxItems !== undefined && minItems > maxItems) {
    throw new ParallaxError("invalid_request", "options.discovery: minItems is above maxItems.", {
      errors: [{ path: "options.discovery.minItems", message: "above maxItems" }],
    });
  }
  if (input.freezeLabels && !input.basedOn) {
    throw new ParallaxError("invalid_request", "options.freezeLabels needs options.basedOn, whose labels it freezes.", {
      errors: [{ path: "options.basedOn", message: "missing" }],
    });
  }
}

/** All that says which models there are for this owner. */
export async function modelSources(db: D1Database, owner: Pick<Owner, "organizationId">): Promise<ChoiceSources> {
  const [providers, overlays] = await Promise.all([listProviders(db, owner), listOverlays(db, owner)]);
  return { builtIn: [builtIn], providers, overlays };
}

/** What the gate of its provider has learned of a model; null where it was never asked, or can't be reached now. */
async function learnedOf(env: Env, owner: Owner, { provider, modelId }: ModelChoice): Promise<ModelView | null> {
  if (provider === null) return null;
  try {
    const view = await env.PROVIDER_GATE.getByName(`${owner.organizationId}/${provider.id}`).view();
    return view.models.find(({ model }) => model === modelId) ?? null;
  } catch {
    return null;
  }
}

async function size(db: D1Database, dataset: Dataset, contentIds: string[] | undefined): Promise<Load> {
  if (!contentIds) return loadOf(dataset.contentCount, dataset.tokens, dataset.images, dataset.languages);
  const unique = [...new Set(contentIds)];
  const found = await measureContents(db, dataset.id, unique);
  if (found.contents === unique.length) {
    return loadOf(found.contents, found.tokens, found.images, dataset.languages);
  }
  throw new ParallaxError(
    "unknown_reference",
    `contentIds: ${unique.length - found.contents} of them are not in this dataset.`,
    {
      errors: [{ path: "contentIds", message: "not in this dataset" }],
    },
  );
}

/** Labels of one facet that a question shows at most (durable-objects/ledger/labels.ts). */
const labelsShown = 500;

/**
 * What of the contents was answered before. That is known where every question shows the same labels, frozen ones or
 * none at all; otherwise it depends on what the job will find, and nothing is promised.
 */
async function answeredBefore(
  db: D1Database,
  job: Parameters<typeof conditionsOf>[0] & Pick<JobSpec, "model">,
  dataset: Dataset,
  contentIds: string[] | undefined,
  labels: Record<string, KnownLabel[]>,
  now: number,
): Promise<Answered> {
  const models = modelsInCache(job);
  const none = { load: loadOf(0, 0, 0, {}), said: null };
  if (models.length === 0) return none;
  if (openFacets(job.facets).length > 0 && !job.options.freezeLabels) {
    const said =
      "answers given before are used again wherever the model is shown the same labels; how many only the run can tell, so none are counted";
    return { ...none, said };
  }
  const shown = Object.fromEntries(
    Object.entries(labels).map(([facet, words]) => [facet, words.slice(0, labelsShown)]),
  );
  const questions = await questionKeys(conditionsOf(job, shown), models);
  const ids = contentIds === undefined ? null : [...new Set(contentIds)];
  const found = await measureAnswered(db, job.organizationId, dataset.id, ids, questions, now);
  const load = loadOf(found.contents, found.tokens, found.images, dataset.languages);
  return { load, said: found.contents > 0 ? `${found.contents} contents were answered before and cost nothing` : null };
}

/** The words of an earlier analysis that this one begins with. It may have expired: labels outlive results. */
async function startLabels(
  db: D1Database,
  owner: Owner,
  options: JobSpec["options"],
  template: Template,
): Promise<Record<string, StartLabel[]>> {
  if (options.basedOn === null) return {};
  const earlierOwner = await ownerOfAnalysis(db, options.basedOn);
  if (earlierOwner !== null && earlierOwner !== owner.organizationId) {
    throw new ParallaxError("forbidden", `options.basedOn: the analysis ${options.basedOn} belongs to another owner.`);
  }
  if (earlierOwner === null) {
    throw new ParallaxError("unknown_reference", `options.basedOn: there is no analysis ${options.basedOn}.`, {
      errors: [{ path: "options.basedOn", message: "does not exist" }],
    });
  }
  const earlier = await labelsAsEdited(db, options.basedOn);
  const unknown = openFacets(template.facets).filter(({ name }) => earlier.facets[name] === undefined);
  if (options.freezeLabels && unknown.length > 0) {
    const names = unknown.map(({ name }) => `“${name}”`).join(", ");
    throw new ParallaxError(
      "invalid_request",
      `options.freezeLabels: ${options.basedOn} has no labels for ${names}, so every answer would be “Other”. Take its own template, or leave freezeLabels out.`,
      { errors: [{ path: "options.freezeLabels", message: `no labels for ${names}` }] },
    );
  }
  return Object.fromEntries(
    openFacets(template.facets).map((facet) => [
      facet.name,
      (earlier.facets[facet.name] ?? []).map(({ label, description }): StartLabel => {
        const merged = earlier.merges.filter((merge) => merge.facet === facet.name && merge.canonical === label);
        const aliases = merged.flatMap(({ aliases: words, by, reason }) =>
          words.map((alias) => ({ alias, by, reason })),
        );
        return { label, description, aliases };
      }),
    ]),
  );
}
