import { describe, expect, it } from "vitest";
import { isClosed, tally, valueWord } from "../../web/tally.ts";
import type { FacetValue } from "../../worker/contract/findings.ts";
import type { Facet } from "../../worker/contract/template.ts";

const facet = (type: Facet["type"], more: Partial<Facet> = {}): Facet => ({
  name: "asked",
  description: "",
  type,
  ...more,
});
const results = (...values: FacetValue[]) => values.map((value) => ({ facets: { asked: value } }));

describe("the distribution of a closed facet", () => {
  it("ranks choices by their count and leaves out contents without a value", () => {
    const choice = facet("choice", { choices: ["Open", "Solved"] });
    expect(tally(choice, results("Open", "Solved", null, "Solved", ""))).toEqual([
      { value: "Solved", word: "Solved", count: 2 },
      { value: "Open", word: "Open", count: 1 },
    ]);
    expect(tally(choice, [{ facets: {} }])).toEqual([]);
  });

  it("keeps scores in the order of their scale", () => {
    const rows = tally(facet("score"), results(5, 2, 5, 10, "3"));
    expect(rows.map(({ word, count }) => [word, count])).toEqual([
      ["2", 1],
      ["5", 2],
      ["10", 1],
    ]);
  });

  it("gathers a fine scale in stretches that lose nobody and filter nothing", () => {
    const all = Array.from({ length: 101 }, (_, score) => score);
    const rows = tally(facet("score", { min: 0, max: 100 }), results(...all));
    expect(rows).toHaveLength(10);
    expect(rows[0]).toEqual({ value: null, word: "0 to 10", count: 10 });
    expect(rows.at(-1)).toEqual({ value: null, word: "90 to 100", count: 11 });
  });

  it("says yes and no, and filters by what the API holds", () => {
    expect(tally(facet("boolean"), results(false, true, false))).toEqual([
      { value: "true", word: "Yes", count: 1 },
      { value: "false", word: "No", count: 2 },
    ]);
    expect(valueWord({ type: "choice" }, "true")).toBe("true");
  });

  it("is drawn for choices, scores and booleans only", () => {
    const types: Facet["type"][] = ["label", "choice", "score", "boolean", "number", "text", "list"];
    expect(types.filter((type) => isClosed(facet(type)))).toEqual(["choice", "score", "boolean"]);
  });
});
