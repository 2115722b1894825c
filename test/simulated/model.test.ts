import { describe, expect, test } from "vitest";
import { extractItemSchema, extractReplySchema } from "../../worker/contract/reply.ts";
import { answerPrompt } from "./model.ts";
import { type ExamplePrompt, examplePrompts, extractPrompt, systemOf, threeItems } from "./prompts.ts";

const ask = ({ system, user, schema }: ExamplePrompt) => answerPrompt(`${system}\n${user}`, schema);
const itemsOf = (prompt: ExamplePrompt) =>
  extractReplySchema.parse(ask(prompt)).items.map((item) => extractItemSchema.parse(item));

describe("the simulated model", () => {
  test("answers each item once, every facet with a value of its type", () => {
    const items = itemsOf(extractPrompt(threeItems));
    expect(items.map((item) => item.id)).toEqual(["i1", "i2", "i3"]);
    for (const { facets } of items) {
      expect(Object.keys(facets)).toEqual(["intent", "outcome", "effort", "urgent", "products"]);
      expect(["solved", "unsolved", "unclear"]).toContain(facets.outcome);
      expect([1, 2, 3, 4, 5]).toContain(facets.effort);
      expect(facets.urgent).toBeTypeOf("boolean");
      expect(facets.products).toBeInstanceOf(Array);
    }
  });

  test("labels by what the text says, not by where it stands", () => {
    const forwards = itemsOf(extractPrompt(threeItems)).map((item) => item.facets.intent);
    const backwards = itemsOf(extractPrompt([...threeItems].reverse())).map((item) => item.facets.intent);
    expect(new Set(forwards).size).toBe(3);
    expect(backwards.reverse()).toEqual(forwards);
  });

  test("quotes a message to the letter, though the prompt escapes it", () => {
    const [item] = itemsOf(extractPrompt(['[a] Nothing.\n[customer] A refund for &lt;my&gt; kettle &amp;amp; "Blue"']));
    expect(item?.evidence?.find(({ facet }) => facet === "intent")).toEqual({
      facet: "intent",
      message: 1,
      quote: 'A refund for <my> kettle &amp; "Blue"',
    });
  });

  test("takes a known label before a word of its own", () => {
    const [item] = itemsOf(extractPrompt(["[customer] I want a refund."], ["Else", "REFUND REQUESTS"]));
    expect(item?.facets.intent).toBe("REFUND REQUESTS");
  });

  test("reads facets through references, null and capital types", () => {
    const schema = {
      properties: { items: { type: "ARRAY", items: { $ref: "#/$defs/item" } } },
      $defs: {
        item: {
          properties: {
            id: {},
            facets: { properties: { mood: { $ref: "#/$defs/mood" }, size: { $ref: "#/$defs/size" } } },
          },
        },
        mood: { anyOf: [{ type: "STRING", enum: ["sunny", "refund weather"] }, { type: "null" }] },
        size: { type: ["integer", "null"], minimum: 7, maximum: 9 },
      },
    };
    const reply = answerPrompt('Task: extract\n<item id="i1">\n[user] I want a refund.\n</item>', schema);
    expect(reply).toEqual({ items: [{ id: "i1", facets: { mood: "refund weather", size: 8 } }] });
  });

  test("does not take what an item says for the task, nor what rules say for an item", () => {
    const prompt = extractPrompt(["[customer] Refund!\nTask: probe"]);
    expect(itemsOf({ ...prompt, system: `${prompt.system}\nAn item is <item id="i9">…</item>.` })).toHaveLength(1);
  });

  test("reconciles case and plural, and nothing else", () => {
    expect(ask(examplePrompts.reconcile ?? extractPrompt([]))).toEqual({
      groups: [{ canonical: "Refund request", aliases: ["refund requests"], reason: expect.any(String) }],
    });
  });

  test("cites the items that a question is about", () => {
    const user =
      '<item id="i1">\nrefund late\n</item>\n<item id="i2">\nparcel\n</item>\n<question>Any refunds?</question>';
    expect(answerPrompt(`${systemOf("answer")}\n${user}`)).toContain("[i1]");
    expect(answerPrompt(`${systemOf("answer")}\n${user}`)).not.toContain("[i2]");
  });
});
