import type { Facet } from "../../contract/template.ts";
import type { JsonSchema } from "../model-call.ts";
import { block, longestWord, oneLine, setIn } from "./escape.ts";
import { listOf, text } from "./task-prompt.ts";

const longestExample = 200;

/** What a facet asks for, as the prompt says it. */
export function facetBlock(facet: Facet, frozen: boolean): string {
  const examples = (facet.examples ?? []).map((example) => oneLine(example, longestExample)).filter(Boolean);
  return block("facet", { name: facet.name, type: facet.type }, [
    ...(facet.description.trim() ? [setIn(facet.description.trim())] : []),
    `  Value: ${answerWords(facet, frozen)}`,
    ...(examples.length > 0 ? [`  For example: ${examples.join("; ")}`] : []),
    ...(facet.prompt?.trim() ? [setIn(facet.prompt.trim())] : []),
  ]);
}

function answerWords(facet: Facet, frozen: boolean): string {
  switch (facet.type) {
    case "label":
      return frozen ? "one of the known labels of this facet, or Other." : "one label.";
    case "choice":
      return `exactly one of: ${words(facet.choices)}.`;
    case "score": {
      const { low, high, whole } = scaleOf(facet);
      return `a ${whole ? "whole number" : "number"} from ${low} to ${high}.`;
    }
    case "boolean":
      return "true or false.";
    case "number": {
      const least = facet.min === undefined ? "" : `, at least ${facet.min}`;
      const most = facet.max === undefined ? "" : `, at most ${facet.max}`;
      return `a number${least}${most}; null where the item does not say.`;
    }
    case "text":
      return "a short text; null where the item does not say.";
    case "list":
      return facet.choices?.length
        ? `a list of those that apply, out of: ${words(facet.choices)}.`
        : "a list of short entries, 20 at most; empty where there are none.";
  }
}

function words(choices: string[] = []): string {
  return choices.map((choice) => oneLine(choice, longestWord)).join("; ");
}

/** Whole numbers where the ends are whole and something lies between them; 0 to 1 is a share. */
function scaleOf(facet: Facet): { low: number; high: number; whole: boolean } {
  const low = facet.min ?? 1;
  const high = facet.max ?? 5;
  return { low, high, whole: Number.isInteger(low) && Number.isInteger(high) && high - low >= 2 };
}

export function facetSchema(facet: Facet): JsonSchema {
  switch (facet.type) {
    case "label":
      return text;
    case "choice":
      return { type: "string", enum: facet.choices ?? [] };
    case "score": {
      const { low, high, whole } = scaleOf(facet);
      return { type: whole ? "integer" : "number", minimum: low, maximum: high };
    }
    case "boolean":
      return { type: "boolean" };
    case "number": {
      const least = facet.min === undefined ? {} : { minimum: facet.min };
      return { type: ["number", "null"], ...least, ...(facet.max === undefined ? {} : { maximum: facet.max }) };
    }
    case "text":
      return { type: ["string", "null"] };
    case "list":
      return listOf(facet.choices?.length ? { type: "string", enum: facet.choices } : text);
  }
}

/** Tokens that a facet's value takes in a reply, its name included: an upper measure. */
export function facetTokens(facet: Facet): number {
  switch (facet.type) {
    case "label":
    case "choice":
      return 35;
    case "text":
      return 160;
    case "list":
      return 120;
    default:
      return 18;
  }
}
