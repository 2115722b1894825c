import type { KnownLabel } from "../../engines/ask.ts";
import { builtIn } from "../../engines/built-in.ts";
import { type JobSpec, noUsage, type ResultRow, type TaskAnswer } from "../job.ts";
import { answerKey, conditionsOf, questionKeys } from "./answer-key.ts";
import type { ContentToRead } from "./extract.ts";
import type { ValidItem } from "./validate.ts";

/** A content as it is looked for: `hash` is that of its kind and messages. */
export interface ContentToFind extends ContentToRead {
  hash: string;
}

/** What was answered before, and by whom. */
export interface KeptAnswer {
  item: ValidItem;
  /** `provider/model`. */
  model: string;
}

export interface NewKeptAnswer extends KeptAnswer {
  key: string;
  contentId: string;
}

/** Answers that were paid for, by their keys. */
export interface AnswerCache {
  find(keys: string[]): Promise<Map<string, KeptAnswer>>;
  /** The first answer under a key stays. */
  keep(answers: NewKeptAnswer[]): Promise<void>;
}

type Extracted = TaskAnswer & { name: "extract" };

/**
 * Models whose answers serve this job as if it had asked now: its own, and where the choice among the chain is by turn,
 * price or pace, any of the chain. The built-in engine has nothing to save.
 */
export function modelsInCache({ model, options }: Pick<JobSpec, "model" | "options">): string[] {
  if (!options.cache) return [];
  const equals = (options.strategy ?? "priority") === "priority" ? [model] : [model, ...options.fallbackModels];
  return [...new Set(equals)].filter((name) => name !== builtIn.id);
}

/**
 * Rule j: a cache of answers is asked before paying. Reads only those of a batch that it does not have, and keeps what
 * a model answers. A found answer has no attempts and costs nothing. The cache is never a reason to fail.
 * @param read the stage itself
 */
export async function extractOnce(
  spec: JobSpec,
  contents: ContentToFind[],
  known: Record<string, KnownLabel[]>,
  cache: AnswerCache | null,
  read: (contents: ContentToRead[]) => Promise<TaskAnswer>,
): Promise<TaskAnswer> {
  const models = modelsInCache(spec);
  if (cache === null || models.length === 0) return read(contents);
  const conditions = conditionsOf(spec, known);
  const found = await find(cache, contents, await questionKeys(conditions, models));
  const open = contents.filter(({ id }) => !found.has(id));
  const answer: TaskAnswer = open.length > 0 ? await read(open) : nothingAsked;
  if (answer.name !== "extract") return answer;
  await keep(cache, contents, answer, async (by) => questionKeys(conditions, by));
  // In the order of the contents, so that new labels come in the same order however the answers came.
  const rows = new Map([...found.values(), ...answer.results].map((row) => [row.contentId, row]));
  return { ...answer, results: contents.flatMap(({ id }) => rows.get(id) ?? []) };
}

const nothingAsked: Extracted = { name: "extract", results: [], left: null, missing: 0, usage: noUsage };

/** @returns rows by content id */
async function find(
  cache: AnswerCache,
  contents: ContentToFind[],
  questions: string[],
): Promise<Map<string, ResultRow>> {
  const keys = contents.flatMap(({ hash }) => questions.map((question) => answerKey(question, hash)));
  const kept = await cache.find([...new Set(keys)]).catch((failure) => {
    console.error("kept answers can't be read", String(failure).slice(0, 200));
    return new Map<string, KeptAnswer>();
  });
  const rows = new Map<string, ResultRow>();
  for (const { id, externalId, hash } of contents) {
    const [one] = questions.flatMap((question) => kept.get(answerKey(question, hash)) ?? []);
    if (one === undefined) continue;
    const { item, model } = one;
    rows.set(id, { contentId: id, externalId, status: "done", ...item, model, attempts: 0, error: null });
  }
  return rows;
}

/** Keeps what models answered; never what the built-in engine said in their place. */
async function keep(
  cache: AnswerCache,
  contents: ContentToFind[],
  { results }: Extracted,
  keysOf: (models: string[]) => Promise<string[]>,
): Promise<void> {
  const rows = results.filter(({ status, model }) => status === "done" && model !== builtIn.id);
  if (rows.length === 0) return;
  const models = [...new Set(rows.map(({ model }) => model))];
  const questions = await keysOf(models);
  const hashOf = new Map(contents.map(({ id, hash }) => [id, hash]));
  const answers = rows.flatMap(({ contentId, model, facets, sentiment, confidence, summary, evidence }) => {
    const question = questions[models.indexOf(model)];
    const hash = hashOf.get(contentId);
    if (question === undefined || hash === undefined) return [];
    const item = { facets, sentiment, confidence, summary, evidence };
    return [{ key: answerKey(question, hash), contentId, item, model }];
  });
  await cache.keep(answers).catch((failure) => console.error("answers were not kept", String(failure).slice(0, 200)));
}
