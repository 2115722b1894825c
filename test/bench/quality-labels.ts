import type { ExtractItem } from "../../worker/contract/reply.ts";
import type { Facet } from "../../worker/contract/template.ts";
import type { KnownLabel } from "../../worker/engines/ask.ts";
import { askLocal } from "../../worker/engines/local/local.ts";
import { type GoldContent, readGold } from "./gold-data.ts";
import { type Scores, score } from "./scores.ts";

export interface LabelRow extends Scores {
  set: string;
  items: number;
  gold: number;
  quotes: number;
  /** Share of quotes that stand verbatim in their message. */
  verbatim: number;
  millisecondsEach: number;
}

const batchSize = 20;
const intent: Facet = { name: "intent", description: "What the person wants", type: "label" };
const modules = { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true };
const sets = [
  { file: "star-balanced.jsonl", facet: "task", name: "STAR balanced" },
  { file: "star-1k.jsonl", facet: "task", name: "STAR 1,000" },
];

/** Labels the sets with the built-in engine, batch after batch, the known labels growing as in one stream of a job. */
export async function labelQuality(directory: string): Promise<LabelRow[]> {
  const rows: LabelRow[] = [];
  for (const { file, facet, name } of sets) {
    const contents = readGold(directory, file, facet);
    if (contents) rows.push(await measure(name, contents));
    else console.log(`${name}: not there (${file}), skipped`);
  }
  return rows;
}

async function measure(set: string, contents: GoldContent[]): Promise<LabelRow> {
  const known: KnownLabel[] = [];
  const labels: string[] = [];
  let quotes = 0;
  let verbatim = 0;
  const began = performance.now();
  for (let start = 0; start < contents.length; start += batchSize) {
    const batch = contents.slice(start, start + batchSize);
    const items = batch.map(({ messages, language }, index) => ({ id: `i${index + 1}`, language, messages }));
    const answer = await askLocal(
      { task: "extract", facets: [intent], modules, known: { intent: known }, frozen: false, items },
      { idempotencyKey: `bench/${start}` },
    );
    for (const [index, item] of (answer.reply as { items: ExtractItem[] }).items.entries()) {
      const label = String(item.facets.intent);
      labels.push(label);
      if (!known.some((one) => one.label === label)) known.push({ label, description: "" });
      for (const { message, quote } of item.evidence ?? []) {
        quotes += 1;
        if (batch[index]?.messages[message]?.content.includes(quote)) verbatim += 1;
      }
    }
  }
  const gold = contents.map((content) => content.gold);
  return {
    set,
    items: contents.length,
    gold: new Set(gold).size,
    ...score(labels, gold),
    quotes,
    verbatim: quotes === 0 ? 1 : verbatim / quotes,
    millisecondsEach: (performance.now() - began) / contents.length,
  };
}
