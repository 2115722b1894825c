import { estimateTokenCount } from "tokenx";
import type { KnownLabel, ModelLimits } from "../../engines/ask.ts";
import { promptFor } from "../../engines/prompts/prompt.ts";
import type { JobSpec } from "../job.ts";
import { emptyQuestion } from "../reader.ts";
import { leastRoom } from "./split-content.ts";

/**
 * A model may make that many tokens of one as counted here: the upper end of what is known of tokenizers that nobody
 * measured (models/tokens.ts). Counted small, nothing is sent that is over a model's context.
 */
const tokenizerSpan = 1.5;
/** Share of a context that known labels may take. */
const shareOfLabels = 0.35;

/** What one question to a model with these labels has room for, in tokens as they are counted at import. */
export interface Room {
  /** For so many items together: the context without question and answers. */
  for(items: number): number;
  /** For one item: no more than the model looks at. */
  forOne: number;
}

export function roomBeside(spec: JobSpec, known: Record<string, KnownLabel[]>): Room {
  const { contextTokens, outputTokens } = spec.limits;
  const prompt = promptFor({ ...emptyQuestion(spec, 0), known, frozen: spec.options.freezeLabels });
  const texts = prompt.parts.flatMap((part) => (part.type === "text" ? [part.text] : []));
  const asked = [prompt.system, JSON.stringify(prompt.reply.schema), ...texts];
  // Counted once for all numbers of items: a long list of labels takes milliseconds.
  const overhead = asked.reduce((sum, text) => sum + estimateTokenCount(text), 0);
  const room = (items: number): number => {
    const reply = Math.min(outputTokens, promptFor(emptyQuestion(spec, items)).outputTokens);
    return Math.max(leastRoom, Math.floor((contextTokens - reply) / tokenizerSpan - overhead));
  };
  return { for: room, forOne: Math.min(room(1), itemTokensOf(spec.limits)) };
}

function itemTokensOf({ itemTokens }: ModelLimits): number {
  return itemTokens ?? Number.POSITIVE_INFINITY;
}

/** Labels, in their order, as far as a small context holds them beside what is to be read. */
export function labelsThatFit(
  known: Record<string, KnownLabel[]>,
  { contextTokens }: ModelLimits,
): Record<string, KnownLabel[]> {
  const lists = Object.entries(known);
  const share = (contextTokens * shareOfLabels) / tokenizerSpan / Math.max(1, lists.length);
  return Object.fromEntries(
    lists.map(([facet, labels]) => {
      let left = share;
      const most = labels.findIndex(({ label }) => {
        left -= estimateTokenCount(label) + 1;
        return left < 0;
      });
      return [facet, most === -1 ? labels : labels.slice(0, most)];
    }),
  );
}
