import type { Me } from "../worker/contract/account.ts";
import type { Analysis, AnalysisInput, AnalysisPatch, Estimate } from "../worker/contract/analysis.ts";
import type { Breakdown } from "../worker/contract/breakdown.ts";
import type { Content, ContentItem } from "../worker/contract/content.ts";
import type { Batch, ClustersReply, Result, Stats } from "../worker/contract/findings.ts";
import type { LabelsPatch, LabelsReply } from "../worker/contract/labels.ts";
import type { Model } from "../worker/contract/model.ts";
import type { ApplyChanges, ModelChange } from "../worker/contract/model-change.ts";
import type { Page } from "../worker/contract/page.ts";
import type { Dataset, Project, ProjectPatch } from "../worker/contract/project.ts";
import type {
  CallEntry,
  Provider,
  ProviderHealth,
  ProviderInput,
  ProviderPatch,
  ProviderTestReply,
  ProviderType,
} from "../worker/contract/provider.ts";
import type { FixInput, FixReply, QualityReport } from "../worker/contract/quality.ts";
import type { Insight } from "../worker/contract/reply.ts";
import type { Template, TemplateInput, TemplatePatch } from "../worker/contract/template.ts";
import type { PromptPreview, Trial } from "../worker/contract/template-trial.ts";
import type { Why } from "../worker/contract/why.ts";
import { asApiError, readProblem } from "./problem.ts";
import { signedOut, unreachable } from "./session.ts";

type Query = Record<string, string | number | undefined>;

export interface Asking {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** Path with its query; parts left undefined or empty are left out. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const tail = search.toString();
  return `/api${path}${tail === "" ? "" : `?${tail}`}`;
}

/** One call. @throws ApiError for every answer that is not 2xx, and for none at all; an abort passes through. */
export async function ask<Answer>(method: string, path: string, asking: Asking = {}): Promise<Answer> {
  const headers = new Headers(asking.headers);
  if (asking.body !== undefined) headers.set("content-type", "application/json");
  try {
    const response = await fetch(address(path, asking.query), {
      method,
      headers,
      body: asking.body === undefined ? null : JSON.stringify(asking.body),
      signal: asking.signal ?? null,
    });
    unreachable.value = false;
    const text = await response.text();
    if (!response.ok) {
      if (response.status === 401 && !path.startsWith("/auth/")) signedOut.value = true;
      throw readProblem(response.status, text, (name) => response.headers.get(name));
    }
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    const problem = asApiError(error);
    if (problem.code === "no_answer") unreachable.value = true;
    throw problem;
  }
}

const at = (id: string) => encodeURIComponent(id);

export interface ResultQuery extends Query {
  limit?: number;
  cursor?: string;
  facet?: string;
  value?: string;
  status?: string;
  q?: string;
  cluster?: string;
  contentId?: string;
}

export interface InsightsReply {
  headline: string | null;
  partial: boolean;
  insights: Insight[];
}

export interface EstimateReply {
  contents: number;
  estimates: Estimate[];
}

/** What is known of a vendor before anybody typed anything. */
export interface Preset {
  id: string;
  name: string;
  type: ProviderType;
  /** Holds the placeholders between braces. */
  baseUrl: string;
  placeholders?: { part: string; label: string; example: string }[];
  keyNeeded: boolean;
  /** Where a key comes from. */
  keyHelp?: string;
}

/** Every call the page makes, one a line. */
export const api = {
  me: (signal?: AbortSignal) => ask<Me>("GET", "/me", signal ? { signal } : {}),
  signIn: (body: { email: string; password: string }) => ask("POST", "/auth/sign-in/email", { body }),
  signUp: (body: { name: string; email: string; password: string; token?: string }) =>
    ask("POST", "/auth/sign-up/email", { body }),
  signOut: () => ask("POST", "/auth/sign-out", { body: {} }),

  projects: (signal?: AbortSignal) => every<Project>("/projects", {}, signal),
  project: (id: string, signal?: AbortSignal) => ask<Project>("GET", `/projects/${at(id)}`, signal ? { signal } : {}),
  createProject: (body: { name: string; description?: string }) => ask<Project>("POST", "/projects", { body }),
  changeProject: (id: string, body: ProjectPatch) => ask<Project>("PATCH", `/projects/${at(id)}`, { body }),
  deleteProject: (id: string) => ask("DELETE", `/projects/${at(id)}`),

  datasets: (projectId: string, signal?: AbortSignal) =>
    every<Dataset>(`/projects/${at(projectId)}/datasets`, {}, signal),
  createDataset: (projectId: string, body: { name: string }) =>
    ask<Dataset>("POST", `/projects/${at(projectId)}/datasets`, { body }),
  dataset: (id: string, signal?: AbortSignal) => ask<Dataset>("GET", `/datasets/${at(id)}`, signal ? { signal } : {}),
  deleteDataset: (id: string) => ask("DELETE", `/datasets/${at(id)}`),
  contents: (datasetId: string, query: Query, signal?: AbortSignal) =>
    ask<Page<ContentItem>>("GET", `/datasets/${at(datasetId)}/content`, signal ? { query, signal } : { query }),
  quality: (datasetId: string, signal?: AbortSignal) =>
    ask<QualityReport>("GET", `/datasets/${at(datasetId)}/quality`, signal ? { signal } : {}),
  fix: (datasetId: string, body: FixInput) => ask<FixReply>("POST", `/datasets/${at(datasetId)}/fixes`, { body }),
  content: (id: string, signal?: AbortSignal) => ask<Content>("GET", `/content/${at(id)}`, signal ? { signal } : {}),

  templates: (signal?: AbortSignal) => every<Template>("/templates", {}, signal),
  template: (id: string, signal?: AbortSignal) =>
    ask<Template>("GET", `/templates/${at(id)}`, signal ? { signal } : {}),
  createTemplate: (body: TemplateInput) => ask<Template>("POST", "/templates", { body }),
  changeTemplate: (id: string, body: TemplatePatch) => ask<Template>("PATCH", `/templates/${at(id)}`, { body }),
  deleteTemplate: (id: string) => ask("DELETE", `/templates/${at(id)}`),
  previewPrompt: (body: unknown, signal?: AbortSignal) =>
    ask<PromptPreview>("POST", "/templates/preview-prompt", signal ? { body, signal } : { body }),
  tryTemplate: (id: string, body: { contentIds: string[]; model: string }) =>
    ask<Trial>("POST", `/templates/${at(id)}/test`, { body }),
  tryDraft: (body: { template: TemplateInput; contentIds: string[]; model: string }) =>
    ask<Trial>("POST", "/templates/test", { body }),
  models: (query: Query, signal?: AbortSignal) => every<Model>("/models", query, signal),
  modelChanges: (signal?: AbortSignal) => every<ModelChange>("/models/changes", {}, signal),
  applyChanges: (body: ApplyChanges) => ask<{ applied: ModelChange[] }>("POST", "/models/changes/apply", { body }),

  providers: (signal?: AbortSignal) => every<Provider>("/providers", {}, signal),
  provider: (id: string, signal?: AbortSignal) =>
    ask<Provider>("GET", `/providers/${at(id)}`, signal ? { signal } : {}),
  presets: (signal?: AbortSignal) =>
    ask<{ items: Preset[] }>("GET", "/providers/presets", signal ? { signal } : {}).then(({ items }) => items),
  providersHealth: (signal?: AbortSignal) =>
    ask<{ items: ProviderHealth[] }>("GET", "/providers/health", signal ? { signal } : {}).then(({ items }) => items),
  createProvider: (body: ProviderInput) => ask<Provider>("POST", "/providers", { body }),
  changeProvider: (id: string, body: ProviderPatch) => ask<Provider>("PATCH", `/providers/${at(id)}`, { body }),
  deleteProvider: (id: string, force: boolean) =>
    ask("DELETE", `/providers/${at(id)}`, force ? { query: { force: "true" } } : {}),
  testProvider: (id: string, model?: string) =>
    ask<ProviderTestReply>("POST", `/providers/${at(id)}/test`, { body: model === undefined ? {} : { model } }),

  estimate: (body: AnalysisInput & { models?: string[] }, signal?: AbortSignal) =>
    ask<EstimateReply>("POST", "/analyses/estimate", signal ? { body, signal } : { body }),
  startAnalysis: (body: AnalysisInput, key: string) =>
    ask<Analysis>("POST", "/analyses", { body, headers: { "idempotency-key": key } }),
  analyses: (query: Query, signal?: AbortSignal) => every<Analysis>("/analyses", query, signal),
  analysis: (id: string, signal?: AbortSignal) => ask<Analysis>("GET", `/analyses/${at(id)}`, signal ? { signal } : {}),
  changeAnalysis: (id: string, body: AnalysisPatch) => ask<Analysis>("PATCH", `/analyses/${at(id)}`, { body }),
  deleteAnalysis: (id: string) => ask("DELETE", `/analyses/${at(id)}`),
  steer: (id: string, verb: "pause" | "resume" | "cancel") =>
    ask<Analysis | undefined>("POST", `/analyses/${at(id)}/${verb}`, { body: {} }),
  retryFailed: (id: string) => ask<Analysis>("POST", `/analyses/${at(id)}/retry-failed`, { body: {} }),
  results: (id: string, query: ResultQuery, signal?: AbortSignal) =>
    ask<Page<Result>>("GET", `/analyses/${at(id)}/results`, signal ? { query, signal } : { query }),
  labels: (id: string, signal?: AbortSignal) =>
    ask<LabelsReply>("GET", `/analyses/${at(id)}/labels`, signal ? { signal } : {}),
  changeLabels: (id: string, body: LabelsPatch) => ask<LabelsReply>("PATCH", `/analyses/${at(id)}/labels`, { body }),
  why: (id: string, contentId: string, signal?: AbortSignal) =>
    ask<Why>("GET", `/analyses/${at(id)}/results/${at(contentId)}/why`, signal ? { signal } : {}),
  breakdown: (id: string, query: Query, signal?: AbortSignal) =>
    ask<Breakdown>("GET", `/analyses/${at(id)}/breakdown`, signal ? { query, signal } : { query }),
  clusters: (id: string, signal?: AbortSignal) =>
    ask<ClustersReply>("GET", `/analyses/${at(id)}/clusters`, signal ? { signal } : {}),
  insights: (id: string, signal?: AbortSignal) =>
    ask<InsightsReply>("GET", `/analyses/${at(id)}/insights`, signal ? { signal } : {}),
  batches: (id: string, query: Query, signal?: AbortSignal) =>
    ask<Page<Batch>>("GET", `/analyses/${at(id)}/batches`, signal ? { query, signal } : { query }),
  calls: (id: string, query: Query, signal?: AbortSignal) =>
    ask<Page<CallEntry>>("GET", `/analyses/${at(id)}/calls`, signal ? { query, signal } : { query }),
  /** Where a file with the results comes from: an attachment, so a link is enough. */
  exportAddress: (id: string, format: "csv" | "jsonl" | "md" | "html") =>
    address(`/analyses/${at(id)}/export`, { format }),
  stats: (id: string, signal?: AbortSignal) => ask<Stats>("GET", `/analyses/${at(id)}/stats`, signal ? { signal } : {}),
};

/** A short list to its end: at most 2,000 things, since no one reads more on one screen. */
async function every<Item>(path: string, query: Query, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await ask("GET", path, {
      query: { ...query, limit: 500, cursor },
      ...(signal && { signal }),
    });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < 2000);
  return items;
}
