import { describe, expect, test } from "vitest";
import { dropAddedNulls } from "../../../../worker/engines/providers/drop-added-nulls.ts";

const text = { type: "string" };
const schema = {
  type: "object",
  properties: {
    items: {
      type: "array",
      items: {
        type: "object",
        properties: {
          id: text,
          summary: text,
          score: { type: ["number", "null"] },
          note: { anyOf: [text, { type: "null" }] },
          mood: { enum: ["good", null] },
          evidence: { type: "array", items: { type: "object", properties: { quote: text }, required: ["quote"] } },
        },
        required: ["id"],
      },
    },
  },
  required: ["items"],
};
const one = (item: object) => JSON.stringify({ items: [item] });

describe("a null in a reply", () => {
  test.each([
    ["goes where the property may be left out", { id: "1", summary: null }, { id: "1" }],
    ["stays where it is a value", { id: "1", score: null, note: null, mood: null }, undefined],
    ["stays where something must stand: it is a fault to be found", { id: null }, undefined],
    ["stays in what the schema does not know", { id: "1", other: null }, undefined],
    ["stays in a list", { id: "1", evidence: [null, { quote: null }] }, undefined],
  ])("%s", (_, item, left) => {
    expect(dropAddedNulls(one(item), schema)).toBe(one(left ?? item));
  });

  test("does not touch what else is written", () => {
    const written = '{ "items": [ {"id": "1", "score": 1.0, "note": "null"} ] }';
    expect(dropAddedNulls(written, schema)).toBe(written);
  });

  test("stays in text that was cut", () => {
    const cut = '{"items":[{"id":"1","summary":null},{"id"';
    expect(dropAddedNulls(cut, schema)).toBe(cut);
  });
});
