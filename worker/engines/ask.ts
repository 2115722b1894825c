import type { Message } from "../contract/content.ts";
import type { Insight } from "../contract/reply.ts";
import type { Facet, Modules } from "../contract/template.ts";

/**
 * The one door to every engine: a stage puts a Question and gets an Answer, and never learns which provider, key or
 * fallback stood behind it. The task names are the contract's (section 3).
 */
export type Question =
  | ExtractQuestion
  | ReconcileQuestion
  | NameClustersQuestion
  | GroupClustersQuestion
  | AuditNamesQuestion
  | SummarizeQuestion
  | EmbedQuestion
  | ProbeQuestion;

/** What the owner of a template adds to a task in words of his own; absent or empty where nothing. */
interface Instructed {
  instructions?: string | undefined;
}

/** A label that the readers of this job know already. */
export interface KnownLabel {
  label: string;
  description: string;
  /**
   * Where only known labels may be answered: words that were folded into it, by hand or by a model. No prompt shows them;
   * an answer in one of them means the label.
   */
  folded?: string[] | undefined;
}

/** A label that a job starts with, and the words that were folded into it before. */
export interface StartLabel extends KnownLabel {
  aliases?: { alias: string; by: "model" | "rule" | "hand"; reason: string }[];
}

/** Read these items: give each facet its value. `id`s are short (`i1`) and mean something only inside this question. */
export interface ExtractQuestion extends Instructed {
  task: "extract";
  facets: Facet[];
  modules: Modules;
  /** For every open facet (type `label`) the words known so far, in the order they were found. */
  known: Record<string, KnownLabel[]>;
  /** True: only known labels may be answered. */
  frozen: boolean;
  items: { id: string; language: string; messages: Message[] }[];
}

/** Which labels of one facet mean the same? */
export interface ReconcileQuestion extends Instructed {
  task: "reconcile";
  facet: Facet;
  labels: { label: string; count: number; description: string }[];
  /** So many labels are wanted in the end; absent where only equals are to be put together. */
  target?: number;
}

/** Name each cluster from its members, as against its nearest outsiders; one that holds others from their names too. */
export interface NameClustersQuestion extends Instructed {
  task: "name-clusters";
  clusters: { id: string; members: string[]; contrast: string[]; parts?: string[] | undefined }[];
}

/** Put clusters under parents. */
export interface GroupClustersQuestion extends Instructed {
  task: "group-clusters";
  clusters: { id: string; name: string; description: string; size: number }[];
  target: number;
}

/** Do these names give away anything personal? 1 = plainly, 5 = not at all. */
export interface AuditNamesQuestion extends Instructed {
  task: "audit-names";
  clusters: { id: string; name: string; description: string }[];
}

/** Say what is in the whole: counts and chosen contents in, a headline and insights out. */
export interface SummarizeQuestion extends Instructed {
  task: "summarize";
  contents: number;
  /** Per facet, its values with counts, most frequent first. */
  counts: Record<string, { value: string; count: number }[]>;
  clusters: { name: string; size: number }[];
  items: { id: string; summary: string; facets: Record<string, unknown> }[];
  /** What was counted by program and will be said whatever the answer is; no prompt shows it. */
  counted?: Insight[] | undefined;
}

/**
 * Where does each text stand among meanings? No question to a language model: a vectors' model reads the bare texts.
 * Reply `{"vectors": [...]}`, one for each text in their order, packed (pack-vector.ts); none where nobody has any.
 */
export interface EmbedQuestion {
  task: "embed";
  texts: string[];
}

/** Does the model answer, and in the shape asked for? Reply `{"ok": true}`. */
export interface ProbeQuestion {
  task: "probe";
}

export interface Usage {
  calls: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  /** US dollars; null where the price is unknown. */
  costUsd: number | null;
}

export interface Answer {
  /** The parsed JSON that came back, not yet checked. */
  reply: unknown;
  /** Who really answered, `provider/model`. */
  model: string;
  /** True where the built-in engine stood in for the models of the job, none of which could answer. */
  standIn?: boolean | undefined;
  usage: Usage;
}

export interface AskContext {
  /** `<job>/<task>/<n>`: the same when the same call is made again after a crash. */
  idempotencyKey: string;
  signal?: AbortSignal | undefined;
  /** Once aborted no further call may begin; those on their way go on to their end. */
  hold?: AbortSignal | undefined;
  /** Longest wait for room under a rate limit, in milliseconds; without it there is no end to the waiting. */
  longestWait?: number | undefined;
}

export type Ask = (question: Question, context: AskContext) => Promise<Answer>;

/** What a stage must know of a model to cut its batches. */
export interface ModelLimits {
  /** Tokens that one question may hold, facets and labels included. */
  contextTokens: number;
  outputTokens: number;
  /** Most items that one question may hold. */
  maxItems: number;
  /** Most tokens of one item, where the model looks at no more of it; longer ones are read in parts. */
  itemTokens?: number | undefined;
}
