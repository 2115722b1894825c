import { describe, expect, it } from "vitest";
import { basedOnRefusal } from "../../web/based-on.ts";
import { searchLabels } from "../../web/label-search.ts";
import type { Label } from "../../worker/contract/labels.ts";

const label = (name: string, ...aliases: string[]): Label => ({
  label: name,
  description: "",
  count: 1,
  aliases,
  origin: "stream",
});
const labels = [label("Refund request", "Money back", "Wants money"), label("Café opening"), label("Späte Lieferung")];
const found = (search: string) => searchLabels(labels, search).map((one) => [one.label.label, one.also]);

describe("the search for a label", () => {
  it("finds all where nothing is searched for", () => {
    expect(found("  ")).toEqual(labels.map((one) => [one.label, []]));
  });

  it("asks neither for case nor accents, and for all words in any order", () => {
    expect(found("CAFE")).toEqual([["Café opening", []]]);
    expect(found("lieferung spate")).toEqual([["Späte Lieferung", []]]);
    expect(found("refund opening")).toEqual([]);
  });

  it("finds a label by what was folded into it, and says by which words", () => {
    expect(found("money")).toEqual([["Refund request", ["Money back", "Wants money"]]]);
    expect(found("back money")).toEqual([["Refund request", ["Money back"]]]);
    // Half in one word and half in another is none of them.
    expect(found("back wants")).toEqual([]);
  });

  it("takes what stands there for text, not for a pattern", () => {
    expect(found(".*")).toEqual([]);
  });
});

describe("a link that names labels which can't be used", () => {
  const path = "options.basedOn";

  it("is answered in words that name neither option nor path", () => {
    const gone = { status: 400, message: `${path}: there is no analysis xyz.`, faults: [{ path, message: "" }] };
    expect(basedOnRefusal("xyz", gone)).toMatch(/^There is no analysis “xyz” .* finds its own labels/);
    const foreign = { status: 403, message: `${path}: the analysis an_1 belongs to another owner.`, faults: [] };
    expect(basedOnRefusal("an_1", foreign)).toMatch(/belongs to somebody else/);
  });

  it("is not what is wrong where something else was refused", () => {
    const other = {
      status: 400,
      message: "options.streams: too many.",
      faults: [{ path: "options.streams", message: "" }],
    };
    expect(basedOnRefusal("an_1", other)).toBe(null);
  });
});
