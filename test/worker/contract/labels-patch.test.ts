import { describe, expect, it } from "vitest";
import { type LabelsPatch, labelsPatchSchema } from "../../../worker/contract/labels.ts";

const renamed = (to: string) => ({ facet: "intent", rename: { from: "Refund", to } }) satisfies LabelsPatch;
const nameOf = (to: string): string | undefined => {
  const { data } = labelsPatchSchema.safeParse(renamed(to));
  return data && "rename" in data ? data.rename.to : undefined;
};

describe("a name that people give a label", () => {
  it.each(["\u200b", " \u200b ", "\u200d", "\u2060\ufeff", "\u3164", "\u2800", "", "a\nb", "a\u202eb"])(
    "shows something, on one line: %j does not",
    (to) => {
      expect(nameOf(to)).toBeUndefined();
      const merge = { labels: ["Refund"], into: to };
      expect(labelsPatchSchema.safeParse({ facet: "intent", merge }).success).toBe(false);
      const split = { label: "Refund", aliases: ["Money back"], into: to };
      expect(labelsPatchSchema.safeParse({ facet: "intent", split }).success).toBe(false);
    },
  );

  it.each([
    ["Delivery\u200b", "Delivery"],
    ["\ufeffDe\u00adlivery", "Delivery"],
    ["Delivery\u200d ", "Delivery"],
    ["می\u200cخواهم", "می\u200cخواهم"],
    ["क्\u200dष", "क्\u200dष"],
    ["👩\u200d💻", "👩\u200d💻"],
    ["❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"],
  ])("keeps of what nobody sees only what joins: %j is %j", (to, kept) => {
    expect(nameOf(to)).toBe(kept);
  });

  it("is given to a label whatever that is called until now", () => {
    const { data } = labelsPatchSchema.safeParse({ facet: "intent", rename: { from: "Refund\u200b", to: "Refund" } });
    expect(data).toEqual({ facet: "intent", rename: { from: "Refund\u200b", to: "Refund" } });
  });
});
