import { describe, expect, it } from "vitest";
import { noUsage } from "../../../../worker/analysis/job.ts";
import { extract } from "../../../../worker/analysis/reading/extract.ts";
import type { Ask, Question } from "../../../../worker/engines/ask.ts";
import { specOf } from "../../../durable-objects/job-fixture.ts";

const contents = ["a", "b", "c"].map((id) => ({
  id,
  externalId: id,
  language: "en",
  messages: [{ role: "user", content: `hello ${id}` }],
}));
const facets = { intent: "Greeting", urgent: false };

/** An engine that follows a script: for each call, which items it answers, or that it fails. */
function scripted(script: (((ids: string[]) => string[]) | Error)[]): {
  ask: Ask;
  asked: { ids: string[]; key: string }[];
} {
  const asked: { ids: string[]; key: string }[] = [];
  const ask: Ask = async (question: Question, { idempotencyKey }) => {
    const ids = question.task === "extract" ? question.items.map(({ id }) => id) : [];
    asked.push({ ids, key: idempotencyKey });
    const act = script[asked.length - 1] ?? (() => []);
    if (act instanceof Error) throw act;
    return {
      reply: { items: act(ids).map((id) => ({ id, facets })) },
      model: "test/model",
      usage: { ...noUsage, calls: 1 },
    };
  };
  return { ask, asked };
}

const all = (ids: string[]) => ids;
const none = () => [];
const key = (call: number) => `job/1/${call}`;

describe("reading a batch", () => {
  it("asks once where everything is answered", async () => {
    const engine = scripted([all]);
    const answer = await extract(specOf(), contents, {}, engine.ask, scripted([]).ask, key);
    expect(answer).toMatchObject({ results: [{ contentId: "a", status: "done" }, {}, {}], left: null, missing: 0 });
    expect(engine.asked).toEqual([{ ids: ["i1", "i2", "i3"], key: "job/1/0" }]);
  });

  it("asks again for the missing alone, each call with a key of its own", async () => {
    const engine = scripted([(ids) => ids.slice(0, 1), none, all]);
    const answer = await extract(specOf(), contents, {}, engine.ask, scripted([]).ask, key);
    expect(engine.asked.map(({ ids }) => ids)).toEqual([
      ["i1", "i2", "i3"],
      ["i2", "i3"],
      ["i2", "i3"],
    ]);
    expect(engine.asked.map((call) => call.key)).toEqual(["job/1/0", "job/1/1", "job/1/2"]);
    expect(answer).toMatchObject({ missing: 4, usage: { calls: 3 } });
  });

  it("lets the built-in engine answer what the model does not answer in 1 + retryAttempts calls, and marks it", async () => {
    const engine = scripted([(ids) => ids.slice(0, 2)]);
    const fallback = scripted([all]);
    const answer = await extract(specOf({ retryAttempts: 3 }), contents, {}, engine.ask, fallback.ask, key);
    expect(engine.asked).toHaveLength(4);
    expect(fallback.asked.map(({ ids }) => ids)).toEqual([["i3"]]);
    expect(answer).toMatchObject({
      results: [{ status: "done" }, { status: "done" }, { contentId: "c", status: "fallback" }],
    });
  });

  it("says why where nothing answers, so that no content is missing", async () => {
    const answer = await extract(specOf({ retryAttempts: 0 }), contents, {}, scripted([]).ask, scripted([]).ask, key);
    if (answer.name !== "extract") throw new Error("expected an extract answer");
    expect(answer.results.map(({ status, error }) => [status, error])).toEqual(
      Array(3).fill(["failed", "missing from the reply"]),
    );
  });

  it("keeps what was answered when the engine fails on the way, and leaves the rest to be asked for again", async () => {
    const engine = scripted([(ids) => ids.slice(0, 2), new Error("overloaded")]);
    const answer = await extract(specOf(), contents, {}, engine.ask, scripted([]).ask, key);
    expect(answer).toMatchObject({ results: [{}, {}], left: { contentIds: ["c"], reason: "overloaded" } });
  });

  it("fails as a whole where nothing was answered before the engine failed", async () => {
    const engine = scripted([new Error("no network")]);
    await expect(extract(specOf(), contents, {}, engine.ask, scripted([]).ask, key)).rejects.toThrow("no network");
  });
});
