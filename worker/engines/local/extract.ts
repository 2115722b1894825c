import type { ExtractItem } from "../../contract/reply.ts";
import type { Facet } from "../../contract/template.ts";
import type { ExtractQuestion, KnownLabel } from "../ask.ts";
import type { FacetAnswer } from "./answer.ts";
import { answerBoolean } from "./boolean.ts";
import { answerChoice } from "./choice.ts";
import { quoteFor } from "./evidence.ts";
import { anyHome, homeOf } from "./home.ts";
import { answerLabel, type LabelContext } from "./label.ts";
import { answerNumber, answerScore } from "./measures.ts";
import { answerList, answerText } from "./passages.ts";
import { type Signals, signalsOf } from "./signals.ts";
import { summarizeContent } from "./summary.ts";
import { answerUnseen, asksUnseen } from "./unseen.ts";

/** Reads every item and answers every facet. Labels coined for one item are known to those after it. */
export async function extract(
  question: ExtractQuestion,
  pause: () => Promise<void>,
): Promise<{ items: ExtractItem[] }> {
  const read: { id: string; signals: Signals }[] = [];
  for (const { id, messages, language } of question.items) {
    read.push({ id, signals: signalsOf(messages, language) });
    await pause();
  }
  const contexts = labelContexts(question, read);
  const items: ExtractItem[] = [];
  for (const { id, signals } of read) {
    items.push(answerItem(id, signals, question, contexts));
    await pause();
  }
  return { items };
}

function labelContexts(question: ExtractQuestion, read: { signals: Signals }[]): Map<string, LabelContext> {
  const phraseCounts = new Map<string, number>();
  for (const { signals } of read) {
    for (const { key } of signals.phrases) phraseCounts.set(key, (phraseCounts.get(key) ?? 0) + 1);
  }
  return new Map(
    question.facets.map((facet) => {
      const known: KnownLabel[] = Object.hasOwn(question.known, facet.name)
        ? [...(question.known[facet.name] ?? [])]
        : [];
      const home = homeOf(
        read.map(({ signals }) => signals.ontology),
        known.flatMap(({ label, folded = [] }) => [label, ...folded]),
      );
      return [facet.name, { known, frozen: question.frozen, phraseCounts, batch: read.length, home }];
    }),
  );
}

function answerItem(
  id: string,
  signals: Signals,
  question: ExtractQuestion,
  contexts: Map<string, LabelContext>,
): ExtractItem {
  const answers = question.facets.map((facet): [Facet, FacetAnswer] => [facet, answerFacet(facet, signals, contexts)]);
  const quotes = answers.flatMap(([facet, answer]) => quoteFor(facet.name, answer, signals.reading) ?? []);
  const { summary, sentiment, evidence } = question.modules;
  return {
    id,
    facets: Object.fromEntries(answers.map(([facet, answer]) => [facet.name, answer.value])),
    ...(summary ? { summary: summarizeContent(signals) } : {}),
    ...(sentiment ? { sentiment: signals.mood.sentiment } : {}),
    confidence: confidenceOf(answers.map(([, answer]) => answer)),
    ...(evidence ? { evidence: quotes } : {}),
  };
}

function answerFacet(facet: Facet, signals: Signals, contexts: Map<string, LabelContext>): FacetAnswer {
  if (asksUnseen(facet, signals)) return answerUnseen(facet, signals);
  switch (facet.type) {
    case "label":
      return learn(answerLabel(facet, signals, contextOf(facet, contexts)), contextOf(facet, contexts));
    case "choice":
      return answerChoice(facet, signals);
    case "boolean":
      return answerBoolean(facet, signals);
    case "score":
      return answerScore(facet, signals);
    case "number":
      return answerNumber(facet, signals);
    case "text":
      return answerText(facet, signals);
    case "list":
      return answerList(facet, signals);
  }
}

function contextOf(facet: Facet, contexts: Map<string, LabelContext>): LabelContext {
  return contexts.get(facet.name) ?? { known: [], frozen: false, phraseCounts: new Map(), batch: 1, home: anyHome };
}

/** A label coined here is known from here on, so that one batch does not coin two words for one thing. */
function learn(answer: FacetAnswer, context: LabelContext): FacetAnswer {
  const { value } = answer;
  if (typeof value === "string" && !context.known.some((known) => known.label === value)) {
    context.known.push({ label: value, description: "" });
  }
  return answer;
}

/** The mean of what the answers rest on; a lexical reading is never surer than 0.8. */
function confidenceOf(answers: FacetAnswer[]): number {
  const mean = answers.reduce((sum, answer) => sum + answer.strength, 0) / Math.max(1, answers.length);
  return Math.round(Math.min(0.8, Math.max(0.05, mean * 0.85)) * 100) / 100;
}
