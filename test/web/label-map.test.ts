import { describe, expect, it } from "vitest";
import { labelNodes } from "../../web/label-map.ts";

const counts = (...rows: [string, number][]) => new Map(rows);

describe("the map of labels while contents are read", () => {
  it("shows the facet that has most contents, largest first, and nothing that has none yet", () => {
    const labels = new Map([
      ["topic", counts(["Billing", 2])],
      ["intent", counts(["Refund", 1], ["Delay", 3], ["Login", 0])],
    ]);
    const found = labelNodes(labels);
    expect(found?.facet).toBe("intent");
    expect(found?.nodes.map(({ id, size }) => [id, size])).toEqual([
      ["Delay", 3],
      ["Refund", 1],
    ]);
  });

  it("is not there before the first content was read", () => {
    expect(labelNodes(new Map())).toBeNull();
    expect(labelNodes(new Map([["intent", counts(["Refund", 0])]]))).toBeNull();
  });

  it("takes a label that is called like a property of every object", () => {
    expect(labelNodes(new Map([["intent", counts(["__proto__", 2])]]))?.nodes[0]?.name).toBe("__proto__");
  });
});
