import { expect, test } from "vitest";
import { builtInTemplates } from "../../worker/analysis/templates.ts";
import { promptFor } from "../../worker/engines/prompts/prompt.ts";
import { at } from "../simulated/json-schema.ts";
import { agreementOf, sameLabelOf } from "./schedule-agreement.ts";
import { madeContents } from "./schedule-contents.ts";
import { wordingModel } from "./schedule-model.ts";

const contents = madeContents(60, 1);
const template = builtInTemplates.find(({ id }) => id === "tpl_customer_support");
const facets = template?.facets ?? [];
const modules = { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true };

/** What the model answers to these contents in one call, by id of the content. */
function ask(asked: typeof contents, known: Record<string, { label: string; description: string }[]> = {}) {
  const items = asked.map(({ messages }, index) => ({ id: `i${index + 1}`, language: "en", messages }));
  const { system, parts, reply } = promptFor({ task: "extract", facets, modules, known, frozen: false, items });
  const text = [system, ...parts.map((part) => (part.type === "text" ? part.text : ""))].join("\n");
  const rows = at(wordingModel(contents)(text, reply.schema), "items");
  return new Map(
    (Array.isArray(rows) ? rows : []).map((row, index): [string, Record<string, unknown>] => [
      asked[index]?.id ?? "",
      Object(at(row, "facets")),
    ]),
  );
}

test("contents are the same for the same seed, and some classes are common", () => {
  expect(madeContents(60, 1)).toEqual(contents);
  expect(madeContents(60, 2)).not.toEqual(contents);
  const counts = Map.groupBy(madeContents(1_000, 1), ({ gold }) => gold.intent);
  expect(counts.get("Order status")?.length).toBeGreaterThan(100);
});

test("asked apart, the model words one class in several ways; told the known labels, mostly in one", () => {
  const apart = new Map(contents.flatMap((content) => [...ask([content])]));
  const known = Object.fromEntries(
    facets
      .filter(({ type }) => type === "label")
      .map(({ name }) => {
        const classes = new Set(contents.map(({ gold }) => gold[name] ?? ""));
        return [name, [...classes].map((label) => ({ label, description: "" }))];
      }),
  );
  const together = ask(contents, known);
  expect(together.size).toBe(contents.length);
  const [loose, firm] = [agreementOf("apart", contents, apart), agreementOf("together", contents, together)];
  expect(loose.sameLabel).toBeLessThan(0.6);
  expect(firm.sameLabel).toBeGreaterThan(0.75);
  expect(firm.labels).toBeLessThan(loose.labels);
});

test("reconciling, it puts the wordings of a class under the most frequent one", () => {
  const lines = ["Order status · 3 · x", "About order status · 9 · x", "Refund status · 2 · x"].join("\n");
  const prompt = `Task: reconcile\n<labels facet="intent">\n${lines}\n</labels>\n`;
  expect(wordingModel(madeContents(500, 1))(prompt, null)).toEqual({
    groups: [{ canonical: "About order status", aliases: ["Order status"], reason: "They mean the same." }],
  });
});

test("pairs of one class count as agreeing where they have the very same label", () => {
  expect(sameLabelOf(["a", "a", "b", "c"], ["x", "x", "x", "y"])).toBeCloseTo(1 / 3);
  expect(sameLabelOf(["a", "a"], ["x", "y"])).toBe(1);
});
