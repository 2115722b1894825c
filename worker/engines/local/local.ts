import { estimateTokenCount } from "tokenx";
import type { Answer, AskContext, ModelLimits, Question } from "../ask.ts";
import { auditNames } from "./audit-names.ts";
import { extract } from "./extract.ts";
import { groupClusters } from "./group-clusters.ts";
import { nameClusters } from "./name-clusters.ts";
import { reconcile } from "./reconcile.ts";
import { summarize } from "./summarize.ts";

export const localModel = "local/lexical";

/** A batch is read in one go, so that phrases which several contents share can be seen. */
export const localLimits: ModelLimits = {
  contextTokens: 1_000_000,
  outputTokens: 100_000,
  maxItems: 25,
  itemTokens: 5_000,
};

/** Work between two pauses, in milliseconds: other requests of the isolate get their turn. */
const workBetweenPauses = 12;
/** Characters by which the tokens of a long text are estimated; the rest is taken in proportion. */
const countedCharacters = 4_000;

/**
 * The built-in engine: answers every task from word lists, key phrases and counts, without a network. It is lexical: it
 * knows the words it was given and does not understand. The same question always gets the same answer.
 */
export async function askLocal(question: Question, context: AskContext): Promise<Answer> {
  const reply = await answer(question, makePause(context.signal));
  return {
    reply,
    model: localModel,
    usage: {
      calls: 1,
      inputTokens: inputTokens(question),
      cachedInputTokens: 0,
      outputTokens: roughTokens(JSON.stringify(reply)),
      costUsd: 0,
    },
  };
}

function answer(question: Question, pause: () => Promise<void>): Promise<unknown> | unknown {
  switch (question.task) {
    case "extract":
      return extract(question, pause);
    case "reconcile":
      return reconcile(question);
    case "name-clusters":
      return nameClusters(question, pause);
    case "group-clusters":
      return groupClusters(question);
    case "audit-names":
      return auditNames(question);
    case "summarize":
      return summarize(question);
    case "embed":
      // Its vectors are made of all texts at once, where they are grouped (clustering/text-vectors).
      return { vectors: [] };
    case "probe":
      return { ok: true };
  }
}

/** Gives way to others once enough work is done; in a Worker the clock stands still while computing, so steps count too. */
function makePause(signal: AbortSignal | undefined): () => Promise<void> {
  let since = Date.now();
  let steps = 0;
  return async () => {
    signal?.throwIfAborted();
    steps += 1;
    if (Date.now() - since < workBetweenPauses && steps < 8) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    since = Date.now();
    steps = 0;
  };
}

function inputTokens(question: Question): number {
  if (question.task !== "extract") return roughTokens(JSON.stringify(question));
  const { items, ...rest } = question;
  const messages = items.flatMap((item) => item.messages);
  return messages.reduce((sum, message) => sum + roughTokens(message.content), roughTokens(JSON.stringify(rest)));
}

function roughTokens(text: string): number {
  const counted = text.slice(0, countedCharacters);
  return Math.round((estimateTokenCount(counted) * text.length) / Math.max(1, counted.length));
}
