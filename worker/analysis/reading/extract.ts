import type { Message } from "../../contract/content.ts";
import type { Ask, ExtractQuestion, KnownLabel, Usage } from "../../engines/ask.ts";
import { NoneCanServe } from "../../engines/failure.ts";
import { spentOf, withSpent } from "../../engines/spent.ts";
import { isUnreadable, ownFault } from "../ask-checked.ts";
import { addUsage, failedResult, type JobSpec, noUsage, type ResultRow, type TaskAnswer } from "../job.ts";
import { type ValidItem, validateExtract } from "./validate.ts";

/** A content as a stage reads it. */
export interface ContentToRead {
  id: string;
  externalId: string;
  language: string;
  messages: Message[];
}

interface OpenItem {
  /** Short id inside the question, `i1`. */
  id: string;
  content: ContentToRead;
  /** Calls that it was part of. */
  attempts: number;
  /** Why it has no answer yet. */
  reason: string;
}

/** Items that are asked for together. @property again: times that they were asked for again */
interface Group {
  items: OpenItem[];
  again: number;
}

/**
 * Reads one batch: asks, checks the reply, asks again for what is missing and that alone, and after `retryAttempts`
 * lets the built-in engine answer the rest, marked as fallback. A question that is too long, or that a model refuses to
 * read, is put in halves, until only the content that is to blame is left to the built-in engine. What was answered
 * before an engine failed is kept.
 * @param key gives the idempotency key of the n-th call
 * @throws what the engine throws, with what was spent, where nothing was answered before
 */
export async function extract(
  spec: JobSpec,
  contents: ContentToRead[],
  known: Record<string, KnownLabel[]>,
  ask: Ask,
  askFallback: Ask,
  key: (call: number) => string,
): Promise<TaskAnswer> {
  const results: ResultRow[] = [];
  const unanswered: OpenItem[] = [];
  let usage: Usage = noUsage;
  let missing = 0;
  let calls = 0;

  /** @returns the items that the reply does not answer */
  const put = async (items: OpenItem[], through: Ask, status: "done" | "fallback"): Promise<OpenItem[]> => {
    const question = questionOf(spec, items, known);
    const call = calls;
    calls += 1;
    for (const item of items) item.attempts += 1;
    const answer = await through(question, { idempotencyKey: key(call) });
    usage = addUsage(usage, answer.usage);
    const { valid, bad } = validateExtract(answer.reply, question);
    for (const item of items) {
      const row = valid.get(item.id);
      if (row) results.push(resultOf(item, row, answer.standIn ? "fallback" : status, answer.model));
      else item.reason = bad.get(item.id) ?? "no answer";
    }
    const rest = items.filter((item) => !valid.has(item.id));
    missing += rest.length;
    return rest;
  };

  const waiting: Group[] = [{ items: contents.map(openItem), again: 0 }];
  const askAgain = (items: OpenItem[], again: number): void => {
    if (items.length === 0) return;
    if (again < spec.options.retryAttempts) waiting.push({ items, again: again + 1 });
    else unanswered.push(...items);
  };
  let stopped: { by: unknown; left: OpenItem[] } | null = null;
  for (let group = waiting.shift(); group !== undefined && stopped === null; group = waiting.shift()) {
    const { items, again } = group;
    try {
      askAgain(await put(items, ask, "done"), again);
    } catch (failure) {
      usage = addUsage(usage, spentOf(failure));
      for (const item of items) item.reason = reasonOf(failure);
      const parts = partsOf(failure, items);
      if (isUnreadable(failure)) {
        missing += items.length;
        askAgain(items, again);
      } else if (parts === null) {
        stopped = { by: failure, left: [...items, ...waiting.flatMap((one) => one.items)] };
      } else if (parts.length === 0) unanswered.push(...items);
      else waiting.unshift(...parts.map((part) => ({ items: part, again })));
    }
  }
  if (unanswered.length > 0) {
    try {
      for (const item of await put(unanswered, askFallback, "fallback")) {
        results.push(failedResult(item.content.id, item.content.externalId, item.reason, item.attempts));
      }
    } catch (failure) {
      usage = addUsage(usage, spentOf(failure));
      stopped = { by: stopped?.by ?? failure, left: [...(stopped?.left ?? []), ...unanswered] };
    }
  }
  if (stopped === null) return { name: "extract", results, left: null, missing, usage };
  if (results.length === 0) throw withSpent(stopped.by, usage);
  const left = {
    contentIds: stopped.left.map((item) => item.content.id),
    reason: reasonOf(stopped.by),
    noneCanServe: stopped.by instanceof NoneCanServe,
    toMend: stopped.by instanceof NoneCanServe && stopped.by.toMend,
  };
  return { name: "extract", results, left, missing, usage };
}

function openItem(content: ContentToRead, index: number): OpenItem {
  return { id: `i${index + 1}`, content, attempts: 0, reason: "no answer" };
}

function questionOf(spec: JobSpec, items: OpenItem[], known: Record<string, KnownLabel[]>): ExtractQuestion {
  return {
    task: "extract",
    facets: spec.facets,
    modules: spec.modules,
    known: spec.options.freezeLabels ? withFolded(known, spec.startLabels) : known,
    frozen: spec.options.freezeLabels,
    instructions: spec.prompts?.extract,
    items: items.map(({ id, content }) => ({ id, language: content.language, messages: content.messages })),
  };
}

/** A word that people renamed, or put into another, still says where a content belongs. */
function withFolded(known: Record<string, KnownLabel[]>, start: JobSpec["startLabels"]): Record<string, KnownLabel[]> {
  return Object.fromEntries(
    Object.entries(known).map(([facet, labels]) => {
      const folded = new Map(
        (Object.hasOwn(start, facet) ? (start[facet] ?? []) : []).map(({ label, aliases = [] }) => [
          label,
          aliases.map(({ alias }) => alias),
        ]),
      );
      return [facet, labels.map((one) => ({ ...one, folded: one.folded ?? folded.get(one.label) }))];
    }),
  );
}

/**
 * How to go on where a question can't be answered as it is: in halves, or not at all by a model (none). Null where the
 * failure has another cause.
 */
function partsOf(failure: unknown, items: OpenItem[]): OpenItem[][] | null {
  const fault = ownFault(failure);
  if (fault === null) return null;
  if (items.length === 1) return [];
  // One broken picture spoils the request for all; without pictures every part would be refused alike.
  if (fault === "bad_request" && !items.some(hasPictures)) return null;
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

function hasPictures({ content }: OpenItem): boolean {
  return content.messages.some(({ images }) => (images?.length ?? 0) > 0);
}

function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

function resultOf(
  { content: { id: contentId, externalId }, attempts }: OpenItem,
  row: ValidItem,
  status: "done" | "fallback",
  model: string,
): ResultRow {
  return { contentId, externalId, status, ...row, model, attempts, error: null };
}
