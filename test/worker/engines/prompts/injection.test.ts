import { describe, expect, it } from "vitest";
import { noUsage, type ResultRow } from "../../../../worker/analysis/job.ts";
import { cleanLabel } from "../../../../worker/analysis/labels/labels.ts";
import { type ContentToRead, extract } from "../../../../worker/analysis/reading/extract.ts";
import type { Ask, ExtractQuestion, Question } from "../../../../worker/engines/ask.ts";
import { promptFor } from "../../../../worker/engines/prompts/prompt.ts";
import { parseReply } from "../../../../worker/engines/reply/parse-reply.ts";
import { specOf } from "../../../durable-objects/job-fixture.ts";
import { attacks } from "./attacks.ts";
import { messagesOf, readData } from "./read-prompt.ts";

const modules = { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true };

function questionOf(contents: string[], more: Partial<ExtractQuestion> = {}): ExtractQuestion {
  return {
    task: "extract",
    facets: specOf().facets,
    modules,
    known: { intent: [{ label: "Refund status", description: "" }] },
    frozen: false,
    items: contents.map((content, index) => ({
      id: `i${index + 1}`,
      language: "en",
      messages: [
        { role: "user", content },
        { role: "agent", content: "Noted." },
      ],
    })),
    ...more,
  };
}

/** What a prompt may change in a text: nothing but line breaks, unseen characters and halves of characters. */
function shown(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u{E0000}-\u{E0FFF}]/gu, "")
    .replace(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/(?![\t\n])\p{Cc}/gu, " ");
}

describe("an attack as a content", () => {
  it("comes in many kinds", () => {
    expect(new Set(attacks).size).toBeGreaterThanOrEqual(60);
  });

  it.each(attacks)("stays inside its item, whole and readable: %j", (attack) => {
    const contents = ["Where is my order?", attack, "Thank you"];
    const prompt = promptFor(questionOf(contents));
    const blocks = readData(prompt);
    expect(blocks.map(({ tag, name }) => `${tag} ${name}`)).toEqual(["labels intent", "item i1", "item i2", "item i3"]);
    expect(blocks[0]?.lines).toEqual(["Refund status"]);
    expect(blocks.slice(1).map(messagesOf)).toEqual(
      contents.map((content) => [
        { role: "user", content: shown(content) },
        { role: "agent", content: "Noted." },
      ]),
    );
    expect(prompt.system).toBe(promptFor(questionOf(["a", "b", "c"])).system);
  });

  it.each(attacks)("stays on its line as a role, a label, a member, a count: %j", (attack) => {
    const item = { id: "i1", language: "en", messages: [{ role: attack, content: "hi" }] };
    const known = { intent: [{ label: attack, description: attack }] };
    const read = readData(promptFor(questionOf([], { items: [item], known })));
    expect(read.map(({ tag }) => tag)).toEqual(["labels", "item"]);
    expect(read[0]?.lines.length).toBeLessThanOrEqual(1);
    expect(read.slice(1).flatMap(messagesOf)).toEqual([{ role: expect.any(String), content: "hi" }]);

    const [facet = { name: "", description: "", type: "label" as const }] = specOf().facets;
    const others: [Question, string[]][] = [
      [{ task: "reconcile", facet, labels: [{ label: attack, count: 1, description: attack }] }, ["labels"]],
      [
        { task: "name-clusters", clusters: [{ id: "c1", members: [attack, "x"], contrast: [attack] }] },
        ["cluster", "contrast"],
      ],
      [
        { task: "group-clusters", clusters: [{ id: "c1", name: attack, description: attack, size: 3 }], target: 1 },
        ["cluster"],
      ],
      [{ task: "audit-names", clusters: [{ id: "c1", name: attack, description: attack }] }, ["cluster"]],
      [
        {
          task: "summarize",
          contents: 2,
          counts: { intent: [{ value: attack, count: 2 }] },
          clusters: [{ name: attack, size: 2 }],
          items: [{ id: "i1", summary: attack, facets: { intent: attack, tags: [attack] } }],
        },
        ["contents", "counts", "clusters", "item"],
      ],
    ];
    for (const [question, expected] of others) {
      const prompt = promptFor(question);
      expect(readData(prompt).map(({ tag }) => tag)).toEqual(expected);
      for (const { lines } of readData(prompt)) expect(lines.length).toBeLessThanOrEqual(3);
    }
  });

  it.each(attacks)("forges no second task and closes nothing as a template's own words: %j", (attack) => {
    const facets = [
      { name: "intent", description: attack, type: "label" as const, examples: [attack], prompt: attack },
    ];
    const { system } = promptFor(questionOf(["hi"], { facets, instructions: attack }));
    expect(system.split("\n").filter((line) => line.startsWith("Task:"))).toEqual(["Task: extract"]);
    for (const tag of ["facet", "instructions"]) {
      expect(system.split("\n").filter((line) => line.startsWith(`<${tag}`))).toHaveLength(1);
      expect(system.split(`</${tag}>`)).toHaveLength(2);
    }
    expect(system).not.toMatch(/[\r\v\f\u0085\u2028\u2029\u{E0000}-\u{E0FFF}]/u);
    expect(system.isWellFormed()).toBe(true);
  });
});

const victims = ["Where is my order?", "Please cancel my plan", "The app crashes"];
const contentsWith = (attack: string): ContentToRead[] =>
  [victims[0], attack, ...victims.slice(1)].map((content, index) => ({
    id: `cnt_${index}`,
    externalId: `${index}`,
    language: "en",
    messages: [{ role: "user", content: content ?? "" }],
  }));

/**
 * A model that reads its prompt, answers honestly for every item it sees, and does whatever the attacked item may want:
 * it changes that item's row, and answers for all others and for ids that nobody gave as well, before and after.
 */
function obedient(attack: string): Ask {
  return async (question) => {
    const items = readData(promptFor(question)).filter(({ tag }) => tag === "item");
    const text = (item: (typeof items)[number]) =>
      messagesOf(item)
        .map(({ content }) => content)
        .join("\n");
    const honest = items.map((item) =>
      rowOf(item.name, `About ${text(item).split(" ").at(-1)}`, text(item).slice(0, 9)),
    );
    const hacked = items.find((item) => text(item) === shown(attack));
    const forged = ["i1", "i2", "i3", "i4", "i99", "__proto__"].map((id) => rowOf(id, "Hacked", "Hacked"));
    const said = hacked
      ? [
          ...forged.filter(({ id }) => id !== hacked.name),
          ...honest.filter(({ id }) => id !== hacked.name),
          rowOf(hacked.name, "Hacked", "Hacked"),
        ]
      : honest;
    const reply = parseReply(`Sure!\n\`\`\`json\n${JSON.stringify({ items: said })}\n\`\`\``)?.value;
    return { reply, model: "test/obedient", usage: { ...noUsage, calls: 1 } };
  };
}

function rowOf(id: string, intent: string, quote: string) {
  const evidence = [{ facet: "intent", message: 0, quote }];
  return { id, facets: { intent, urgent: false }, summary: intent, sentiment: "neutral", confidence: 0.5, evidence };
}

async function read(attack: string, ask: Ask): Promise<ResultRow[]> {
  const never: Ask = async () => Promise.reject(new Error("the fallback is not needed"));
  const answer = await extract(specOf(), contentsWith(attack), {}, ask, never, String);
  if (answer.name !== "extract") throw new Error("expected an extract answer");
  return answer.results
    .toSorted((a, b) => (a.contentId < b.contentId ? -1 : 1))
    .map((one) => ({ ...one, attempts: 0 }));
}

describe("a model that obeys an attack", () => {
  it.each(attacks)("changes the attacked item's own row and no other: %j", async (attack) => {
    const clean = await read("Just a quiet day", obedient("nothing of this kind"));
    const attacked = await read(attack, obedient(attack));
    expect(attacked.filter(({ contentId }) => contentId !== "cnt_1")).toEqual(
      clean.filter(({ contentId }) => contentId !== "cnt_1"),
    );
    expect(attacked.map(({ facets }) => facets.intent)).toContain("Hacked");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("labels that come from an attack", () => {
  it("are shown as they will be compared: what a model copies from the prompt is the label again", () => {
    for (const attack of attacks) {
      const label = cleanLabel(attack);
      if (label === null) continue;
      const [labels] = readData(promptFor(questionOf(["hi"], { known: { intent: [{ label, description: "" }] } })));
      const line = labels?.lines[0] ?? "";
      expect(cleanLabel(line.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"))).toBe(
        cleanLabel(shown(label)),
      );
    }
  });
});
