import { describe, expect, it } from "vitest";
import { noUsage } from "../../../../worker/analysis/job.ts";
import { extract } from "../../../../worker/analysis/reading/extract.ts";
import type { Ask } from "../../../../worker/engines/ask.ts";
import { parseReply } from "../../../../worker/engines/reply/parse-reply.ts";
import { specOf } from "../../../durable-objects/job-fixture.ts";

const contents = ["a", "b", "c"].map((id) => ({
  id,
  externalId: id,
  language: "en",
  messages: [{ role: "user", content: `hello ${id}, 1 < 2 & so on` }],
}));

interface Row {
  id: string;
  [name: string]: unknown;
}

const good = (id: string): Row => ({
  id,
  facets: { intent: "Greeting", urgent: false },
  summary: "A greeting",
  sentiment: "neutral",
  confidence: 0.9,
  evidence: [{ facet: "intent", message: 0, quote: "hello" }],
});
const rows = (...items: Row[]) => JSON.stringify({ items });
const three = rows(good("i1"), good("i2"), good("i3"));
const without = (row: Row, name: string): Row => Object.assign({}, row, { [name]: undefined });

/** A model that writes `first`, and from then on what it should. */
async function read(first: string) {
  const asked: string[][] = [];
  const ask: Ask = async (question) => {
    const ids = question.task === "extract" ? question.items.map(({ id }) => id) : [];
    asked.push(ids);
    const written = asked.length === 1 ? first : rows(...ids.map(good));
    return { reply: parseReply(written)?.value ?? null, model: "test/model", usage: { ...noUsage, calls: 1 } };
  };
  const never: Ask = async () => Promise.reject(new Error("the fallback is not needed"));
  const answer = await extract(specOf(), contents, {}, ask, never, String);
  if (answer.name !== "extract") throw new Error("expected an extract answer");
  return { again: asked.slice(1), results: answer.results };
}

describe("a reply to a batch", () => {
  const cases: [what: string, written: string, askedAgain: string[]][] = [
    ["as asked", three, []],
    ["in a fence with remarks", `Here you are:\n\`\`\`json\n${three}\n\`\`\`\nAnything else?`, []],
    ["cut in the third row", three.slice(0, three.indexOf('"i3"') + 9), ["i3"]],
    ["cut before the first row ends", three.slice(0, 40), ["i1", "i2", "i3"]],
    ["in two objects", rows(good("i1"), good("i2")) + rows(good("i3")), []],
    ["twice over", three + three, ["i1", "i2", "i3"]],
    ["with a row twice", rows(good("i1"), good("i2"), good("i2"), good("i3")), ["i2"]],
    ["with a row too few", rows(good("i1"), good("i3")), ["i2"]],
    ["with rows that nobody asked for", rows(good("i1"), good("i2"), good("i3"), good("i4"), good("I1")), []],
    ["with an id renamed", rows(good("i1"), good("item 2"), good("i3")), ["i2"]],
    ["with the list renamed", three.replace('"items"', '"results"'), ["i1", "i2", "i3"]],
    ["with the id's key renamed", three.replace('"id":"i2"', '"item":"i2"'), ["i2"]],
    ["with a facet renamed", three.replace('"intent":"Greeting"', '"Intent":"Greeting"'), ["i1"]],
    [
      "with facets beside, not inside",
      rows(good("i1"), { id: "i2", intent: "Greeting", urgent: false }, good("i3")),
      ["i2"],
    ],
    ["with a value of the wrong type", three.replace('"urgent":false', '"urgent":"perhaps"'), ["i1"]],
    ["with a row that is no object", three.replace('{"id":"i1"', '"i1",null,7,{"id":"i1"'), []],
    ["with a row that is not JSON", three.replace('"confidence":0.9', '"confidence":.9'), ["i1"]],
    ["with a refusal instead", "I'm sorry, but I can't help with that.", ["i1", "i2", "i3"]],
    ["with nothing", "", ["i1", "i2", "i3"]],
    [
      "with null for everything that may be left out",
      rows(
        ...["i1", "i2", "i3"].map((id) => ({
          ...good(id),
          summary: null,
          sentiment: null,
          confidence: null,
          evidence: null,
        })),
      ),
      [],
    ],
    [
      "without what may be left out",
      rows(
        ...["i1", "i2", "i3"].map((id) => ["summary", "sentiment", "confidence", "evidence"].reduce(without, good(id))),
      ),
      [],
    ],
  ];

  it.each(cases)("%s: good rows are kept, the rest is asked for again, alone", async (_, written, askedAgain) => {
    const { again, results } = await read(written);
    expect(again).toEqual(askedAgain.length > 0 ? [askedAgain] : []);
    expect(results.map(({ contentId }) => contentId).toSorted()).toEqual(["a", "b", "c"]);
    for (const { status, facets } of results) {
      expect({ status, facets }).toEqual({ status: "done", facets: { intent: "Greeting", urgent: false } });
    }
  });

  it("takes null and nothing alike", async () => {
    const { results } = await read(
      rows({ ...good("i1"), summary: null, sentiment: null, confidence: null, evidence: null }),
    );
    expect(results.find(({ contentId }) => contentId === "a")).toMatchObject({
      summary: "",
      sentiment: null,
      confidence: null,
      evidence: [],
    });
  });
});
