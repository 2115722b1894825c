import type { EmbedQuestion } from "../ask.ts";
import { closed, listOf, type Prompt, text } from "./task-prompt.ts";

const version = "embed-1";

/** The bare texts: a model that makes vectors takes no instructions, and nothing that is read there is followed. */
export function embedPrompt({ texts }: EmbedQuestion): Prompt {
  return {
    system: "",
    parts: texts.map((one) => ({ type: "text", text: one })),
    reply: { name: "vectors", schema: closed({ vectors: listOf(text) }) },
    outputTokens: 0,
    version,
  };
}
