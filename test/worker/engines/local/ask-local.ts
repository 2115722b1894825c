import type { Message } from "../../../../worker/contract/content.ts";
import { type ExtractItem, extractItemSchema, extractReplySchema } from "../../../../worker/contract/reply.ts";
import type { Facet } from "../../../../worker/contract/template.ts";
import type { ExtractQuestion, Question } from "../../../../worker/engines/ask.ts";
import { askLocal } from "../../../../worker/engines/local/local.ts";

export const intent: Facet = { name: "intent", description: "What the person wants", type: "label" };

const modules = { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true };

/** Turns are the person's; those beginning with "Agent:" are the house's. */
export function talk(...turns: string[]): Message[] {
  return turns.map((turn) =>
    turn.startsWith("Agent:") ? { role: "agent", content: turn.slice(6).trim() } : { role: "customer", content: turn },
  );
}

export async function ask(question: Question): Promise<unknown> {
  return (await askLocal(question, { idempotencyKey: "test" })).reply;
}

/** Extracts from a few contents; every reply is held against the schema. */
export async function extractAll(
  contents: Message[][],
  facets: Facet[] = [intent],
  more: Partial<Pick<ExtractQuestion, "known" | "frozen" | "modules">> & { language?: string } = {},
): Promise<ExtractItem[]> {
  const { language = "en", ...rest } = more;
  const items = contents.map((messages, index) => ({ id: `i${index + 1}`, language, messages }));
  const reply = await ask({ task: "extract", facets, modules, known: {}, frozen: false, items, ...rest });
  return extractReplySchema.parse(reply).items.map((item) => extractItemSchema.parse(item));
}

export async function answerOf(messages: Message[], facet: Facet, language = "en"): Promise<unknown> {
  const [item] = await extractAll([messages], [facet], { language });
  return item?.facets[facet.name];
}
