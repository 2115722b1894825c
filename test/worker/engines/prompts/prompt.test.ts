import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Facet } from "../../../../worker/contract/template.ts";
import type { ExtractQuestion, Question } from "../../../../worker/engines/ask.ts";
import { askLocal } from "../../../../worker/engines/local/local.ts";
import { promptFor } from "../../../../worker/engines/prompts/prompt.ts";
import { messagesOf, readData } from "./read-prompt.ts";

const facets: Facet[] = [
  { name: "intent", description: "What is wanted", type: "label", examples: ["Refund status"], prompt: "Be brief." },
  { name: "outcome", description: "How it ended", type: "choice", choices: ["resolved", "open"] },
  { name: "urgency", description: "How soon", type: "score", min: 1, max: 5 },
  { name: "share", description: "How much", type: "score", min: 0, max: 1 },
  { name: "angry", description: "Is there anger", type: "boolean" },
  { name: "price", description: "What it cost", type: "number", min: 0 },
  { name: "cause", description: "Why", type: "text" },
  { name: "brands", description: "Named brands", type: "list" },
  { name: "channels", description: "Named channels", type: "list", choices: ["mail", "phone"] },
];
const all = { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true };
const png = `data:image/png;base64,${Buffer.from("not really").toString("base64")}`;

function extractOf(more: Partial<ExtractQuestion> = {}): ExtractQuestion {
  const items = ["i1", "i2"].map((id) => ({
    id,
    language: "en",
    messages: [{ role: "user", content: `hello ${id}` }],
  }));
  return { task: "extract", facets, modules: all, known: {}, frozen: false, items, ...more };
}

const samples: Record<Question["task"], Question[]> = {
  extract: [
    extractOf(),
    extractOf({
      frozen: true,
      known: { intent: [{ label: "A & B", description: "x" }] },
      instructions: "Mind the\ntone.",
    }),
    extractOf({ modules: { ...all, summary: false, sentiment: false, evidence: false } }),
    extractOf({
      items: [{ id: "i1", language: "en", messages: [{ role: "u", content: "a\nb", images: [png, "https://x"] }] }],
    }),
  ],
  reconcile: [
    {
      task: "reconcile",
      facet: { name: "intent", description: "What is wanted", type: "label" },
      labels: [
        { label: "Refund · status", count: 3, description: "" },
        { label: "Refunds", count: 1, description: "about refunds" },
      ],
    },
  ],
  "name-clusters": [{ task: "name-clusters", clusters: [{ id: "c1", members: ["a", "b"], contrast: ["z"] }] }],
  "group-clusters": [
    { task: "group-clusters", clusters: [{ id: "c1", name: "Refunds", description: "d", size: 4 }], target: 2 },
  ],
  "audit-names": [{ task: "audit-names", clusters: [{ id: "c1", name: "Refunds", description: "d" }] }],
  summarize: [
    {
      task: "summarize",
      contents: 7,
      counts: { intent: [{ value: "Refund", count: 5 }] },
      clusters: [{ name: "Refunds", size: 5 }],
      items: [{ id: "i1", summary: "A refund", facets: { intent: "Refund", brands: ["A", "B"] } }],
    },
  ],
  embed: [{ task: "embed", texts: ["Refund. The customer wants it back.", "a\nb"] }],
  probe: [{ task: "probe" }],
};

/** Whoever changes the wording of a task counts its version up and writes the new hash beside it. */
const wordings: Record<string, string> = {
  "extract-1": "3bff303dabd10d08",
  "reconcile-1": "6148f0b5eced09cb",
  "name-clusters-1": "f793a25c82d5497b",
  "group-clusters-1": "047038abdc492462",
  "audit-names-1": "84ddcf28665abcce",
  "summarize-1": "b57dc9521a98ea1a",
  "embed-1": "dfb1fd7ee9aa7b7f",
  "probe-1": "61f10ffd3bd7ce7b",
};

describe("the wording of a task", () => {
  it.each(Object.entries(samples))("does not change without its version: %s", (_, questions) => {
    const prompts = questions.map(promptFor);
    const [version, ...others] = new Set(prompts.map((prompt) => prompt.version));
    expect(others).toEqual([]);
    const hash = createHash("sha256").update(JSON.stringify(prompts)).digest("hex").slice(0, 16);
    expect({ [String(version)]: hash }).toEqual({ [String(version)]: wordings[String(version)] });
  });

  it.each(Object.entries(samples))(
    "begins with its name on a line of its own, and is the same again: %s",
    (task, questions) => {
      for (const question of questions) {
        const prompt = promptFor(question);
        // A model for vectors takes no instructions.
        expect(prompt.system.split("\n")[0]).toBe(task === "embed" ? "" : `Task: ${task}`);
        expect(promptFor(question)).toEqual(prompt);
        expect(prompt.reply.name).toMatch(/^[a-z_]+$/);
      }
    },
  );
});

/** Every object of a schema, wherever it stands. */
function objectsIn(schema: unknown): Record<string, unknown>[] {
  if (typeof schema !== "object" || schema === null) return [];
  const inner = Object.values(schema).flatMap(objectsIn);
  return "type" in schema && schema.type === "object" ? [Object.fromEntries(Object.entries(schema)), ...inner] : inner;
}

describe("the schema of a reply", () => {
  it.each(Object.entries(samples))("closes every object and requires all of its properties: %s", (_, questions) => {
    for (const question of questions) {
      const objects = objectsIn(promptFor(question).reply.schema);
      expect(objects.length).toBeGreaterThan(0);
      for (const { properties, required, additionalProperties } of objects) {
        expect(additionalProperties).toBe(false);
        expect(required).toEqual(Object.keys(properties ?? {}));
      }
    }
  });

  it("has one property a facet, of the facet's type", () => {
    expect(promptFor(extractOf()).reply.schema).toMatchObject({
      properties: {
        items: {
          items: {
            properties: {
              id: { enum: ["i1", "i2"] },
              facets: {
                properties: {
                  intent: { type: "string" },
                  outcome: { enum: ["resolved", "open"] },
                  urgency: { type: "integer", minimum: 1, maximum: 5 },
                  share: { type: "number", minimum: 0, maximum: 1 },
                  angry: { type: "boolean" },
                  price: { type: ["number", "null"], minimum: 0 },
                  cause: { type: ["string", "null"] },
                  brands: { type: "array", items: { type: "string" } },
                  channels: { type: "array", items: { enum: ["mail", "phone"] } },
                },
              },
              evidence: { items: { properties: { facet: { enum: facets.map(({ name }) => name) } } } },
            },
          },
        },
      },
    });
  });

  it("asks only for what the modules want, in schema and words alike", () => {
    const without = (name: string) => promptFor(extractOf({ modules: { ...all, [name]: false } }));
    for (const name of ["summary", "sentiment", "evidence"]) {
      const { system, reply } = without(name);
      expect(JSON.stringify(reply.schema)).not.toContain(`"${name}"`);
      expect(system).not.toContain(`${name}:`);
      expect(promptFor(extractOf()).system).toContain(`${name}:`);
    }
  });

  it("spells out ids only while they are few", () => {
    const items = Array.from({ length: 201 }, (_, index) => ({ id: `i${index + 1}`, language: "en", messages: [] }));
    const idOf = (count: number) =>
      objectsIn(promptFor(extractOf({ items: items.slice(0, count) })).reply.schema).find(
        ({ required }) => Array.isArray(required) && required.includes("confidence"),
      )?.properties;
    expect(idOf(200)).toMatchObject({ id: { enum: expect.arrayContaining(["i200"]) } });
    expect(idOf(201)).toMatchObject({ id: { type: "string" } });
    expect(idOf(201)).not.toMatchObject({ id: { enum: expect.anything() } });
  });
});

describe("an extract prompt", () => {
  it("has a block for every open facet, empty at first, behind a cache point and before the items", () => {
    const two: Facet[] = [...facets, { name: "topic", description: "", type: "label" }];
    const [labels, items, ...more] = promptFor(extractOf({ facets: two })).parts;
    expect(labels).toEqual({
      type: "text",
      text: '<labels facet="intent">\n</labels>\n<labels facet="topic">\n</labels>\n',
      cache: true,
    });
    expect(items).toMatchObject({
      type: "text",
      text: expect.stringMatching(/^<item id="i1">\n\[user\] hello i1\n<\/item>/),
    });
    expect(more).toEqual([]);
  });

  it("keeps everything before the items the same from batch to batch", () => {
    const prefix = (question: ExtractQuestion) => [promptFor(question).system, promptFor(question).parts[0]];
    const other = [{ id: "i1", language: "de", messages: [{ role: "kunde", content: "Hallo" }] }];
    expect(prefix(extractOf({ items: other }))).toEqual(prefix(extractOf()));
  });

  it("says what each facet wants, its examples, its own words, and whether labels are closed", () => {
    const { system } = promptFor(extractOf({ instructions: "Speak of guests, not users." }));
    for (const words of ["What is wanted", "Refund status", "Be brief.", "resolved; open", "from 1 to 5", "guests"]) {
      expect(system).toContain(words);
    }
    expect(system).toContain("make a new one");
    expect(promptFor(extractOf({ frozen: true })).system).not.toContain("make a new one");
  });

  it("puts an image right behind the words of the message it came with, inside its item", () => {
    const messages = [
      { role: "user", content: "look", images: [png] },
      { role: "agent", content: "I see" },
    ];
    const { parts } = promptFor(extractOf({ items: [{ id: "i7", language: "en", messages }] }));
    expect(parts.slice(1)).toEqual([
      { type: "text", text: '<item id="i7">\n[user] look\n<image message="0"/>\n' },
      { type: "image", mediaType: "image/png", base64: png.split(",")[1] },
      { type: "text", text: "[agent] I see\n</item>\n" },
    ]);
  });

  it("sends no address, no other kind of data and no ninth image, but says that there was one", () => {
    const bad = [
      "https://x.example/a.png",
      "data:image/svg+xml;base64,AAAA",
      "data:image/png,AAAA",
      "data:image/png;base64,<A",
    ];
    const images = [...bad, ...Array(9).fill(png)];
    const items = ["i1", "i2"].map((id) => ({ id, language: "en", messages: [{ role: "u", content: "", images }] }));
    const prompt = promptFor(extractOf({ items }));
    expect(prompt.parts.filter((part) => part.type === "image")).toHaveLength(16);
    expect(JSON.stringify(prompt)).not.toMatch(/x\.example|svg/);
    const [, first] = readData(prompt);
    expect(first?.lines.filter((line) => line.includes('shown="no"'))).toHaveLength(bad.length + 1);
    expect(first && messagesOf(first)).toHaveLength(1);
  });

  it("allows more for more items and for more that is asked of each", () => {
    const allowed = (more: Partial<ExtractQuestion>) => promptFor(extractOf(more)).outputTokens;
    expect(allowed({ items: [...extractOf().items, ...extractOf().items] })).toBeGreaterThan(allowed({}));
    expect(allowed({ modules: { ...all, evidence: false } })).toBeLessThan(allowed({}));
    expect(allowed({ facets: facets.slice(0, 1) })).toBeLessThan(allowed({}));
  });
});

describe("a probe", () => {
  it("is answered by the built-in engine in the shape it asks for", async () => {
    const { reply } = await askLocal({ task: "probe" }, { idempotencyKey: "test" });
    expect(reply).toEqual({ ok: true });
    expect(promptFor({ task: "probe" }).reply.schema).toMatchObject({ properties: { ok: { type: "boolean" } } });
  });
});

describe("a prompt about labels", () => {
  it("has one line a label that parts at its own signs only", () => {
    const [labels] = samples.reconcile.map(promptFor).flatMap(readData);
    expect(labels).toMatchObject({ tag: "labels", name: "intent" });
    expect(labels?.lines.map((line) => line.split(" · ").slice(0, 2))).toEqual([
      ["Refund - status", "3"],
      ["Refunds", "1"],
    ]);
  });
});
