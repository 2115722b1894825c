import { estimateTokenCount } from "tokenx";
import type { Content } from "../contract/content.ts";
import { ParallaxError } from "../contract/error.ts";
import { placeholders } from "../contract/placeholders.ts";
import type { Facet, Template } from "../contract/template.ts";
import type { PromptPreview, PromptTask } from "../contract/template-trial.ts";
import type { Question } from "../engines/ask.ts";
import { type Prompt, promptFor } from "../engines/prompts/prompt.ts";
import type { ModelChoice } from "../models/choose-model.ts";
import { estimateCost } from "../models/estimate-cost.ts";
import { type Script, scriptOf, tokenFactors } from "../models/tokens.ts";
import { filledTemplate } from "./filled-template.ts";
import { openFacets } from "./job.ts";

type Asked = Pick<Template, "name" | "facets" | "modules" | "prompts">;
type Shown = Pick<Content, "title" | "language" | "messages">;

/** Stands in where no content was chosen. */
const example: Shown = {
  title: "Where is my refund?",
  language: "en",
  messages: [
    { role: "customer", content: "Hello, I sent the shoes back two weeks ago. Where is my refund?" },
    { role: "agent", content: "It left us on Monday and should be with you by Friday." },
    { role: "customer", content: "Good, thank you." },
  ],
};
const exampleDataset = "Example dataset";

/** What is written of what may be written, as analysis/reader.ts takes it. */
const writtenShare = 0.45;
const replySpread = { low: 0.6, high: 1.5 };

/**
 * The prompt that a model would be sent for one content, with its tokens and what the call would cost. Nothing is asked.
 * @param content null for a made-up one
 */
export function previewPrompt(
  template: Asked,
  task: PromptTask,
  content: Shown | null,
  dataset: string | null,
  choice: ModelChoice,
  now: number,
): PromptPreview {
  const shown = content ?? example;
  const filled = filledTemplate(template, dataset ?? exampleDataset);
  const prompt = promptFor(questionOf(filled, task, shown));
  const bare = promptFor(questionOf(withoutOwnWords(filled), task, shown));
  const user = prompt.parts.map((part) => (part.type === "text" ? part.text : "[picture]\n")).join("");
  const pictures = prompt.parts.filter((part) => part.type === "image").length;
  const tokens = {
    system: estimateTokenCount(prompt.system),
    own: Math.max(0, estimateTokenCount(prompt.system) - estimateTokenCount(bare.system)),
    user: estimateTokenCount(user),
    schema: estimateTokenCount(JSON.stringify(prompt.reply.schema)),
  };
  const { inputTokens, outputTokens, costUsd } = costOf(prompt, tokens, scriptOf(user), pictures, choice, now);
  return {
    task,
    model: choice.facts.id,
    system: prompt.system,
    user,
    schema: prompt.reply.schema,
    // Of the other tasks the data comes from a job; here it is always an example.
    madeUp: content === null || task !== "extract",
    tokens,
    inputTokens,
    outputTokens,
    costUsd,
    costKnown: costUsd !== null,
    notes: notesOf(template, task, pictures, choice),
    placeholders: placeholders
      .filter(({ places }) => places.includes(task))
      .map(({ name, ofFacet, description }) => ({ name, ofFacet, description })),
  };
}

function costOf(
  prompt: Prompt,
  tokens: PromptPreview["tokens"],
  script: Script,
  pictures: number,
  choice: ModelChoice,
  now: number,
) {
  const written = prompt.outputTokens * writtenShare;
  const exact = { low: 1, mid: 1, high: 1 };
  const factors =
    choice.provider === null ? { latin: exact, cjk: exact, other: exact } : tokenFactors(choice.tokenizer);
  return estimateCost(
    {
      counted: { [script]: tokens.user },
      calls: 1,
      overheadTokens: tokens.system + tokens.schema,
      imageTokens: choice.images ? pictures * choice.tokensOfAPicture : 0,
      outputTokens: { low: written * replySpread.low, mid: written, high: written * replySpread.high },
      cachedShare: 0,
      batch: false,
    },
    factors,
    choice.facts.priceList,
    now,
  );
}

function withoutOwnWords<Words extends Asked>(template: Words): Words {
  const facets = template.facets.map(({ prompt, ...facet }): Facet => facet);
  return { ...template, facets, prompts: {} };
}

function questionOf({ facets, modules, prompts }: Asked, task: PromptTask, shown: Shown): Question {
  const instructions = prompts[task];
  const [open] = openFacets(facets);
  const labels = (open?.examples ?? []).map((label, index) => ({ label, count: 3 - (index % 3), description: "" }));
  switch (task) {
    case "extract": {
      const items = [{ id: "i1", language: shown.language, messages: shown.messages }];
      return { task, facets, modules, known: {}, frozen: false, instructions, items };
    }
    case "reconcile":
      if (!open) throw unasked(task, "it has no facet of type label, so there are no labels to reconcile");
      return { task, facet: open, labels, instructions };
    case "name-clusters":
      if (!modules.clusters) throw unasked(task, "the module clusters is off");
      return { task, instructions, clusters: [{ id: "c1", members: [shown.title], contrast: [] }] };
    case "summarize": {
      if (!modules.insights) throw unasked(task, "the module insights is off");
      const counts = open ? { [open.name]: labels.map(({ label, count }) => ({ value: label, count })) } : {};
      return { task, contents: 6, counts, clusters: [], items: [], instructions };
    }
  }
}

function unasked(task: PromptTask, reason: string): ParallaxError {
  return new ParallaxError("invalid_request", `With this template no model is asked to ${task}: ${reason}.`, {
    errors: [{ path: "task", message: reason }],
  });
}

function notesOf(template: Asked, task: PromptTask, pictures: number, choice: ModelChoice): string[] {
  const notes = [];
  if (choice.provider === null)
    notes.push("The built-in engine reads no prompts: own words change nothing in its answers. Facets and choices do.");
  if (task === "extract")
    notes.push("One content here; a job puts several into each call, which share rules and facets.");
  if (task !== "extract") notes.push("Labels, counts and clusters are examples here; a job fills in what it found.");
  if (pictures > 0 && !choice.images) notes.push(`${choice.facts.id} can't see the ${pictures} pictures.`);
  if (Object.keys(template.prompts).length === 0 && task === "extract" && !template.facets.some(({ prompt }) => prompt))
    notes.push("No own words: this is what the template asks by itself.");
  return notes;
}
