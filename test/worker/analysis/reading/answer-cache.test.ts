import { describe, expect, it, vi } from "vitest";
import { failedResult, type JobSpec, noUsage, type ResultRow } from "../../../../worker/analysis/job.ts";
import {
  type AnswerCache,
  type ContentToFind,
  extractOnce,
  modelsInCache,
  type NewKeptAnswer,
} from "../../../../worker/analysis/reading/answer-cache.ts";
import {
  type AnswerConditions,
  answerKey,
  conditionsOf,
  questionKeys,
} from "../../../../worker/analysis/reading/answer-key.ts";
import { resultOf, specOf } from "../../../durable-objects/job-fixture.ts";

const words = (...labels: string[]) => ({ intent: labels.map((label) => ({ label, description: "" })) });
const conditions = conditionsOf({ ...specOf(), prompts: { extract: "Be brief." } }, words("Refund", "Delivery"));

async function keyOf(change: Partial<AnswerConditions> = {}, model = "sim/a"): Promise<string> {
  const [key] = await questionKeys({ ...conditions, ...change }, [model]);
  return key ?? "";
}

const [intent, urgent] = conditions.facets;
if (!intent || !urgent) throw new Error("the fixture has two facets");

describe("the key of an answer", () => {
  it("is the same for the same question, in whatever order its labels were found and whatever it does not show", async () => {
    const same = await keyOf();
    expect(same).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyOf(structuredClone(conditions))).toBe(same);
    expect(await keyOf({ known: words("Delivery", "Refund") })).toBe(same);
    expect(await keyOf({ modules: { ...conditions.modules, clusters: false, insights: false } })).toBe(same);
  });

  const others: [string, Partial<AnswerConditions>][] = [
    ["owner", { organizationId: "org_other" }],
    ["redaction", { redaction: "redaction-1" }],
    ["a facet's description", { facets: [{ ...intent, description: "What they are after" }, urgent] }],
    ["a facet's own prompt", { facets: [{ ...intent, prompt: "Say it in one word." }, urgent] }],
    ["a facet's choices", { facets: [intent, { ...urgent, type: "choice", choices: ["yes", "no"] }] }],
    ["a facet's scale", { facets: [intent, { ...urgent, type: "score", min: 1, max: 10 }] }],
    ["a facet's name", { facets: [intent, { ...urgent, name: "pressing" }] }],
    ["a facet's examples", { facets: [{ ...intent, examples: ["Refund status"] }, urgent] }],
    ["a module that is asked for", { modules: { ...conditions.modules, evidence: false } }],
    ["the template's instructions", { instructions: "Be thorough." }],
    ["one label more", { known: words("Refund", "Delivery", "Login") }],
    ["one label less", { known: words("Refund") }],
    ["freezing", { frozen: true }],
  ];
  it.each(others)("is another with another %s", async (_what, change) => {
    expect(await keyOf(change)).not.toBe(await keyOf());
  });

  it("is another with another model or content, and does not run its parts together", async () => {
    expect(await keyOf({}, "sim/b")).not.toBe(await keyOf());
    expect(answerKey(await keyOf(), "aa")).not.toBe(answerKey(await keyOf(), "ab"));
    const one = await keyOf({ known: { intent: [{ label: "a\nb", description: "" }] } });
    expect(await keyOf({ known: words("a", "b") })).not.toBe(one);
  });

  it("does not change where Other joins frozen labels, but does where it joins those that grow", async () => {
    const [without, withOther] = [words("Refund"), words("Refund", "Other")];
    expect(await keyOf({ frozen: true, known: withOther })).toBe(await keyOf({ frozen: true, known: without }));
    expect(await keyOf({ known: withOther })).not.toBe(await keyOf({ known: without }));
  });
});

describe("the models whose answers serve a job", () => {
  it("are its own, any of the chain where they take turns, never the built-in engine, none where the cache is off", () => {
    const of = (options: Parameters<typeof specOf>[0], model = "sim/a") =>
      modelsInCache({ ...specOf({ fallbackModels: ["sim/b", "local/lexical", "sim/a"], ...options }), model });
    expect(of({})).toEqual(["sim/a"]);
    expect(of({ strategy: "round-robin" })).toEqual(["sim/a", "sim/b"]);
    expect(of({}, "local/lexical")).toEqual([]);
    expect(of({ cache: false, strategy: "cheapest" })).toEqual([]);
  });
});

const contents: ContentToFind[] = ["a", "b", "c", "d"].map((id) => ({
  id,
  externalId: `x-${id}`,
  language: "en",
  messages: [{ role: "user", content: `hello ${id}` }],
  hash: `hash-${id}`,
}));

/** A cache in memory, and what came into it. */
function memory(): { cache: AnswerCache; kept: Map<string, NewKeptAnswer> } {
  const kept = new Map<string, NewKeptAnswer>();
  const cache: AnswerCache = {
    find: async (keys) => new Map(keys.flatMap((key) => (kept.has(key) ? [[key, kept.get(key) ?? never()]] : []))),
    keep: async (answers) => {
      for (const answer of answers) if (!kept.has(answer.key)) kept.set(answer.key, answer);
    },
  };
  return { cache, kept };
}

function never(): never {
  throw new Error("not there");
}

/** Reads a batch through a cache with a stage that answers by these rows; says which contents the stage was given. */
async function readBy(cache: AnswerCache | null, rowOf: (id: string) => ResultRow, spec: JobSpec = specOf()) {
  const asked: string[] = [];
  const answer = await extractOnce(spec, contents, {}, cache, async (open) => {
    asked.push(...open.map(({ id }) => id));
    const results = open.map(({ id }) => rowOf(id)).toReversed();
    return { name: "extract", results, left: null, missing: 0, usage: { ...noUsage, calls: 1 } };
  });
  if (answer.name !== "extract") throw new Error("the stage answers extract");
  return { asked, answer, labels: answer.results.map(({ facets }) => facets.intent) };
}

describe("reading through the cache", () => {
  it("asks once for each content: the second time all of it is there, in the order of the contents, and costs nothing", async () => {
    const { cache } = memory();
    const first = await readBy(cache, (id) => resultOf(id, `Label ${id}`));
    expect(first.asked).toEqual(["a", "b", "c", "d"]);
    const second = await readBy(cache, (id) => resultOf(id, "another answer"));
    expect(second.asked).toEqual([]);
    expect(second.labels).toEqual(["Label a", "Label b", "Label c", "Label d"]);
    expect(second.labels).toEqual(first.labels);
    expect(second.answer).toMatchObject({ usage: noUsage, missing: 0, left: null });
    expect(second.answer.results[0]).toEqual({ ...first.answer.results[0], externalId: "x-a", attempts: 0 });
  });

  it("keeps nothing that no model said: not the built-in engine's answers, not failures, not a stand-in's", async () => {
    const { cache, kept } = memory();
    await readBy(cache, (id) => {
      if (id === "a") return { ...resultOf(id, "Guess"), status: "fallback" };
      if (id === "b") return failedResult(id, id, "refused", 4);
      return id === "c" ? { ...resultOf(id, "Word"), model: "local/lexical" } : resultOf(id, "Refund");
    });
    expect([...kept.values()].map(({ contentId }) => contentId)).toEqual(["d"]);
  });

  it("gives a model's answers to those who ask that model, not to those for whom another stood in", async () => {
    const { cache } = memory();
    const byFallback = (id: string) => ({ ...resultOf(id, "Refund"), model: "test/fallback" });
    await readBy(cache, byFallback);
    expect((await readBy(cache, byFallback)).asked).toHaveLength(4);
    expect((await readBy(cache, byFallback, { ...specOf(), model: "test/fallback" })).asked).toEqual([]);
    const inTurns = specOf({ strategy: "round-robin", fallbackModels: ["test/fallback"] });
    expect((await readBy(cache, byFallback, inTurns)).asked).toEqual([]);
  });

  it("neither looks nor keeps where it is switched off", async () => {
    const { cache, kept } = memory();
    await readBy(cache, (id) => resultOf(id, "Refund"), specOf({ cache: false }));
    expect(kept.size).toBe(0);
    await readBy(cache, (id) => resultOf(id, "Refund"));
    expect((await readBy(cache, (id) => resultOf(id, "Refund"), specOf({ cache: false }))).asked).toHaveLength(4);
    expect((await readBy(null, (id) => resultOf(id, "Refund"))).asked).toHaveLength(4);
  });

  it("goes on as without one where it can't be reached", async () => {
    const unreachable = async () => Promise.reject(new Error("D1 is away"));
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { answer } = await readBy({ find: unreachable, keep: unreachable }, (id) => resultOf(id, "Refund"));
    expect(answer.results).toHaveLength(4);
    expect(said).toHaveBeenCalledTimes(2);
    said.mockRestore();
  });

  it("passes on what the stage throws, and has what was there before at the next attempt", async () => {
    const { cache } = memory();
    const some = contents.slice(0, 1);
    const kept = resultOf("a", "Refund");
    const answered = { name: "extract" as const, results: [kept], left: null, missing: 0, usage: noUsage };
    await extractOnce(specOf(), some, {}, cache, async () => answered);
    const failing = extractOnce(specOf(), contents, {}, cache, async () => Promise.reject(new Error("overloaded")));
    await expect(failing).rejects.toThrow("overloaded");
    expect((await readBy(cache, (id) => resultOf(id, "Refund"))).asked).toEqual(["b", "c", "d"]);
  });
});
